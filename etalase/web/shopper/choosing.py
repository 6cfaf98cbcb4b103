"""The SKUs of a product as choices that work without script: chips, grouped by the first option."""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from etalase.base.money import Money
from etalase.catalog.queries import Detail, Sku
from etalase.promotions.queries import SkuPrice

SCARCE = 5
NO_PRICES: Final[Mapping[int, SkuPrice]] = {}


class Choice(msgspec.Struct, frozen=True):
    """One SKU. `left` is told when few are left."""

    sku_id: int
    label: str
    price: Money
    available: int
    was: Money | None = None

    @property
    def sold_out(self) -> bool:
        """Whether nobody can take it now."""
        return self.available < 1

    @property
    def scarce(self) -> bool:
        """Whether it is worth telling how few are left."""
        return 0 < self.available <= SCARCE


class Group(msgspec.Struct, frozen=True):
    """Choices under one heading: of "Colour: Red" the sizes."""

    option: str
    value: str
    choices: list[Choice]

    @property
    def price(self) -> Money | None:
        """The price of all of them, if it is one."""
        first = self.choices[0].price
        return first if all(choice.price == first for choice in self.choices) else None


class Options(msgspec.Struct, frozen=True):
    """What can be chosen. `chosen` is the SKU asked for, or the only one."""

    groups: list[Group]
    chosen: Choice | None
    one_price: bool

    @property
    def every(self) -> list[Choice]:
        """All choices."""
        return [choice for group in self.groups for choice in group.choices]

    @property
    def lowest(self) -> Money:
        """The lowest price of all."""
        return min(choice.price for choice in self.every)

    @property
    def highest(self) -> Money:
        """The highest."""
        return max(choice.price for choice in self.every)

    @property
    def single(self) -> bool:
        """Whether there is nothing to choose."""
        return sum(len(group.choices) for group in self.groups) == 1


def options_of(detail: Detail, asked: int = 0, prices: Mapping[int, SkuPrice] = NO_PRICES) -> Options:
    """The options sheet of a product with its sale prices; an unknown or sold-out SKU asked for chooses nothing."""
    names, currency = detail.product.option_names, detail.product.currency
    groups: dict[str, list[Choice]] = {}
    for sku in detail.skus:
        head, label = _words(sku, names)
        groups.setdefault(head, []).append(_choice(sku, label, currency, prices.get(sku.sku_id)))
    every = [choice for choices in groups.values() for choice in choices]
    wanted = every[0].sku_id if len(every) == 1 else asked
    return Options(
        [Group(names[0] if names else "", head, choices) for head, choices in groups.items()],
        next((choice for choice in every if choice.sku_id == wanted and not choice.sold_out), None),
        len({choice.price for choice in every}) == 1,
    )


def _choice(sku: Sku, label: str, currency: str, sale: SkuPrice | None) -> Choice:
    listed = Money(sku.price_minor, currency)
    if sale is None:
        return Choice(sku.sku_id, label, listed, sku.available)
    return Choice(sku.sku_id, label, Money(sale.price_minor, currency), sale.available(sku.available), listed)


def described(options: str | dict[str, str]) -> str:
    """The options of a SKU in one line: "Red · 42"."""
    values = msgspec.json.decode(options, type=dict[str, str]) if isinstance(options, str) else options
    return " · ".join(values.values())


def _words(sku: Sku, names: Sequence[str]) -> tuple[str, str]:
    """Heading and label: with one option the label is its value, with more the first one is the heading."""
    values = list(sku.chosen(list(names)).values()) or [sku.seller_sku]
    return ("", values[0]) if len(values) == 1 else (values[0], " · ".join(values[1:]))

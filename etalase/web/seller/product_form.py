"""The form of a product: what was typed, what it asks for, and what it shows again. Pure.

A SKU is a row; rows that say nothing are left out. Options are columns: a name above, a value in each row.
"""

from collections.abc import Sequence
from typing import Final

import msgspec

from etalase.base.money import Money
from etalase.base.texts import N_
from etalase.catalog.actions import AskedChange, AskedProduct, AskedSku, AskedSkuChange
from etalase.catalog.queries import Detail, Sku
from etalase.catalog.rules import picturing_option
from etalase.catalog.rules.prices import Price
from etalase.web.typed import Typed, whole

OPTIONS: Final = (1, 2, 3)
ROWS_AT_FIRST: Final = 4
ROWS_MORE: Final = 6
ROWS_MAX: Final = 400
PRICE_MISSING: Final = N_("Write a price.")
STOCK_WRONG: Final = N_("Stock is a whole number from 0.")
WEIGHT_WRONG: Final = N_("A weight is from 1 to 1,000,000 grams.")
WHOLE_NUMBER: Final = N_("Write a whole number, or nothing.")
OPTION_UNNAMED: Final = N_("Name the option above this column.")


class SkuTyped(msgspec.Struct, frozen=True):
    """One row as it was typed. `sku_id` is empty for a new one."""

    sku_id: str = ""
    seller_sku: str = ""
    price: str = ""
    stock: str = ""
    options: tuple[str, ...] = ("", "", "")
    reserved: int = 0
    weight: str = ""  # grams

    @property
    def blank(self) -> bool:
        """Whether the row says nothing."""
        return not (self.sku_id or self.seller_sku or self.price or self.stock or self.weight or any(self.options))


class ProductTyped(msgspec.Struct, frozen=True):
    """The whole form. `pictures` are keys in order; `removed`: SKUs that are taken out.

    `looks`: (option, value) to the key of the picture that shows it.
    """

    title: str = ""
    description: str = ""
    category: str = ""
    option_names: tuple[str, ...] = ("", "", "")
    rows: tuple[SkuTyped, ...] = ()
    pictures: tuple[str, ...] = ()
    removed: tuple[int, ...] = ()
    attributes: dict[str, str] = {}
    looks: dict[tuple[str, str], str] = {}
    purchase_limit: str = ""
    purchase_limit_days: str = ""

    @property
    def columns(self) -> tuple[bool, ...]:
        """Which options have a column: those with a name, and those in which something was typed all the same."""
        return tuple(
            bool(name) or any(row.options[at] for row in self.rows) for at, name in enumerate(self.option_names)
        )

    @property
    def values(self) -> list[tuple[str, str, str]]:
        """(option, value, key of its picture) of the option that shows what the thing looks like."""
        name = picturing_option(self.option_names) or next((each for each in self.option_names if each), "")
        if not name:
            return []
        place = self.option_names.index(name)
        found = dict.fromkeys(row.options[place] for row in self.rows if row.options[place])
        return [(name, each, self.looks.get((name, each), "")) for each in found]

    def with_room(self, more: int = 0) -> "ProductTyped":
        """With empty rows to write into."""
        first = ROWS_AT_FIRST if any(self.option_names) else 1
        room = max(first - len(self.rows), more)
        rows = (*self.rows, *(SkuTyped() for _ in range(min(room, ROWS_MAX - len(self.rows)))))
        return msgspec.structs.replace(self, rows=rows)


def read(form: Typed, added: Sequence[str] = ()) -> ProductTyped:
    """What was typed; `added` are the keys of pictures that came with it."""
    rows = _rows(form)
    gone, dropped = set(form.ids("remove")), set(form.every("drop"))
    kept = [key for key in (*form.every("picture"), *added) if key and key not in dropped]
    lead = form.text("lead")
    pictures = sorted(dict.fromkeys(kept), key=lambda key: key != lead)
    return ProductTyped(
        form.text("title"),
        form.text("description"),
        form.text("category"),
        tuple(form.text(f"option{place}") for place in OPTIONS),
        tuple(row for row in rows if not row.blank and whole(row.sku_id) not in gone),
        tuple(pictures),
        tuple(sorted(gone)),
        {name.removeprefix("attr-"): form.text(name) for name in form.names() if name.startswith("attr-")},
        _looks(form),
        form.text("purchase_limit"),
        form.text("purchase_limit_days"),
    )


def of_detail(detail: Detail) -> ProductTyped:
    """A product as its form shows it."""
    product = detail.product
    names = [*product.option_names, "", "", ""][: len(OPTIONS)]
    return ProductTyped(
        product.title,
        product.description,
        str(product.category_id),
        tuple(names),
        tuple(_row_of(sku, names, product.currency) for sku in detail.skus),
        tuple(product.pictures),
        (),
        product.said(),
        product.shown_values(),
        str(product.purchase_limit or ""),
        str(product.purchase_limit_days or ""),
    )


def wrong_rows(typed: ProductTyped) -> dict[str, str]:
    """What is wrong with rows before anybody else looks: field to msgid, named as the catalogue names them."""
    errors: dict[str, str] = {}
    for at, row in enumerate(typed.rows):
        if not row.price:
            errors[f"skus[{at}].price"] = PRICE_MISSING
        if row.stock and whole(row.stock) is None:
            errors[f"skus[{at}].stock"] = STOCK_WRONG
        if row.weight and not whole(row.weight):
            errors[f"skus[{at}].weight_g"] = WEIGHT_WRONG
        if any(value and not name for value, name in zip(row.options, typed.option_names, strict=True)):
            errors[f"skus[{at}].options"] = OPTION_UNNAMED
    for field in ("purchase_limit", "purchase_limit_days"):
        said: str = getattr(typed, field)
        if said and whole(said) is None:
            errors[field] = WHOLE_NUMBER
    return errors


def asked_product(typed: ProductTyped, *, keep: bool = False) -> AskedProduct:
    """The form as a new product, or a draft to `keep`. Call it once `wrong_rows` finds nothing."""
    skus = tuple(
        AskedSku(row.seller_sku, _options(typed, row), Price(row.price), whole(row.stock) or 0, whole(row.weight))
        for row in typed.rows
    )
    return AskedProduct(
        typed.title,
        typed.description,
        typed.category,
        skus,
        typed.pictures,
        typed.attributes,
        kept_looks(typed),
        whole(typed.purchase_limit),
        whole(typed.purchase_limit_days),
        keep,
    )


def asked_change(typed: ProductTyped) -> AskedChange:
    """The form as a change of a product that exists."""
    skus = tuple(
        AskedSkuChange(
            whole(row.sku_id),
            row.seller_sku,
            _options(typed, row),
            Price(row.price),
            whole(row.stock) or 0,
            whole(row.weight) or 0,
        )
        for row in typed.rows
    )
    return AskedChange(
        typed.title,
        typed.description,
        typed.category,
        skus,
        typed.removed,
        typed.pictures,
        None,
        typed.attributes,
        kept_looks(typed),
        whole(typed.purchase_limit) or 0,
        whole(typed.purchase_limit_days) or 0,
    )


def kept_looks(typed: ProductTyped) -> dict[tuple[str, str], str]:
    """The chosen pictures of values that are still there."""
    there = {(name, each) for row in typed.rows for name, each in _options(typed, row).items()}
    return {item: key for item, key in typed.looks.items() if key and item in there}


def _rows(form: Typed) -> list[SkuTyped]:
    """Rows are parallel fields; a form that was tampered with has as many as its shortest column."""
    columns = [form.every(name) for name in ("sku_id", "seller_sku", "price", "stock", *(f"value{n}" for n in OPTIONS))]
    reserved, weights = form.every("reserved"), form.every("weight")
    return [
        SkuTyped(
            cells[0],
            cells[1],
            cells[2],
            cells[3],
            cells[4:],
            whole(reserved[at]) or 0 if at < len(reserved) else 0,
            weights[at] if at < len(weights) else "",
        )
        for at, cells in enumerate(zip(*columns, strict=False))
    ][:ROWS_MAX]


def _looks(form: Typed) -> dict[tuple[str, str], str]:
    columns = (form.every("look_name"), form.every("look_value"), form.every("look_key"))
    return {(name, each): key for name, each, key in zip(*columns, strict=False) if key}


def _row_of(sku: Sku, names: Sequence[str], currency: str) -> SkuTyped:
    chosen = sku.chosen()
    price = Money(sku.price_minor, currency).decimal()
    values = tuple(chosen.get(name, "") for name in names)
    return SkuTyped(
        str(sku.sku_id), sku.seller_sku, price, str(sku.stock), values, sku.reserved, str(sku.weight_g or "")
    )


def _options(typed: ProductTyped, row: SkuTyped) -> dict[str, str]:
    return {name: value for name, value in zip(typed.option_names, row.options, strict=True) if name}

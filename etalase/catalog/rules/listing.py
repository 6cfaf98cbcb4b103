"""What a product may be: the shape of the input, the limits of the market (§4.4), and advice that refuses nothing."""

from collections.abc import Sequence
from typing import Final

import msgspec

from etalase.base.errors import Invalid, Refused
from etalase.base.markets import Policy
from etalase.base.money import Money
from etalase.base.texts import N_

# What the columns hold; a market's policy may allow less, never more.
TITLE_MAX: Final = 1000
DESCRIPTION_MAX: Final = 50_000
STOCK_MAX: Final = 2**31 - 1
SELLER_SKU_MAX: Final = 100
OPTIONS_MAX: Final = 5
OPTION_TEXT_MAX: Final = 50
CATEGORY_TEXT_MAX: Final = 200
LOOKS: Final = frozenset(
    (
        *("colour", "color", "pattern", "style", "design", "model", "flavour", "flavor"),
        *("warna", "corak", "motif", "gaya", "rasa", "kulay", "disenyo", "สี", "ลาย", "รูปแบบ"),
        *("màu", "màu sắc", "mẫu", "họa tiết"),
    )
)
PURCHASE_LIMIT_MAX: Final = 9999
WEIGHT_MAX_G: Final = 1_000_000
PURCHASE_LIMIT_DAYS_MAX: Final = 365


class SkuDraft(msgspec.Struct, frozen=True):
    """One SKU as the seller wants it. `price_minor` is in the shop's currency; `sku_id` names one that exists (updates only).

    `weight_g`: of one piece as it is packed; None: the market's weight of an ordinary piece.
    """

    seller_sku: str
    options: dict[str, str]
    price_minor: int
    stock: int
    sku_id: int | None = None
    weight_g: int | None = None


class ProductDraft(msgspec.Struct, frozen=True):
    """One product as the seller wants it. `category`: an id or a name; `pictures`: keys of stored pictures, the first leads.

    `attributes`: key to text, as `attributes_of` knows them. `option_pictures`: (option name, value) to a picture's key.
    `purchase_limit`: pieces per buyer, within `purchase_limit_days` from the first; None for no limit, no window.
    """

    title: str
    description: str
    category: str
    skus: tuple[SkuDraft, ...]
    pictures: tuple[str, ...] = ()
    attributes: dict[str, str] = {}
    option_pictures: dict[tuple[str, str], str] = {}
    purchase_limit: int | None = None
    purchase_limit_days: int | None = None


def checked(draft: ProductDraft, limits: Policy, currency: str) -> ProductDraft:
    """The draft with its texts trimmed. `currency` is the shop's, which all its prices are in.

    Invalid when its shape is wrong; Refused `catalog.…` when it breaks a limit of the market.
    """
    tidy = _tidied(draft)
    _check_shape(tidy)
    _check_texts(tidy, limits)
    _check_skus(tidy.skus, limits, currency)
    if len(tidy.pictures) > limits.pictures_max:
        raise Refused("catalog.too_many_pictures", max=limits.pictures_max)
    return tidy


def option_names(skus: Sequence[SkuDraft]) -> tuple[str, ...]:
    """The names of the options in their order; every SKU has the same."""
    return tuple(skus[0].options)


def picturing_option(names: Sequence[str]) -> str | None:
    """The option whose values look different: one named for a colour, pattern or style, in any of our languages."""
    return next((name for name in names if name.casefold() in LOOKS), None)


def price_range(skus: Sequence[SkuDraft]) -> tuple[int, int]:
    """Lowest and highest price, in minor units."""
    prices = [sku.price_minor for sku in skus]
    return min(prices), max(prices)


def check_stock(stock: int, limits: Policy, field: str = "stock") -> None:
    """Invalid below zero; `catalog.stock_out_of_range` above the market's limit."""
    if stock < 0:
        raise Invalid({field: N_("Stock is a whole number from 0.")})
    if stock > min(limits.stock_max, STOCK_MAX):
        raise Refused("catalog.stock_out_of_range", max=limits.stock_max)


def check_price(price_minor: int, limits: Policy, currency: str) -> None:
    """`catalog.price_out_of_range` outside the market's bounds, which are minor units of its currency."""
    if not limits.price_min_minor <= price_minor <= limits.price_max_minor:
        least, most = (Money(minor, currency).decimal() for minor in (limits.price_min_minor, limits.price_max_minor))
        raise Refused("catalog.price_out_of_range", min=least, max=most, currency=currency)


def _tidied(draft: ProductDraft) -> ProductDraft:
    return ProductDraft(
        title=" ".join(draft.title.split()),
        description=draft.description.strip(),
        category=" ".join(draft.category.split()),
        skus=tuple(
            SkuDraft(
                sku.seller_sku.strip(),
                {name.strip(): chosen.strip() for name, chosen in sku.options.items()},
                sku.price_minor,
                sku.stock,
                sku.sku_id,
                sku.weight_g,
            )
            for sku in draft.skus
        ),
        pictures=tuple(dict.fromkeys(draft.pictures)),
        attributes=draft.attributes,
        option_pictures={
            (name.strip(), chosen.strip()): key for (name, chosen), key in draft.option_pictures.items() if key
        },
        purchase_limit=draft.purchase_limit,
        purchase_limit_days=draft.purchase_limit_days,
    )


def _check_shape(draft: ProductDraft) -> None:
    errors: dict[str, str] = {}
    if not draft.title:
        errors["title"] = N_("Write a title.")
    elif not draft.title.isprintable():
        errors["title"] = N_("Use printable characters only.")
    if "\x00" in draft.description:
        errors["description"] = N_("Use printable characters only.")
    if not draft.category.isprintable() or len(draft.category) > CATEGORY_TEXT_MAX:
        errors["category"] = N_("Name a category in at most 200 characters.")
    if not draft.skus:
        errors["skus"] = N_("A product has at least one SKU.")
    _check_purchase_limit(draft, errors)
    for at, sku in enumerate(draft.skus):
        _check_sku_shape(sku, f"skus[{at}]", errors)
    if not errors:
        _check_options(draft.skus, errors)
        _check_option_pictures(draft, errors)
    if errors:
        raise Invalid(errors)


def _check_sku_shape(sku: SkuDraft, field: str, errors: dict[str, str]) -> None:
    if not 1 <= len(sku.seller_sku) <= SELLER_SKU_MAX or not sku.seller_sku.isprintable():
        errors[f"{field}.seller_sku"] = N_("A seller SKU has 1 to 100 printable characters.")
    if sku.price_minor < 0:
        errors[f"{field}.price"] = N_("A price is never negative.")
    if sku.stock < 0:
        errors[f"{field}.stock"] = N_("Stock is a whole number from 0.")
    if sku.weight_g is not None and not 1 <= sku.weight_g <= WEIGHT_MAX_G:
        errors[f"{field}.weight_g"] = N_("A weight is from 1 to 1,000,000 grams.")
    texts = [*sku.options, *sku.options.values()]
    if len(sku.options) > OPTIONS_MAX or any(
        not 1 <= len(text) <= OPTION_TEXT_MAX or not text.isprintable() for text in texts
    ):
        errors[f"{field}.options"] = N_("At most 5 options; names and values have 1 to 50 printable characters.")


def _check_options(skus: Sequence[SkuDraft], errors: dict[str, str]) -> None:
    names = set(skus[0].options)
    seen: set[frozenset[tuple[str, str]]] = set()
    for at, sku in enumerate(skus):
        combination = frozenset(sku.options.items())
        if set(sku.options) != names:
            errors[f"skus[{at}].options"] = N_("All SKUs of a product name the same options.")
        elif combination in seen:
            errors[f"skus[{at}].options"] = N_("Two SKUs have the same options.")
        seen.add(combination)


def _check_purchase_limit(draft: ProductDraft, errors: dict[str, str]) -> None:
    if draft.purchase_limit is not None and not 1 <= draft.purchase_limit <= PURCHASE_LIMIT_MAX:
        errors["purchase_limit"] = N_("A limit is from 1 to 9999 pieces.")
    days = draft.purchase_limit_days
    if days is not None and (draft.purchase_limit is None or not 1 <= days <= PURCHASE_LIMIT_DAYS_MAX):
        errors["purchase_limit_days"] = N_("A window is from 1 to 365 days, and needs a limit.")


def _check_option_pictures(draft: ProductDraft, errors: dict[str, str]) -> None:
    known = {item for sku in draft.skus for item in sku.options.items()}
    if not known.issuperset(draft.option_pictures):
        errors["option_pictures"] = N_("No SKU has this option.")


def _check_texts(draft: ProductDraft, limits: Policy) -> None:
    title_max = min(limits.title_max, TITLE_MAX)
    if len(draft.title) > title_max:
        raise Refused("catalog.title_too_long", max=title_max)
    if limits.title_min_enforced and len(draft.title) < limits.title_min:
        raise Refused("catalog.title_too_short", min=limits.title_min)
    description_max = min(limits.description_max, DESCRIPTION_MAX)
    if len(draft.description) > description_max:
        raise Refused("catalog.description_too_long", max=description_max)
    if limits.picture_min_enforced and not draft.pictures:
        raise Refused("catalog.picture_missing")


def _check_skus(skus: Sequence[SkuDraft], limits: Policy, currency: str) -> None:
    if len(skus) > limits.skus_max:
        raise Refused("catalog.too_many_skus", max=limits.skus_max)
    seen: set[str] = set()
    for sku in skus:
        if sku.seller_sku in seen:
            raise Refused("catalog.seller_sku_taken", seller_sku=sku.seller_sku)
        seen.add(sku.seller_sku)
        check_price(sku.price_minor, limits, currency)
        check_stock(sku.stock, limits)

"""What comes out of a file: products that may land, and products that may not."""

from pathlib import Path

import msgspec

from etalase.imports.rules.notes import Notice, Problem


class DraftSku(msgspec.Struct, frozen=True):
    """One SKU. `options` are its values in the order of the product's options; `stock` and `weight_g` are None
    when the file says nothing.
    """

    seller_sku: str
    options: tuple[str, ...]
    price_minor: int
    stock: int | None
    line: int
    weight_g: int | None = None


class Look(msgspec.Struct, frozen=True):
    """What one value of an option looks like."""

    option: str
    value: str
    picture: Path | str


class ProductDraft(msgspec.Struct, frozen=True):
    """A product that keeps every bound of its market.

    `category` and `description` are None when the file does not say.

    `pictures` are files of the folder, or keys of pictures that are stored already; `looks` are such pictures of a value of
    an option. `attributes` and the limits are None when the file does not say; a limit of 0 is none.
    """

    title: str
    description: str | None
    category: str | None
    options: tuple[str, ...]
    skus: tuple[DraftSku, ...]
    pictures: tuple[Path | str, ...]
    lines: tuple[int, ...]
    notices: tuple[Notice, ...]
    looks: tuple[Look, ...] = ()
    attributes: dict[str, str] | None = None
    purchase_limit: int | None = None
    purchase_limit_days: int | None = None


class Rejected(msgspec.Struct, frozen=True):
    """A product that stays out, with every reason found."""

    title: str | None
    lines: tuple[int, ...]
    problems: tuple[Problem, ...]
    notices: tuple[Notice, ...]

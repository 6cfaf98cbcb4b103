"""The SKUs of a product out of its rows: which rows are SKUs, which describe their parent, which repeat another.

A parent row without a price is not a SKU. Rows with the same seller SKU are one SKU: the one in the shop's currency counts,
a price in another currency is a notice, two different prices in the shop's currency are a problem.
"""

from collections.abc import Sequence
from typing import NamedTuple

from etalase.catalog.rules import WEIGHT_MAX_G
from etalase.imports.rules.drafts import DraftSku
from etalase.imports.rules.findings import Findings
from etalase.imports.rules.limits import SELLER_SKU_MAX
from etalase.imports.rules.options import check_values, option_names, option_slots, values_of
from etalase.imports.rules.prices import Unreadable, read_price
from etalase.imports.rules.rows import Row
from etalase.imports.rules.seller_skus import made_up
from etalase.imports.rules.stocks import read_stock


class Bunch(NamedTuple):
    """The rows of one SKU: the one that counts first."""

    seller_sku: str
    values: tuple[str, ...]
    rows: list[Row]


def read_skus(findings: Findings, identity: str) -> tuple[tuple[str, ...], tuple[DraftSku, ...]]:
    """The names of the options, and the SKUs in the order of the file. `identity` names the product for SKUs we make up."""
    slots = option_slots(findings)
    names = option_names(findings, slots)
    bunches = _bunches(findings, slots)
    parents = [bunch for bunch in bunches if _is_parent(findings, bunch, bunches, has_options=bool(slots))]
    variants = [bunch for bunch in bunches if bunch not in parents]
    if not variants:
        findings.problem(findings.rows[0], "price", "no_price")
        return names, ()
    if len(variants) > findings.limits.skus_max:
        findings.problem(findings.rows[0], None, "too_many_skus", most=findings.limits.skus_max)
        return names, ()
    for bunch in variants:
        check_values(findings, _with_values(findings, bunch, slots), slots, names)
    _check_distinct(findings, variants)
    skus = _named(variants, identity)
    return names, tuple(_sku(findings, bunch, sku, parents) for bunch, sku in zip(variants, skus, strict=True))


def _bunches(findings: Findings, slots: Sequence[int]) -> list[Bunch]:
    found: dict[tuple[str, tuple[str, ...]], list[Row]] = {}
    for row in findings.rows:
        if not row.cells:
            continue
        sku = findings.text(row, "sku")
        found.setdefault((sku, () if sku else values_of(findings, row, slots)), []).append(row)
    return [Bunch(sku, _values(findings, rows, slots), rows) for (sku, _), rows in found.items()]


def _values(findings: Findings, rows: list[Row], slots: Sequence[int]) -> tuple[str, ...]:
    every = [values_of(findings, row, slots) for row in rows]
    said = [values for values in every if any(values)]
    for row, values in zip(rows, every, strict=True):
        if any(values) and values != said[0]:
            findings.problem(row, "sku", "sku_twice", sku=findings.text(row, "sku"), first_line=rows[0].line)
    return said[0] if said else every[0]


def _with_values(findings: Findings, bunch: Bunch, slots: Sequence[int]) -> Row:
    return next((row for row in bunch.rows if any(values_of(findings, row, slots))), bunch.rows[0])


def _is_parent(findings: Findings, bunch: Bunch, bunches: Sequence[Bunch], *, has_options: bool) -> bool:
    """Whether the rows describe the product and are no SKU of it."""
    if len(bunches) == 1 or any(bunch.values):
        return False
    priced = any(_says_price(findings, row) for row in bunch.rows)
    if not priced:
        return True
    # With a price and no option it is the parent of optioned rows only when nothing of it is in stock.
    return has_options and not any(findings.text(row, "stock") for row in bunch.rows)


def _says_price(findings: Findings, row: Row) -> bool:
    text = findings.text(row, "price")
    return any(each.isdecimal() and each != "0" for each in text)


def _check_distinct(findings: Findings, variants: Sequence[Bunch]) -> None:
    lines: dict[tuple[str, ...], int] = {}
    for bunch in variants:
        line = lines.setdefault(tuple(value.casefold() for value in bunch.values), bunch.rows[0].line)
        if line != bunch.rows[0].line:
            findings.problem(bunch.rows[0], "sku", "options_repeated", first_line=line)


def _named(variants: Sequence[Bunch], identity: str) -> list[str]:
    made = made_up(identity, [bunch.values for bunch in variants])
    return [bunch.seller_sku or name for bunch, name in zip(variants, made, strict=True)]


def _sku(findings: Findings, bunch: Bunch, seller_sku: str, parents: Sequence[Bunch]) -> DraftSku:
    if len(seller_sku) > SELLER_SKU_MAX:
        findings.problem(bunch.rows[0], "sku", "sku_too_long", most=SELLER_SKU_MAX)
    price = _price(findings, bunch, [row for parent in parents for row in parent.rows])
    return DraftSku(
        seller_sku, bunch.values, price, _stock(findings, bunch), bunch.rows[0].line, _weight(findings, bunch)
    )


def _price(findings: Findings, bunch: Bunch, parents: Sequence[Row]) -> int:
    """The price in the shop's currency; zero, with a problem, when there is none."""
    rows = [row for row in bunch.rows if findings.text(row, "price")]
    rows = rows or [row for row in parents if _says_price(findings, row)]
    read = [(row, *found) for row in rows if (found := _read(findings, row))]
    ours = [(row, minor) for row, minor, currency in read if currency == findings.limits.currency]
    others = [(row, currency) for row, _, currency in read if currency != findings.limits.currency]
    if not ours:
        _no_price(findings, bunch, others, readable=len(read) == len(rows))
        return 0
    for row, currency in others:
        findings.notice(row, "price", "price_other_currency", sku=bunch.seller_sku, currency=currency)
    first, minor = ours[0]
    for row, again in ours[1:]:
        _repeated(findings, bunch, first, row, same=again == minor)
    _check_price(findings, first, minor)
    return minor


def _read(findings: Findings, row: Row) -> tuple[int, str] | None:
    column = findings.text(row, "currency").upper()
    text = findings.text(row, "price")
    try:
        price = read_price(text, column or findings.limits.currency)
    except Unreadable as unreadable:
        _unreadable(findings, row, unreadable.code, column)
        return None
    if column and price.currency and price.currency != column:
        findings.problem(row, "price", "price_unreadable", price=text[:60])
        return None
    return price.minor, (price.currency or column or findings.limits.currency)[:10]


def _unreadable(findings: Findings, row: Row, code: str, currency: str) -> None:
    limits = findings.limits
    findings.problem(
        row,
        "price",
        code.removeprefix("imports."),
        price=findings.text(row, "price")[:60],
        currency=currency[:10] or limits.currency,
        decimals=0 if limits.money(0).startswith("0 ") else 2,
        least=limits.money(limits.price_min_minor),
        most=limits.money(limits.price_max_minor),
    )


def _no_price(findings: Findings, bunch: Bunch, others: Sequence[tuple[Row, str]], *, readable: bool) -> None:
    for row, currency in others:
        findings.problem(row, "price", "currency", currency=currency, shop_currency=findings.limits.currency)
    if readable and not others:
        findings.problem(bunch.rows[0], "price", "no_price")


def _repeated(findings: Findings, bunch: Bunch, first: Row, row: Row, *, same: bool) -> None:
    stocks = {text for each in (first, row) if (text := findings.text(each, "stock"))}
    if same and len(stocks) < 2:
        findings.notice(row, "sku" if bunch.seller_sku else None, "row_repeated", first_line=first.line)
    else:
        findings.problem(row, "sku", "sku_twice", sku=bunch.seller_sku, first_line=first.line)


def _check_price(findings: Findings, row: Row, minor: int) -> None:
    limits = findings.limits
    if minor < limits.price_min_minor:
        least = limits.money(limits.price_min_minor)
        findings.problem(row, "price", "price_too_low", price=findings.text(row, "price"), least=least)
    if minor > limits.price_max_minor:
        most = limits.money(limits.price_max_minor)
        findings.problem(row, "price", "price_too_high", price=findings.text(row, "price"), most=most)


def _stock(findings: Findings, bunch: Bunch) -> int | None:
    row = next((row for row in bunch.rows if findings.text(row, "stock")), None)
    if row is None:
        return None
    text = findings.text(row, "stock")
    stock = read_stock(text)
    if stock is None:
        findings.problem(row, "stock", "stock_unreadable", stock=text[:60])
    elif stock > findings.limits.stock_max:
        findings.problem(row, "stock", "stock_too_high", stock=text[:60], most=findings.limits.stock_max)
    return stock


def _weight(findings: Findings, bunch: Bunch) -> int | None:
    """Grams of one piece; a zero, as many shops export for "not said", says nothing."""
    row = next((row for row in bunch.rows if findings.text(row, "weight_g")), None)
    if row is None:
        return None
    text = findings.text(row, "weight_g")
    weight = read_stock(text)
    if weight is None or weight > WEIGHT_MAX_G:
        findings.problem(row, "weight_g", "weight_unreadable", weight=text[:60], most=WEIGHT_MAX_G)
    return weight or None

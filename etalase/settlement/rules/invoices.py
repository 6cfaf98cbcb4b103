"""The invoice of an order on A4, drawn from facts. Pure: the same facts make the same sheet."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Final, cast

import msgspec

from etalase.base.money import Money
from etalase.base.paper import A4, Paper
from etalase.base.texts import N_
from etalase.base.written import moment_text

Say = Callable[..., str]
Words = Callable[[Money], str]
Rate = Callable[[int], str]
LEFT: Final = 18.0
RIGHT: Final = 192.0
FOOT: Final = 270.0
COLUMNS: Final = (112.0, 145.0, RIGHT)  # right edges of pieces, price and amount
INVOICE: Final = N_("Invoice")
NUMBER: Final = N_("Number")
ISSUED: Final = N_("Issued")
ORDER: Final = N_("Order")
PAID_ON: Final = N_("Paid")
PAID_BY: Final = N_("Paid with")
SELLER: Final = N_("Seller")
BUYER: Final = N_("Buyer")
PRODUCT: Final = N_("Product")
PIECES: Final = N_("Pieces")
PRICE: Final = N_("Price")
AMOUNT: Final = N_("Amount")
TOTAL: Final = N_("Total")
REFUNDED: Final = N_("Refunded since")
TAXED: Final = N_("%(tax)s %(rate)s")
INCLUDED: Final = N_("%(tax)s included in the prices")
PAGE: Final = N_("Page %(number)s")


class Item(msgspec.Struct, frozen=True):
    """A line at its list price. `options` in words."""

    title: str
    options: str
    quantity: int
    unit: Money


class Taxed(msgspec.Struct, frozen=True):
    """A tax by its name (a msgid), its rate in millionths (none: no longer known) and its amount."""

    name: str
    rate_ppm: int | None
    amount: Money


class Sheet(msgspec.Struct, frozen=True):
    """Everything an invoice says. `sums` are (msgid, amount) from the products down to the fees, and `taxes` stand after them;
    times are local. `tax_number`: what the market calls it (a msgid) and the seller's.
    """

    number: str
    issued_at: datetime
    paid_at: datetime
    order_id: int
    method: str  # a msgid
    seller: str
    country: str  # a msgid
    language: str  # the market's
    tax_number: tuple[str, str] | None
    address: Mapping[str, object]
    items: Sequence[Item]
    sums: Sequence[tuple[str, Money]]
    taxes: Sequence[Taxed]
    total: Money
    included: Sequence[Taxed]
    refunded: Money


def draw_invoice(sheet: Sheet, say: Say, words: Words, rate: Rate) -> bytes:
    """The PDF. `say` is gettext in the language of the reader, `words` writes an amount in it and `rate` millionths."""
    paper = Paper(A4, title=sheet.number, at=sheet.issued_at)
    paper.add_page()
    y = _head(paper, sheet, say)
    y = _columns(paper, y, say)
    for item in sheet.items:
        if y > FOOT - 40:
            y = _next_page(paper, sheet, say)
        y = _item(paper, y, item, words)
    _sums(paper, y if y < FOOT - 60 else _next_page(paper, sheet, say), sheet, say, words, rate)
    return paper.done()


def _head(paper: Paper, sheet: Sheet, say: Say) -> float:
    paper.put(LEFT, 18, say(INVOICE), size=22, bold=True)
    paper.put_right(RIGHT, 20, sheet.number, size=11, bold=True)
    facts = (
        (ISSUED, f"{sheet.issued_at:%Y-%m-%d}"),
        (ORDER, str(sheet.order_id)),
        (PAID_ON, moment_text(sheet.paid_at)),
        (PAID_BY, say(sheet.method)),
    )
    y = 34.0
    for name, text in facts:
        paper.put(LEFT, y, say(name), size=9)
        paper.put(LEFT + 34, y, text, size=9, bold=True)
        y += 5.2
    paper.put(LEFT, 62, say(SELLER), size=8)
    low = paper.fit(LEFT, 66.5, 80, sheet.seller, size=10.5, bold=True, most=2)
    paper.put(LEFT, low + 0.8, say(sheet.country), size=9)
    if sheet.tax_number:
        low += 4.6
        paper.put(LEFT, low + 0.8, f"{say(sheet.tax_number[0])}: {sheet.tax_number[1]}", size=9)
    paper.put(110, 62, say(BUYER), size=8)
    y = paper.fit(110, 66.5, 80, str(sheet.address.get("name", "")), size=10.5, bold=True, most=2) + 0.8
    for line in _written(sheet.address):
        y = paper.fit(110, y, 82, line, size=9, most=2) + 0.4
    return max(y, low) + 10


def _written(address: Mapping[str, object]) -> list[str]:
    lines = [str(line) for line in cast("list[object]", address.get("lines") or [])]
    near = [str(address[level]) for level in ("subdistrict", "district", "city") if address.get(level)]
    far = [str(address[level]) for level in ("region", "postal_code", "country") if address.get(level)]
    return [text for text in (*lines, ", ".join(near), " ".join(far)) if text]


def _columns(paper: Paper, y: float, say: Say) -> float:
    paper.put(LEFT, y, say(PRODUCT), size=8)
    for right, name in zip(COLUMNS, (PIECES, PRICE, AMOUNT), strict=True):
        paper.put_right(right, y, say(name), size=8)
    paper.line(LEFT, y + 5, RIGHT, y + 5)
    return y + 7


def _item(paper: Paper, y: float, item: Item, words: Words) -> float:
    paper.put_right(COLUMNS[0], y, str(item.quantity), size=9)
    paper.put_right(COLUMNS[1], y, words(item.unit), size=9)
    paper.put_right(COLUMNS[2], y, words(item.unit * item.quantity), size=9)
    low = paper.fit(LEFT, y, 78, item.title, size=9, bold=True, most=2)
    if item.options:
        low = paper.fit(LEFT, low, 78, item.options, size=8, most=1)
    return low + 3


def _next_page(paper: Paper, sheet: Sheet, say: Say) -> float:
    paper.put_right(RIGHT, FOOT + 8, say(PAGE, number=paper.page_no()), size=8)
    paper.add_page()
    paper.put_right(RIGHT, 12, sheet.number, size=9)
    return _columns(paper, 20, say)


def _sums(paper: Paper, y: float, sheet: Sheet, say: Say, words: Words, rate: Rate) -> None:
    paper.line(LEFT, y, RIGHT, y)
    y += 4
    taxes = [(_named(tax, say, rate), tax.amount) for tax in sheet.taxes]
    for name, amount in [*((say(name), amount) for name, amount in sheet.sums), *taxes]:
        paper.put(COLUMNS[0], y, name, size=9)
        paper.put_right(RIGHT, y, words(amount), size=9)
        y += 5.4
    paper.line(COLUMNS[0], y, RIGHT, y)
    paper.put(COLUMNS[0], y + 2.5, say(TOTAL), size=12, bold=True)
    paper.put_right(RIGHT, y + 2.5, words(sheet.total), size=12, bold=True)
    y += 11
    for tax in sheet.included:
        paper.put(COLUMNS[0], y, say(INCLUDED, tax=_named(tax, say, rate)), size=8)
        paper.put_right(RIGHT, y, words(tax.amount), size=8)
        y += 5
    if sheet.refunded.minor:
        paper.put(COLUMNS[0], y, say(REFUNDED), size=9)
        paper.put_right(RIGHT, y, words(-sheet.refunded), size=9)


def _named(tax: Taxed, say: Say, rate: Rate) -> str:
    name = say(tax.name)
    return name if tax.rate_ppm is None else say(TAXED, tax=name, rate=rate(tax.rate_ppm))

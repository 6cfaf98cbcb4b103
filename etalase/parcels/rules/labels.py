"""A shipping label and its packing slip on A6, drawn from facts. Pure: the same facts make the same sheet."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Final, cast

import msgspec

from etalase.base.money import Money
from etalase.base.paper import A6, Paper
from etalase.base.texts import N_
from etalase.base.written import moment_text

Say = Callable[..., str]
Words = Callable[[Money], str]
LEFT: Final = 5.0
RIGHT: Final = 100.0
WIDTH: Final = RIGHT - LEFT
SLIP_LINES: Final = 13
COLLECT: Final = N_("Collect %(amount)s")
PAID: Final = N_("Paid, nothing to collect")
TO: Final = N_("Deliver to")
FROM: Final = N_("Sender")
ORDERS: Final = N_("Orders")
PACKAGE: Final = N_("Package")
PIECES: Final = N_("Pieces")
PACKED: Final = N_("Packed")
SLIP: Final = N_("Packing slip")
MORE: Final = N_("and %(count)s more")
KEEP: Final = N_("Something wrong? Open the order in My orders and tell the shop.")


class Item(msgspec.Struct, frozen=True):
    """What lies in the package. `options` in words."""

    quantity: int
    seller_sku: str
    title: str
    options: str


class Label(msgspec.Struct, frozen=True):
    """Everything a label and a slip say. `collect`: what the courier asks for, None when it is paid; `address` in the API's
    shape; `method` is a msgid."""

    package_id: int
    market: str
    order_ids: list[int]
    carrier: str
    method: str
    tracking_number: str
    shop: str
    address: Mapping[str, object]
    collect: Money | None
    packed_at: datetime  # in the time zone of the market
    items: list[Item]


def written(address: Mapping[str, object]) -> list[str]:
    """Where it goes, from the small to the large, without who and which number."""
    lines = [str(line) for line in cast("list[object]", address.get("lines") or [])]
    near = [str(address[level]) for level in ("subdistrict", "district", "city") if address.get(level)]
    far = [str(address[level]) for level in ("region", "postal_code", "country") if address.get(level)]
    return [text for text in (*lines, ", ".join(near), " ".join(far)) if text]


def draw(labels: Sequence[Label], say: Say, words: Words, *, slips: bool = True) -> bytes:
    """A PDF: for every package its label and, with `slips`, its packing slip on the sheet after it.

    `say` is gettext in the language of the market, `words` writes an amount in it.
    """
    paper = Paper(
        A6,
        title=", ".join(label.tracking_number for label in labels)[:200],
        at=max(label.packed_at for label in labels),
    )
    for label in labels:
        paper.add_page()
        _label(paper, label, say, words)
        if slips:
            paper.add_page()
            _slip(paper, label, say)
    return paper.done()


def _label(paper: Paper, label: Label, say: Say, words: Words) -> None:
    paper.set_line_width(0.3)
    paper.rect(3, 3, 99, 142)
    paper.put(LEFT, 6, label.carrier, size=15, bold=True)
    paper.put(LEFT, 13.5, say(label.method), size=9)
    if label.collect is not None:
        _collect(paper, say(COLLECT, amount=words(label.collect)))
    else:
        paper.put_right(RIGHT, 7, say(PAID), size=8)
    paper.line(3, 20, 102, 20)
    paper.code128(LEFT, 22, WIDTH, 20, label.tracking_number)
    paper.set_font("Sarabun", "B", 12)
    paper.set_xy(LEFT, 43)
    paper.cell(w=WIDTH, h=6, text=paper.legible(label.tracking_number), align="C")
    paper.line(3, 51, 102, 51)
    _to_and_from(paper, label, say)
    paper.line(3, 112, 102, 112)
    _foot(paper, label, say)


def _collect(paper: Paper, text: str) -> None:
    """Black on white would be overlooked: what the courier must collect stands white on black."""
    paper.set_font("Sarabun", "B", 11)
    width = paper.get_string_width(text) + 6
    paper.rect(RIGHT - width, 6, width, 9, style="F")
    paper.set_text_color(255)
    paper.set_xy(RIGHT - width, 6)
    paper.cell(w=width, h=9, text=text, align="C")
    paper.set_text_color(0)


def _to_and_from(paper: Paper, label: Label, say: Say) -> None:
    paper.put(LEFT, 52.5, say(TO), size=7)
    y = paper.fit(LEFT, 58, WIDTH, str(label.address.get("name") or ""), size=14, bold=True, most=1)
    y = paper.fit(LEFT, y + 0.5, WIDTH, str(label.address.get("phone") or ""), size=10, most=1)
    for line in written(label.address):
        if y > 90:
            break
        y = paper.fit(LEFT, y + 0.5, WIDTH, line, size=10.5, bold=True, most=2)
    paper.line(3, 98, 102, 98)
    paper.put(LEFT, 99.5, say(FROM), size=7)
    paper.fit(LEFT, 103, WIDTH, label.shop, size=10.5, bold=True, most=1)


def _foot(paper: Paper, label: Label, say: Say) -> None:
    paper.qr(70, 112.5, 31, label.tracking_number)
    y = 114.0
    pieces = sum(item.quantity for item in label.items)
    facts = (
        (say(ORDERS), ", ".join(map(str, label.order_ids))),
        (say(PACKAGE), str(label.package_id)),
        (say(PIECES), str(pieces)),
        (say(PACKED), moment_text(label.packed_at)),
    )
    for name, value in facts:
        paper.put(LEFT, y, name, size=6.5)
        y = paper.fit(LEFT, y + 3, 64, value, size=8.5, bold=True, most=1) + 0.4


def _slip(paper: Paper, label: Label, say: Say) -> None:
    paper.put(LEFT, 6, say(SLIP), size=14, bold=True)
    paper.put_right(RIGHT, 7, label.shop[:40], size=9)
    paper.put(LEFT, 13, f"{say(ORDERS)}: {', '.join(map(str, label.order_ids))}"[:70], size=8)
    paper.put(LEFT, 17, f"{say(PACKAGE)}: {label.package_id} · {label.tracking_number}", size=8)
    paper.line(LEFT, 22.5, RIGHT, 22.5)
    y = 24.0
    for item in label.items[:SLIP_LINES]:
        paper.put(LEFT, y, f"{item.quantity} ×", size=9, bold=True)
        low = paper.fit(LEFT + 12, y, WIDTH - 12, item.title, size=9, most=1)
        note = " · ".join(text for text in (item.options, item.seller_sku) if text)
        y = paper.fit(LEFT + 12, low, WIDTH - 12, note, size=7, most=1) + 1
    if len(label.items) > SLIP_LINES:
        paper.put(LEFT + 12, y, say(MORE, count=len(label.items) - SLIP_LINES), size=8)
    paper.line(LEFT, 139, RIGHT, 139)
    paper.fit(LEFT, 140, WIDTH, say(KEEP), size=7.5, most=1)

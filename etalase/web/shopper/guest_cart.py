"""The cart of somebody who has not signed in: in a cookie of their own browser, and nowhere else.

It holds SKUs and numbers, never prices, so nothing is gained by changing it. Once signed in it joins the cart that is kept.
"""

import re
from collections.abc import Sequence
from typing import Final, get_args

import msgspec
from litestar.datastructures import Cookie

from etalase.base.ids import LARGEST
from etalase.orders.actions import CartLine, Via
from etalase.orders.rules import ViaKind
from etalase.web.frame import CART_COOKIE, Asked

LINES_MAX: Final = 50
QUANTITY_MAX: Final = 999
MONTH_S: Final = 30 * 24 * 3600
KINDS: Final[dict[str, ViaKind]] = {kind[0]: kind for kind in get_args(ViaKind)}
LINE: Final = re.compile(r"([0-9a-f]{1,14})-([0-9]{1,3})(?:-([A-Z])([a-z0-9._]{1,24}))?")


def read(request: Asked) -> list[CartLine]:
    """The lines of the caller's cookie."""
    return lines_of(request.cookies.get(CART_COOKIE, ""))


def lines_of(text: str) -> list[CartLine]:
    """The lines of a cookie's text; what cannot be read is left out."""
    return [line for line in map(_line, text[:4096].split("|")[:LINES_MAX]) if line is not None]


def cookie(lines: Sequence[CartLine]) -> Cookie:
    """The cookie that keeps these lines; without any, one that takes it away."""
    text = "|".join(map(_text, lines[:LINES_MAX]))
    return Cookie(key=CART_COOKIE, value=text, path="/", httponly=True, samesite="lax", max_age=MONTH_S if text else 0)


def added(lines: Sequence[CartLine], new: CartLine) -> list[CartLine]:
    """With some more pieces of one SKU; the newest first, so that a full cart forgets the oldest."""
    before = next((line for line in lines if line.sku_id == new.sku_id), CartLine(new.sku_id, 0))
    quantity = min(before.quantity + new.quantity, QUANTITY_MAX)
    joined = CartLine(new.sku_id, quantity, new.via or before.via)
    return [joined, *(line for line in lines if line.sku_id != new.sku_id)][:LINES_MAX]


def changed(lines: Sequence[CartLine], sku_id: int, quantity: int) -> list[CartLine]:
    """With so many pieces of one SKU; none takes it out."""
    found = [msgspec.structs.replace(line, quantity=quantity) if line.sku_id == sku_id else line for line in lines]
    return [line for line in found if line.quantity > 0]


def _line(text: str) -> CartLine | None:
    found = LINE.fullmatch(text)
    if found is None:
        return None
    sku_id, quantity = int(found[1], 16), int(found[2])
    via = Via(KINDS[found[3]], found[4]) if found[3] in KINDS else None
    return CartLine(sku_id, quantity, via) if 0 < sku_id <= LARGEST and quantity else None


def _text(line: CartLine) -> str:
    head = f"{line.sku_id:x}-{line.quantity}"
    known = line.via is not None and re.fullmatch(r"[a-z0-9._]{1,24}", line.via.ref)
    return f"{head}-{line.via.kind[0]}{line.via.ref}" if line.via and known else head

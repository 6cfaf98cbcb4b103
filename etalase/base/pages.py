"""Keyset paging: a page of items and the cursor that continues it."""

import base64
import binascii
from collections.abc import Callable
from typing import Final, Generic, TypeVar, cast

import msgspec

from etalase.base.errors import Invalid
from etalase.base.ids import LARGEST
from etalase.base.texts import N_

Item = TypeVar("Item")
Shown = TypeVar("Shown")
Key = TypeVar("Key")

COUNTABLE: Final = 2**63 - 1  # by the database
LIMIT_DEFAULT = 20
LIMIT_MAX = 100


class Page(msgspec.Struct, Generic[Item], frozen=True):
    """Items in order, and an opaque cursor (None: the end)."""

    items: list[Item]
    next_cursor: str | None = None

    def map(self, show: Callable[[Item], Shown]) -> "Page[Shown]":
        """The same page with every item shown."""
        return Page([show(item) for item in self.items], self.next_cursor)


def encode_cursor(*key: int | str | bool | None) -> str:
    """The sort key of the last item as an opaque string."""
    return base64.urlsafe_b64encode(msgspec.json.encode(key)).rstrip(b"=").decode()


def decode_cursor(cursor: str | None, shape: type[Key]) -> Key | None:
    """The key back, checked against its shape (a tuple type); Invalid when it is not one of ours."""
    if cursor is None or cursor == "":
        return None
    try:
        raw = base64.urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4))
        key = msgspec.json.decode(raw, type=shape)
        # No key of ours is larger than what the database counts with.
        if any(
            isinstance(part, int) and not -COUNTABLE <= part <= COUNTABLE for part in cast("tuple[object, ...]", key)
        ):
            raise ValueError(cursor)
    except (binascii.Error, ValueError, msgspec.MsgspecError) as broken:
        raise Invalid({"cursor": N_("This cursor is not valid.")}) from broken
    return key


def below_of(cursor: str | None) -> int:
    """The id below which a list of the newest first goes on: that of the cursor, and above all of ours at its beginning."""
    key = decode_cursor(cursor, tuple[int])
    return key[0] if key else LARGEST + 1


def page_of(found: list[Item], limit: int, key: Callable[[Item], tuple[int | str | bool | None, ...]]) -> Page[Item]:
    """A page from limit + 1 rows: the extra row only proves that there is more."""
    if len(found) <= limit:
        return Page(found)
    return Page(found[:limit], encode_cursor(*key(found[limit - 1])))

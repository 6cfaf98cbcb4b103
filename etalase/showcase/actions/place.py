"""The lock on one account's Showcase, and the places it gives out."""

from collections.abc import Sequence

import msgspec

from etalase.base.db import Db, rows, write


class Held(msgspec.Struct, frozen=True):
    """The locked row: how many items, and the smallest place given so far."""

    items: int
    head: int


LOCK = rows(
    Held,
    """INSERT INTO showcases (account_id) VALUES ($1)
       ON CONFLICT (account_id) DO UPDATE SET items = showcases.items RETURNING items, head""",
)
SETTLE = write("UPDATE showcases SET items = items + $2, head = head - $3 WHERE account_id = $1")


async def lock(db: Db, account_id: int) -> Held:
    """Take the Showcase for this transaction; every change begins here."""
    return await LOCK.sole(db, account_id)


def places_at_head(held: Held, count: int) -> list[int]:
    """`count` places before all others, in order."""
    return list(range(held.head - count, held.head))


async def settle(db: Db, account_id: int, *, items: int, places: int) -> None:
    """Count `items` more (or fewer) and the `places` that were given out."""
    await SETTLE.run(db, account_id, items, places)


def without_repeats(product_ids: Sequence[int]) -> list[int]:
    """Each once, in the order in which they were first named."""
    return list(dict.fromkeys(product_ids))

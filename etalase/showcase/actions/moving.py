"""Small moves in an arrangement: some products change places among themselves, one is pinned or let go (R-SHOW-5, 12)."""

from collections.abc import Sequence
from datetime import datetime

from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.markets import policy
from etalase.showcase.actions.arranging import set_order, set_pins
from etalase.showcase.actions.place import lock, without_repeats
from etalase.showcase.queries.arranged import ordered_ids, pinned_ids
from etalase.showcase.queries.owner import owner_by_id


async def move_among(db: Db, actor: Actor, *, product_ids: Sequence[int], now: datetime) -> None:
    """The named products take the places they have together, in this order; all others stay where they are.

    Pins change places with pins, the rest with the rest. What is not there any more is passed over.
    """
    owner = await owner_by_id(db, actor.account_id)
    await lock(db, owner.account_id)
    named = without_repeats(product_ids)
    pins = await pinned_ids(db, owner)
    moved = among(pins, named)
    if moved != pins:
        await set_pins(db, actor, product_ids=moved, now=now)
    most = (await policy(db, owner.market, now)).showcase_items_max
    order = await ordered_ids(db, owner, limit=most)
    moved = among(order, named)
    if moved != order:
        last = max(place for place, each in enumerate(moved) if each != order[place])
        await set_order(db, actor, product_ids=moved[: last + 1], now=now)


async def pin(db: Db, actor: Actor, *, product_id: int, now: datetime) -> None:
    """Pin one product behind the other pins. Refused: `showcase.too_many_pins`, `showcase.not_in_showcase`."""
    await lock(db, actor.account_id)
    pins = await pinned_ids(db, await owner_by_id(db, actor.account_id))
    await set_pins(db, actor, product_ids=[*pins, product_id], now=now)


async def unpin(db: Db, actor: Actor, *, product_id: int, now: datetime) -> None:
    """Let one pin go; the others stay pinned."""
    await lock(db, actor.account_id)
    pins = await pinned_ids(db, await owner_by_id(db, actor.account_id))
    await set_pins(db, actor, product_ids=[each for each in pins if each != product_id], now=now)


def among(order: Sequence[int], named: Sequence[int]) -> list[int]:
    """`order`, with those of `named` that are in it put into the order of `named`, in the places they have together."""
    there = set(order) & set(named)
    turn = iter([each for each in named if each in there])
    return [next(turn) if each in there else each for each in order]

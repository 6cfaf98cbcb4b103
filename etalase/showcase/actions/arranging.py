"""Order and pins, for chosen and official Showcases alike (R-SHOW-5, 12)."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from etalase.base import live
from etalase.base.actor import Actor
from etalase.base.db import Db, rows, write
from etalase.base.errors import Invalid, Refused
from etalase.base.markets import policy
from etalase.base.texts import N_
from etalase.showcase.actions.place import Held, lock, places_at_head, settle, without_repeats
from etalase.showcase.queries.owner import Owner, owner_by_id


class Known(msgspec.Struct, frozen=True):
    """A product that is part of this Showcase."""

    product_id: int
    shop_id: int


KNOWN_CHOSEN = rows(
    Known,
    "SELECT product_id, shop_id FROM showcase_items WHERE account_id = $1 AND product_id = ANY($2::bigint[])",
)
KNOWN_OFFICIAL = rows(
    Known,
    """SELECT product_id, shop_id FROM products
        WHERE shop_id = $1 AND product_id = ANY($2::bigint[]) AND status <> 'DELETED'""",
)
PLACE_CHOSEN = write(
    """UPDATE showcase_items i SET place = n.place
         FROM unnest($2::bigint[], $3::bigint[]) AS n (product_id, place)
        WHERE i.account_id = $1 AND i.product_id = n.product_id"""
)
PLACE_OFFICIAL = write(
    """INSERT INTO showcase_official_places (account_id, shop_id, product_id, place)
       SELECT $1, $4, n.product_id, n.place FROM unnest($2::bigint[], $3::bigint[]) AS n (product_id, place)
       ON CONFLICT (account_id, product_id) DO UPDATE SET place = excluded.place, shop_id = excluded.shop_id"""
)
UNPIN_CHOSEN = write("UPDATE showcase_items SET pin = 1000 WHERE account_id = $1 AND pin < 1000")
UNPIN_OFFICIAL = write("UPDATE showcase_official_places SET pin = 1000 WHERE account_id = $1 AND pin < 1000")
PIN_CHOSEN = write(
    """UPDATE showcase_items i SET pin = n.pin - 1
         FROM unnest($2::bigint[]) WITH ORDINALITY AS n (product_id, pin)
        WHERE i.account_id = $1 AND i.product_id = n.product_id"""
)
PIN_OFFICIAL = write(
    """INSERT INTO showcase_official_places (account_id, shop_id, product_id, pin, place)
       SELECT $1, $3, n.product_id, n.pin - 1, $4 - n.pin
         FROM unnest($2::bigint[]) WITH ORDINALITY AS n (product_id, pin)
       ON CONFLICT (account_id, product_id) DO UPDATE SET pin = excluded.pin, shop_id = excluded.shop_id"""
)


async def set_order(db: Db, actor: Actor, *, product_ids: Sequence[int], now: datetime) -> list[int]:
    """The named products come first, in that order, behind the pins; all others keep theirs."""
    owner, held, asked = await _begin(db, actor, product_ids, now)
    places = places_at_head(held, len(asked))
    if owner.official_shop_id is None:
        await PLACE_CHOSEN.run(db, owner.account_id, asked, places)
    else:
        await PLACE_OFFICIAL.run(db, owner.account_id, asked, places, owner.official_shop_id)
    await settle(db, owner.account_id, items=0, places=len(asked))
    await live.announce(db, live.account(owner.account_id))
    return asked


async def set_pins(db: Db, actor: Actor, *, product_ids: Sequence[int], now: datetime) -> list[int]:
    """These products are pinned, in that order, and no others. Refused past `showcase_pins_max`."""
    owner, held, asked = await _begin(db, actor, product_ids, now)
    most = (await policy(db, owner.market, now)).showcase_pins_max
    if len(asked) > most:
        raise Refused("showcase.too_many_pins", most=most)
    if owner.official_shop_id is None:
        await UNPIN_CHOSEN.run(db, owner.account_id)
        await PIN_CHOSEN.run(db, owner.account_id, asked)
    else:
        await UNPIN_OFFICIAL.run(db, owner.account_id)
        await PIN_OFFICIAL.run(db, owner.account_id, asked, owner.official_shop_id, held.head)
        await settle(db, owner.account_id, items=0, places=len(asked))
    await live.announce(db, live.account(owner.account_id))
    return asked


async def _begin(db: Db, actor: Actor, product_ids: Sequence[int], now: datetime) -> tuple[Owner, Held, list[int]]:
    owner = await owner_by_id(db, actor.account_id)
    asked = without_repeats(product_ids)
    if len(asked) > (await policy(db, owner.market, now)).showcase_items_max:
        raise Invalid({"product_ids": N_("Too many products in one call.")})
    held = await lock(db, owner.account_id)
    await _all_known(db, owner, asked)
    return owner, held, asked


async def _all_known(db: Db, owner: Owner, asked: list[int]) -> None:
    if owner.official_shop_id is None:
        known = await KNOWN_CHOSEN.all(db, owner.account_id, asked)
    else:
        known = await KNOWN_OFFICIAL.all(db, owner.official_shop_id, asked)
    strangers = [str(each) for each in asked if each not in {one.product_id for one in known}]
    if strangers:
        raise Refused("showcase.not_in_showcase", product_ids=strangers)

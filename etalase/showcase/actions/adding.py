"""Adding products: some, or all of a shop, each with its own answer (R-SHOW-6, 7, 10, 18)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal

import msgspec

from etalase.affiliate import actions as affiliate
from etalase.affiliate import queries as affiliate_reads
from etalase.base import events, live
from etalase.base.actor import Actor
from etalase.base.db import Db, rows, value, write
from etalase.base.errors import Invalid, Refused
from etalase.base.markets import policy
from etalase.base.texts import N_
from etalase.showcase.actions.place import Held, lock, places_at_head, settle, without_repeats
from etalase.showcase.queries.cards import ON_SALE
from etalase.showcase.queries.chosen import RIGHT
from etalase.showcase.queries.owner import Owner, owner_by_id
from etalase.showcase.queries.rights import right_now_sql

Outcome = Literal["ADDED", "ALREADY_ADDED", "REFUSED"]


class Answer(msgspec.Struct, frozen=True):
    """What became of one product. `code` says why it was refused."""

    product_id: int
    status: Outcome
    code: str | None = None


class Asked(msgspec.Struct, frozen=True):
    """What is known of a product that somebody wants to add."""

    product_id: int
    shop_id: int
    on_sale: bool
    source: str | None
    plan_id: int | None
    kept: bool  # there is a row for it already, shown or not
    shown: bool  # and it is shown on a right that never lapsed


ASKED = rows(
    Asked,
    f"""SELECT p.product_id, p.shop_id, {ON_SALE} AS on_sale, w.source, w.plan_id,
               EXISTS (SELECT 1 FROM showcase_items i WHERE i.account_id = $1 AND i.product_id = p.product_id) AS kept,
               EXISTS (SELECT 1 FROM showcase_items i CROSS JOIN LATERAL ({RIGHT}) r
                        WHERE i.account_id = $1 AND i.product_id = p.product_id) AS shown
          FROM products p JOIN shops s ON s.shop_id = p.shop_id
               LEFT JOIN LATERAL ({right_now_sql("$1", "p.shop_id", "p.product_id", "$2::timestamptz")}) w ON true
         WHERE p.product_id = ANY($3::bigint[])""",
)
ALL_OF_SHOP = value(
    int,
    f"""SELECT p.product_id FROM products p JOIN shops s ON s.shop_id = p.shop_id
               CROSS JOIN LATERAL ({right_now_sql("$1", "p.shop_id", "p.product_id", "$2::timestamptz")}) w
         WHERE p.shop_id = $3 AND {ON_SALE}
           AND NOT EXISTS (SELECT 1 FROM showcase_items i CROSS JOIN LATERAL ({RIGHT}) r
                            WHERE i.account_id = $1 AND i.product_id = p.product_id)
         ORDER BY p.product_id DESC LIMIT $4""",
)
MAY_SHOW = value(
    bool,
    f"""SELECT EXISTS (SELECT 1 FROM products p JOIN shops s ON s.shop_id = p.shop_id
               CROSS JOIN LATERAL ({right_now_sql("$1", "p.shop_id", "p.product_id", "$2::timestamptz")}) w
         WHERE p.shop_id = $3 AND {ON_SALE})""",
)
PUT = write(
    """INSERT INTO showcase_items (account_id, product_id, shop_id, place, added_at)
       SELECT $1, n.product_id, n.shop_id, n.place, $5
         FROM unnest($2::bigint[], $3::bigint[], $4::bigint[]) AS n (product_id, shop_id, place)
       ON CONFLICT (account_id, product_id) DO UPDATE
          SET place = excluded.place, added_at = excluded.added_at, pin = 1000, shop_id = excluded.shop_id"""
)
FORGET_DELETED = value(
    int,
    """DELETE FROM showcase_items i USING products p
        WHERE i.account_id = $1 AND p.shop_id = i.shop_id AND p.product_id = i.product_id AND p.status = 'DELETED'
       RETURNING i.product_id""",
)
OFFICIAL: Final = "showcase.official_is_automatic"


async def add_items(db: Db, actor: Actor, *, product_ids: Sequence[int], now: datetime) -> list[Answer]:
    """Add up to `showcase_add_max` products; an answer for each, in the order asked. Refused as a whole when official."""
    owner = await owner_by_id(db, actor.account_id)
    if len(product_ids) > (await policy(db, owner.market, now)).showcase_add_max:
        raise Invalid({"product_ids": N_("Too many products in one call.")})
    refuse_official(owner, product_ids)
    return await _add(db, actor, owner, without_repeats(product_ids), now)


async def add_all_of_shop(db: Db, actor: Actor, *, shop_id: int, now: datetime) -> list[Answer]:
    """Add, once, every product of a shop that the account may show and does not yet; `showcase.full` ends the list.

    Nothing is left to answer when all of them are there already.
    """
    owner = await owner_by_id(db, actor.account_id)
    refuse_official(owner, ())
    most = (await policy(db, owner.market, now)).showcase_items_max
    product_ids = await ALL_OF_SHOP.all(db, owner.account_id, now, shop_id, most + 1)
    if not product_ids and not await MAY_SHOW.sole(db, owner.account_id, now, shop_id):
        raise Refused("showcase.no_right")
    return await _add(db, actor, owner, product_ids, now)


def refuse_official(owner: Owner, product_ids: Sequence[int]) -> None:
    """An official Showcase is all of its shop, so nothing is chosen in it (R-SHOW-5)."""
    if owner.official_shop_id is not None:
        items = [{"product_id": str(each), "status": "REFUSED", "code": OFFICIAL} for each in product_ids]
        raise Refused(OFFICIAL, items=items)


async def _add(db: Db, actor: Actor, owner: Owner, product_ids: list[int], now: datetime) -> list[Answer]:
    held = await lock(db, owner.account_id)
    room = (await policy(db, owner.market, now)).showcase_items_max - held.items
    if room < len(product_ids):
        room += await _forget_deleted(db, owner.account_id)
    asked = {each.product_id: each for each in await ASKED.all(db, owner.account_id, now, product_ids)}
    eligible = not any(each.source == "AFFILIATE" for each in asked.values()) or (
        await affiliate_reads.creator_status(db, actor, now=now) is None
    )
    answers: list[Answer] = []
    for product_id in product_ids:
        code, adds = _decide(asked.get(product_id), room, eligible=eligible)
        room -= adds
        answers.append(Answer(product_id, "REFUSED" if code else "ADDED", code))
    answers = [_already(answer, asked.get(answer.product_id)) for answer in answers]
    chosen = [asked[each.product_id] for each in answers if each.status == "ADDED"]
    if chosen:
        await _write(db, owner, held, chosen, now)
    return answers


async def _forget_deleted(db: Db, account_id: int) -> int:
    """What was deleted for good is not in the list any more, so it must not fill it either (R-SHOW-32); how many."""
    forgotten = len(await FORGET_DELETED.all(db, account_id))
    await settle(db, account_id, items=-forgotten, places=0)
    return forgotten


def _decide(asked: Asked | None, room: int, *, eligible: bool) -> tuple[str | None, int]:
    """Why not, and how much room it takes."""
    if asked is None:
        return "not_found", 0
    if asked.source is None:
        return "showcase.no_right", 0
    if not asked.on_sale:
        return "showcase.product_unavailable", 0
    if asked.source == "AFFILIATE" and not eligible:
        return "showcase.not_eligible", 0
    if asked.kept:
        return None, 0
    return ("showcase.full", 0) if room <= 0 else (None, 1)


def _already(answer: Answer, asked: Asked | None) -> Answer:
    if answer.status == "ADDED" and asked is not None and asked.shown:
        return Answer(answer.product_id, "ALREADY_ADDED")
    return answer


async def _write(db: Db, owner: Owner, held: Held, chosen: list[Asked], now: datetime) -> None:
    products, shops = [each.product_id for each in chosen], [each.shop_id for each in chosen]
    await PUT.run(db, owner.account_id, products, shops, places_at_head(held, len(chosen)), now)
    await settle(db, owner.account_id, items=sum(not each.kept for each in chosen), places=len(chosen))
    promoted = [affiliate.NewPromotion(each.product_id, each.shop_id, each.plan_id) for each in chosen if each.plan_id]
    await affiliate.open_promotions(db, owner.account_id, promoted, now)
    await events.record(
        db,
        "showcase.items_added",
        at=now,
        account_id=owner.account_id,
        facts={"product_ids": [str(each) for each in products]},
    )
    await live.announce(db, live.account(owner.account_id))

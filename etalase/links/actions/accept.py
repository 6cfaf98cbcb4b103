"""The moment a link takes effect: every condition asked again, under the account's lock and then the shop's (R-LINK-26)."""

from datetime import datetime

import asyncpg
import msgspec

from etalase.accounts.actions import make_business
from etalase.base.actor import Actor
from etalase.base.db import Db, rows, value, write
from etalase.base.errors import NotFound, Refused
from etalase.links import rules
from etalase.links.actions.locks import lock_account, lock_shop
from etalase.links.actions.news import Told, tell
from etalase.links.queries import Link, case_of, find_key, link_of
from etalase.links.queries.lists import LinkKey
from etalase.shops.queries import shop as shop_by_id


class Waiting(msgspec.Struct, frozen=True):
    """What an answer to an invitation depends on."""

    status: str
    expires_at: datetime


WAITING = rows(Waiting, "SELECT status, expires_at FROM shop_links WHERE shop_id = $1 AND link_id = $2 FOR UPDATE")
CLAIM_OFFICIAL = value(
    int,
    """UPDATE account_claims SET official_shop_id = $2
        WHERE account_id = $1 AND official_shop_id IS NULL AND marketing_shop_id IS NULL AND affiliate_plans = 0
       RETURNING account_id""",
)
CLAIM_MARKETING = value(
    int,
    """UPDATE account_claims SET marketing_shop_id = $2
        WHERE account_id = $1 AND official_shop_id IS NULL AND marketing_shop_id IS NULL
       RETURNING account_id""",
)
# The lowest free slot; the unique key on (shop, kind, slot) has the last word.
FILL = value(
    int,
    """UPDATE shop_links l SET status = 'LINKED', answered_at = $3, linked_at = $3, slot = free.slot
         FROM (SELECT min(s)::smallint AS slot FROM generate_series($4::integer, $5::integer) AS s
                WHERE NOT EXISTS (SELECT FROM shop_links t WHERE t.shop_id = $1 AND t.kind = $6 AND t.slot = s)) AS free
        WHERE l.shop_id = $1 AND l.link_id = $2 AND l.status = 'PENDING' AND free.slot IS NOT NULL
       RETURNING l.slot""",
)
REMEMBER = write(
    "INSERT INTO account_links (account_id, link_id, shop_id, kind, linked_at) VALUES ($1, $2, $3, $4, $5)"
)


async def accept(db: Db, actor: Actor, *, link_id: int, now: datetime) -> Link:
    """Accept an invitation as its holder. An official account must have left its affiliate plans before.

    Refused: `links.invitation_expired`, `links.not_pending`, then the first rule of eligibility that says no. NotFound for
    everybody but the holder. A handful of rows is written, however large the shop is.
    """
    key = await find_key(db, link_id)
    if key.account_id != actor.account_id:
        raise NotFound
    await lock_account(db, key.account_id)
    await lock_shop(db, key.shop_id)
    waiting = await WAITING.sole(db, key.shop_id, link_id)
    rules.refuse_answer(waiting.status, waiting.expires_at, now)
    market = (await shop_by_id(db, key.shop_id)).market
    case = await case_of(db, kind=key.kind, account_id=key.account_id, shop=(key.shop_id, market), now=now)
    rules.first_refusal(case, accepting=True)
    await _claim(db, key)
    await _fill(db, key, case)
    await REMEMBER.run(db, key.account_id, link_id, key.shop_id, key.kind, now)
    if case.policy.business_account_on_link:
        await make_business(db, key.account_id)
    await tell(db, "link.accepted", Told(key.shop_id, link_id, key.account_id, key.kind), now)
    return await link_of(db, link_id, now)


async def _claim(db: Db, key: LinkKey) -> None:
    claim = CLAIM_OFFICIAL if key.kind == rules.OFFICIAL else CLAIM_MARKETING
    if await claim.get(db, key.account_id, key.shop_id) is None:
        # The rules have looked at the shops already, so only affiliate plans can be in the way.
        raise Refused("links.affiliate_plans_open")


async def _fill(db: Db, key: LinkKey, case: rules.Case) -> None:
    official = key.kind == rules.OFFICIAL
    first, last = (0, 0) if official else (1, case.policy.marketing_links_per_shop)
    full = Refused("links.shop_has_official") if official else Refused("links.marketing_slots_full", most=last)
    try:
        slot = await FILL.get(db, key.shop_id, key.link_id, case.now, first, last, key.kind)
    except asyncpg.UniqueViolationError as taken:
        raise full from taken
    if slot is None:
        raise full

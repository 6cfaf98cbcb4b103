"""Taking products out (R-SHOW-11)."""

from collections.abc import Sequence
from datetime import datetime

from etalase.affiliate import actions as affiliate
from etalase.base import events, live
from etalase.base.actor import Actor
from etalase.base.db import Db, value
from etalase.base.errors import Invalid
from etalase.base.markets import policy
from etalase.base.texts import N_
from etalase.showcase.actions.adding import refuse_official
from etalase.showcase.actions.place import lock, settle, without_repeats
from etalase.showcase.queries.owner import owner_by_id

REMOVE = value(
    int,
    """WITH gone AS (DELETE FROM collection_products WHERE account_id = $1 AND product_id = ANY($2::bigint[]))
       DELETE FROM showcase_items WHERE account_id = $1 AND product_id = ANY($2::bigint[]) RETURNING product_id""",
)


async def remove_items(db: Db, actor: Actor, *, product_ids: Sequence[int], now: datetime) -> list[tuple[int, bool]]:
    """Take up to `showcase_remove_max` products out; for each whether it was there."""
    owner = await owner_by_id(db, actor.account_id)
    if len(product_ids) > (await policy(db, owner.market, now)).showcase_remove_max:
        raise Invalid({"product_ids": N_("Too many products in one call.")})
    refuse_official(owner, product_ids)
    await lock(db, owner.account_id)
    asked = without_repeats(product_ids)
    removed = set(await REMOVE.all(db, owner.account_id, asked))
    await settle(db, owner.account_id, items=-len(removed), places=0)
    if removed:
        await affiliate.close_promotions(db, owner.account_id, sorted(removed), now)
        facts: dict[str, events.FactValue] = {"product_ids": [str(each) for each in sorted(removed)]}
        await events.record(db, "showcase.items_removed", at=now, account_id=owner.account_id, facts=facts)
        await live.announce(db, live.account(owner.account_id))
    return [(each, each in removed) for each in asked]

"""The scenes of the demo world, played with the rooms' own actions, weeks of it in the past."""

from collections.abc import Callable
from datetime import datetime, timedelta

from etalase.base.db import Db
from etalase.demo.cast import EVERYBODY
from etalase.demo.goods import STALLS
from etalase.demo.loading.bonding import join_plans, make_links, publish_plans, wait_for_answers
from etalase.demo.loading.buying import plan, sales_of
from etalase.demo.loading.choosing import collect, fill_showcases
from etalase.demo.loading.days import Days
from etalase.demo.loading.dealing import furnish, plan_banks, plan_deals
from etalase.demo.loading.opening import follow_each_other, open_accounts, open_shops
from etalase.demo.loading.pictures import Shelf
from etalase.demo.loading.speaking import plan_complaint, plan_words
from etalase.demo.loading.stage import Stage


async def play_scenes(db: Db, shelf: Shelf, *, now: datetime, past: datetime, say: Callable[[str], None]) -> None:
    """Everything in one transaction: the world is there whole or not at all."""
    stage = Stage(db=db, shelf=shelf, now=now, past=past)
    await open_accounts(stage)
    say(f"  accounts: {len(EVERYBODY)}")
    await follow_each_other(stage, at=past + timedelta(days=1))
    await open_shops(stage)
    say(f"  shops: {len(STALLS)} in eight countries, products: {sum(len(stall.goods) for stall in STALLS)}")
    await make_links(stage, at=past + timedelta(days=2))
    await publish_plans(stage, at=past + timedelta(days=3))
    await join_plans(stage, at=past + timedelta(days=4))
    await fill_showcases(stage, at=past + timedelta(days=5))
    await collect(stage, at=past + timedelta(days=6))
    await wait_for_answers(stage, at=now - timedelta(hours=5))
    say("  links, plans and Showcases made")
    await furnish(stage, at=past + timedelta(days=6))
    await live_on(stage)
    say("  weeks of orders, parcels, returns and payouts lived through")


async def live_on(stage: Stage) -> None:
    """People buy, sell and speak, day after day until now."""
    days = Days(stage)
    plan_banks(days)
    plan_deals(days)
    for sale in sales_of(stage):
        plan(days, sale)
        plan_words(days, sale)
    plan_complaint(days)
    await days.pass_by()

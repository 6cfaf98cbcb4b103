"""Long random walks over all verbs of links and plans: after every step each promise still holds."""

import random
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import msgspec
import pytest

from etalase.affiliate import actions as plans
from etalase.affiliate.queries import SWEEPS as PLAN_SWEEPS
from etalase.affiliate.queries import Participation, Plan
from etalase.base.actor import Actor
from etalase.base.db import Db, value
from etalase.base.errors import Refusal
from etalase.links import actions as links
from etalase.links.queries import SWEEPS, Link
from etalase.shops.queries import Shop
from tests.makers.affiliate import make_plan, make_products
from tests.makers.links import ready_account, ready_shop

STEPS = 80
# What the page promises, asked of the rows directly.
TOO_MANY = value(
    int,
    """SELECT 1 FROM shop_links WHERE status = 'LINKED' GROUP BY shop_id
       HAVING count(*) FILTER (WHERE kind = 'OFFICIAL') > 1 OR count(*) FILTER (WHERE kind = 'MARKETING') > 4
       UNION ALL
       SELECT 2 FROM shop_links WHERE status = 'LINKED' GROUP BY account_id HAVING count(*) > 1
       UNION ALL
       SELECT 3 FROM shop_links l JOIN participations t USING (account_id)
        WHERE l.status = 'LINKED' AND l.kind = 'OFFICIAL' AND t.status IN ('REQUESTED', 'APPROVED')
       UNION ALL
       SELECT 4 FROM shop_links l JOIN shops s USING (shop_id) JOIN accounts a USING (account_id)
        WHERE l.status = 'LINKED' AND l.kind = 'OFFICIAL' AND a.name <> s.name""",
)


class World(msgspec.Struct):
    """What a walk has met so far."""

    dice: random.Random
    now: datetime
    shops: list[tuple[Actor, Shop, list[int]]]
    accounts: list[Actor]
    links: list[Link]
    plans: list[tuple[Actor, Plan]]
    members: list[tuple[Actor, Participation]]


async def make_world(db: Db, seed: int, now: datetime) -> World:
    shops: list[tuple[Actor, Shop, list[int]]] = []
    for number in range(3):
        seller, shop = await ready_shop(db, owner=f"s{number}")
        shops.append((seller, shop, await make_products(db, seller, shop, 2)))
    accounts = [await ready_account(db, f"a{number}", name="Langkah", followers=2000) for number in range(7)]
    return World(random.Random(seed), now, shops, accounts, [], [], [])


def holder(world: World, link: Link) -> Actor:
    return next(each for each in world.accounts if each.account_id == link.account_id)


async def invite(db: Db, world: World) -> None:
    seller, shop, _ = world.dice.choice(world.shops)
    who, kind = world.dice.choice(world.accounts).handle, world.dice.choice(("OFFICIAL", "MARKETING", "MARKETING"))
    world.links.append(await links.invite(db, seller, shop_id=shop.shop_id, kind=kind, handle=who, now=world.now))


async def accept(db: Db, world: World) -> None:
    link = world.dice.choice(world.links[-6:])
    await plans.accept_link(db, holder(world, link), link_id=link.link_id, now=world.now)


async def refuse(db: Db, world: World) -> None:
    link = world.dice.choice(world.links[-6:])
    await links.refuse(db, holder(world, link), link_id=link.link_id, now=world.now)


async def end(db: Db, world: World) -> None:
    link = world.dice.choice(world.links)
    seller = next(seller for seller, shop, _ in world.shops if shop.shop_id == link.shop_id)
    await links.end(db, world.dice.choice((seller, holder(world, link))), link_id=link.link_id, now=world.now)


async def publish(db: Db, world: World) -> None:
    seller, shop, products = world.dice.choice(world.shops)
    plan = await make_plan(
        db,
        seller,
        shop,
        products=world.dice.choice((None, products, products[:1])),
        handles=world.dice.choice(((), (world.dice.choice(world.accounts).handle,))),
        needs_approval=world.dice.random() < 0.3,
        ends_at=world.dice.choice((None, world.now + timedelta(days=3))),
        now=world.now,
    )
    world.plans.append((seller, plan))


async def join(db: Db, world: World) -> None:
    (_, plan), creator = world.dice.choice(world.plans[-4:]), world.dice.choice(world.accounts)
    member = await plans.join(db, creator, plan_id=plan.plan_id, now=world.now)
    seller = next(seller for seller, shop, _ in world.shops if shop.shop_id == plan.shop_id)
    world.members.append((seller, member))


async def leave(db: Db, world: World) -> None:
    _, plan = world.dice.choice(world.plans)
    await plans.leave(db, world.dice.choice(world.accounts), plan_id=plan.plan_id, now=world.now)


async def decide(db: Db, world: World) -> None:
    seller, member = world.dice.choice(world.members)
    verb = world.dice.choice((plans.approve, plans.reject, plans.remove_creator))
    where = {"shop_id": member.shop_id, "plan_id": member.plan_id}
    await verb(db, seller, participation_id=member.participation_id, now=world.now, **where)


async def stop(db: Db, world: World) -> None:
    seller, plan = world.dice.choice(world.plans[:-1] or world.plans)
    verb = world.dice.choice((plans.end_plan, plans.delete_plan))
    await verb(db, seller, shop_id=plan.shop_id, plan_id=plan.plan_id, now=world.now)


async def wait(db: Db, world: World) -> None:
    world.now += timedelta(hours=world.dice.choice((1, 12, 24, 60)))
    if world.dice.random() < 0.7:
        await links.expire_invitations(db, world.now)
        await plans.expire_plans(db, world.now)


async def rename(db: Db, world: World) -> None:
    seller, shop, _ = world.dice.choice(world.shops)
    name = world.dice.choice(("Langkah", "Langkah Baru"))
    await links.rename_shop(db, seller, shop_id=shop.shop_id, name=name, now=world.now)
    await links.rename_account(db, world.dice.choice(world.accounts), name="Langkah", now=world.now)


Step = Callable[[Db, World], Awaitable[None]]
VERBS: list[Step] = [
    *[invite] * 4,
    *[accept] * 5,
    refuse,
    *[end] * 2,
    *[publish] * 2,
    *[join] * 4,
    leave,
    decide,
    stop,
    *[wait] * 3,
    rename,
]


async def broken_promises(db: Db) -> list[str]:
    found = [name for name, statement in (*SWEEPS, *PLAN_SWEEPS) if await statement.get(db) is not None]
    promise = await TOO_MANY.get(db)
    return found if promise is None else [*found, f"promise {promise}"]


@pytest.mark.parametrize("seed", range(8))
async def test_no_walk_breaks_a_promise(db: Db, now: datetime, seed: int) -> None:
    world = await make_world(db, seed, now)
    await invite(db, world)
    await publish(db, world)
    done: Counter[str] = Counter()
    for number in range(STEPS):
        step = world.dice.choice([each for each in VERBS if each is not decide or world.members])
        try:
            async with db.transaction():
                await step(db, world)
            done[step.__name__] += 1
        except Refusal as no:
            done[no.code] += 1
        assert await broken_promises(db) == [], f"seed {seed}, step {number}: {step.__name__}"
    # The walk went somewhere: links were made and plans joined.
    assert done["accept"] and done["join"], done

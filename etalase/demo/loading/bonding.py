"""Sellers invite, holders confirm; sellers publish plans, creators take part."""

from datetime import datetime

from etalase.affiliate import actions as affiliate
from etalase.affiliate.queries import participations_of_plan, plans_of_shop
from etalase.demo.bonds import MARKETING, OFFERS, OFFICIAL, WAITING, Offer
from etalase.demo.loading.stage import Stage
from etalase.links import actions as links


async def make_links(stage: Stage, *, at: datetime) -> None:
    """Official and marketing accounts, invited and confirmed."""
    for kind, pairs in (("OFFICIAL", OFFICIAL), ("MARKETING", MARKETING)):
        for shop, handle in pairs:
            link = await links.invite(
                stage.db, stage.owner_of(shop), shop_id=stage.shops[shop], kind=kind, handle=handle, now=at
            )
            await affiliate.accept_link(stage.db, stage.actors[handle], link_id=link.link_id, now=at)


async def wait_for_answers(stage: Stage, *, at: datetime) -> None:
    """Invitations that nobody answered yet."""
    for shop, kind, handle in WAITING:
        owner = stage.owner_of(shop)
        await links.invite(stage.db, owner, shop_id=stage.shops[shop], kind=kind, handle=handle, now=at)


async def publish_plans(stage: Stage, *, at: datetime) -> None:
    """Every plan, open or for named creators, over all products of its shop."""
    for offer in OFFERS:
        new = affiliate.NewPlan(
            "TARGETED" if offer.invited else "OPEN",
            offer.rate_bp,
            None,
            list(offer.invited),
            needs_approval=offer.needs_approval,
            name=offer.name,
        )
        await affiliate.create_plan(
            stage.db, stage.owner_of(offer.shop), shop_id=stage.shops[offer.shop], new=new, now=at
        )


async def join_plans(stage: Stage, *, at: datetime) -> None:
    """Creators take part; sellers approve where they asked to."""
    for offer in OFFERS:
        plan_id = await _plan_id(stage, offer)
        for handle in (*offer.joined, *offer.waiting):
            await affiliate.join(stage.db, stage.actors[handle], plan_id=plan_id, now=at)
        if offer.needs_approval:
            await _approve(stage, offer, plan_id, at)


async def _approve(stage: Stage, offer: Offer, plan_id: int, at: datetime) -> None:
    owner, shop_id = stage.owner_of(offer.shop), stage.shops[offer.shop]
    asked = await participations_of_plan(stage.db, owner, shop_id=shop_id, plan_id=plan_id, limit=100)
    approved = {stage.actors[handle].account_id for handle in offer.joined}
    for each in asked.items:
        if each.account_id in approved:
            await affiliate.approve(
                stage.db, owner, shop_id=shop_id, plan_id=plan_id, participation_id=each.participation_id, now=at
            )


async def _plan_id(stage: Stage, offer: Offer) -> int:
    page = await plans_of_shop(
        stage.db, stage.owner_of(offer.shop), shop_id=stage.shops[offer.shop], now=stage.now, limit=100
    )
    return next(plan.plan_id for plan in page.items if plan.name == offer.name)

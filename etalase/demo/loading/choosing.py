"""Holders choose what they show."""

from datetime import datetime

from etalase.demo.bonds import CHOICES, COLLECTIONS, MARKETING, OFFERS
from etalase.demo.loading.stage import Stage
from etalase.showcase import actions as showcase

AT_ONCE = 20


async def fill_showcases(stage: Stage, *, at: datetime) -> None:
    """Everybody's choice, in order, twenty products a call, the first ones pinned."""
    for choice in CHOICES:
        actor = stage.actors[choice.handle]
        products = [made.product_id for made in stage.goods_like(choice.titles, _shops_of(stage, choice.handle))]
        added: list[int] = []
        for start in range(0, len(products), AT_ONCE):
            answers = await showcase.add_items(stage.db, actor, product_ids=products[start : start + AT_ONCE], now=at)
            added += [answer.product_id for answer in answers if answer.status == "ADDED"]
        await showcase.set_order(stage.db, actor, product_ids=added, now=at)
        await showcase.set_pins(stage.db, actor, product_ids=added[: choice.pins], now=at)


async def collect(stage: Stage, *, at: datetime) -> None:
    """Collections with a title and a line about them."""
    for handle, title, text, titles in COLLECTIONS:
        products = [made.product_id for made in stage.goods_like(titles, _shops_of(stage, handle))]
        await showcase.create_collection(
            stage.db, stage.actors[handle], title=title, description=text, product_ids=products, now=at
        )


def _shops_of(stage: Stage, handle: str) -> set[int]:
    """The shops whose products this account may show."""
    linked = {stage.shops[shop] for shop, each in MARKETING if each == handle}
    return linked | {stage.shops[offer.shop] for offer in OFFERS if handle in offer.joined}

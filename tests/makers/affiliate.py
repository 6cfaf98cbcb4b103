"""Products, creators and plans, made by the rooms' own verbs."""

from datetime import datetime

from etalase.affiliate.actions import NewPlan, create_plan
from etalase.affiliate.queries import Plan
from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.catalog.actions import create_product
from etalase.catalog.rules import ProductDraft, SkuDraft
from etalase.shops.queries import Shop
from tests.makers.links import NOW, ready_account

ENOUGH = 2000


async def make_creator(db: Db, handle: str, *, market: str = "ID", followers: int = ENOUGH) -> Actor:
    """An account that may take part in affiliate plans."""
    return await ready_account(db, handle, market=market, followers=followers)


async def make_products(db: Db, seller: Actor, shop: Shop, count: int, now: datetime = NOW) -> list[int]:
    """Live products with one SKU each; their ids."""
    made: list[int] = []
    for number in range(count):
        sku = SkuDraft(f"sku-{await db.new_id()}", {}, 5_000, 10)
        draft = ProductDraft(f"Sepatu lari ringan nomor {number} untuk setiap hari", "Ringan.", "Other", (sku,))
        made.append((await create_product(db, seller, shop_id=shop.shop_id, draft=draft, now=now)).product_id)
    return made


async def make_plan(
    db: Db,
    seller: Actor,
    shop: Shop,
    *,
    rate_bp: int = 1000,
    products: list[int] | None = None,
    handles: tuple[str, ...] = (),
    ends_at: datetime | None = None,
    needs_approval: bool = False,
    now: datetime = NOW,
) -> Plan:
    """A plan: targeted when it names handles, for all products unless it lists some."""
    kind = "TARGETED" if handles else "OPEN"
    new = NewPlan(kind, rate_bp, products, list(handles), ends_at, needs_approval)
    return await create_plan(db, seller, shop_id=shop.shop_id, new=new, now=now)

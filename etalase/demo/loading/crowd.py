"""The big world for load tests: for each step of the scale one shop of a hundred products and ten people."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from etalase.accounts import actions as accounts
from etalase.accounts.actions.passwords import hash_password
from etalase.accounts.actions.profile import Review
from etalase.accounts.rules import SignUp
from etalase.affiliate import actions as affiliate
from etalase.base.actor import Actor
from etalase.base.db import Db, value
from etalase.base.markets import MARKETS
from etalase.base.pool import Pool
from etalase.catalog import actions as catalog
from etalase.catalog.rules import ProductDraft, SkuDraft
from etalase.demo.cast import PASSWORD
from etalase.shops.actions.shop import set_standing
from etalase.showcase import actions as showcase
from etalase.stock.actions import open_shop

PRODUCTS: Final = 100
CREATORS: Final = 9
CHOSEN: Final = 20
SAY_EVERY: Final = 20
PRICES: Final = {"ID": 50_000, "VN": 90_000}
PICTURES = value(str, "SELECT key FROM media_objects ORDER BY key LIMIT 200")
LARGEST = value(int, "SELECT count(*) FROM handle_claims WHERE handle LIKE 'massa.%.0'")


async def load_crowd(pool: Pool, scale: int, *, now: datetime, say: Callable[[str], None]) -> None:
    """Add shops until there are `scale` of them; each step is a transaction, so a run that was ended goes on."""
    password_hash = await hash_password(PASSWORD)
    async with pool.connection() as db:
        pictures, first = await PICTURES.all(db), await LARGEST.sole(db)
    for number in range(first, scale):
        async with pool.transaction() as db:
            await _step(db, number, password_hash, pictures, now)
        if number % SAY_EVERY == SAY_EVERY - 1:
            say(f"  big world: {number + 1} of {scale} shops")


async def _step(db: Db, number: int, password_hash: str, pictures: list[str], now: datetime) -> None:
    market = list(MARKETS)[number % len(MARKETS)]
    owner = await _person(db, f"massa.{number}.0", market, password_hash, now)
    shop = await open_shop(db, owner, name=f"Massa {number}", market=market, seller_type="BUSINESS", now=now)
    await set_standing(db, shop.shop_id, now, verified=True, probation=False)
    drafts = [_draft(number, place, market, pictures) for place in range(PRODUCTS)]
    outcomes = await catalog.create_products(db, owner, shop_id=shop.shop_id, drafts=drafts, now=now)
    products = [each.product_id for each in outcomes if isinstance(each, catalog.Made)]
    new = affiliate.NewPlan("OPEN", 1000, None, name=f"Massa {number}")
    plan = await affiliate.create_plan(db, owner, shop_id=shop.shop_id, new=new, now=now)
    for place in range(1, CREATORS + 1):
        creator = await _person(db, f"massa.{number}.{place}", market, password_hash, now)
        await affiliate.join(db, creator, plan_id=plan.plan_id, now=now)
        start = (place * CHOSEN) % (PRODUCTS - CHOSEN + 1)
        await showcase.add_items(db, creator, product_ids=products[start : start + CHOSEN], now=now)


async def _person(db: Db, handle: str, market: str, password_hash: str, now: datetime) -> Actor:
    asked = SignUp(handle, handle, f"{handle}@example.com", PASSWORD, market)
    new = await accounts.prepare(asked, today=now.date(), password_hash=password_hash)
    made = await accounts.create_account(db, None, new=new, now=now, wall=now)
    actor = Actor(made.account_id, made.handle, made.market)
    review = Review(followers=5000, verified=True)
    await accounts.review_account(db, actor, handle=handle, review=review, now=now)
    return actor


def _draft(number: int, place: int, market: str, pictures: list[str]) -> ProductDraft:
    price = PRICES.get(market, 1500) + 100 * place
    sku = SkuDraft(f"M{number}-{place}", {}, price, 1000)
    picture = (pictures[(number + place) % len(pictures)],) if pictures else ()
    return ProductDraft(f"Barang {place} dari Massa {number}", "Untuk uji beban.", "Other", (sku,), picture)

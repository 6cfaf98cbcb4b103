"""What the measurements stand on: a database of their own and the people and shops they need, made by our own actions."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

import msgspec

from etalase.accounts import actions as accounts
from etalase.accounts.actions import phones
from etalase.accounts.actions.passwords import hash_password
from etalase.accounts.actions.profile import Review
from etalase.accounts.rules import SignUp
from etalase.base.actor import Actor
from etalase.base.db import Db, value
from etalase.base.pool import Pool
from etalase.base.settings import Settings
from etalase.catalog import actions as catalog
from etalase.catalog.rules import ProductDraft, SkuDraft
from etalase.shops.actions.shop import set_standing
from etalase.stock.actions import open_shop

PASSWORD: Final = "bench-password"  # noqa: S105 - of accounts that exist only in the bench's database
BATCH: Final = 2000
KNOWN = value(int, "SELECT account_id FROM handle_claims WHERE handle = $1")
PROVEN = value(bool, "SELECT phone IS NOT NULL FROM accounts WHERE account_id = $1")
SHOP_NAMED = value(int, "SELECT shop_id FROM shops WHERE name = $1")
ANALYZE: Final = "ANALYZE"


class Ground(msgspec.Struct, kw_only=True):
    """`full`: the sizes named in the table, built once; `fresh`: this run made the database."""

    settings: Settings
    pool: Pool
    dsn: str
    full: bool
    fresh: bool

    @property
    def now(self) -> datetime:
        """The bench's own time: now."""
        return datetime.now(UTC)

    def say(self, text: str) -> None:
        """Progress, for whoever waits."""
        print(f"  {text}", flush=True)

    async def analyze(self) -> None:
        """Let the planner know what was built."""
        async with self.pool.connection() as db:
            await db.connection.execute(ANALYZE)


async def person(ground: Ground, handle: str, name: str | None = None) -> Actor:
    """An account that may do everything; the one of an earlier run when it is there."""
    async with ground.pool.transaction() as db:
        known = await KNOWN.get(db, handle)
        if known is not None:
            return Actor(known, handle, "ID")
        asked = SignUp(handle, name or handle, f"{handle}@example.com", PASSWORD, "ID")
        new = await accounts.prepare(asked, today=ground.now.date(), password_hash=await hash_password(PASSWORD))
        made = await accounts.create_account(db, None, new=new, now=ground.now, wall=ground.now)
        actor = Actor(made.account_id, handle, "ID")
        review = Review(followers=100_000, verified=True)
        await accounts.review_account(db, actor, handle=handle, review=review, now=ground.now)
        return actor


async def prove_phone(ground: Ground, actor: Actor, phone: str) -> None:
    """Who pays in cash has a phone (R-COD-1)."""
    async with ground.pool.transaction() as db:
        if await PROVEN.get(db, actor.account_id):
            return
        await phones.request_phone_check(db, actor, phone=phone, now=ground.now, wall=ground.now)
        sent = await phones.mint_phone_code(db, actor.account_id)
        if sent is not None:
            phones.settle(await phones.try_phone_code(db, actor, code=sent.code, now=ground.now, wall=ground.now))


async def shop(ground: Ground, owner: Actor, name: str, products: int) -> int:
    """A shop with so many live products; the one of an earlier run when it is there."""
    async with ground.pool.transaction() as db:
        known = await SHOP_NAMED.get(db, name)
        if known is not None:
            return known
        made = await open_shop(db, owner, name=name, market="ID", seller_type="BUSINESS", now=ground.now)
        await set_standing(db, made.shop_id, ground.now, verified=True, probation=False)
    for start in range(0, products, BATCH):
        count = min(BATCH, products - start)
        async with ground.pool.transaction() as db:
            await _fill(db, owner, made.shop_id, start, count, ground.now)
        _progress(ground.say, name, start + count, products)
    return made.shop_id


async def _fill(db: Db, owner: Actor, shop_id: int, start: int, count: int, now: datetime) -> None:
    drafts = [_draft(number) for number in range(start, start + count)]
    outcomes = await catalog.create_products(db, owner, shop_id=shop_id, drafts=drafts, now=now)
    if len([each for each in outcomes if isinstance(each, catalog.Made)]) != count:
        raise ValueError(f"a product of shop {shop_id} did not land")


def _draft(number: int) -> ProductDraft:
    sku = SkuDraft(f"B-{number}", {}, 50_000 + number % 1000 * 100, 100)
    return ProductDraft(f"Sepatu ukuran uji nomor {number}", "Untuk pengukuran.", "Other", (sku,))


def _progress(say: Callable[[str], None], name: str, done: int, wanted: int) -> None:
    if wanted >= 10 * BATCH and done % (wanted // 10) < BATCH:
        say(f"{name}: {done:,} of {wanted:,} products")

"""Limits are exact: however many redeem at once, and what is cancelled comes back once."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.pool import Pool
from etalase.promotions import actions
from etalase.promotions.actions import NewItem, redeem, release
from etalase.promotions.queries import SWEEPS, Ask, offers_for, offers_for_all
from etalase.promotions.rules import UNLIMITED, Offers, PricedLine, Redemption, apply, redemptions_of
from etalase.shops.queries import Shop
from tests.makers.accounts import make_account
from tests.makers.catalog import make_product
from tests.makers.promotions import NOW, make_promotion, make_voucher
from tests.makers.shops import make_shop


class Ref(NamedTuple):
    """An order by its ids."""

    shop_id: int
    order_id: int


class Stall(NamedTuple):
    """A shop with one product."""

    seller: Actor
    shop: Shop
    product_id: int
    sku_id: int


async def stall(db: Db) -> Stall:
    seller = await make_account(db, handle="toko")
    shop = await make_shop(db, seller)
    made = await make_product(db, shop, stock=1000)
    return Stall(seller, shop, made.product_id, made.skus[0].sku_id)


async def offered(db: Db, at: Stall, buyer: Actor) -> Offers:
    place = [at.shop.shop_id], [at.product_id], [at.sku_id]
    return await offers_for(db, *place, buyer_account_id=buyer.account_id, now=NOW)


def asked(at: Stall, offers: Offers, order_id: int, buyer: Actor, quantity: int = 1) -> list[Redemption]:
    line = PricedLine(at.shop.shop_id, at.product_id, at.sku_id, quantity, 129_000, "IDR")
    return redemptions_of(order_id, buyer.account_id, apply([line], offers, NOW))


async def swept(db: Db) -> list[str]:
    return [name for name, found in SWEEPS if await found.get(db) is not None]


async def test_r_pro_3_fifty_buyers_for_ten_pieces_of_a_flash_deal(pool: Pool) -> None:
    async with pool.transaction() as db:
        at = await stall(db)
        item = NewItem(at.product_id, price_minor=99_000, quantity_limit=10, buyer_limit=1)
        flash = await make_promotion(db, at.seller, at.shop, "FLASHSALE", item)
        buyers = [await make_account(db, handle=f"pembeli{number}") for number in range(50)]

    async def buy(buyer: Actor, order_id: int) -> bool:
        async with pool.transaction() as db:
            wanted = asked(at, await offered(db, at, buyer), order_id, buyer)
            await asyncio.sleep(0)
            return bool(wanted) and not await redeem(db, wanted, NOW)

    got = await asyncio.gather(*(buy(buyer, number) for number, buyer in enumerate(buyers, 1)))
    assert sum(got) == 10
    async with pool.transaction() as db:
        assert (await promotion_sold(db, flash.promotion.promotion_id), await swept(db)) == (10, [])
        # Nothing is left, so nobody is offered it; what a cancelled order had is offered again.
        assert asked(at, await offered(db, at, buyers[0]), 99, buyers[0]) == []
        winner = got.index(True)
        await release(db, Ref(at.shop.shop_id, winner + 1), now=NOW)
        await release(db, Ref(at.shop.shop_id, winner + 1), now=NOW)
        assert await promotion_sold(db, flash.promotion.promotion_id) == 9
        assert await redeem(db, asked(at, await offered(db, at, buyers[winner]), 99, buyers[winner]), NOW) == []
        assert await swept(db) == []


async def promotion_sold(db: Db, promotion_id: int) -> int:
    return await db.connection.fetchval("SELECT sold FROM promotion_items WHERE promotion_id = $1", promotion_id)


async def test_r_pro_5_fifty_buyers_for_ten_uses_of_a_voucher(pool: Pool) -> None:
    async with pool.transaction() as db:
        at = await stall(db)
        voucher = await make_voucher(db, at.seller, at.shop, quantity_limit=10)
        buyers = [await make_account(db, handle=f"pembeli{number}") for number in range(50)]
        for buyer in buyers:
            await actions.claim_voucher(db, buyer, voucher_id=voucher.voucher_id, now=NOW)

    async def buy(buyers: Sequence[Actor], first: int) -> int:
        """A batch of orders, as a till redeems them."""
        async with pool.transaction() as db:
            asks = [Ask(buyer.account_id, [at.shop.shop_id], [at.product_id]) for buyer in buyers]
            wanted = [
                each
                for number, (buyer, offers) in enumerate(
                    zip(buyers, await offers_for_all(db, asks, now=NOW), strict=True), first
                )
                for each in asked(at, offers, number, buyer)
            ]
            return len(wanted) - len(await redeem(db, wanted, NOW))

    got = await asyncio.gather(*(buy(buyers[start : start + 5], start + 1) for start in range(0, 50, 5)))
    assert sum(got) == 10
    async with pool.connection() as db:
        assert await swept(db) == []


async def test_r_pro_1_a_buyer_has_no_more_than_the_limit_of_one(db: Db) -> None:
    at = await stall(db)
    buyer, other = await make_account(db, handle="satu"), await make_account(db, handle="dua")
    item = NewItem(at.product_id, price_minor=99_000, buyer_limit=2)
    await make_promotion(db, at.seller, at.shop, "FIXED_PRICE", item)
    first = asked(at, await offered(db, at, buyer), 1, buyer, quantity=3)
    assert [each.quantity for each in first] == [2]
    assert await redeem(db, first, NOW) == []
    assert asked(at, await offered(db, at, buyer), 2, buyer) == []
    assert await redeem(db, asked(at, await offered(db, at, other), 3, other), NOW) == []
    # Decided before the first was written: told as failed, and not counted.
    stale = [msgspec.structs.replace(first[0], order_id=4, quantity=1)]
    assert await redeem(db, stale, NOW) == stale
    assert await swept(db) == []


async def test_an_order_is_counted_whole_or_not_at_all(db: Db) -> None:
    at = await stall(db)
    buyer = await make_account(db, handle="satu")
    item = NewItem(at.product_id, price_minor=99_000, quantity_limit=1)
    await make_promotion(db, at.seller, at.shop, "FIXED_PRICE", item)
    voucher = await make_voucher(db, at.seller, at.shop, buyer_limit=UNLIMITED)
    await actions.claim_voucher(db, buyer, voucher_id=voucher.voucher_id, now=NOW)
    offers = await offered(db, at, buyer)
    one, two = asked(at, offers, 1, buyer), asked(at, offers, 2, buyer)
    assert [each.source for each in one] == ["PROMOTION", "VOUCHER"]
    failed = await redeem(db, [*one, *two], NOW)
    assert [(each.order_id, each.source) for each in failed] == [(2, "PROMOTION")]
    again = offers.without(frozenset({(each.source, each.source_id) for each in failed}))
    assert await redeem(db, asked(at, again, 2, buyer), NOW) == []
    used = await db.connection.fetchval("SELECT used FROM vouchers WHERE voucher_id = $1", voucher.voucher_id)
    assert used == 2 and await swept(db) == []


async def test_r_pro_5_one_new_customers_voucher_per_period_however_many_are_held(pool: Pool) -> None:
    async with pool.transaction() as db:
        at = await stall(db)
        buyer = await make_account(db, handle="satu")
        for number in range(2):
            made = await make_voucher(
                db,
                at.seller,
                at.shop,
                10_000 + number,
                new_customers=True,
                buyer_limit=UNLIMITED,
                ends_at=NOW + timedelta(days=300),
            )
            await actions.claim_voucher(db, buyer, voucher_id=made.voucher_id, now=NOW)
        offers = await offered(db, at, buyer)
    assert len(offers.vouchers) == 2
    singles = [Offers((), (voucher,)) for voucher in offers.vouchers] * 3

    async def buy(number: int, each: Offers) -> bool:
        async with pool.transaction() as db:
            return not await redeem(db, asked(at, each, number, buyer), NOW)

    got = await asyncio.gather(*(buy(number, each) for number, each in enumerate(singles, 1)))
    assert sum(got) == 1
    async with pool.transaction() as db:
        assert await offered(db, at, buyer) == Offers()
        await release(db, Ref(at.shop.shop_id, got.index(True) + 1), now=NOW)
        assert len((await offered(db, at, buyer)).vouchers) == 2
        assert await swept(db) == []


async def test_a_shop_without_offers_costs_one_statement(db: Db) -> None:
    at = await stall(db)
    counted: list[str] = []
    with db.connection.query_logger(lambda record: counted.append(record.query)):
        assert await offered(db, at, at.seller) == Offers()
        await asyncio.sleep(0)  # loggers are told a turn later
    assert len(counted) == 1

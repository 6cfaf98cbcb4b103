"""Changes and states of products, and what each hides or frees."""

from datetime import datetime, timedelta

import pytest

from etalase.base.actor import SYSTEM
from etalase.base.db import Db
from etalase.base.errors import NotAllowed, NotFound, Refused
from etalase.catalog import actions, queries
from etalase.catalog.actions import ProductChange, SkuChange
from etalase.shops import actions as shops
from tests.makers.accounts import make_account
from tests.makers.catalog import make_product, product_draft, sku_draft
from tests.makers.shops import make_shop
from tests.rooms.catalog.test_create import swept


async def test_r_show_31_a_deactivated_product_is_hidden_and_returns(db: Db, now: datetime) -> None:
    owner = await make_account(db)
    shop = await make_shop(db, owner)
    made = await make_product(db, shop)
    of = {"shop_id": shop.shop_id, "product_id": made.product_id, "now": now}
    for hide, show in (
        (actions.deactivate_product(db, owner, **of), actions.activate_product(db, owner, **of)),
        (
            actions.set_platform_status(
                db, SYSTEM, product_id=made.product_id, becomes="PLATFORM_DEACTIVATED", now=now
            ),
            actions.set_platform_status(db, SYSTEM, product_id=made.product_id, becomes="ACTIVATE", now=now),
        ),
        (
            actions.set_platform_status(db, SYSTEM, product_id=made.product_id, becomes="FREEZE", now=now),
            actions.set_platform_status(db, SYSTEM, product_id=made.product_id, becomes="ACTIVATE", now=now),
        ),
    ):
        await hide
        with pytest.raises(NotFound):
            await queries.product_detail(db, None, product_id=made.product_id)
        assert (await queries.live_products(db, None, shop_id=shop.shop_id)).items == []
        await queries.own_product(db, owner, shop_id=shop.shop_id, product_id=made.product_id)
        await show
        assert (await queries.product_detail(db, None, product_id=made.product_id)).in_stock


async def test_r_show_30_a_sold_out_product_stays_and_says_so(db: Db, now: datetime) -> None:
    owner = await make_account(db)
    shop = await make_shop(db, owner)
    made = await make_product(db, shop)
    await actions.set_stock(db, owner, shop_id=shop.shop_id, sku_id=made.skus[0].sku_id, stock=0, now=now)
    assert not (await queries.product_detail(db, None, product_id=made.product_id)).in_stock
    assert [card.in_stock for card in (await queries.live_products(db, None, shop_id=shop.shop_id)).items] == [False]


async def test_r_show_34_nothing_of_a_shop_on_holiday_or_suspended_is_shown(db: Db, now: datetime) -> None:
    owner = await make_account(db)
    shop = await make_shop(db, owner)
    made = await make_product(db, shop)
    await shops.set_status(db, owner, shop_id=shop.shop_id, status="HOLIDAY", now=now)
    assert not (await queries.skus_for_order(db, [made.skus[0].sku_id]))[made.skus[0].sku_id].sells
    with pytest.raises(NotFound):
        await queries.product_detail(db, None, product_id=made.product_id)
    await shops.set_status(db, owner, shop_id=shop.shop_id, status="OPEN", now=now)
    await shops.set_suspended(db, SYSTEM, shop_id=shop.shop_id, suspended=True, now=now)
    with pytest.raises(NotFound):
        await queries.product_detail(db, None, product_id=made.product_id)
    with pytest.raises(Refused):
        await shops.set_status(db, owner, shop_id=shop.shop_id, status="OPEN", now=now)


async def test_what_the_platform_took_down_the_seller_cannot_put_back(db: Db, now: datetime) -> None:
    owner = await make_account(db)
    shop = await make_shop(db, owner)
    made = await make_product(db, shop)
    await actions.set_platform_status(db, SYSTEM, product_id=made.product_id, becomes="FREEZE", now=now)
    with pytest.raises(Refused) as no:
        await actions.activate_product(db, owner, shop_id=shop.shop_id, product_id=made.product_id, now=now)
    assert no.value.code == "catalog.cannot_move"
    with pytest.raises(NotAllowed):
        await actions.set_platform_status(db, owner, product_id=made.product_id, becomes="ACTIVATE", now=now)


async def test_r_show_32_a_deleted_product_is_gone_and_recoverable_for_thirty_days(db: Db, now: datetime) -> None:
    owner = await make_account(db)
    shop = await make_shop(db, owner)
    made = await make_product(db, shop)
    of = {"shop_id": shop.shop_id, "product_id": made.product_id}
    await actions.delete_product(db, owner, **of, now=now)
    with pytest.raises(NotFound):
        await queries.own_product(db, owner, **of)
    assert await swept(db) == []
    with pytest.raises(Refused) as no:
        await actions.restore_product(db, owner, **of, now=now + timedelta(days=30, seconds=1))
    assert no.value.code == "catalog.not_recoverable"
    await actions.restore_product(db, owner, **of, now=now + timedelta(days=30))
    assert (await queries.own_product(db, owner, **of)).product.status == "SELLER_DEACTIVATED"
    assert await swept(db) == []


async def test_a_price_moves_the_range_in_the_same_commit(db: Db, now: datetime) -> None:
    owner = await make_account(db)
    shop = await make_shop(db, owner)
    draft = product_draft(sku_draft("A", options={"Size": "M"}), sku_draft("B", options={"Size": "L"}))
    made = await actions.create_product(db, owner, shop_id=shop.shop_id, draft=draft, now=now)
    sku_id = made.skus[1].sku_id
    detail = await actions.set_sku_price(db, owner, shop_id=shop.shop_id, sku_id=sku_id, price_minor=500_000, now=now)
    assert (detail.product.price_from_minor, detail.product.price_to_minor) == (129_000, 500_000)
    assert await swept(db) == []


async def test_a_change_that_takes_anothers_key_changes_nothing(db: Db, now: datetime) -> None:
    owner = await make_account(db)
    shop = await make_shop(db, owner)
    await make_product(db, shop, seller_sku="TAKEN")
    made = await make_product(db, shop, seller_sku="MINE")
    mine = made.skus[0].sku_id
    for change in (SkuChange(sku_id=mine, seller_sku="TAKEN"), SkuChange(seller_sku="TAKEN", price_minor=1000)):
        with pytest.raises(Refused) as no:
            async with db.transaction():
                # A new SKU needs options that differ from the first one's.
                more = (SkuChange(sku_id=mine, options={"Size": "M"}),) if change.sku_id is None else ()
                change = change if change.sku_id else SkuChange(None, "TAKEN", {"Size": "L"}, 1000)
                await actions.update_product(
                    db,
                    owner,
                    shop_id=shop.shop_id,
                    product_id=made.product_id,
                    change=ProductChange(skus=(*more, change)),
                    now=now,
                )
        assert (no.value.code, no.value.facts) == ("catalog.seller_sku_taken", {"seller_sku": "TAKEN"})
    assert (await queries.seller_skus(db, shop.shop_id, ["MINE"])).keys() == {"MINE"}
    assert await swept(db) == []


async def test_a_sku_that_is_taken_out_frees_its_key_and_has_no_stock(db: Db, now: datetime) -> None:
    owner = await make_account(db)
    shop = await make_shop(db, owner)
    draft = product_draft(sku_draft("A", options={"Size": "M"}), sku_draft("B", options={"Size": "L"}, stock=0))
    made = await actions.create_product(db, owner, shop_id=shop.shop_id, draft=draft, now=now)
    change = ProductChange(removed_skus=(made.skus[0].sku_id,))
    detail = await actions.update_product(
        db, owner, shop_id=shop.shop_id, product_id=made.product_id, change=change, now=now
    )
    assert not detail.in_stock
    await make_product(db, shop, seller_sku="A")
    gone = (await queries.skus_for_order(db, [made.skus[0].sku_id]))[made.skus[0].sku_id]
    assert gone.deleted and not gone.sells and gone.available == 0
    assert await swept(db) == []

"""Changes and states of products, and what each hides or frees."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from etalase.base.actor import SYSTEM, Actor
from etalase.base.db import Db
from etalase.base.errors import Invalid, NotAllowed, NotFound, Refused
from etalase.catalog import actions, queries
from etalase.catalog.actions import Made, ProductChange, SkuChange
from etalase.catalog.rules import SkuDraft
from etalase.shops import actions as shops
from tests.makers.accounts import make_account
from tests.makers.catalog import make_product, product_draft, sku_draft
from tests.makers.shops import make_shop
from tests.rooms.catalog.test_create import swept


async def deactivate(db: Db, owner: Actor, made: Made, now: datetime) -> None:
    await actions.deactivate_product(db, owner, shop_id=made.shop_id, product_id=made.product_id, now=now)


async def activate(db: Db, owner: Actor, made: Made, now: datetime) -> None:
    await actions.activate_product(db, owner, shop_id=made.shop_id, product_id=made.product_id, now=now)


async def by_platform(db: Db, made: Made, becomes: str, now: datetime) -> None:
    await actions.set_platform_status(db, SYSTEM, product_id=made.product_id, becomes=becomes, now=now)


async def is_shown(db: Db, made: Made) -> bool:
    """On its own page and in the shop's list, or on neither."""
    listed = bool((await queries.live_products(db, None, shop_id=made.shop_id)).items)
    try:
        await queries.product_detail(db, None, product_id=made.product_id)
    except NotFound:
        assert not listed
        return False
    assert listed
    return True


async def test_r_show_31_a_deactivated_or_frozen_product_is_hidden_and_returns(db: Db, now: datetime) -> None:
    owner = await make_account(db)
    made = await make_product(db, await make_shop(db, owner))
    await deactivate(db, owner, made, now)
    assert not await is_shown(db, made)
    kept = await queries.own_product(db, owner, shop_id=made.shop_id, product_id=made.product_id)
    assert kept.product.status == "SELLER_DEACTIVATED"
    await activate(db, owner, made, now)
    assert await is_shown(db, made)
    for status in ("PLATFORM_DEACTIVATED", "FREEZE"):
        await by_platform(db, made, status, now)
        assert not await is_shown(db, made)
        await by_platform(db, made, "ACTIVATE", now)
        assert await is_shown(db, made)


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
    shop_id, product_id = shop.shop_id, made.product_id
    await actions.delete_product(db, owner, shop_id=shop_id, product_id=product_id, now=now)
    with pytest.raises(NotFound):
        await queries.own_product(db, owner, shop_id=shop_id, product_id=product_id)
    assert await swept(db) == []
    with pytest.raises(Refused) as no:
        await actions.restore_product(
            db, owner, shop_id=shop_id, product_id=product_id, now=now + timedelta(days=30, seconds=1)
        )
    assert no.value.code == "catalog.not_recoverable"
    await actions.restore_product(db, owner, shop_id=shop_id, product_id=product_id, now=now + timedelta(days=30))
    assert (
        await queries.own_product(db, owner, shop_id=shop_id, product_id=product_id)
    ).product.status == "SELLER_DEACTIVATED"
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


async def test_a_weight_is_said_changed_and_taken_away(db: Db, now: datetime) -> None:
    owner = await make_account(db)
    draft = product_draft(
        SkuDraft("A", {"Size": "M"}, 129_000, 1, weight_g=250), SkuDraft("B", {"Size": "L"}, 129_000, 1)
    )
    made = await actions.create_product(db, owner, shop_id=(await make_shop(db, owner)).shop_id, draft=draft, now=now)
    where: dict[str, Any] = {"shop_id": made.shop_id, "product_id": made.product_id, "now": now}

    async def weights(*skus: SkuChange) -> list[int | None]:
        found = await actions.update_product(db, owner, change=ProductChange(skus=skus), **where)
        return [sku.weight_g for sku in found.skus]

    assert await weights() == [250, None]
    assert await weights(SkuChange(seller_sku="A", price_minor=99_000)) == [250, None]
    heavy = SkuChange(seller_sku="C", options={"Size": "XL"}, price_minor=129_000, weight_g=900)
    assert await weights(SkuChange(seller_sku="B", weight_g=800), heavy) == [250, 800, 900]
    assert await weights(SkuChange(seller_sku="A", weight_g=0)) == [None, 800, 900]
    with pytest.raises(Invalid):
        await weights(SkuChange(seller_sku="A", weight_g=-5))


async def test_a_change_that_takes_anothers_key_changes_nothing(db: Db, now: datetime) -> None:
    owner = await make_account(db)
    shop = await make_shop(db, owner)
    await make_product(db, shop, seller_sku="TAKEN")
    made = await make_product(db, shop, seller_sku="MINE")
    mine = made.skus[0].sku_id
    renamed = ProductChange(skus=(SkuChange(sku_id=mine, seller_sku="TAKEN"),))
    added = ProductChange(
        skus=(SkuChange(sku_id=mine, options={"Size": "M"}), SkuChange(None, "TAKEN", {"Size": "L"}, 1000))
    )
    for change in (renamed, added):
        with pytest.raises(Refused) as no:
            await changed(db, owner, made, change, now)
        assert (no.value.code, no.value.facts) == ("catalog.seller_sku_taken", {"seller_sku": "TAKEN"})
    assert (await queries.seller_skus(db, shop.shop_id, ["MINE"])).keys() == {"MINE"}
    assert await swept(db) == []


async def changed(db: Db, owner: Actor, made: Made, change: ProductChange, now: datetime) -> None:
    """In a transaction of its own, as a door would."""
    of = (made.shop_id, made.product_id)
    async with db.transaction():
        await actions.update_product(db, owner, shop_id=of[0], product_id=of[1], change=change, now=now)


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

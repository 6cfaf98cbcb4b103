"""The life of a promotion: drafted, launched, changed, copied, stopped; and what each kind asks for."""

from datetime import datetime, timedelta

import pytest

from etalase.accounts.actions import set_operator
from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import Invalid, NotAllowed, NotFound, Refused
from etalase.catalog.actions import add_ratings, set_sku_price
from etalase.ledger.actions import Transfer, post
from etalase.promotions import actions
from etalase.promotions.actions import NewItem, PromotionChanges
from etalase.promotions.actions.watching import note_prices
from etalase.promotions.queries import SWEEPS, offers_for, prices_shown, promotions_of_shop, sku_prices
from etalase.promotions.rules import PricedLine, Tier, apply
from etalase.shops.queries import Shop
from tests.makers.accounts import make_account
from tests.makers.catalog import make_product, product_draft, sku_draft
from tests.makers.promotions import HOUR, NOW, asked, make_promotion
from tests.makers.shops import make_shop, make_staff


async def refused(awaited: object, code: str) -> None:
    with pytest.raises(Refused) as no:
        await awaited  # type: ignore[misc]  # an action that was called
    assert no.value.code == code


async def opened(db: Db, **shop: object) -> tuple[Actor, Shop]:
    seller = await make_account(db, handle="toko")
    return seller, await make_shop(db, seller, **shop)  # type: ignore[arg-type]  # as the maker takes them


async def paid(db: Db, shop: Shop, product_id: int, sku_id: int, now: datetime = NOW, quantity: int = 1) -> int:
    offers = await offers_for(db, [shop.shop_id], [product_id], [sku_id], buyer_account_id=None, now=now)
    line = PricedLine(shop.shop_id, product_id, sku_id, quantity, 129_000, shop.currency)
    return apply([line], offers, now)[0].goods_minor


async def test_r_pro_1_a_promotion_goes_from_draft_to_running_to_over(db: Db) -> None:
    seller, shop = await opened(db)
    made = await make_product(db, shop)
    sku = made.skus[0].sku_id
    draft = await make_promotion(db, seller, shop, starts_at=NOW + HOUR, ends_at=NOW + 2 * HOUR, at_once=False)
    key = {"shop_id": shop.shop_id, "promotion_id": draft.promotion.promotion_id}
    assert draft.status == "DRAFT" and await paid(db, shop, made.product_id, sku, NOW + HOUR) == 129_000
    launched = await actions.launch(db, seller, **key, now=NOW)
    assert launched.status == "NOT_START" and await paid(db, shop, made.product_id, sku) == 129_000
    assert launched.promotion.status_at(NOW + HOUR) == "ONGOING"
    assert await paid(db, shop, made.product_id, sku, NOW + HOUR) == 116_100
    assert launched.promotion.status_at(NOW + 2 * HOUR) == "EXPIRED"
    assert await paid(db, shop, made.product_id, sku, NOW + 2 * HOUR) == 129_000
    await refused(actions.launch(db, seller, **key, now=NOW), "promotions.wrong_state")
    stopped = await actions.deactivate(db, seller, **key, now=NOW + HOUR)
    assert stopped.status == "DEACTIVATED" and await paid(db, shop, made.product_id, sku, NOW + HOUR) == 129_000
    await refused(actions.deactivate(db, seller, **key, now=NOW + HOUR), "promotions.wrong_state")


async def test_r_pro_1_a_promotion_of_nothing_that_sells_has_no_effect(db: Db) -> None:
    seller, shop = await opened(db)
    assert (await make_promotion(db, seller, shop)).status == "NOT_EFFECTIVE"
    await make_product(db, shop)
    [found] = (await promotions_of_shop(db, seller, shop_id=shop.shop_id, now=NOW)).items
    assert found.status == "ONGOING"


@pytest.mark.parametrize(("minutes", "days", "fits"), [(9, 0, False), (10, 0, True), (0, 365, True), (1, 365, False)])
async def test_r_pro_2_a_discount_lasts_ten_minutes_to_a_year(db: Db, minutes: int, days: int, fits: bool) -> None:
    seller, shop = await opened(db)
    new = asked(ends_at=NOW + timedelta(days=days, minutes=minutes))
    making = actions.create_promotion(db, seller, shop_id=shop.shop_id, new=new, now=NOW)
    if fits:
        assert (await making).status == "DRAFT"
    else:
        with pytest.raises(Invalid) as no:
            await making
        assert set(no.value.errors) == {"ends_at"}


async def test_r_pro_3_a_flash_deal_is_shorter_than_72_hours(db: Db) -> None:
    seller, shop = await opened(db)
    made = await make_product(db, shop)
    item = NewItem(made.product_id, price_minor=99_000)
    with pytest.raises(Invalid):
        await make_promotion(db, seller, shop, "FLASHSALE", item, ends_at=NOW + 72 * HOUR)
    just = NOW + 72 * HOUR - timedelta(seconds=1)
    assert (await make_promotion(db, seller, shop, "FLASHSALE", item, ends_at=just)).status == "ONGOING"


async def test_r_pro_3_a_flash_deal_is_below_the_lowest_price_of_thirty_days(db: Db) -> None:
    seller, shop = await opened(db)
    made = await make_product(db, shop, price_minor=100_000)
    sku = made.skus[0].sku_id
    await note_prices(db, NOW)
    for days, price in ((1, 80_000), (2, 100_000)):
        later = NOW + timedelta(days=days)
        await set_sku_price(db, seller, shop_id=shop.shop_id, sku_id=sku, price_minor=price, now=later)
        await note_prices(db, later)

    async def flash(price: int, now: datetime) -> None:
        await make_promotion(db, seller, shop, "FLASHSALE", NewItem(made.product_id, price_minor=price), now=now)

    await refused(flash(80_000, NOW + timedelta(days=20)), "promotions.not_below_lowest")
    await refused(flash(100_000, NOW + timedelta(days=60)), "promotions.no_discount")
    await flash(99_999, NOW + timedelta(days=60))
    # What a promotion sold it for counts as well.
    await refused(flash(99_999, NOW + timedelta(days=65)), "promotions.not_below_lowest")
    await flash(99_998, NOW + timedelta(days=65))


# Part C: ID, MY, SG and VN 3.0, PH and TH 2.5, GB and US any.
@pytest.mark.parametrize(("market", "stars", "may"), [("ID", 30, True), ("ID", 29, False), ("US", 10, True)])
async def test_r_live_8_flash_deals_are_for_shops_that_are_rated_well(
    db: Db, market: str, stars: int, may: bool
) -> None:
    seller = await make_account(db, handle="maya", market=market)
    shop = await make_shop(db, seller, market=market)
    deal, other = await make_product(db, shop), await make_product(db, shop)
    await add_ratings(db, shop.shop_id, {deal.product_id: (stars // 5, 2), other.product_id: (stars - stars // 5, 8)})
    making = make_promotion(db, seller, shop, "FLASHSALE", NewItem(deal.product_id, off_bp=2000))
    if not may:
        await refused(making, "promotions.rating_too_low")
        item = NewItem(deal.product_id, off_bp=2000)
        assert (await make_promotion(db, seller, shop, "DIRECT_DISCOUNT", item)).status == "ONGOING"
        return
    assert (await making).status == "ONGOING"


async def test_r_live_8_a_shop_that_owes_too_much_has_no_flash_deal(db: Db) -> None:
    seller, shop = await opened(db)
    item = NewItem((await make_product(db, shop)).product_id, off_bp=2000)
    owed = Transfer(shop.shop_id, "seller_available", "bank", 1_600_000, "IDR", "test.owed", 1, 1)
    await post(db, [owed], now=NOW)
    await refused(make_promotion(db, seller, shop, "FLASHSALE", item), "promotions.owes_too_much")
    await post(db, [Transfer(shop.shop_id, "bank", "seller_available", 1, "IDR", "test.owed", 2, 1)], now=NOW)
    await make_promotion(db, seller, shop, "FLASHSALE", item)


async def test_r_pro_3_an_item_must_be_cheaper_than_it_is(db: Db) -> None:
    seller, shop = await opened(db)
    made = await make_product(db, shop)
    item = NewItem(made.product_id, price_minor=129_000)
    await refused(make_promotion(db, seller, shop, "FIXED_PRICE", item), "promotions.no_discount")


async def test_r_pro_4_ten_buy_more_save_more_at_a_time(db: Db) -> None:
    seller, shop = await opened(db)
    tiers = (Tier(from_quantity=2, off_bp=500),)
    ten = [await make_promotion(db, seller, shop, "BUY_MORE_SAVE_MORE", tiers=tiers) for _ in range(10)]
    more = make_promotion(db, seller, shop, "BUY_MORE_SAVE_MORE", tiers=tiers)
    await refused(more, "promotions.too_many_active")
    await actions.deactivate(db, seller, shop_id=shop.shop_id, promotion_id=ten[3].promotion.promotion_id, now=NOW)
    await make_promotion(db, seller, shop, "BUY_MORE_SAVE_MORE", tiers=tiers, now=NOW)
    # Those that are over leave their places.
    later = NOW + 24 * HOUR
    for _ in range(10):
        await make_promotion(db, seller, shop, "BUY_MORE_SAVE_MORE", tiers=tiers, now=later)


@pytest.mark.parametrize(
    "tiers",
    [
        (),
        (Tier(from_quantity=2, off_bp=500),) * 3,
        (Tier(from_quantity=2, off_bp=500), Tier(from_quantity=2, off_bp=600)),
        (Tier(from_quantity=2, off_bp=500), Tier(from_quantity=3, off_bp=500)),
        (Tier(from_quantity=2, off_bp=500), Tier(from_minor=900, off_bp=600)),
        (Tier(from_minor=100, off_minor=100),),
        (Tier(from_quantity=2),),
        (Tier(off_bp=500),),
    ],
)
async def test_r_pro_4_a_second_tier_asks_and_gives_more(db: Db, tiers: tuple[Tier, ...]) -> None:
    seller, shop = await opened(db)
    with pytest.raises(Invalid) as no:
        await make_promotion(db, seller, shop, "BUY_MORE_SAVE_MORE", tiers=tiers)
    assert set(no.value.errors) == {"tiers"}


async def test_r_pro_7_a_shipping_discount_is_not_for_a_shop_on_probation(db: Db) -> None:
    seller, shop = await opened(db, probation=True)
    making = make_promotion(db, seller, shop, "SHIPPING_DISCOUNT", minimum_minor=50_000, shipping_off_minor=5_000)
    await refused(making, "promotions.shop_on_probation")


async def test_r_pro_7_in_viet_nam_it_needs_a_positive_balance(db: Db) -> None:
    seller = await make_account(db, handle="quan", market="VN")
    shop = await make_shop(db, seller, market="VN")
    await refused(make_promotion(db, seller, shop, "SHIPPING_DISCOUNT"), "promotions.balance_not_positive")
    other = await make_account(db, handle="warung")
    await make_promotion(db, other, await make_shop(db, other, name="Warung"), "SHIPPING_DISCOUNT")


async def test_a_draft_changes_freely_a_running_one_only_its_title_and_end(db: Db) -> None:
    seller, shop = await opened(db)
    made = await make_product(db, shop)
    running = await make_promotion(db, seller, shop, "FIXED_PRICE", NewItem(made.product_id, price_minor=99_000))
    key = {"shop_id": shop.shop_id, "promotion_id": running.promotion.promotion_id}

    async def edit(now: datetime = NOW, **changes: object) -> object:
        wanted = PromotionChanges(**changes)  # type: ignore[arg-type]  # as the test names them
        return await actions.edit_promotion(db, seller, **key, changes=wanted, now=now)

    await edit(title="Longer", ends_at=NOW + 48 * HOUR)
    assert await paid(db, shop, made.product_id, made.skus[0].sku_id, NOW + 47 * HOUR) == 99_000
    await refused(edit(items=(NewItem(made.product_id, price_minor=89_000),)), "promotions.wrong_state")
    await refused(edit(ends_at=NOW + HOUR, now=NOW + 2 * HOUR), "promotions.already_over")
    draft = await make_promotion(db, seller, shop, at_once=False)
    key["promotion_id"] = draft.promotion.promotion_id
    await edit(items=(NewItem(off_bp=2500),), title="A quarter off")
    await actions.launch(db, seller, **key, now=NOW)
    assert await paid(db, shop, made.product_id, made.skus[0].sku_id) == 96_750


async def test_a_copy_is_a_draft_that_lasts_as_long(db: Db) -> None:
    seller, shop = await opened(db)
    made = await make_product(db, shop)
    whole = await make_promotion(db, seller, shop, "FIXED_PRICE", NewItem(made.product_id, price_minor=99_000))
    copy = await actions.duplicate_promotion(
        db, seller, shop_id=shop.shop_id, promotion_id=whole.promotion.promotion_id, now=NOW
    )
    assert (copy.status, copy.promotion.title) == ("DRAFT", "Copy of FIXED_PRICE of the week")
    assert copy.promotion.ends_at - copy.promotion.starts_at == 24 * HOUR
    assert [(each.product_id, each.price_minor) for each in copy.items] == [(made.product_id, 99_000)]


async def test_another_shops_products_are_not_found(db: Db) -> None:
    seller, shop = await opened(db)
    other = await make_account(db, handle="lain")
    foreign = await make_product(db, await make_shop(db, other, name="Lain"))
    with pytest.raises(NotFound):
        await make_promotion(db, seller, shop, "FIXED_PRICE", NewItem(foreign.product_id, price_minor=9))
    sku = NewItem(foreign.product_id, foreign.skus[0].sku_id, price_minor=9)
    with pytest.raises(NotFound):
        await make_promotion(db, seller, shop, "FIXED_PRICE", sku, level="VARIATION")


async def test_who_may(db: Db) -> None:
    seller, shop = await opened(db)
    stranger, ads = await make_account(db, handle="orang"), await make_account(db, handle="iklan")
    await make_staff(db, seller, shop, ads, "ADS")
    with pytest.raises(NotFound):
        await make_promotion(db, stranger, shop)
    with pytest.raises(NotAllowed):
        await make_promotion(db, ads, shop)
    assert (await promotions_of_shop(db, ads, shop_id=shop.shop_id, now=NOW)).items == []


async def test_the_platform_takes_its_share(db: Db) -> None:
    seller, shop = await opened(db)
    made = await make_product(db, shop)
    whole = await make_promotion(db, seller, shop)
    key = {"shop_id": shop.shop_id, "promotion_id": whole.promotion.promotion_id, "platform_bp": 2500}
    with pytest.raises(NotAllowed):
        await actions.fund_promotion(db, seller, **key, now=NOW)
    await set_operator(db, seller.account_id, is_operator=True)
    await actions.fund_promotion(db, Actor(seller.account_id, "toko", "ID", is_operator=True), **key, now=NOW)
    offers = await offers_for(db, [shop.shop_id], [made.product_id], [], buyer_account_id=None, now=NOW)
    line = PricedLine(shop.shop_id, made.product_id, made.skus[0].sku_id, 1, 129_000, "IDR")
    [found] = apply([line], offers, NOW)
    assert (found.seller_minor, found.platform_minor) == (9_675, 3_225)


async def test_what_lists_show_is_what_the_till_takes(db: Db) -> None:
    from etalase.base.actor import SYSTEM
    from etalase.catalog.actions import create_product

    seller, shop = await opened(db)
    sizes = [sku_draft(options={"Size": size}, price_minor=price) for size, price in (("S", 90_000), ("M", 100_000))]
    made = await create_product(db, SYSTEM, shop_id=shop.shop_id, draft=product_draft(*sizes), now=NOW)
    plain = await make_product(db, shop)
    small, middle = (each.sku_id for each in made.skus)
    assert await prices_shown(db, [made.product_id, plain.product_id], NOW) == {}
    item = NewItem(made.product_id, middle, price_minor=70_000, quantity_limit=3)
    flash = await make_promotion(db, seller, shop, "FLASHSALE", item, level="VARIATION")
    await make_promotion(db, seller, shop, "DIRECT_DISCOUNT", NewItem(made.product_id, off_bp=1000))
    shown = await prices_shown(db, [made.product_id, plain.product_id], NOW)
    assert set(shown) == {made.product_id}
    best = shown[made.product_id]
    assert (best.price_minor, best.struck_minor, best.kind, best.left) == (70_000, 100_000, "FLASHSALE", 3)
    assert (best.ends_at, best.off_percent) == (flash.promotion.ends_at, 30)
    by_sku = await sku_prices(db, [made.product_id], NOW)
    assert {sku: each.price_minor for sku, each in by_sku.items()} == {small: 81_000, middle: 70_000}
    for sku, price in ((small, 90_000), (middle, 100_000)):
        offers = await offers_for(db, [shop.shop_id], [made.product_id], [sku], buyer_account_id=None, now=NOW)
        line = PricedLine(shop.shop_id, made.product_id, sku, 1, price, "IDR")
        assert apply([line], offers, NOW)[0].goods_minor == by_sku[sku].price_minor


async def test_the_sums_agree(db: Db) -> None:
    seller, shop = await opened(db)
    await make_promotion(db, seller, shop)
    for name, statement in SWEEPS:
        assert await statement.all(db) == [], name

"""Vouchers: who gives them, who may claim them, and what is offered to whom."""

from datetime import timedelta

import pytest

from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import Invalid, NotFound, Refused
from etalase.promotions import actions
from etalase.promotions.actions import VoucherChanges
from etalase.promotions.actions.watching import note_customer
from etalase.promotions.queries import my_vouchers, offers_for, vouchers_shown
from etalase.promotions.rules import UNLIMITED
from etalase.shops.queries import Shop
from tests.makers.accounts import make_account
from tests.makers.catalog import make_product
from tests.makers.promotions import HOUR, NOW, make_voucher
from tests.makers.shops import make_shop


async def opened(db: Db) -> tuple[Actor, Shop, Actor]:
    seller = await make_account(db, handle="toko")
    return seller, await make_shop(db, seller), await make_account(db, handle="pembeli")


async def held(db: Db, shop: Shop, buyer: Actor | None, *codes: str, now: object = NOW) -> list[int]:
    offers = await offers_for(
        db,
        [shop.shop_id],
        [1],
        [1],
        buyer_account_id=buyer.account_id if buyer else None,
        voucher_codes=codes,
        now=now,  # type: ignore[arg-type]  # a time
    )
    return [each.voucher_id for each in offers.vouchers]


async def test_r_pro_5_a_claimed_voucher_is_offered_to_who_claimed_it(db: Db) -> None:
    seller, shop, buyer = await opened(db)
    made = await make_voucher(db, seller, shop)
    assert await held(db, shop, buyer) == []
    [shown] = await vouchers_shown(db, buyer, shop_id=shop.shop_id, currency="IDR", now=NOW)
    assert (shown.voucher_id, shown.claimed, shown.usable(NOW)) == (made.voucher_id, False, True)
    for _ in range(2):
        claimed = await actions.claim_voucher(db, buyer, voucher_id=made.voucher_id, now=NOW)
        assert claimed.claimed
    assert await held(db, shop, buyer) == [made.voucher_id]
    assert await held(db, shop, seller) == [] and await held(db, shop, None) == []
    assert await held(db, shop, buyer, now=made.ends_at) == []
    assert [each.voucher_id for each in (await my_vouchers(db, buyer)).items] == [made.voucher_id]


async def test_r_pro_6_a_code_is_typed(db: Db) -> None:
    seller, shop, buyer = await opened(db)
    made = await make_voucher(db, seller, shop, display="PROMO_CODE", code="hemat10")
    assert made.code == "HEMAT10"
    assert await held(db, shop, buyer, " hemat10 ") == [made.voucher_id] == await held(db, shop, None, "HEMAT10")
    assert await held(db, shop, buyer, "HEMAT11") == []
    with pytest.raises(Refused) as no:
        await make_voucher(db, seller, shop, display="PROMO_CODE", code="HEMAT10")
    assert no.value.code == "promotions.code_taken"
    await actions.claim_code(db, buyer, shop_id=shop.shop_id, code="Hemat10", now=NOW)
    assert await held(db, shop, buyer) == [made.voucher_id]
    with pytest.raises(NotFound):
        await actions.claim_code(db, buyer, shop_id=shop.shop_id, code="NONE", now=NOW)


async def test_r_pro_6_each_display_is_claimed_where_it_is_met(db: Db) -> None:
    seller, shop, buyer = await opened(db)
    await make_account(db, handle="rina")
    exclusive = await make_voucher(db, seller, shop, display="CREATOR_EXCLUSIVE", creator="@Rina")
    in_live = await make_voucher(db, seller, shop, display="LIVE", live_task="FOLLOW")
    in_chat = await make_voucher(db, seller, shop, display="CHAT")
    assert (exclusive.creator_handle, in_live.live_task) == ("rina", "FOLLOW")
    assert await vouchers_shown(db, buyer, shop_id=shop.shop_id, currency="IDR", now=NOW) == []
    for voucher, via in ((exclusive, None), (exclusive, "toko"), (in_live, None), (in_live, "rina")):
        with pytest.raises(Refused) as no:
            await actions.claim_voucher(db, buyer, voucher_id=voucher.voucher_id, now=NOW, via=via)
        assert no.value.code == "promotions.not_for_you"
    await actions.claim_voucher(db, buyer, voucher_id=exclusive.voucher_id, now=NOW, via="RINA")
    await actions.claim_voucher(db, buyer, voucher_id=in_live.voucher_id, now=NOW, in_live=True)
    await actions.claim_voucher(db, buyer, voucher_id=in_chat.voucher_id, now=NOW)
    every = {exclusive.voucher_id, in_live.voucher_id, in_chat.voucher_id}
    assert set(await held(db, shop, buyer)) == every


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"amount_minor": 10_000, "minimum_minor": 10_000}, "minimum"),
        ({"amount": None}, "amount"),
        ({"amount_minor": 5, "off_bp": 500}, "amount"),
        ({"off_bp": 10_000}, "off"),
        ({"off_bp": 1000, "minimum_minor": 100_000, "cap_minor": 9_999}, "cap"),
        ({"display": "PROMO_CODE"}, "code"),
        ({"display": "PROMO_CODE", "code": "no spaces"}, "code"),
        ({"display": "REGULAR", "code": "HEMAT"}, "code"),
        ({"display": "CREATOR_EXCLUSIVE"}, "creator"),
        ({"display": "CREATOR_EXCLUSIVE", "creator": "nobody"}, "creator"),
        ({"display": "LIVE"}, "live_task"),
        ({"title": "x" * 51}, "title"),
        ({"buyer_limit": 0}, "buyer_limit"),
        ({"product_ids": ()}, "products"),
    ],
)
async def test_r_pro_5_what_a_voucher_must_look_like(db: Db, terms: dict[str, object], field: str) -> None:
    seller, shop, _ = await opened(db)
    with pytest.raises(Invalid) as no:
        await make_voucher(db, seller, shop, terms.pop("amount", 10_000), **terms)  # type: ignore[arg-type]
    assert set(no.value.errors) == {field}


async def test_r_pro_5_a_cap_is_at_least_the_percentage_of_the_minimum(db: Db) -> None:
    seller, shop, _ = await opened(db)
    made = await make_voucher(db, seller, shop, None, off_bp=1000, minimum_minor=100_000, cap_minor=10_000)
    assert made.cap_minor == 10_000


async def test_r_pro_5_a_new_customers_voucher_is_for_who_has_not_bought_within_the_period(db: Db) -> None:
    seller, shop, buyer = await opened(db)
    made = await make_voucher(
        db, seller, shop, new_customers=True, ends_at=NOW + timedelta(days=365), buyer_limit=UNLIMITED
    )
    await actions.claim_voucher(db, buyer, voucher_id=made.voucher_id, now=NOW)
    assert await held(db, shop, buyer) == [made.voucher_id]
    long_ago = NOW - timedelta(days=365)
    await note_customer(db, shop_id=shop.shop_id, account_id=buyer.account_id, at=long_ago)
    assert await held(db, shop, buyer) == [made.voucher_id]
    await note_customer(db, shop_id=shop.shop_id, account_id=buyer.account_id, at=long_ago + HOUR)
    assert await held(db, shop, buyer) == []


async def test_a_voucher_of_some_products(db: Db) -> None:
    seller, shop, buyer = await opened(db)
    product, other = await make_product(db, shop), await make_product(db, shop)
    made = await make_voucher(db, seller, shop, product_ids=(product.product_id,))
    await actions.claim_voucher(db, buyer, voucher_id=made.voucher_id, now=NOW)

    async def seen(product_id: int) -> int:
        asked = {"shop_id": shop.shop_id, "currency": "IDR", "now": NOW, "product_id": product_id}
        return len(await vouchers_shown(db, None, **asked))  # type: ignore[arg-type]

    assert (await seen(product.product_id), await seen(other.product_id)) == (1, 0)
    products = [product.product_id, other.product_id]
    offers = await offers_for(db, [shop.shop_id], products, [], buyer_account_id=buyer.account_id, now=NOW)
    assert offers.vouchers[0].product_ids == frozenset({product.product_id})


async def test_the_platforms_vouchers_are_the_operators(db: Db) -> None:
    seller, shop, buyer = await opened(db)
    with pytest.raises(NotFound):
        await make_voucher(db, seller, None, market="ID")
    operator = Actor(seller.account_id, seller.handle, "ID", is_operator=True)
    with pytest.raises(Invalid):
        await make_voucher(db, operator, None)
    made = await make_voucher(db, operator, None, market="ID")
    assert (made.shop_id, made.platform_bp, made.currency) == (0, 10_000, "IDR")
    assert [
        each.shop_name for each in await vouchers_shown(db, buyer, shop_id=shop.shop_id, currency="IDR", now=NOW)
    ] == [None]
    assert await vouchers_shown(db, buyer, shop_id=shop.shop_id, currency="SGD", now=NOW) == []
    await actions.claim_voucher(db, buyer, voucher_id=made.voucher_id, now=NOW)
    assert await held(db, shop, buyer) == [made.voucher_id]


async def test_a_voucher_is_changed_and_stopped(db: Db) -> None:
    seller, shop, buyer = await opened(db)
    made = await make_voucher(db, seller, shop, quantity_limit=5)
    key = {"shop_id": shop.shop_id, "voucher_id": made.voucher_id}
    changes = VoucherChanges("Longer", made.ends_at + HOUR, 7)
    changed = await actions.edit_voucher(db, seller, **key, changes=changes, now=NOW)
    assert (changed.title, changed.ends_at, changed.quantity_limit) == ("Longer", made.ends_at + HOUR, 7)
    stopped = await actions.deactivate_voucher(db, seller, **key, now=NOW)
    assert stopped.status == "DEACTIVATED"
    for act in (
        actions.deactivate_voucher(db, seller, **key, now=NOW),
        actions.edit_voucher(db, seller, **key, changes=changes, now=NOW),
    ):
        with pytest.raises(Refused) as no:
            await act
        assert no.value.code == "promotions.wrong_state"
    with pytest.raises(Refused) as over:
        await actions.claim_voucher(db, buyer, voucher_id=made.voucher_id, now=NOW)
    assert over.value.code == "promotions.voucher_over"

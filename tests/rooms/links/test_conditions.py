"""What an account and a shop must be (R-LINK-30…37), asked through the invitation and the acceptance."""

from datetime import date, datetime

import pytest

from etalase.accounts.actions import Review
from etalase.accounts.queries import account
from etalase.affiliate.actions import accept_link
from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import Refused
from etalase.base.markets import set_policy
from etalase.links import actions
from etalase.shops.queries import Shop
from etalase.shops.queries import shop as shop_by_id
from tests.makers.accounts import make_account, review
from tests.makers.links import DAY, make_link, ready_account, ready_shop


async def refused_invitation(db: Db, seller: Actor, shop: Shop, handle: str, kind: str, now: datetime) -> str:
    with pytest.raises(Refused) as no:
        await actions.invite(db, seller, shop_id=shop.shop_id, kind=kind, handle=handle, now=now)
    return no.value.code


async def test_r_link_30_account_and_shop_are_in_one_market(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    await ready_account(db, "aminah", market="MY")
    assert await refused_invitation(db, seller, shop, "aminah", "MARKETING", now) == "links.market_differs"


async def test_r_link_31_the_holder_is_adult_and_in_good_standing(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    young = await make_account(db, handle="young", birth_date=date(2010, 1, 1), verified=True)
    assert await refused_invitation(db, seller, shop, young.handle, "MARKETING", now) == "links.holder_not_adult"
    sari = await ready_account(db, "sari")
    link = await actions.invite(db, seller, shop_id=shop.shop_id, kind="MARKETING", handle="sari", now=now)
    await review(db, sari, Review(standing="RESTRICTED"))
    with pytest.raises(Refused) as no:
        await accept_link(db, sari, link_id=link.link_id, now=now)
    assert no.value.code == "links.account_not_in_good_standing"


async def test_r_link_32_an_official_account_has_the_shop_s_name(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    await ready_account(db, "sari", name="Sari")
    assert await refused_invitation(db, seller, shop, "sari", "OFFICIAL", now) == "links.name_differs"
    assert (
        await actions.invite(db, seller, shop_id=shop.shop_id, kind="MARKETING", handle="sari", now=now)
    ).status == "PENDING"


async def test_r_link_32_renaming_the_shop_renames_its_official_account_and_no_other(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    official, marketing = await ready_account(db, "official", name="Langkah"), await ready_account(db, "marketing")
    await make_link(db, seller, shop, official, "OFFICIAL")
    await make_link(db, seller, shop, marketing)
    renamed = await actions.rename_shop(db, seller, shop_id=shop.shop_id, name="Langkah Baru", now=now)
    assert renamed.name == (await account(db, official.account_id)).name == "Langkah Baru"
    assert (await account(db, marketing.account_id)).name == "marketing"


async def test_r_link_32_an_official_account_is_not_renamed_alone(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    sari = await ready_account(db, "sari", name="Langkah")
    link = await make_link(db, seller, shop, sari, "OFFICIAL")
    with pytest.raises(Refused) as no:
        await actions.rename_account(db, sari, name="Sari", now=now)
    assert no.value.code == "links.name_follows_shop"
    await actions.end(db, sari, link_id=link.link_id, now=now + DAY)
    await actions.rename_account(db, sari, name="Sari", now=now + DAY)
    assert (await account(db, sari.account_id)).name == "Sari"


async def test_r_link_32_a_name_that_changed_meanwhile_refuses_the_acceptance(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    sari = await ready_account(db, "sari", name="Langkah")
    link = await actions.invite(db, seller, shop_id=shop.shop_id, kind="OFFICIAL", handle="sari", now=now)
    await actions.rename_shop(db, seller, shop_id=shop.shop_id, name="Langkah Baru", now=now)
    with pytest.raises(Refused) as no:
        await accept_link(db, sari, link_id=link.link_id, now=now)
    assert no.value.code == "links.name_differs"
    assert (await shop_by_id(db, shop.shop_id)).name == "Langkah Baru"


async def test_r_link_33_shop_and_account_are_verified(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db, verified=False)
    await ready_account(db, "sari")
    assert await refused_invitation(db, seller, shop, "sari", "MARKETING", now) == "links.shop_not_verified"
    other_seller, other = await ready_shop(db, owner="other")
    await make_account(db, handle="plain")
    assert await refused_invitation(db, other_seller, other, "plain", "MARKETING", now) == "links.account_not_verified"


@pytest.mark.parametrize("kind", ["OFFICIAL", "MARKETING"])
async def test_r_link_34_linking_makes_a_business_account(db: Db, now: datetime, kind: str) -> None:
    seller, shop = await ready_shop(db)
    sari = await ready_account(db, "sari", name="Langkah")
    link = await actions.invite(db, seller, shop_id=shop.shop_id, kind=kind, handle="sari", now=now)
    assert (await account(db, sari.account_id)).kind == "PERSONAL"
    await accept_link(db, sari, link_id=link.link_id, now=now)
    assert (await account(db, sari.account_id)).kind == "BUSINESS"


async def test_r_link_36_a_market_s_follower_minimum_is_a_policy_row(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    sari = await ready_account(db, "sari")
    await set_policy(db, "ID", "followers_marketing", now, 100)
    assert await refused_invitation(db, seller, shop, "sari", "MARKETING", now) == "links.too_few_followers"
    await review(db, sari, Review(followers=100))
    assert (await make_link(db, seller, shop, sari)).status == "LINKED"


async def test_r_link_37_a_private_seller_on_probation_links_one_official_and_no_marketing_account(
    db: Db, now: datetime
) -> None:
    seller, shop = await ready_shop(db, probation=True)
    official = await ready_account(db, "official", name="Langkah")
    assert (await make_link(db, seller, shop, official, "OFFICIAL")).status == "LINKED"
    await ready_account(db, "sari")
    assert await refused_invitation(db, seller, shop, "sari", "MARKETING", now) == "links.shop_on_probation"


async def test_r_link_37_a_company_on_probation_links_one_marketing_account(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db, probation=True, seller_type="BUSINESS")
    await make_link(db, seller, shop, await ready_account(db, "first"))
    await ready_account(db, "second")
    assert await refused_invitation(db, seller, shop, "second", "MARKETING", now) == "links.shop_on_probation"

"""Products are made whole or not at all."""

import asyncio
from datetime import datetime

import pytest

from etalase.base.actor import SYSTEM
from etalase.base.db import Db
from etalase.base.errors import Invalid, NotAllowed, NotFound, Refusal, Refused
from etalase.base.markets import set_policy
from etalase.base.pool import Pool
from etalase.catalog import actions, queries
from etalase.catalog.actions import Made
from etalase.stock.queries import SWEEPS as STOCK_SWEEPS
from tests.makers.accounts import make_account
from tests.makers.catalog import make_product, product_draft, sku_draft
from tests.makers.shops import make_shop, make_staff


async def swept(db: Db) -> list[str]:
    return [name for name, statement in (*queries.SWEEPS, *STOCK_SWEEPS) if await statement.all(db)]


async def test_a_product_is_live_at_once_with_its_skus_stock_and_prices(db: Db, now: datetime) -> None:
    owner = await make_account(db)
    shop = await make_shop(db, owner)
    draft = product_draft(
        sku_draft("S-M", options={"Colour": "red", "Size": "M"}, price_minor=99_000, stock=3),
        sku_draft("S-L", options={"Size": "L", "Colour": "red"}, price_minor=109_000, stock=0),
        title="  Batik   scarf ",
    )
    made = await actions.create_product(db, owner, shop_id=shop.shop_id, draft=draft, now=now)
    detail = await queries.product_detail(db, None, product_id=made.product_id)
    assert (detail.product.title, detail.product.status) == ("Batik scarf", "ACTIVATE")
    assert (detail.product.price_from_minor, detail.product.price_to_minor) == (99_000, 109_000)
    assert detail.product.option_names == ["Colour", "Size"]
    assert [(sku.seller_sku, sku.available) for sku in detail.skus] == [("S-M", 3), ("S-L", 0)]
    assert detail.skus[1].chosen(detail.product.option_names) == {"Colour": "red", "Size": "L"}
    assert detail.in_stock
    assert await swept(db) == []


async def test_a_category_is_found_by_id_english_or_the_markets_language(db: Db, now: datetime) -> None:
    owner = await make_account(db)
    shop = await make_shop(db, owner)
    asked = ["14", "footwear", "Alas  Kaki", "รองเท้า", "999999", "Kitchen -> Air Fryers", ""]
    drafts = [product_draft(category=category) for category in asked]
    made = await actions.create_products(db, owner, shop_id=shop.shop_id, drafts=drafts, now=now)
    found = [(each.category_id, each.category_text) for each in made if isinstance(each, Made)]
    assert found == [
        (14, None),
        (14, None),
        (14, None),
        (1, "รองเท้า"),
        (1, "999999"),
        (1, "Kitchen -> Air Fryers"),
        (1, None),
    ]


async def test_a_batch_answers_each_and_a_bad_one_spoils_no_other(db: Db, now: datetime) -> None:
    owner = await make_account(db)
    shop = await make_shop(db, owner)
    await make_product(db, shop, seller_sku="TAKEN")
    drafts = [
        product_draft(sku_draft("A"), sku_draft("A2", options={"Size": "M"})),
        product_draft(sku_draft("B")),
        product_draft(sku_draft("TAKEN")),
        product_draft(sku_draft("B")),
        product_draft(sku_draft("C", options={"Size": "M"}), sku_draft("TAKEN", options={"Size": "L"})),
        product_draft(sku_draft("D")),
        product_draft(pictures=("0" * 64,)),
    ]
    made = await actions.create_products(db, owner, shop_id=shop.shop_id, drafts=drafts, now=now)
    codes = [each.code if isinstance(each, Refusal) else None for each in made]
    taken = "catalog.seller_sku_taken"
    assert codes == ["invalid", None, taken, taken, taken, None, "invalid"]
    listed = await queries.shop_products(db, owner, shop_id=shop.shop_id)
    assert len(listed.items) == 3
    assert (await queries.seller_skus(db, shop.shop_id, ["A", "B", "C", "D"])).keys() == {"B", "D"}
    assert await swept(db) == []


async def test_the_markets_limits_refuse(db: Db, now: datetime) -> None:
    owner = await make_account(db)
    shop = await make_shop(db, owner)
    sizes = [sku_draft(options={"Size": str(size)}) for size in range(301)]
    drafts = {
        "catalog.title_too_long": product_draft(title="x" * 256),
        "catalog.description_too_long": product_draft(description="x" * 10_001),
        "catalog.too_many_skus": product_draft(*sizes),
        "catalog.stock_out_of_range": product_draft(sku_draft(stock=1_000_000)),
        "catalog.price_out_of_range": product_draft(sku_draft(price_minor=99)),
        "catalog.too_many_pictures": product_draft(pictures=tuple(str(number) * 64 for number in range(10))),
    }
    for code, draft in drafts.items():
        with pytest.raises(Refused) as no:
            await actions.create_product(db, owner, shop_id=shop.shop_id, draft=draft, now=now)
        assert no.value.code == code
    await actions.create_product(db, owner, shop_id=shop.shop_id, draft=product_draft(*sizes[:300]), now=now)


async def test_a_policy_can_enforce_what_is_advice(db: Db, now: datetime) -> None:
    owner = await make_account(db)
    shop = await make_shop(db, owner)
    short = product_draft(title="Short")
    await actions.create_product(db, owner, shop_id=shop.shop_id, draft=short, now=now)
    await set_policy(db, "ID", "title_min_enforced", now, True)
    with pytest.raises(Refused) as no:
        await actions.create_product(db, owner, shop_id=shop.shop_id, draft=product_draft(title="Short"), now=now)
    assert no.value.code == "catalog.title_too_short"


async def test_r_shop_2_a_shop_on_probation_has_a_limit_of_live_products(db: Db, now: datetime) -> None:
    owner = await make_account(db, market="US")
    shop = await make_shop(db, owner, market="US", probation=True)
    drafts = [product_draft(sku_draft(price_minor=1000)) for _ in range(102)]
    made = await actions.create_products(db, owner, shop_id=shop.shop_id, drafts=drafts, now=now)
    assert [isinstance(each, Made) for each in made] == [True] * 100 + [False] * 2
    last = made[-1]
    assert isinstance(last, Refused) and last.code == "catalog.probation_products_full"
    first = made[0]
    assert isinstance(first, Made)
    await actions.deactivate_product(db, owner, shop_id=shop.shop_id, product_id=first.product_id, now=now)
    await actions.create_product(
        db, owner, shop_id=shop.shop_id, draft=product_draft(sku_draft(price_minor=1000)), now=now
    )
    with pytest.raises(Refused):
        await actions.activate_product(db, owner, shop_id=shop.shop_id, product_id=first.product_id, now=now)


async def test_who_may_create_products(db: Db, now: datetime) -> None:
    owner = await make_account(db)
    shop = await make_shop(db, owner)
    stranger = await make_account(db, handle="stranger")
    with pytest.raises(NotFound):
        await actions.create_product(db, stranger, shop_id=shop.shop_id, draft=product_draft(), now=now)
    for role, may in (("MANAGER", True), ("WAREHOUSE", False), ("ADS", False)):
        member = await make_account(db, handle=role.lower())
        await make_staff(db, owner, shop, member, role)
        if may:
            await actions.create_product(db, member, shop_id=shop.shop_id, draft=product_draft(), now=now)
        else:
            with pytest.raises(NotAllowed):
                await actions.create_product(db, member, shop_id=shop.shop_id, draft=product_draft(), now=now)


async def test_options_must_agree(db: Db, now: datetime) -> None:
    owner = await make_account(db)
    shop = await make_shop(db, owner)
    for second in ({"Size": "M"}, {"Size": "L", "Colour": "red"}, {}):
        draft = product_draft(sku_draft(options={"Size": "M"}), sku_draft(options=second))
        with pytest.raises(Invalid):
            await actions.create_product(db, owner, shop_id=shop.shop_id, draft=draft, now=now)


async def test_two_creations_with_one_seller_sku_make_one_product(pool: Pool, now: datetime) -> None:
    async with pool.transaction() as db:
        shop = await make_shop(db, await make_account(db))

    async def create() -> str | None:
        try:
            async with pool.transaction() as db:
                draft = product_draft(sku_draft("ONE"), title="Race")
                await actions.create_product(db, SYSTEM, shop_id=shop.shop_id, draft=draft, now=now)
        except Refused as no:
            return no.code
        return None

    answers = await asyncio.gather(*(create() for _ in range(20)))
    assert sorted(answers, key=str) == [None] + ["catalog.seller_sku_taken"] * 19
    async with pool.connection() as db:
        assert len((await queries.shop_products(db, SYSTEM, shop_id=shop.shop_id)).items) == 1
        assert await swept(db) == []

"""The states of a product (§2.3): drafts, the review queue, refusals, appeals, and no way round a decision."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import pytest

from etalase.base.actor import SYSTEM, Actor
from etalase.base.db import Db
from etalase.base.errors import Invalid, NotAllowed, Refused
from etalase.base.markets import set_policy
from etalase.catalog import actions, queries
from etalase.catalog.actions import Made, ProductChange
from etalase.catalog.queries import Product, WaitingProduct
from etalase.catalog.rules import BY_PLATFORM, STATUSES, may_move
from tests.makers.accounts import make_account
from tests.makers.catalog import make_product, product_draft
from tests.makers.shops import make_shop
from tests.rooms.catalog.test_create import swept


class Bench:
    """A shop of a market that reviews, with its owner."""

    def __init__(self, db: Db, owner: Actor, shop_id: int, now: datetime) -> None:
        self.db, self.owner, self.shop_id, self.now = db, owner, shop_id, now

    async def make(self, keep: bool = False) -> Made:
        return await actions.create_product(
            self.db, self.owner, shop_id=self.shop_id, draft=product_draft(), now=self.now, keep=keep
        )

    async def do(self, verb: Callable[..., Awaitable[Product]], made: Made, **more: str) -> str:
        moved = await verb(self.db, self.owner, shop_id=self.shop_id, product_id=made.product_id, now=self.now, **more)
        return moved.status

    async def answer(self, verb: Callable[..., Awaitable[Product]], made: Made, **more: str) -> str:
        return (await verb(self.db, SYSTEM, product_id=made.product_id, now=self.now, **more)).status

    async def waiting(self) -> list[WaitingProduct]:
        return list((await queries.waiting_products(self.db, SYSTEM)).items)

    async def status(self, made: Made) -> tuple[str, str | None]:
        page = (
            await queries.own_product(self.db, self.owner, shop_id=self.shop_id, product_id=made.product_id)
        ).product
        return page.status, page.status_reason


async def bench(db: Db, now: datetime, *, reviews: bool = True) -> Bench:
    if reviews:
        await set_policy(db, "ID", "listing_review", now - timedelta(days=1), True)
    owner = await make_account(db)
    return Bench(db, owner, (await make_shop(db, owner)).shop_id, now)


async def test_without_the_policy_a_product_is_live_at_once(db: Db, now: datetime) -> None:
    desk = await bench(db, now, reviews=False)
    made = await desk.make()
    assert await desk.status(made) == ("ACTIVATE", None)
    draft = await desk.make(keep=True)
    assert (await desk.status(draft))[0] == "DRAFT"
    assert await desk.do(actions.submit_product, draft) == "ACTIVATE"
    assert await desk.waiting() == []


async def test_a_new_product_waits_and_is_approved(db: Db, now: datetime) -> None:
    desk = await bench(db, now)
    made = await desk.make()
    assert (await desk.status(made))[0] == "PENDING"
    assert [(each.kind, each.product_id) for each in await desk.waiting()] == [("LISTING", made.product_id)]
    assert await swept(db) == []
    assert await desk.answer(actions.approve_product, made) == "ACTIVATE"
    assert await desk.waiting() == [] and await swept(db) == []


async def test_a_refused_one_says_why_is_mended_and_submitted_again(db: Db, now: datetime) -> None:
    desk = await bench(db, now)
    made = await desk.make()
    assert await desk.answer(actions.reject_product, made, reason="The picture shows another brand.") == "FAILED"
    assert await desk.status(made) == ("FAILED", "The picture shows another brand.")
    assert await desk.do(actions.submit_product, made) == "PENDING"
    assert await desk.status(made) == ("PENDING", None)
    answered = await queries.product_reviews(db, desk.owner, shop_id=desk.shop_id, product_id=made.product_id)
    assert [each.status for each in answered] == ["PENDING", "REJECTED"]
    assert await swept(db) == []


async def test_a_reason_is_said(db: Db, now: datetime) -> None:
    desk = await bench(db, now)
    made = await desk.make()
    for reason in ("", "  ", "x" * 501):
        with pytest.raises(Invalid):
            await desk.answer(actions.reject_product, made, reason=reason)
        with pytest.raises(Invalid):
            await desk.answer(actions.take_down_product, made, becomes="FREEZE", reason=reason)


async def test_nobody_but_an_operator_answers_or_reads_the_queue(db: Db, now: datetime) -> None:
    desk = await bench(db, now)
    made = await desk.make()
    for call in (
        actions.approve_product(db, desk.owner, product_id=made.product_id, now=now),
        actions.reject_product(db, desk.owner, product_id=made.product_id, reason="No.", now=now),
        actions.take_down_product(db, desk.owner, product_id=made.product_id, becomes="FREEZE", reason="No.", now=now),
        queries.waiting_products(db, desk.owner),
        queries.waiting_products_count(db, desk.owner),
    ):
        with pytest.raises(NotAllowed):
            await call


async def test_a_draft_does_not_go_live_past_the_review(db: Db, now: datetime) -> None:
    desk = await bench(db, now)
    made = await desk.make(keep=True)
    with pytest.raises(Refused) as no:
        await desk.do(actions.activate_product, made)
    assert no.value.code == "catalog.cannot_move"
    for status in ("ACTIVATE", "PENDING"):
        with pytest.raises(Refused):
            await actions.update_product(
                db,
                desk.owner,
                shop_id=desk.shop_id,
                product_id=made.product_id,
                change=ProductChange(status=status),
                now=now,
            )
    assert await desk.do(actions.submit_product, made) == "PENDING"


@pytest.mark.parametrize("becomes", ["FREEZE", "PLATFORM_DEACTIVATED"])
async def test_an_appeal_waits_and_is_answered(db: Db, now: datetime, becomes: str) -> None:
    desk = await bench(db, now, reviews=False)
    made = await desk.make()
    assert await desk.answer(actions.take_down_product, made, becomes=becomes, reason="Copied brand.") == becomes
    assert await desk.status(made) == (becomes, "Copied brand.")
    with pytest.raises(Refused):
        await desk.do(actions.activate_product, made)
    with pytest.raises(Invalid):
        await desk.do(actions.appeal_product, made, note=" ")
    assert await desk.do(actions.appeal_product, made, note="It is our own brand.") == "PENDING"
    assert [(each.kind, each.note) for each in await desk.waiting()] == [("APPEAL", "It is our own brand.")]
    assert await swept(db) == []
    assert await desk.answer(actions.approve_product, made) == "ACTIVATE"
    with pytest.raises(Refused) as no:
        await desk.answer(actions.approve_product, made)
    assert no.value.code == "catalog.no_review_pending"


async def test_a_change_sells_on_while_it_waits_and_is_taken_down_when_refused(db: Db, now: datetime) -> None:
    desk = await bench(db, now)
    made = await desk.make()
    await desk.answer(actions.approve_product, made)

    async def rename(title: str) -> None:
        change = ProductChange(title=title)
        await actions.update_product(
            db, desk.owner, shop_id=desk.shop_id, product_id=made.product_id, change=change, now=now
        )

    await rename("Another scarf altogether, printed by machine")
    await rename("Another scarf altogether, printed by hand")
    assert [each.kind for each in await desk.waiting()] == ["CHANGE"]
    assert (await desk.status(made))[0] == "ACTIVATE" and await swept(db) == []
    assert await desk.answer(actions.approve_product, made) == "ACTIVATE" and await desk.waiting() == []
    await desk.do(actions.deactivate_product, made)
    await rename("Once more another scarf, printed somewhere")
    assert await desk.answer(actions.reject_product, made, reason="Not what was approved.") == "PLATFORM_DEACTIVATED"
    assert await swept(db) == []


async def test_a_price_or_stock_needs_no_review(db: Db, now: datetime) -> None:
    desk = await bench(db, now)
    made = await desk.make()
    await desk.answer(actions.approve_product, made)
    sku_id = made.skus[0].sku_id
    await actions.set_sku_price(db, desk.owner, shop_id=desk.shop_id, sku_id=sku_id, price_minor=99_000, now=now)
    await actions.set_stock(db, desk.owner, shop_id=desk.shop_id, sku_id=sku_id, stock=3, now=now)
    assert await desk.waiting() == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("DRAFT", "DRAFT"),
        ("ACTIVATE", "SELLER_DEACTIVATED"),
        ("SELLER_DEACTIVATED", "SELLER_DEACTIVATED"),
        ("FREEZE", "FREEZE"),
        ("PLATFORM_DEACTIVATED", "PLATFORM_DEACTIVATED"),
        ("PENDING", "FAILED"),
        ("FAILED", "FAILED"),
    ],
)
async def test_deleting_and_restoring_is_no_way_round_a_decision(
    db: Db, now: datetime, before: str, after: str
) -> None:
    desk = await bench(db, now)
    made = await desk.make(keep=before == "DRAFT")
    if before == "FAILED":
        await desk.answer(actions.reject_product, made, reason="Blurred.")
    elif before not in {"DRAFT", "PENDING"}:
        await desk.answer(actions.approve_product, made)
    if before in {"FREEZE", "PLATFORM_DEACTIVATED"}:
        await desk.answer(actions.take_down_product, made, becomes=before, reason="Copied brand.")
    if before == "SELLER_DEACTIVATED":
        await desk.do(actions.deactivate_product, made)
    await desk.do(actions.delete_product, made)
    assert await desk.waiting() == [] and await swept(db) == []
    assert await desk.do(actions.restore_product, made) == after
    if before in {"FREEZE", "PLATFORM_DEACTIVATED"}:
        assert await desk.status(made) == (after, "Copied brand.")
    assert await swept(db) == []


async def test_every_move_of_the_platform_is_the_tables(db: Db, now: datetime) -> None:
    desk = await bench(db, now, reviews=False)
    for start in ("ACTIVATE", "SELLER_DEACTIVATED", "FREEZE", "PLATFORM_DEACTIVATED", "DRAFT"):
        for end in STATUSES:
            made = await desk.make(keep=start == "DRAFT")
            if start == "SELLER_DEACTIVATED":
                await desk.do(actions.deactivate_product, made)
            elif start in {"FREEZE", "PLATFORM_DEACTIVATED"}:
                await desk.answer(actions.take_down_product, made, becomes=start, reason="No.")
            try:
                moved = await desk.answer(actions.set_platform_status, made, becomes=end) == end
            except Refused:
                moved = False
            assert moved == (start == end or may_move(start, end, platform=True)), (start, end)
    assert set(BY_PLATFORM) == {"ACTIVATE", "FAILED", "FREEZE", "PLATFORM_DEACTIVATED"}


async def test_required_attributes_refuse_where_the_market_enforces_them(db: Db, now: datetime) -> None:
    await set_policy(db, "ID", "attributes_enforced", now - timedelta(days=1), True)
    desk = await bench(db, now, reviews=False)
    with pytest.raises(Refused) as no:
        await desk.make()
    assert (no.value.code, no.value.facts) == ("catalog.attributes_missing", {"names": "material"})
    made = await desk.make(keep=True)
    with pytest.raises(Refused):
        await desk.do(actions.submit_product, made)
    change = ProductChange(attributes={"material": "COTTON"})
    await actions.update_product(
        db, desk.owner, shop_id=desk.shop_id, product_id=made.product_id, change=change, now=now
    )
    assert await desk.do(actions.submit_product, made) == "ACTIVATE"


async def test_attributes_and_option_pictures_are_kept_changed_and_checked(db: Db, now: datetime) -> None:
    desk = await bench(db, now, reviews=False)
    made = await make_product(db, await make_shop(db, await make_account(db, handle="budi")))
    change = ProductChange(attributes={"material": "SILK", "brand": "Kain"}, purchase_limit=2, purchase_limit_days=7)
    detail = await actions.update_product(
        db, SYSTEM, shop_id=made.shop_id, product_id=made.product_id, change=change, now=now
    )
    assert detail.product.said() == {"material": "SILK", "brand": "Kain"}
    assert (detail.product.purchase_limit, detail.product.purchase_limit_days) == (2, 7)
    # Electronics do not know "material".
    change = ProductChange(category="40", purchase_limit=0)
    detail = await actions.update_product(
        db, SYSTEM, shop_id=made.shop_id, product_id=made.product_id, change=change, now=now
    )
    assert detail.product.said() == {"brand": "Kain"} and detail.product.purchase_limit is None
    for wrong in (
        ProductChange(attributes={"material": "SILK"}),
        ProductChange(purchase_limit=-1),
        ProductChange(purchase_limit_days=3),
        ProductChange(option_pictures={("Colour", "Red"): "0" * 64}),
    ):
        with pytest.raises(Invalid):
            await actions.update_product(
                db, SYSTEM, shop_id=made.shop_id, product_id=made.product_id, change=wrong, now=now
            )
    assert desk.shop_id != made.shop_id

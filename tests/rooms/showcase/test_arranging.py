"""Order, pins, collections, sorting, searching and paging of chosen and official Showcases (R-SHOW-5, 12, 17)."""

import base64
from datetime import datetime

import pytest

from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import Invalid, NotFound, Refused
from etalase.base.markets import set_policy
from etalase.base.pages import encode_cursor
from etalase.catalog.actions import add_sold
from etalase.shops.queries import Shop
from etalase.showcase import actions, queries
from etalase.showcase.rules import Sort
from tests.makers.accounts import make_account
from tests.makers.catalog import make_product
from tests.makers.links import make_link, ready_account
from tests.makers.orders import broken
from tests.makers.showing import cards, held, shown, stocked_shop

KINDS = ("MARKETING", "OFFICIAL")
SORTS: tuple[Sort, ...] = ("recommended", "new", "price_asc", "price_desc", "sales")


async def filled(db: Db, kind: str, now: datetime, count: int = 5) -> tuple[Actor, Shop, list[int]]:
    """A Showcase of either kind that shows these products, in this order: as chosen, or newest first."""
    seller, shop, products = await stocked_shop(db, count)
    holder = await ready_account(db, "agent", name=shop.name)
    await make_link(db, seller, shop, holder, kind)
    if kind == "MARKETING":
        for start in range(0, count, 20):
            await actions.add_items(db, holder, product_ids=products[::-1][start : start + 20], now=now)
    return holder, shop, products[::-1]


async def walked(db: Db, now: datetime, limit: int, sort: Sort = "recommended") -> list[int]:
    """Every product by pages of so many."""
    found: list[int] = []
    cursor: str | None = ""
    while cursor is not None:
        page = await queries.showcase_page(db, None, handle="agent", now=now, sort=sort, limit=limit, cursor=cursor)
        assert len(page.items) <= limit
        found, cursor = found + [card.product_id for card in page.items], page.next_cursor
    return found


@pytest.mark.parametrize("kind", KINDS)
async def test_r_show_12_named_ones_come_first_behind_the_pins_and_others_keep_their_order(
    db: Db, now: datetime, kind: str
) -> None:
    holder, _, [a, b, c, d, e] = await filled(db, kind, now)
    assert await shown(db, "agent") == [a, b, c, d, e]
    assert await actions.set_order(db, holder, product_ids=[d, b, d], now=now) == [d, b]
    assert await shown(db, "agent") == [d, b, a, c, e]
    await actions.set_pins(db, holder, product_ids=[e, a], now=now)
    assert await shown(db, "agent") == [e, a, d, b, c]
    assert [card.pinned for card in await cards(db, "agent")] == [True, True, False, False, False]
    await actions.set_order(db, holder, product_ids=[c], now=now)
    assert await shown(db, "agent") == [e, a, c, d, b]
    await actions.set_pins(db, holder, product_ids=[b], now=now)
    assert (await shown(db, "agent"))[0] == b
    await actions.set_pins(db, holder, product_ids=[], now=now)
    assert not any(card.pinned for card in await cards(db, "agent"))
    assert await broken(db) == []


@pytest.mark.parametrize("kind", KINDS)
async def test_r_show_12_single_steps(db: Db, now: datetime, kind: str) -> None:
    holder, _, [a, b, c, d, e] = await filled(db, kind, now)
    await actions.move_among(db, holder, product_ids=[c, b], now=now)
    assert await shown(db, "agent") == [a, c, b, d, e]
    await actions.pin(db, holder, product_id=d, now=now)
    await actions.pin(db, holder, product_id=b, now=now)
    await actions.move_among(db, holder, product_ids=[b, d, 999_999_999], now=now)
    assert (await shown(db, "agent"))[:2] == [b, d]
    await actions.unpin(db, holder, product_id=b, now=now)
    assert (await shown(db, "agent"))[0] == d
    assert [card.pinned for card in await cards(db, "agent")] == [True, False, False, False, False]


@pytest.mark.parametrize("kind", KINDS)
async def test_r_show_12_what_is_not_in_it_is_neither_ordered_nor_pinned(db: Db, now: datetime, kind: str) -> None:
    holder, _, products = await filled(db, kind, now, 3)
    _, _, [foreign] = await stocked_shop(db, 1, owner="other")
    for act in (actions.set_order, actions.set_pins):
        with pytest.raises(Refused) as no:
            await act(db, holder, product_ids=[products[0], foreign, 999_999_999], now=now)
        assert (no.value.code, no.value.facts) == (
            "showcase.not_in_showcase",
            {"product_ids": [str(foreign), "999999999"]},
        )
    await set_policy(db, "ID", "showcase_pins_max", now, 2)
    with pytest.raises(Refused) as no:
        await actions.set_pins(db, holder, product_ids=products, now=now)
    assert (no.value.code, no.value.facts) == ("showcase.too_many_pins", {"most": 2})


@pytest.mark.parametrize("kind", KINDS)
async def test_every_sort_order_pages_without_holes_or_repeats(db: Db, now: datetime, kind: str) -> None:
    holder, shop, newest = await filled(db, kind, now, 7)
    await add_sold(db, shop.shop_id, {newest[3]: 4, newest[5]: 9})
    # Ties: three of one price.
    for _ in range(2):
        twin = await make_product(db, shop, price_minor=12_000)
        if kind == "MARKETING":
            await actions.add_items(db, holder, product_ids=[twin.product_id], now=now)
        newest.insert(0, twin.product_id)
    await actions.set_pins(db, holder, product_ids=[newest[4]], now=now)
    await actions.set_order(db, holder, product_ids=[newest[8]], now=now)
    price = {card.product_id: card.price_minor for card in await cards(db, "agent")}
    sold = {card.product_id: card.sold for card in await cards(db, "agent")}
    for sort in SORTS:
        whole = [card.product_id for card in await cards(db, "agent", sort=sort)]
        assert sorted(whole) == sorted(newest)
        for limit in (1, 2, 4, 9):
            assert await walked(db, now, limit, sort) == whole
    assert [card.product_id for card in await cards(db, "agent", sort="new")] == newest
    by_price = [price[card.product_id] for card in await cards(db, "agent", sort="price_asc")]
    assert by_price == sorted(by_price)
    assert [price[card.product_id] for card in await cards(db, "agent", sort="price_desc")] == by_price[::-1]
    by_sales = [sold[card.product_id] for card in await cards(db, "agent", sort="sales")]
    assert by_sales == sorted(by_sales, reverse=True) and by_sales[:2] == [9, 4]
    assert [*(await shown(db, "agent"))[:2]] == [newest[4], newest[8]]


async def test_paging_while_items_move_repeats_none_that_stayed_and_loses_none(db: Db, now: datetime) -> None:
    holder, _, products = await filled(db, "MARKETING", now, 6)
    first = await queries.showcase_page(db, None, handle="agent", now=now, limit=2)
    await actions.set_order(db, holder, product_ids=[products[5]], now=now)
    await actions.remove_items(db, holder, product_ids=[products[1], products[2]], now=now)
    rest = await queries.showcase_page(db, None, handle="agent", now=now, limit=9, cursor=first.next_cursor)
    assert [card.product_id for card in rest.items] == products[3:5]


@pytest.mark.parametrize("kind", KINDS)
async def test_search_takes_every_character_as_itself(db: Db, now: datetime, kind: str) -> None:
    holder, shop, _ = await filled(db, kind, now, 2)
    titles = ["Diskon 100% Katun", "Tas_ransel biru", "Topi \\ miring", "Diskon seratus katun"]
    ids = [(await make_product(db, shop, title=title)).product_id for title in titles]
    if kind == "MARKETING":
        await actions.add_items(db, holder, product_ids=ids, now=now)
    for words, wanted in (
        ("100%", [ids[0]]),
        ("%", [ids[0]]),
        ("_", [ids[1]]),
        ("\\", [ids[2]]),
        ("DISKON katun", [ids[0], ids[3]]),
        ("katun diskon", []),
        ("' OR 1=1", []),
    ):
        for sort in SORTS:
            found = [card.product_id for card in await cards(db, "agent", sort=sort, words=words)]
            assert sorted(found) == wanted, (words, sort)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "cursor",
    [
        "!!!",
        "a",
        "é",
        base64.urlsafe_b64encode(b"\xff\xfe").decode(),
        encode_cursor(1),
        encode_cursor("a", "b", "c"),
        encode_cursor(1, None, 2),
        encode_cursor(2**63, 0, 0),
        encode_cursor(1001, -(2**63), 0),
        encode_cursor(0, 10**30, 0),
        base64.urlsafe_b64encode(b"[" * 5000).decode(),
        base64.urlsafe_b64encode(b'{"a":1}').decode(),
    ],
)
async def test_a_hostile_cursor_is_invalid(db: Db, now: datetime, kind: str, cursor: str) -> None:
    await filled(db, kind, now, 1)
    for sort in SORTS:
        with pytest.raises(Invalid) as no:
            await queries.showcase_page(db, None, handle="agent", now=now, sort=sort, cursor=cursor)
        assert set(no.value.errors) == {"cursor"}


@pytest.mark.parametrize("kind", KINDS)
async def test_a_forged_cursor_of_the_right_shape_only_skips(db: Db, now: datetime, kind: str) -> None:
    await filled(db, kind, now, 2)
    for key in ((2**62, 0, 0), (-(2**63) + 1, 0, 0), (1001, -(2**63) + 1, 5), (1001, 2**63 - 1, 5)):
        for sort in SORTS:
            await queries.showcase_page(db, None, handle="agent", now=now, sort=sort, cursor=encode_cursor(*key))


@pytest.mark.parametrize("kind", KINDS)
async def test_r_show_17_a_collection_is_made_shared_edited_and_taken_away(db: Db, now: datetime, kind: str) -> None:
    holder, _, [a, b, c] = await filled(db, kind, now, 3)
    words = {"title": " Untuk lari ", "description": "Ringan."}
    made = await actions.create_collection(db, holder, **words, product_ids=[c, a, c], now=now)
    owner = await queries.owner_by_handle(db, "agent")
    [listed] = await queries.collections_of(db, holder.account_id)
    assert (listed.collection_id, listed.title, listed.products) == (made, "Untuk lari", 2)
    found, inside = await queries.collection_by_token(db, owner, listed.share_token, now=now)
    assert found == listed and [card.product_id for card in inside] == [c, a]
    words["title"] = "Baru"
    await actions.edit_collection(db, holder, collection_id=made, **words, product_ids=[b], now=now)
    [edited] = await queries.collections_of(db, holder.account_id)
    assert (edited.title, edited.share_token) == ("Baru", listed.share_token)
    assert [card.product_id for card in await queries.collection_cards(db, owner, made, now=now)] == [b]
    eve = await make_account(db, handle="eve")
    for theirs in (
        actions.edit_collection(db, eve, collection_id=made, **words, product_ids=[], now=now),
        actions.delete_collection(db, eve, collection_id=made),
        queries.own_collection(db, eve, collection_id=made),
        queries.collection_by_token(db, owner, "forged", now=now),
    ):
        with pytest.raises(NotFound):
            await theirs
    await actions.delete_collection(db, holder, collection_id=made)
    assert await queries.collections_of(db, holder.account_id) == []
    assert await shown(db, "agent") == [a, b, c]


async def test_r_show_17_what_leaves_the_showcase_leaves_its_collections(db: Db, now: datetime) -> None:
    holder, _, [a, b] = await filled(db, "MARKETING", now, 2)
    made = await actions.create_collection(db, holder, title="T", description="", product_ids=[a, b], now=now)
    await actions.remove_items(db, holder, product_ids=[a], now=now)
    _, inside = await queries.own_collection(db, holder, collection_id=made)
    assert [each.product_id for each in inside] == [b]


async def test_r_show_17_limits_of_collections(db: Db, now: datetime) -> None:
    holder, _, products = await filled(db, "OFFICIAL", now, 3)

    async def make(title: str = "T", description: str = "", product_ids: tuple[int, ...] = ()) -> int:
        async with db.transaction():
            return await actions.create_collection(
                db, holder, title=title, description=description, product_ids=product_ids, now=now
            )

    for wrong in (make(" "), make("x" * 51), make(description="x" * 201)):
        with pytest.raises(Invalid):
            await wrong
    with pytest.raises(Refused) as no:
        await make(product_ids=(products[0], 999_999_999))
    assert no.value.code == "showcase.not_in_showcase"
    with pytest.raises(Refused) as no:
        await make(product_ids=tuple(range(1, 102)))
    assert (no.value.code, no.value.facts) == ("showcase.collection_full", {"most": 100})
    await set_policy(db, "ID", "collections_max", now, 2)
    await make("x" * 50, "x" * 200)
    await make()
    with pytest.raises(Refused) as no:
        await make()
    assert no.value.code == "showcase.too_many_collections"


async def test_the_holders_list_pages_too(db: Db, now: datetime) -> None:
    holder, _, products = await filled(db, "MARKETING", now, 5)
    await actions.set_pins(db, holder, product_ids=[products[4]], now=now)
    found: list[int] = []
    cursor: str | None = None
    for _ in range(3):
        page = await queries.held_items(db, holder, now=now, limit=2, cursor=cursor)
        found, cursor = found + [item.product_id for item in page.items], page.next_cursor
    assert found == [products[4], *products[:4]] == [item.product_id for item in await held(db, holder)]

"""Pieces that are set aside for a deal are sold by it, at its price, and by nothing else."""

import asyncio
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest

from etalase.ads.queries import products_of_shop
from etalase.base.actor import Actor
from etalase.base.db import Db, rows, value, write
from etalase.base.errors import Refused
from etalase.base.pool import Pool
from etalase.catalog.actions import set_stock_aside
from etalase.catalog.queries import shop_products, sold_out_count
from etalase.orders.actions import Cart, Placed, StockMoved, cancel_as_buyer, place, put_in_cart, quote_cart
from etalase.orders.actions.packing import pack_pieces, pieces_came_back, ship_pieces
from etalase.orders.queries import cart_seen, given_lines, my_order
from etalase.orders.queries.sweeps import SWEEPS as OF_ORDERS
from etalase.promotions import jobs
from etalase.promotions.actions import NewItem, deactivate
from etalase.promotions.queries import prices_shown, sku_prices
from etalase.shops.queries import Shop
from etalase.stock.actions import end_set_aside
from etalase.stock.queries import SWEEPS as OF_STOCK
from etalase.stock.queries import Level, SetAside
from tests.makers.accounts import make_account
from tests.makers.catalog import make_product
from tests.makers.links import ready_shop
from tests.makers.orders import broken, cart_of, placed_of
from tests.makers.promotions import make_promotion

LISTED, DEAL = 100_000, 60_000
FIGURES = rows(
    Level,
    "SELECT shop_id, sku_id, warehouse_id, product_id, available, reserved, aside FROM stock_levels WHERE sku_id = $1",
)
TAKEN = value(int, "SELECT taken FROM stock_set_asides ORDER BY set_aside_id LIMIT 1")


class Deal(msgspec.Struct, frozen=True):
    """A deal with pieces of its own."""

    seller: Actor
    shop: Shop
    sku: int
    product: int
    promotion: int
    aside: SetAside


async def make_deal(
    db: Db, now: datetime, *, stock: int = 9, kept: int = 5, kind: Any = "FLASHSALE", **item: Any
) -> Deal:
    """So many pieces, of which some are set aside for a deal."""
    seller, shop = await ready_shop(db)
    made = await make_product(db, shop, price_minor=LISTED, stock=stock)
    sku = made.skus[0].sku_id
    wanted = NewItem(product_id=made.product_id, **({"price_minor": DEAL} | item))
    promotion = (await make_promotion(db, seller, shop, kind, wanted, now=now)).promotion.promotion_id
    terms: dict[str, Any] = {"sku_id": sku, "quantity": kept, "purpose": "CAMPAIGN", "purpose_ref": promotion}
    aside = await set_stock_aside(db, seller, shop_id=shop.shop_id, now=now, **terms)
    return Deal(seller, shop, sku, made.product_id, promotion, aside)


async def figures(db: Db, deal: Deal) -> tuple[int, int, int]:
    """(on sale for everybody, reserved, set aside)"""
    levels = await FIGURES.all(db, deal.sku)
    return (
        sum(each.available for each in levels),
        sum(each.reserved for each in levels),
        sum(each.aside for each in levels),
    )


async def buyers(db: Db, count: int) -> list[Actor]:
    return [await make_account(db, handle=f"b{number}") for number in range(count)]


async def goods(db: Db, buyer: Actor, placed: Placed) -> int:
    """What the goods of a checkout's first order cost its buyer."""
    lines = (await my_order(db, buyer, order_id=placed.orders[0].order_id)).lines
    return sum(line.quantity * line.unit_price_minor - line.seller_discount_minor for line in lines)


async def bought(db: Db, buyer: Actor, cart: Cart, now: datetime, *, held: bool = True) -> int:
    [answer] = await place(db, [cart], now=now, held=held)
    assert isinstance(answer, Placed), answer
    return await goods(db, buyer, answer)


@pytest.mark.parametrize("held", [True, False])
@pytest.mark.parametrize("kind", ["FLASHSALE", "FIXED_PRICE"])
async def test_a_line_with_the_deals_price_takes_its_pieces_and_the_next_one_the_usual(
    db: Db, now: datetime, kind: str, held: bool
) -> None:
    deal = await make_deal(db, now, kind=kind)
    one, two, three = await buyers(db, 3)
    assert await bought(db, one, cart_of(one, (deal.sku, 3)), now, held=held) == 3 * DEAL
    assert await figures(db, deal) == (4, 3, 2)
    # More than are left of it: one line is whole from one source, so it has the usual price.
    assert await bought(db, two, cart_of(two, (deal.sku, 3)), now, held=held) == 3 * LISTED
    assert await figures(db, deal) == (1, 6, 2)
    assert await bought(db, three, cart_of(three, (deal.sku, 2)), now, held=held) == 2 * DEAL
    assert await figures(db, deal) == (1, 8, 0)
    # They are gone: the price has ended, the product sells as ever.
    assert (await sku_prices(db, [deal.product], now)) == {}
    assert await bought(db, one, cart_of(one, (deal.sku, 1)), now, held=held) == LISTED
    assert await figures(db, deal) == (0, 9, 0)
    assert await broken(db) == []


async def test_the_carts_of_one_batch_have_it_in_turn_and_a_quote_says_what_each_would_pay(
    db: Db, now: datetime
) -> None:
    deal = await make_deal(db, now, stock=4, kept=2)
    people = await buyers(db, 6)
    quoted = await quote_cart(db, people[0], cart=cart_of(people[0], (deal.sku, 1)), now=now)
    carts = [cart_of(buyer, (deal.sku, 1)) for buyer in people]
    carts[2] = msgspec.structs.replace(carts[2], expected_minor=quoted.total_minor)
    answers = await place(db, carts, now=now)
    told = [
        each.code if isinstance(each, Refused) else await goods(db, b, each)
        for b, each in zip(people, answers, strict=True)
    ]
    assert told == [DEAL, DEAL, "orders.total_changed", LISTED, LISTED, "orders.out_of_stock"]
    assert await broken(db) == []


async def test_what_is_only_set_aside_is_sold_out_for_more_and_the_refusal_says_how_many_there_are(
    db: Db, now: datetime
) -> None:
    deal = await make_deal(db, now, stock=5, kept=5)
    [buyer] = await buyers(db, 1)
    [no] = await place(db, [cart_of(buyer, (deal.sku, 6))], now=now)
    assert isinstance(no, Refused) and (no.code, no.facts["available"]) == ("orders.out_of_stock", 5)
    assert await bought(db, buyer, cart_of(buyer, (deal.sku, 5)), now) == 5 * DEAL
    [no] = await place(db, [cart_of(buyer, (deal.sku, 1))], now=now)
    assert isinstance(no, Refused) and no.facts["available"] == 0


async def test_lists_and_carts_count_its_pieces_where_its_price_is_shown(db: Db, now: datetime) -> None:
    deal = await make_deal(db, now, stock=7, kept=5)
    [buyer] = await buyers(db, 1)
    assert (await prices_shown(db, [deal.product], now))[deal.product].keeps
    assert ((await sku_prices(db, [deal.product], now))[deal.sku].left, await in_cart(db, buyer, deal.sku, 4, now)) == (
        5,
        5,
    )
    await placed_of(db, cart_of(buyer, (deal.sku, 4)), now)
    # The most that one line can have: one at the deal's price, or two at the usual one.
    assert ((await sku_prices(db, [deal.product], now))[deal.sku].left, await in_cart(db, buyer, deal.sku, 1, now)) == (
        1,
        2,
    )
    await placed_of(db, cart_of(buyer, (deal.sku, 1)), now)
    assert await prices_shown(db, [deal.product], now) == {}
    assert await in_cart(db, buyer, deal.sku, 1, now) == 2


async def in_cart(db: Db, buyer: Actor, sku: int, quantity: int, now: datetime) -> int:
    """What a line of the cart is told that it can have, whoever keeps the cart."""
    await put_in_cart(db, buyer, sku_id=sku, quantity=quantity, now=now)
    [seen] = await cart_seen(db, buyer, now=now)
    [given] = await given_lines(db, None, lines=[(sku, quantity, None, None)], now=now)
    assert seen.available == given.available
    return seen.available


async def test_a_better_price_of_another_promotion_never_takes_from_it(db: Db, now: datetime) -> None:
    deal = await make_deal(db, now, kind="FIXED_PRICE")
    better = NewItem(product_id=deal.product, price_minor=DEAL - 10_000)
    await make_promotion(db, deal.seller, deal.shop, "FIXED_PRICE", better, now=now)
    [buyer] = await buyers(db, 1)
    assert await bought(db, buyer, cart_of(buyer, (deal.sku, 2)), now) == 2 * (DEAL - 10_000)
    assert await figures(db, deal) == (2, 2, 5)
    assert await broken(db) == []


@pytest.mark.parametrize("held", [True, False])
async def test_a_limit_of_the_deal_and_its_pieces_both_hold(db: Db, now: datetime, held: bool) -> None:
    deal = await make_deal(db, now, quantity_limit=4, buyer_limit=2)
    one, two, three = await buyers(db, 3)
    assert await bought(db, one, cart_of(one, (deal.sku, 3)), now, held=held) == 3 * LISTED
    assert await bought(db, one, cart_of(one, (deal.sku, 2)), now, held=held) == 2 * DEAL
    assert await bought(db, one, cart_of(one, (deal.sku, 1)), now, held=held) == LISTED
    answers = await place(db, [cart_of(two, (deal.sku, 1)), cart_of(three, (deal.sku, 2))], now=now, held=held)
    # Two pieces are left, one of them under the limit: nobody's line is cut in two.
    assert isinstance(answers[0], Placed) and isinstance(answers[1], Refused)
    assert await figures(db, deal) == (0, 7, 2)
    assert await broken(db) == []


@pytest.mark.parametrize("held", [True, False])
async def test_who_comes_too_late_for_the_limit_takes_what_everybody_takes(db: Db, now: datetime, held: bool) -> None:
    deal = await make_deal(db, now, quantity_limit=2)
    people = await buyers(db, 2)
    answers = await place(db, [cart_of(buyer, (deal.sku, 2)) for buyer in people], now=now, held=held)
    told = [await goods(db, b, each) for b, each in zip(people, answers, strict=True) if isinstance(each, Placed)]
    assert told == [2 * DEAL, 2 * LISTED]
    assert await figures(db, deal) == (2, 4, 3)
    assert await broken(db) == []


async def test_stock_that_was_seen_in_a_set_aside_and_has_gone_is_decided_again(pool: Pool, now: datetime) -> None:
    async with pool.transaction() as db:
        deal = await make_deal(db, now, kept=1)
        people = await buyers(db, 2)
    carts = [cart_of(buyer, (deal.sku, 1)) for buyer in people]

    async def checkout(cart: Cart) -> str:
        for held in (False, True):
            try:
                async with pool.transaction() as db:
                    await place(db, [cart], now=now, held=held)
            except StockMoved:
                continue
            return "held" if held else "seen"
        return "never"

    assert "never" not in await asyncio.gather(*map(checkout, carts))
    async with pool.connection() as db:
        assert await figures(db, deal) == (7, 2, 0)
        assert await broken(db) == []


@pytest.mark.parametrize(("stock", "kept", "limit"), [(15, 5, {}), (18, 8, {"quantity_limit": 5})])
async def test_thirty_buyers_of_five_pieces_and_nothing_is_sold_twice(
    pool: Pool, now: datetime, stock: int, kept: int, limit: dict[str, int]
) -> None:
    async with pool.transaction() as db:
        deal = await make_deal(db, now, stock=stock, kept=kept, **limit)
        people = await buyers(db, 30)

    async def checkout(number: int, buyer: Actor) -> int | str:
        for held in (number % 3 == 0, True):
            try:
                async with pool.transaction() as db:
                    [answer] = await place(db, [cart_of(buyer, (deal.sku, 1))], now=now, held=held)
                    return answer.code if isinstance(answer, Refused) else await goods(db, buyer, answer)
            except StockMoved:
                continue
        return "moved"

    counted = Counter(await asyncio.gather(*(checkout(number, buyer) for number, buyer in enumerate(people))))
    assert counted == {DEAL: 5, LISTED: 10, "orders.out_of_stock": 15}
    async with pool.connection() as db:
        assert await figures(db, deal) == (0, 15, kept - 5)
        assert await broken(db) == []


async def test_a_cancelled_order_gives_back_to_the_set_aside_while_it_runs_and_to_everybody_afterwards(
    db: Db, now: datetime
) -> None:
    deal = await make_deal(db, now)
    [buyer] = await buyers(db, 1)
    first, second = [await placed_of(db, cart_of(buyer, (deal.sku, 2)), now) for _ in range(2)]
    await cancel_as_buyer(db, buyer, order_id=first.orders[0].order_id, reason="", now=now)
    assert (await figures(db, deal), await TAKEN.sole(db)) == ((4, 2, 3), 2)
    await end_set_aside(db, deal.seller, shop_id=deal.shop.shop_id, set_aside_id=deal.aside.set_aside_id, now=now)
    await cancel_as_buyer(db, buyer, order_id=second.orders[0].order_id, reason="", now=now)
    assert await figures(db, deal) == (9, 0, 0)
    assert await broken(db) == []


@pytest.mark.parametrize(("over", "after"), [(False, (4, 0, 5)), (True, (9, 0, 0))])
async def test_what_could_not_be_delivered_is_kept_again_while_the_set_aside_runs(
    db: Db, now: datetime, over: bool, after: tuple[int, int, int]
) -> None:
    deal = await make_deal(db, now)
    [buyer] = await buyers(db, 1)
    placed = await placed_of(db, cart_of(buyer, (deal.sku, 2)), now)
    [line] = (await my_order(db, buyer, order_id=placed.orders[0].order_id)).lines
    pieces = {line.line_id: 2}
    await pack_pieces(db, deal.shop.shop_id, pieces)
    await ship_pieces(db, deal.shop.shop_id, pieces, now=now)
    assert await figures(db, deal) == (4, 0, 3)
    if over:
        await deactivate(db, deal.seller, shop_id=deal.shop.shop_id, promotion_id=deal.promotion, now=now)
    await pieces_came_back(db, deal.shop.shop_id, pieces, now=now)
    assert await figures(db, deal) == after
    assert [name for name, statement in OF_STOCK if await statement.all(db)] == []


async def test_a_deal_that_is_over_or_stopped_gives_back_what_is_left(db: Db, now: datetime) -> None:
    deal = await make_deal(db, now)
    [buyer] = await buyers(db, 1)
    await placed_of(db, cart_of(buyer, (deal.sku, 2)), now)
    await jobs.end_set_asides(db, now)
    assert await figures(db, deal) == (4, 2, 3)
    await jobs.end_set_asides(db, now + timedelta(hours=25))
    assert await figures(db, deal) == (7, 2, 0)
    assert await broken(db) == []


async def test_a_till_whose_clock_is_a_moment_behind_the_end_sells_no_more_at_the_price_than_was_kept(
    db: Db, now: datetime
) -> None:
    deal = await make_deal(db, now, kept=2)
    ends = now + timedelta(days=1)
    await write("UPDATE shop_promotions SET ends_at = $1").run(db, ends)
    await jobs.end_set_asides(db, ends)
    [buyer] = await buyers(db, 1)
    before = ends - timedelta(milliseconds=1)
    assert await bought(db, buyer, cart_of(buyer, (deal.sku, 3)), before) == 3 * LISTED
    assert await bought(db, buyer, cart_of(buyer, (deal.sku, 1)), before) == DEAL
    await jobs.end_set_asides(db, ends + jobs.LATE)
    assert await figures(db, deal) == (5, 4, 0)
    assert await broken(db) == []


async def test_a_stopped_deal_gives_back_in_the_same_commit(db: Db, now: datetime) -> None:
    deal = await make_deal(db, now)
    await deactivate(db, deal.seller, shop_id=deal.shop.shop_id, promotion_id=deal.promotion, now=now)
    assert await figures(db, deal) == (9, 0, 0)
    assert await broken(db) == []


async def test_without_its_set_aside_a_deal_sells_what_everybody_sells(db: Db, now: datetime) -> None:
    deal = await make_deal(db, now)
    await end_set_aside(db, deal.seller, shop_id=deal.shop.shop_id, set_aside_id=deal.aside.set_aside_id, now=now)
    [buyer] = await buyers(db, 1)
    assert await bought(db, buyer, cart_of(buyer, (deal.sku, 7)), now) == 7 * DEAL
    assert await figures(db, deal) == (2, 7, 0)


async def test_where_nothing_is_offered_no_statement_looks_for_set_asides(db: Db, now: datetime) -> None:
    deal = await make_deal(db, now)
    _, plain = await ready_shop(db, owner="plain")
    sku = (await make_product(db, plain)).skus[0].sku_id
    [buyer] = await buyers(db, 1)
    sent: dict[int, list[str]] = {}
    for each in (sku, deal.sku):
        told: list[str] = sent.setdefault(each, [])
        with db.connection.query_logger(lambda query, told=told: told.append(query.query)):  # type: ignore[attr-defined]
            await placed_of(db, cart_of(buyer, (each, 1)), now)
    about = {each: sum("stock_set_asides" in query for query in queries) for each, queries in sent.items()}
    # Of a deal: whether it keeps anything, what, and the taking of it.
    assert about == {sku: 0, deal.sku: 3}


async def test_a_list_asks_about_set_asides_once_and_only_where_something_is_sold_out(db: Db, now: datetime) -> None:
    deal = await make_deal(db, now, stock=5)
    for _ in range(3):
        made = await make_product(db, deal.shop, price_minor=LISTED, stock=5)
        terms: dict[str, Any] = {"sku_id": made.skus[0].sku_id, "quantity": 5}
        of_deal = await make_promotion(
            db, deal.seller, deal.shop, "FIXED_PRICE", NewItem(product_id=made.product_id, price_minor=DEAL), now=now
        )
        terms |= {"purpose": "CAMPAIGN", "purpose_ref": of_deal.promotion.promotion_id}
        await set_stock_aside(db, deal.seller, shop_id=deal.shop.shop_id, now=now, **terms)
    sent: list[str] = []
    with db.connection.query_logger(lambda query: sent.append(query.query)):  # type: ignore[attr-defined]
        page = await products_of_shop(db, deal.seller, shop_id=deal.shop.shop_id, now=now)
        await asyncio.sleep(0)  # the last is told a moment later
    assert [each.status for each in page.items] == ["AVAILABLE"] * 4
    assert sum("stock_set_asides" in each for each in sent) == 1
    # The seller's own list counts what is set aside, so nothing of it is sold out, and it asks nothing more.
    key: dict[str, Any] = {"shop_id": deal.shop.shop_id}
    assert [each.stock for each in (await shop_products(db, deal.seller, **key)).items] == [5] * 4
    assert (await shop_products(db, deal.seller, **key, sold_out=True)).items == []
    assert await sold_out_count(db, deal.seller, **key) == 0
    [buyer] = await buyers(db, 1)
    await placed_of(db, cart_of(buyer, (deal.sku, 5)), now)
    found = (await shop_products(db, deal.seller, **key, sold_out=True)).items
    assert [(each.product_id, each.stock) for each in found] == [(deal.product, 0)]
    assert await sold_out_count(db, deal.seller, **key) == 1
    ads = (await products_of_shop(db, deal.seller, **key, now=now)).items
    assert {each.product_id for each in ads if each.status == "NOT_AVAILABLE"} == {deal.product}


WRONGS = {
    "a set-aside that forgot what it gave": "UPDATE stock_set_asides SET taken = taken - 1",
    "a set-aside that gave what nobody has": "UPDATE stock_set_asides SET taken = taken + 1",
    "a level that forgot what is set aside": "UPDATE stock_levels SET aside = aside - 1, available = available + 1",
    "pieces out of nothing": "UPDATE stock_levels SET aside = aside + 1",
    "a move that never was": "DELETE FROM stock_moves WHERE kind = 'ASIDE_RESERVED'",
    "a line that took twice": """INSERT INTO stock_moves (shop_id, move_id, sku_id, warehouse_id, kind, quantity,
            order_line_id, at, set_aside_id)
        SELECT shop_id, move_id + 1000000, sku_id, warehouse_id, kind, quantity, order_line_id, at, set_aside_id
          FROM stock_moves WHERE kind = 'ASIDE_RESERVED'""",
    "a line without the deal that took of it": "UPDATE order_lines SET promotions = '[]'",
    "a line with the deal that took what is everybody's": """UPDATE stock_moves SET kind = 'RESERVED', set_aside_id = NULL
        WHERE kind = 'ASIDE_RESERVED'""",
}


@pytest.mark.parametrize("wrong", WRONGS)
async def test_a_wrong_that_is_planted_is_found_by_a_sweep(db: Db, now: datetime, wrong: str) -> None:
    deal = await make_deal(db, now)
    [buyer] = await buyers(db, 1)
    await placed_of(db, cart_of(buyer, (deal.sku, 2)), now)
    sweeps = (*OF_STOCK, *OF_ORDERS)
    assert [name for name, statement in sweeps if await statement.all(db)] == []
    await write(WRONGS[wrong]).run(db)
    assert [name for name, statement in sweeps if await statement.all(db)] != []

"""The till's decision, without a database: first come first served, each cart whole or not at all."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as some

from etalase.base.errors import Refused
from etalase.base.markets import DEFINITIONS, MARKETS, Policy
from etalase.orders.actions.asked import Cart, CartLine, Decided, ShownBy, SkuFact, Via
from etalase.orders.actions.deciding import Known, Till
from etalase.orders.rules.taxes import ROWS, TaxTable
from etalase.payments.rules import CodStanding, Offered
from etalase.promotions.rules import Aside, ItemOffer, Offers, PromotionOffer
from etalase.stock.queries import Level

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TAXES = TaxTable(ROWS)
CARD = Offered("SANDBOX_CARD")
SHOE, HAT, BAG = 101, 102, 103
LEVELS = {SHOE: 5, HAT: 2, BAG: 1}


def policy_of(market: str, **numbers: Any) -> Policy:
    values = {name: definition.of(market) for name, definition in DEFINITIONS.items()}
    return msgspec.convert(values | numbers, Policy)


def fact(sku_id: int, **changes: Any) -> SkuFact:
    known = SkuFact(sku_id, 7, sku_id + 1000, f"SKU {sku_id}", "{}", None, 50_000, "IDR", "ID", on_sale=True)
    return msgspec.structs.replace(known, **changes)


def till(
    facts: list[SkuFact] | None = None,
    levels: dict[int, int] | None = None,
    shown: dict[tuple[str, int], ShownBy] | None = None,
    more: dict[str, Any] | None = None,
    **numbers: Any,
) -> Till:
    known = facts if facts is not None else [fact(SHOE), fact(HAT, shop_id=8), fact(BAG)]
    held = {
        sku: [Level(7, sku, 900 + sku, sku + 1000, available, 0, 0)]
        for sku, available in (LEVELS if levels is None else levels).items()
    }
    # Sent free, so that what carts cost here is what their lines cost.
    policies = {market: policy_of(market, **({"shipping_free_from_minor": 0} | numbers)) for market in MARKETS}
    facts_known = {each.sku_id: each for each in known}
    paying: dict[str, Any] = {
        "standings": {1: CodStanding(phone_verified=True)},
        "methods": {market: [CARD] for market in MARKETS},
    }
    return Till(Known(facts_known, held, shown or {}, policies, TAXES, NOW, **(paying | (more or {}))))


def cart(*lines: tuple[int, int], country: str = "ID", method: Any = "SANDBOX_CARD", via: Via | None = None) -> Cart:
    return Cart(1, [CartLine(sku, quantity, via) for sku, quantity in lines], {"country": country}, method)


def refused(answer: Decided | Refused) -> tuple[str, dict[str, object]]:
    assert isinstance(answer, Refused)
    return answer.code, dict(answer.facts)


def fits(answer: Decided | Refused) -> Decided:
    assert isinstance(answer, Decided), answer
    return answer


def test_the_last_piece_goes_to_the_first_cart_and_the_second_is_told_what_is_left() -> None:
    shared = till()
    assert fits(shared.decide(cart((BAG, 1)))).total_minor == 50_000
    assert refused(shared.decide(cart((BAG, 1)))) == ("orders.out_of_stock", {"sku_id": "103", "available": 0})
    assert fits(shared.decide(cart((HAT, 2)))).total_minor == 100_000


def test_a_refused_cart_takes_nothing() -> None:
    shared = till()
    assert refused(shared.decide(cart((SHOE, 4), (HAT, 3)))) == (
        "orders.out_of_stock",
        {"sku_id": "102", "available": 2},
    )
    fits(shared.decide(cart((SHOE, 5))))


def test_two_lines_of_one_sku_count_together_and_the_first_via_stays() -> None:
    assert refused(till().decide(cart((SHOE, 3), (HAT, 1), (SHOE, 3))))[0] == "orders.out_of_stock"
    lines = [CartLine(SHOE, 1), CartLine(SHOE, 2, Via("VIDEO", "1")), CartLine(SHOE, 2, Via("AD", "2"))]
    decided = fits(till().decide(Cart(1, lines, {"country": "ID"}, "COD")))
    assert [(line.quantity, line.via) for line in decided.lines] == [(5, Via("VIDEO", "1"))]


def test_one_order_per_shop_with_the_lines_in_the_order_asked() -> None:
    decided = fits(till().decide(cart((BAG, 1), (HAT, 1), (SHOE, 1))))
    assert {bill.shop_id: [line.fact.sku_id for line in lines] for bill, lines in decided.orders} == {
        7: [BAG, SHOE],
        8: [HAT],
    }
    assert [line.warehouse_id for line in decided.lines] == [900 + BAG, 900 + SHOE, 900 + HAT]


@pytest.mark.parametrize(
    ("facts", "lines", "code"),
    [
        ([], [(SHOE, 1)], "orders.product_unavailable"),
        ([fact(SHOE, on_sale=False)], [(SHOE, 1)], "orders.product_unavailable"),
        # Unavailable comes before everything else that is wrong with the same line.
        ([fact(SHOE, on_sale=False, market="MY")], [(SHOE, 10_000)], "orders.product_unavailable"),
        ([fact(SHOE, market="MY")], [(SHOE, 10_000)], "orders.market_differs"),
        ([fact(SHOE), fact(HAT, market="MY")], [(SHOE, 1), (HAT, 1)], "orders.market_differs"),
        # A limit comes before the stock.
        ([fact(SHOE)], [(SHOE, 10_000)], "orders.quantity_too_large"),
        ([fact(SHOE)], [(SHOE, 6)], "orders.out_of_stock"),
    ],
)
def test_the_first_rule_that_says_no_answers(facts: list[SkuFact], lines: list[tuple[int, int]], code: str) -> None:
    assert refused(till(facts).decide(cart(*lines)))[0] == code


def test_a_sku_without_a_level_is_sold_out() -> None:
    assert refused(till(levels={}).decide(cart((SHOE, 1)))) == (
        "orders.out_of_stock",
        {"sku_id": "101", "available": 0},
    )


def test_limits_are_the_markets() -> None:
    few = till(order_lines_max=2, quantity_max=3)
    assert refused(few.decide(cart((SHOE, 1), (HAT, 1), (BAG, 1)))) == ("orders.too_many_lines", {"most": 2})
    assert refused(few.decide(cart((SHOE, 4)))) == ("orders.quantity_too_large", {"sku_id": "101", "most": 3})
    # Merged first: three lines of one SKU are one, with all their pieces.
    assert refused(few.decide(cart((SHOE, 2), (SHOE, 2))))[0] == "orders.quantity_too_large"
    fits(few.decide(cart((SHOE, 1), (SHOE, 1), (SHOE, 1))))


def test_cash_on_delivery_only_where_the_market_has_it_and_up_to_its_bound() -> None:
    singapore = [fact(SHOE, market="SG", currency="SGD")]
    assert refused(till(singapore).decide(cart((SHOE, 1), country="SG", method="COD"))) == (
        "payments.method_not_offered",
        {"method": "COD"},
    )
    fits(till(singapore).decide(cart((SHOE, 1), country="SG")))
    bounded = till(cod_max_minor=100_000)
    assert refused(bounded.decide(cart((SHOE, 1), (HAT, 2), method="COD"))) == (
        "payments.cod_too_large",
        {"most_minor": "100000"},
    )
    fits(bounded.decide(cart((HAT, 2), method="COD")))
    # What was refused for its payment had taken nothing.
    fits(bounded.decide(cart((SHOE, 2), method="COD")))
    fits(till(cod_max_minor=None).decide(cart((SHOE, 5), method="COD")))


def test_via_names_a_showcase_by_its_handle_however_it_is_written() -> None:
    by = ShownBy(44, "AFFILIATE", None, 5, 1200)
    shared = till(shown={("nadia", SHOE + 1000): by})
    for ref in ("nadia", "@Nadia", "NADIA"):
        decided = fits(shared.decide(cart((SHOE, 1), via=Via("SHOWCASE", ref))))
        assert (decided.lines[0].shown_by, decided.lines[0].via) == (by, Via("SHOWCASE", ref))
    for via in (Via("VIDEO", "nadia"), Via("SHOWCASE", "nobody"), None):
        assert fits(till(shown={("nadia", SHOE + 1000): by}).decide(cart((SHOE, 1), via=via))).lines[0].shown_by is None


def test_a_line_is_served_whole_from_the_fullest_warehouse_that_has_it() -> None:
    two = [Level(7, SHOE, 1, 1101, 2, 0, 0), Level(7, SHOE, 2, 1101, 3, 0, 0)]
    shared = Till(
        Known({SHOE: fact(SHOE)}, {SHOE: two}, {}, {"ID": policy_of("ID")}, TAXES, NOW, methods={"ID": [CARD]})
    )
    assert [fits(shared.decide(cart((SHOE, 2)))).lines[0].warehouse_id for _ in range(2)] == [2, 1]
    assert refused(shared.decide(cart((SHOE, 2)))) == ("orders.out_of_stock", {"sku_id": "101", "available": 1})


def test_a_purchase_limit_counts_all_of_a_product_and_the_carts_before() -> None:
    limited = [fact(SHOE, product_id=9, purchase_limit=3), fact(HAT, product_id=9, purchase_limit=3)]
    shared = till(limited, more={"may_buy": {(7, 9, 1): 3}})
    assert refused(shared.decide(cart((SHOE, 2), (HAT, 2)))) == (
        "orders.purchase_limit",
        {"sku_id": "102", "most": 3, "left": 3},
    )
    fits(shared.decide(cart((SHOE, 2))))
    assert refused(shared.decide(cart((HAT, 2))))[1]["left"] == 1
    decided = fits(shared.decide(cart((HAT, 1))))
    shared.undo(decided)
    fits(shared.decide(cart((HAT, 1))))


def test_r_ord_6_the_fifth_order_of_a_buyer_pays_the_service_fee_also_within_one_batch() -> None:
    shared = till(levels={SHOE: 9, HAT: 9, BAG: 9}, more={"earlier": {1: 3}})
    first, second = fits(shared.decide(cart((SHOE, 1)))), fits(shared.decide(cart((SHOE, 1))))
    assert (first.total_minor, second.total_minor) == (50_000, 51_000)
    # Two shops are two orders: only the second of them is the fifth.
    both = till(more={"earlier": {1: 3}})
    assert [bill.total_minor for bill, _ in fits(both.decide(cart((SHOE, 1), (HAT, 1)))).orders] == [50_000, 51_000]


def deal(left: int, sku_id: int = SHOE, set_aside_id: int = 31) -> Offers:
    """A flash deal at 30,000 with so many pieces of its own; whether a campaign or a LIVE keeps them, the till takes by id."""
    times = NOW - timedelta(hours=1), NOW + timedelta(hours=1)
    items = (ItemOffer(sku_id + 1000, 0, price_minor=30_000),)
    aside = Aside(sku_id, set_aside_id, 77, left)
    return Offers((PromotionOffer(7, 9, "FLASHSALE", "Deal", *times, items=items, asides=(aside,)),))


def test_pieces_of_a_set_aside_go_to_the_first_carts_that_fit_and_the_rest_pay_the_usual_price() -> None:
    shared = till(levels={SHOE: 3})
    asked = [(2, 60_000, 31, 77), (2, 100_000, None, 900 + SHOE), (1, 30_000, 31, 77), (1, 50_000, None, 900 + SHOE)]
    for quantity, total, set_aside_id, warehouse in asked:
        decided = fits(shared.decide(cart((SHOE, quantity)), deal(3)))
        [found] = decided.lines
        assert (decided.total_minor, found.set_aside_id, found.warehouse_id) == (total, set_aside_id, warehouse)
    assert refused(shared.decide(cart((SHOE, 1)), deal(3)))[1]["available"] == 0


def test_what_a_cart_took_of_a_set_aside_is_there_again_when_it_is_not_written() -> None:
    shared = till(levels={SHOE: 0})
    decided = fits(shared.decide(cart((SHOE, 2)), deal(3)))
    assert refused(shared.decide(cart((SHOE, 2)), deal(3))) == (
        "orders.out_of_stock",
        {"sku_id": "101", "available": 1},
    )
    shared.undo(decided)
    fits(shared.decide(cart((SHOE, 3)), deal(3)))
    # Without the deal nothing of it can be had.
    assert refused(shared.decide(cart((SHOE, 1))))[1]["available"] == 0


def test_a_refused_cart_takes_nothing_of_a_set_aside() -> None:
    shared = till(levels={SHOE: 1, HAT: 1})
    assert refused(shared.decide(cart((SHOE, 3), (HAT, 2)), deal(3)))[1] == {"sku_id": "102", "available": 1}
    fits(shared.decide(cart((SHOE, 3), (HAT, 1)), deal(3)))


def test_another_total_than_the_buyer_was_shown_refuses() -> None:
    shown = msgspec.structs.replace(cart((SHOE, 1)), expected_minor=49_000)
    assert refused(till().decide(shown)) == ("orders.total_changed", {"total_minor": "50000"})
    fits(till().decide(msgspec.structs.replace(shown, expected_minor=50_000)))


@given(
    some.lists(
        some.lists(some.tuples(some.sampled_from([SHOE, HAT, BAG]), some.integers(1, 4)), min_size=1, max_size=4)
    )
)
def test_whatever_the_carts_no_piece_is_sold_twice_and_no_cart_in_part(carts: list[list[tuple[int, int]]]) -> None:
    shared, left = till(), dict(LEVELS)
    for lines in carts:
        wanted = {sku: sum(many for each, many in lines if each == sku) for sku, _ in lines}
        answer = shared.decide(cart(*lines))
        enough = all(left[sku] >= many for sku, many in wanted.items())
        assert isinstance(answer, Decided) == enough
        if isinstance(answer, Decided):
            assert {line.fact.sku_id: line.quantity for line in answer.lines} == wanted
            left = {sku: left[sku] - wanted.get(sku, 0) for sku in left}


@given(
    some.lists(
        some.tuples(
            some.sampled_from(["DKI Jakarta", "Papua", "Jawa Barat", None]),
            some.sampled_from(["STANDARD", "ECONOMY"]),
            some.lists(some.tuples(some.sampled_from([SHOE, HAT, BAG]), some.integers(1, 3)), min_size=1, max_size=3),
            some.sampled_from([1, 2]),
        ),
        max_size=12,
    )
)
def test_r_ord_6_carts_that_are_alike_share_one_bill_and_nothing_else(asked: list[Any]) -> None:
    levels = dict.fromkeys(LEVELS, 1_000)
    numbers: dict[str, Any] = {
        "service_fee_minor": 700,
        "service_fee_from_order": 3,
        "shipping_free_from_minor": 120_000,
    }
    more: dict[str, Any] = {"standings": {}}
    shared, placed = till(levels=levels, more=more, **numbers), {1: 0, 2: 0}
    for region, shipping, lines, account in asked:
        wanted = Cart(
            account,
            [CartLine(sku, quantity) for sku, quantity in lines],
            {"country": "ID", "region": region},
            "SANDBOX_CARD",
            shipping=shipping,
        )
        alone = till(levels=levels, more=more | {"earlier": dict(placed)}, **numbers)
        got, expected = fits(shared.decide(wanted)), fits(alone.decide(wanted))
        assert [bill for bill, _ in got.orders] == [bill for bill, _ in expected.orders]
        placed[account] += len(got.orders)

"""What comes off, in what order, and who pays it."""

from datetime import timedelta

from etalase.promotions.rules import LineDiscounts, Offers, PricedLine, Tier, apply, redemptions_of, shipping_off, steps
from tests.rules.promotions.offering import DAY, NOW, SHOP, flash, line, more, off, offers, promotion, voucher


def priced(lines: list[PricedLine], given: Offers) -> list[int]:
    return [each.goods_minor for each in apply(lines, given, NOW)]


def kinds(each: LineDiscounts) -> list[str]:
    return [part.kind for part in each.parts]


def test_nothing_offered_is_the_list_price() -> None:
    assert priced([line(price=100, quantity=3)], Offers()) == [300]


def test_r_pro_2_of_several_product_discounts_the_largest_wins() -> None:
    given = offers(off(10, promotion_id=1), off(30, promotion_id=2), off(20, promotion_id=3))
    assert priced([line(price=1000)], given) == [700]
    fixed = promotion("FIXED_PRICE", *[off(1).items[0].__class__(1, 0, price_minor=650)], promotion_id=9)
    assert priced([line(price=1000)], offers(off(30), fixed)) == [650]


def test_r_pro_2_a_discount_that_has_not_begun_or_is_over_gives_nothing() -> None:
    for at in (NOW - 2 * DAY, NOW + DAY):
        assert apply([line(price=1000)], offers(off(10)), at)[0].goods_minor == 1000
    assert apply([line(price=1000)], offers(off(10)), NOW + DAY - timedelta(microseconds=1))[0].goods_minor == 900


def test_r_pro_3_a_flash_deal_goes_before_a_product_discount_as_far_as_it_reaches() -> None:
    given = offers(flash(600, left=2, counted=True), off(10))
    [found] = apply([line(price=1000, quantity=5)], given, NOW)
    assert found.goods_minor == 2 * 600 + 3 * 900
    assert [(part.kind, part.quantity) for part in found.parts] == [("FLASHSALE", 2), ("DIRECT_DISCOUNT", 3)]


def test_r_pro_1_a_limit_of_an_item_is_shared_by_the_lines_it_covers() -> None:
    given = offers(flash(500, left=3, counted=True))
    lines = [line(2, 1000, 2, product_id=1), line(1, 1000, 2, product_id=1)]
    assert priced(lines, given) == [1500, 1000]
    assert priced(lines[::-1], given) == [1000, 1500]


def test_r_pro_4_the_best_tier_that_is_reached_counts() -> None:
    tiers = (Tier(from_quantity=2, off_bp=1000), Tier(from_quantity=4, off_bp=2000))
    assert priced([line(price=1000, quantity=1)], offers(more(*tiers))) == [1000]
    assert priced([line(price=1000, quantity=2)], offers(more(*tiers))) == [1800]
    assert priced([line(1, 1000, 3), line(2, 1000, 1)], offers(more(*tiers))) == [2400, 800]
    assert priced([line(price=1000, quantity=2)], offers(more(Tier(from_minor=2000, off_minor=300)))) == [1700]


def test_r_pro_4_buy_more_save_more_is_not_on_flash_deal_items() -> None:
    given = offers(flash(600), more(Tier(from_quantity=2, off_bp=1000)))
    found = apply([line(1, 1000, 2), line(2, 1000, 2)], given, NOW)
    assert [each.goods_minor for each in found] == [1200, 1800]
    assert kinds(found[0]) == ["FLASHSALE"]


def test_r_pro_4_a_line_counts_for_one_of_them_the_greatest() -> None:
    given = offers(
        more(Tier(from_quantity=1, off_bp=1000), promotion_id=70),
        more(Tier(from_quantity=1, off_bp=1500), promotion_id=71, product_id=1),
    )
    assert priced([line(1, 1000), line(2, 1000)], given) == [900, 900]
    assert [part.source_id for part in apply([line(1, 1000)], given, NOW)[0].parts] == [71]


def test_r_pro_5_one_seller_voucher_per_order_the_greatest() -> None:
    given = offers(voucher(100, voucher_id=1, minimum_minor=200), voucher(voucher_id=2, off_bp=2000, minimum_minor=0))
    assert priced([line(price=1000)], given) == [800]
    assert priced([line(price=400)], given) == [300]
    [found] = apply([line(price=1000)], given, NOW)
    assert kinds(found) == ["SELLER_VOUCHER"]


def test_r_pro_5_the_minimum_is_measured_after_product_discounts() -> None:
    given = offers(off(10), voucher(100, minimum_minor=1000))
    assert priced([line(price=1000)], given) == [900]
    assert priced([line(price=1200)], given) == [980]


def test_r_pro_5_a_percentage_is_capped() -> None:
    given = offers(voucher(off_bp=5000, cap_minor=200, minimum_minor=100))
    assert priced([line(price=300)], given) == [150]
    assert priced([line(price=3000)], given) == [2800]


def test_r_pro_5_a_voucher_stacks_with_a_product_discount_and_with_the_platforms() -> None:
    given = offers(off(10), voucher(100, minimum_minor=200), voucher(50, voucher_id=9, shop_id=0, minimum_minor=100))
    [found] = apply([line(price=1000)], given, NOW)
    assert kinds(found) == ["DIRECT_DISCOUNT", "SELLER_VOUCHER", "PLATFORM_VOUCHER"]
    assert (found.seller_minor, found.platform_minor, found.goods_minor) == (200, 50, 750)


def test_r_pro_5_a_voucher_of_some_products_takes_from_them_only() -> None:
    given = offers(voucher(100, minimum_minor=500, product_ids=frozenset({2})))
    assert priced([line(1, 1000), line(2, 400)], given) == [1000, 400]
    assert priced([line(1, 1000), line(2, 500)], given) == [1000, 400]


def test_r_pro_5_a_voucher_of_the_platform_serves_as_many_orders_as_the_buyer_may_use_it_in() -> None:
    lines = [line(1, 1000, shop_id=3), line(2, 2000, shop_id=4)]
    ten = voucher(voucher_id=9, shop_id=0, off_bp=1000, left=1)
    assert priced(lines, offers(ten)) == [1000, 1800]
    assert priced(lines, offers(voucher(voucher_id=9, shop_id=0, off_bp=1000, left=-1))) == [900, 1800]


def test_r_pro_5_an_order_never_becomes_free() -> None:
    given = offers(voucher(99, minimum_minor=100), voucher(99, voucher_id=9, shop_id=0, minimum_minor=100))
    assert priced([line(price=100)], given) == [1]
    assert priced([line(price=1)], offers(off(99))) == [1]


def test_who_pays_is_said_on_each_line() -> None:
    shared = more(Tier(from_quantity=1, off_bp=1000), platform_bp=2500)
    found = apply([line(1, 1000), line(2, 501)], offers(shared), NOW)
    assert [(each.seller_minor, each.platform_minor) for each in found] == [(75, 25), (37, 13)]


def test_r_pro_7_the_greatest_shipping_discount_takes_at_most_the_fee() -> None:
    given = offers(
        promotion("SHIPPING_DISCOUNT", promotion_id=1, shipping_off_minor=5000),
        promotion("SHIPPING_DISCOUNT", promotion_id=2, minimum_minor=2000, platform_bp=5000),
    )
    small, large = apply([line(price=1000)], given, NOW), apply([line(price=2000)], given, NOW)
    off_small, off_large = (shipping_off(each, given, SHOP, 9001, NOW) for each in (small, large))
    assert off_small is not None and (off_small.promotion_id, off_small.seller_minor) == (1, 5000)
    assert off_large is not None and (off_large.seller_minor, off_large.platform_minor) == (4501, 4500)
    capped = shipping_off(small, given, SHOP, 3000, NOW)
    assert capped is not None and capped.seller_minor == 3000
    assert shipping_off(small, given, 8, 3000, NOW) is None


def test_what_an_order_redeems() -> None:
    given = offers(flash(600, left=5, counted=True), voucher(100, minimum_minor=200), off(5))
    discounts = apply([line(1, 1000, 2, product_id=1), line(3, 1000, 1, product_id=1), line(2, 500)], given, NOW)
    found = redemptions_of(11, 22, discounts)
    assert [(each.source, each.source_id, each.product_id, each.quantity, each.amount_minor) for each in found] == [
        ("PROMOTION", 50, 1, 3, 1200),
        ("VOUCHER", 1, 0, 1, 100),
    ]


def test_the_steps_lead_from_the_list_prices_to_what_is_paid() -> None:
    given = offers(off(10), more(Tier(from_quantity=2, off_bp=1000)), voucher(100, minimum_minor=200))
    discounts = apply([line(1, 1000), line(2, 500)], given, NOW)
    told = steps(discounts)
    assert [(each.kind, each.off_minor, each.after_minor) for each in told] == [
        ("DIRECT_DISCOUNT", 150, 1350),
        ("BUY_MORE_SAVE_MORE", 135, 1215),
        ("SELLER_VOUCHER", 100, 1115),
    ]
    assert told[-1].after_minor == sum(each.goods_minor for each in discounts)

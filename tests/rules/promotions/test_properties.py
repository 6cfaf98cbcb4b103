"""What holds of every price, whatever is offered."""

import random

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from etalase.promotions.rules import (
    ItemOffer,
    Kind,
    Offers,
    PricedLine,
    PromotionOffer,
    Tier,
    VoucherOffer,
    apply,
    redemptions_of,
)
from tests.rules.promotions.offering import NOW, SHOP, line, more, promotion, voucher

PRICES = st.integers(1, 2_000_000)
RATES = st.integers(100, 9900)
SHARES = st.sampled_from([0, 1, 2500, 3333, 10_000])
KINDS: tuple[Kind, ...] = ("FIXED_PRICE", "DIRECT_DISCOUNT", "FLASHSALE", "BUY_MORE_SAVE_MORE")
LIMITS = st.one_of(st.just(-1), st.integers(0, 6))


@st.composite
def lines_of(draw: st.DrawFn) -> list[PricedLine]:
    skus = draw(st.lists(st.integers(1, 12), min_size=1, max_size=6, unique=True))
    return [
        line(sku, draw(PRICES), draw(st.integers(1, 5)), product_id=1 + sku % 4, shop_id=SHOP + sku % 2) for sku in skus
    ]


@st.composite
def promotions(draw: st.DrawFn, promotion_id: int) -> PromotionOffer:
    kind: Kind = draw(st.sampled_from(KINDS))
    product_id, share = draw(st.integers(0, 4)), draw(SHARES)
    if kind == "BUY_MORE_SAVE_MORE":
        tier = draw(
            st.one_of(
                st.builds(Tier, from_quantity=st.integers(1, 6), off_bp=RATES),
                st.builds(Tier, from_minor=PRICES, off_minor=PRICES),
            )
        )
        return more(tier, promotion_id=promotion_id, product_id=product_id, platform_bp=share)
    price, rate = (None, draw(RATES)) if kind == "DIRECT_DISCOUNT" else (draw(PRICES), None)
    limit = draw(LIMITS)
    item = ItemOffer(product_id, 0, price_minor=price, off_bp=rate, left=limit, counted=limit != -1)
    return promotion(kind, item, promotion_id=promotion_id, platform_bp=share)


@st.composite
def vouchers(draw: st.DrawFn, voucher_id: int) -> VoucherOffer:
    shop_id, minimum = draw(st.sampled_from([0, SHOP, SHOP + 1])), draw(PRICES)
    amount = draw(st.one_of(st.none(), st.integers(1, minimum)))
    return voucher(
        amount,
        voucher_id=voucher_id,
        shop_id=shop_id,
        off_bp=draw(RATES) if amount is None else None,
        cap_minor=draw(st.one_of(st.none(), PRICES)) if amount is None else None,
        minimum_minor=minimum,
        product_ids=draw(st.one_of(st.none(), st.frozensets(st.integers(1, 4)))),
        left=draw(LIMITS),
        platform_bp=10_000 if shop_id == 0 else draw(SHARES),
    )


@st.composite
def offered(draw: st.DrawFn) -> Offers:
    counts = draw(st.integers(0, 5)), draw(st.integers(0, 5))
    return Offers(
        tuple(draw(promotions(100 + at)) for at in range(counts[0])),
        tuple(draw(vouchers(200 + at)) for at in range(counts[1])),
    )


@given(lines_of(), offered())
def test_no_line_costs_less_than_nothing_and_no_order_is_free(lines: list[PricedLine], given_: Offers) -> None:
    found = apply(lines, given_, NOW)
    for each, priced in zip(lines, found, strict=True):
        assert 0 <= priced.goods_minor <= priced.spend_minor <= priced.list_minor
        assert priced.list_minor == each.quantity * each.unit_price_minor
        assert all(part.seller_minor >= 0 and part.platform_minor >= 0 and part.off_minor > 0 for part in priced.parts)
        assert priced.seller_minor + priced.platform_minor + priced.goods_minor == priced.list_minor
    for shop_id in {each.shop_id for each in lines}:
        assert sum(p.goods_minor for each, p in zip(lines, found, strict=True) if each.shop_id == shop_id) >= 1


@given(lines_of(), offered())
def test_r_pro_5_never_more_than_one_seller_voucher_and_one_of_the_platform(
    lines: list[PricedLine], given_: Offers
) -> None:
    found = apply(lines, given_, NOW)
    used: list[int] = []
    for shop_id in {each.shop_id for each in lines}:
        order = [p for each, p in zip(lines, found, strict=True) if each.shop_id == shop_id]
        for kind in ("SELLER_VOUCHER", "PLATFORM_VOUCHER"):
            ids = {part.source_id for each in order for part in each.parts if part.kind == kind}
            assert len(ids) <= 1
            used += ids
    for each in given_.vouchers:
        assert each.left == -1 or used.count(each.voucher_id) <= each.left


@given(lines_of(), offered(), st.randoms(use_true_random=False))
def test_the_order_of_lines_and_of_offers_does_not_matter(
    lines: list[PricedLine], given_: Offers, chance: random.Random
) -> None:
    mixed, promoted, held = list(lines), list(given_.promotions), list(given_.vouchers)
    for each in (mixed, promoted, held):
        chance.shuffle(each)
    before = dict(zip([each.sku_id for each in lines], apply(lines, given_, NOW), strict=True))
    after = apply(mixed, Offers(tuple(promoted), tuple(held)), NOW)
    assert after == [before[each.sku_id] for each in mixed]


@given(lines_of(), offered())
def test_r_pro_1_a_limit_is_never_passed_and_is_redeemed_once(lines: list[PricedLine], given_: Offers) -> None:
    found = apply(lines, given_, NOW)
    limits = {each.promotion_id: item.left for each in given_.promotions for item in each.items if item.counted}
    for shop_id in {each.shop_id for each in lines}:
        order = [p for each, p in zip(lines, found, strict=True) if each.shop_id == shop_id]
        redeemed = redemptions_of(1, 2, order)
        assert len({(each.source, each.source_id, each.product_id) for each in redeemed}) == len(redeemed)
        for each in redeemed:
            if each.source == "PROMOTION":
                assert each.quantity <= limits[each.source_id]


@given(lines_of(), offered(), vouchers(999))
def test_one_voucher_more_never_makes_it_dearer(lines: list[PricedLine], given_: Offers, one: VoucherOffer) -> None:
    held = msgspec.structs.replace(given_, vouchers=(*given_.vouchers, one))
    if one.shop_id == 0:  # the platform's could be spent on the order where it gives more: that is the point
        assert _paid(lines, held) <= _paid(lines, given_)
    else:
        without_platform = tuple(each for each in given_.vouchers if each.shop_id != 0)
        alone = msgspec.structs.replace(given_, vouchers=without_platform)
        more_held = msgspec.structs.replace(given_, vouchers=(*without_platform, one))
        assert _paid(lines, more_held) <= _paid(lines, alone)


@given(lines_of(), RATES, RATES, st.integers(0, 4))
def test_r_pro_2_a_deeper_discount_never_costs_more(
    lines: list[PricedLine], one: int, other: int, product_id: int
) -> None:
    shallow, deep = (
        Offers((promotion("DIRECT_DISCOUNT", ItemOffer(product_id, 0, off_bp=rate)),)) for rate in sorted((one, other))
    )
    assert _paid(lines, deep) <= _paid(lines, shallow) <= _paid(lines, Offers())


@given(lines_of(), st.lists(RATES, min_size=1, max_size=4))
def test_r_pro_2_overlapping_discounts_cost_what_the_largest_costs(lines: list[PricedLine], rates: list[int]) -> None:
    every = Offers(
        tuple(
            promotion("DIRECT_DISCOUNT", ItemOffer(0, 0, off_bp=rate), promotion_id=at)
            for at, rate in enumerate(rates, 1)
        )
    )
    largest = Offers((promotion("DIRECT_DISCOUNT", ItemOffer(0, 0, off_bp=max(rates))),))
    assert _paid(lines, every) == _paid(lines, largest)


def _paid(lines: list[PricedLine], given_: Offers) -> int:
    return sum(each.goods_minor for each in apply(lines, given_, NOW))

"""What a product may be, as pure rules."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etalase.base.errors import Invalid, Refusal, Refused
from etalase.base.markets import DEFINITIONS, MARKETS, Policy
from etalase.catalog import rules
from etalase.catalog.rules import Price, ProductDraft, SkuDraft


def limits(market: str = "ID", **changes: object) -> Policy:
    numbers = {name: each.of(market) for name, each in DEFINITIONS.items()}
    return msgspec.convert(numbers | changes, Policy)


def draft(title: str = "Batik", **changes: object) -> ProductDraft:
    whole = ProductDraft(title, "Soft", "Fashion", (SkuDraft("A", {}, 129_000, 1),))
    return msgspec.structs.replace(whole, **changes)


# §4.4, in minor units.
BOUNDS = {
    "ID": (100, 100_000_000),
    "MY": (1, 32_000_000),
    "PH": (1, 40_000_000),
    "SG": (1, 1_000_000),
    "TH": (3_000, 26_000_000),
    "GB": (1, 560_000),
    "US": (1, 760_000),
    "VN": (1, 180_000_000),
}


@pytest.mark.parametrize("market", MARKETS)
def test_the_price_bounds_of_each_market_hold_at_both_ends(market: str) -> None:
    lowest, highest = BOUNDS[market]
    currency = MARKETS[market].currency
    for price in (lowest, highest):
        rules.check_price(price, limits(market), currency)
    for price in (lowest - 1, highest + 1):
        with pytest.raises(Refused) as no:
            rules.check_price(price, limits(market), currency)
        assert no.value.code == "catalog.price_out_of_range"


@pytest.mark.parametrize("market", MARKETS)
def test_the_sku_count_of_each_market_holds(market: str) -> None:
    most = 100 if market in {"US", "GB"} else 300
    price = BOUNDS[market][1]
    skus = tuple(SkuDraft(str(n), {"Size": str(n)}, price, 0) for n in range(most + 1))
    currency = MARKETS[market].currency
    rules.checked(draft(skus=skus[:most]), limits(market), currency)
    with pytest.raises(Refused) as no:
        rules.checked(draft(skus=skus), limits(market), currency)
    assert no.value.code == "catalog.too_many_skus"


def test_the_title_holds_at_255() -> None:
    assert rules.checked(draft("x" * 255), limits(), "IDR").title == "x" * 255
    with pytest.raises(Refused):
        rules.checked(draft("x" * 256), limits(), "IDR")


def test_a_picture_is_needed_where_the_policy_enforces_it() -> None:
    with pytest.raises(Refused) as no:
        rules.checked(draft(), limits(picture_min_enforced=True), "IDR")
    assert no.value.code == "catalog.picture_missing"


@pytest.mark.parametrize("weight_g", [None, 1, 1_000_000])
def test_a_piece_weighs_from_a_gram_to_a_ton(weight_g: int | None) -> None:
    light = draft(skus=(SkuDraft(" A ", {}, 129_000, 1, weight_g=weight_g),))
    assert rules.checked(light, limits(), "IDR").skus == (SkuDraft("A", {}, 129_000, 1, weight_g=weight_g),)


@pytest.mark.parametrize("weight_g", [0, -1, 1_000_001])
def test_no_piece_weighs_nothing_or_more_than_a_ton(weight_g: int) -> None:
    with pytest.raises(Invalid) as no:
        rules.checked(draft(skus=(SkuDraft("A", {}, 129_000, 1, weight_g=weight_g),)), limits(), "IDR")
    assert list(no.value.errors) == ["skus[0].weight_g"]


def test_every_move_of_a_product_is_the_tables() -> None:
    seller = {
        (start, end) for start in rules.STATUSES for end in rules.STATUSES if rules.may_move(start, end, platform=False)
    }
    platform = {
        (start, end) for start in rules.STATUSES for end in rules.STATUSES if rules.may_move(start, end, platform=True)
    }
    assert ("ACTIVATE", "SELLER_DEACTIVATED") in seller and ("SELLER_DEACTIVATED", "ACTIVATE") in seller
    assert {start for start, end in seller if end == "DELETED"} == set(rules.STATUSES) - {"DELETED"}
    assert not {pair for pair in seller if pair[0] in {"FREEZE", "PLATFORM_DEACTIVATED"} and pair[1] == "ACTIVATE"}
    assert not {pair for pair in seller | platform if pair[0] == "DELETED"}
    assert {("ACTIVATE", "FREEZE"), ("ACTIVATE", "PLATFORM_DEACTIVATED"), ("PENDING", "FAILED")} < platform


@pytest.mark.parametrize(
    ("price", "currency", "minor"),
    [(Price("129000"), "IDR", 129_000), (Price("12.5", "USD"), "USD", 1250), (Price("0.01"), "GBP", 1)],
)
def test_a_price_is_read_in_major_units(price: Price, currency: str, minor: int) -> None:
    assert rules.price_in(price, currency) == minor


@pytest.mark.parametrize(
    "amount", ["", " 1", "1,000", "1e3", "-1", "+1", "0x1", "1.234", "NaN", "١٢", "1" * 17, "1.", ".5", "00"]
)
def test_what_is_no_amount_is_invalid(amount: str) -> None:
    with pytest.raises(Invalid):
        rules.price_in(Price(amount), "USD")


def test_foreign_money_is_told_apart_from_nonsense() -> None:
    with pytest.raises(Refused) as no:
        rules.price_in(Price("1", "USD"), "IDR")
    assert (no.value.code, no.value.facts) == ("catalog.currency_differs", {"currency": "USD", "expected": "IDR"})
    with pytest.raises(Invalid):
        rules.price_in(Price("1", "BTC"), "IDR")


@given(
    st.builds(
        ProductDraft,
        st.text(max_size=300),
        st.text(max_size=50),
        st.text(max_size=30),
        st.lists(
            st.builds(
                SkuDraft,
                st.text(max_size=5),
                st.dictionaries(st.sampled_from(["Size", " Size", "Colour", ""]), st.text(max_size=3), max_size=3),
                st.integers(-5, 10**9),
                st.integers(-5, 10**7),
            ),
            max_size=4,
        ).map(tuple),
    )
)
def test_whatever_arrives_is_refused_in_words_or_fits_the_columns(asked: ProductDraft) -> None:
    try:
        fit = rules.checked(asked, limits(), "IDR")
    except Refusal:
        return
    assert 1 <= len(fit.title) <= 255 and fit.title.isprintable()
    assert fit.skus and all(sku.price_minor > 0 and sku.stock >= 0 and sku.seller_sku for sku in fit.skus)
    assert len({frozenset(sku.options.items()) for sku in fit.skus}) == len(fit.skus)
    assert all("" not in sku.options and set(sku.options) == set(fit.skus[0].options) for sku in fit.skus)

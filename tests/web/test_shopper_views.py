"""What the shopper's pages make of rows before they draw them: pure, without a database."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from etalase.catalog.queries import Detail, ProductPage, Sku
from etalase.orders.actions import CartLine, Via
from etalase.orders.queries import CartRow
from etalase.promotions.queries import SkuPrice
from etalase.web.shopper import guest_cart
from etalase.web.shopper.address_form import address_of, typed_of, written
from etalase.web.shopper.cart_view import by_market, trouble_of
from etalase.web.shopper.choosing import options_of
from etalase.web.shopper.sorting import address, sort_of, words_of

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PAGE = ProductPage(
    1, "Langkah", "OPEN", True, None, "ID", 2, "Sneaker", "", 1, "Other", None, "ACTIVATE", "IDR", 100, 200, NOW, NOW,
    [], [], 0, 0, 0, None, None, "{}", None, [],
)  # fmt: skip


def detail(names: list[str], *skus: tuple[dict[str, str], int, int]) -> Detail:
    """A product with these SKUs: options, price, how many there are."""
    rows = [
        Sku(1, 10 + place, 2, f"S{place}", msgspec.json.encode(options).decode(), price, place, available, 0)
        for place, (options, price, available) in enumerate(skus)
    ]
    return Detail(msgspec.structs.replace(PAGE, option_names=names), rows)


def row(**changes: Any) -> CartRow:
    """A line of a cart."""
    plain = CartRow(10, 1, "Langkah", "ID", 2, "Sneaker", "{}", None, "IDR", 389_000, 2, 9, True, None, None, NOW)
    return msgspec.structs.replace(plain, **changes)


def test_two_options_are_grouped_by_the_first() -> None:
    found = options_of(
        detail(
            ["Colour", "Size"],
            ({"Size": "41", "Colour": "Red"}, 100, 1),
            ({"Size": "42", "Colour": "Red"}, 100, 0),
            ({"Size": "41", "Colour": "Ink"}, 200, 9),
        ),
        asked=12,
    )
    assert [(group.option, group.value, [one.label for one in group.choices]) for group in found.groups] == [
        ("Colour", "Red", ["41", "42"]),
        ("Colour", "Ink", ["41"]),
    ]
    assert found.chosen is not None and found.chosen.price.minor == 200 and not found.one_price
    assert found.groups[0].choices[0].scarce and found.groups[0].choices[1].sold_out


def test_a_single_sku_needs_no_choosing_and_a_sold_out_one_is_never_chosen() -> None:
    only = options_of(detail([], ({}, 100, 3)))
    assert only.single and only.chosen is not None
    gone = options_of(detail(["Size"], ({"Size": "41"}, 100, 0), ({"Size": "42"}, 100, 2)), asked=10)
    assert gone.chosen is None and gone.one_price and not gone.single


@pytest.mark.parametrize(
    ("changes", "trouble"),
    [
        ({}, ""),
        ({"available": 2}, ""),
        ({"available": 1}, "TOO_FEW"),
        ({"available": 0}, "SOLD_OUT"),
        ({"on_sale": False, "available": 0}, "NOT_ON_SALE"),
    ],
)
def test_a_line_says_what_stands_in_its_way(changes: dict[str, Any], trouble: str) -> None:
    assert trouble_of(row(**changes)) == trouble


def test_the_total_counts_only_what_can_be_bought() -> None:
    rows = [
        row(),
        row(sku_id=11, shop_id=3),
        row(sku_id=12, on_sale=False),
        row(sku_id=13, market="MY", currency="MYR"),
    ]
    here, abroad = by_market(rows)
    assert (here.market, here.total.minor, here.pieces, len(here.shops)) == ("ID", 4 * 389_000, 4, 2)
    assert (abroad.market, abroad.total.currency) == ("MY", "MYR")


def test_a_line_costs_what_the_page_of_its_product_says() -> None:
    sale = SkuPrice(5, 10, "IDR", 300_000, 389_000, "DIRECT_DISCOUNT", NOW, -1)
    [here] = by_market([row(), row(sku_id=11)], {10: sale})
    [on_sale, other] = here.shops[0].lines
    assert (on_sale.price.minor, on_sale.was and on_sale.was.minor) == (300_000, 389_000)
    assert (other.price.minor, other.was) == (389_000, None)
    assert here.total.minor == 2 * 300_000 + 2 * 389_000
    # There are not enough pieces at that price: the till says what each costs.
    [scarce] = by_market([row()], {10: msgspec.structs.replace(sale, left=1)})
    assert scarce.total.minor == 2 * 389_000


def test_a_visitors_cart_survives_its_cookie() -> None:
    lines = [CartLine(2**52, 3, Via("SHOWCASE", "nadia.pakai")), CartLine(7, 1)]
    text = str(guest_cart.cookie(lines).value)
    assert guest_cart.lines_of(text) == lines
    assert guest_cart.cookie([]).max_age == 0
    full = [CartLine(2**52 + place, 999, Via("SHOWCASE", "x" * 24)) for place in range(60)]
    assert len(str(guest_cart.cookie(full).value)) < 3_500


def test_more_of_the_same_adds_up_and_none_takes_it_out() -> None:
    lines = guest_cart.added([CartLine(1, 998, Via("SHOWCASE", "sari")), CartLine(2, 1)], CartLine(1, 5))
    assert lines == [CartLine(1, 999, Via("SHOWCASE", "sari")), CartLine(2, 1)]
    assert guest_cart.changed(lines, 1, 0) == [CartLine(2, 1)]


def test_an_address_goes_to_the_api_shape_and_back() -> None:
    typed = {"name": " Sari ", "phone": "0812 3456 7890", "line1": "Jl. Kenanga 7", "line2": "", "region": "Bali"}
    shaped = address_of("ID", typed)
    assert shaped == {
        "name": "Sari", "phone": "+6281234567890", "country": "ID", "lines": ["Jl. Kenanga 7"], "region": "Bali",
    }  # fmt: skip
    assert typed_of(shaped, "ID")["line1"] == "Jl. Kenanga 7"
    assert typed_of(shaped, "SG", "Sari")["line1"] == "" and typed_of(shaped, "SG")["name"] == "Sari"
    assert written(shaped) == ["Sari", "Jl. Kenanga 7", "Bali"]


def test_addresses_of_grids_hold_only_what_is_unusual() -> None:
    assert address("/s/1") == "/s/1"
    assert address("/s/1", sort="new", words="a b") == "/s/1?sort=new&q=a+b"
    assert sort_of("'; --") == "recommended"
    assert words_of(" a\x00b \n c ") == "a b c" and len(words_of("x" * 500)) == 100

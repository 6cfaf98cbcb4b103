from pathlib import Path

import pytest

from etalase.imports.rules import ProductDraft, Rejected
from tests.rules.imports.files import IDR, USD, codes, products, sole, wrote

FASHION = "Fashion"
PARENTS = """handle,sku,name,price,currency,category,color,stock
hat,HAT,Sun hat,0,USD,Fashion,,
hat,HAT-R,,12.50,USD,,Red,5
hat,HAT-B,,13.00,USD,,Blue,6
bag,BAG,Bag,,USD,,,
bag,BAG-W,,20,USD,,White,1
hat,HAT-R,,11.00,EUR,,,
"""


def test_a_parent_row_without_a_price_is_not_a_sku(tmp_path: Path) -> None:
    hat, bag = products(wrote(tmp_path, PARENTS), USD)
    assert [(s.seller_sku, s.options, s.price_minor, s.stock) for s in hat.skus] == [
        ("HAT-R", ("Red",), 1250, 5),
        ("HAT-B", ("Blue",), 1300, 6),
    ]
    assert [s.seller_sku for s in bag.skus] == ["BAG-W"]


def test_a_price_in_another_currency_is_a_notice(tmp_path: Path) -> None:
    hat = products(wrote(tmp_path, PARENTS), USD)[0]
    assert [(n.line, n.column, n.code, n.facts) for n in hat.notices] == [
        (7, "price", "imports.price_other_currency", {"sku": "HAT-R", "currency": "EUR"})
    ]
    assert hat.lines == (2, 3, 4, 7)


def test_only_prices_in_another_currency_are_a_problem(tmp_path: Path) -> None:
    found = products(wrote(tmp_path, PARENTS), IDR)
    assert [sorted(set(codes(product))) for product in found] == [["currency"], ["currency"]]


def test_an_unknown_category_is_a_notice(tmp_path: Path) -> None:
    path = wrote(tmp_path, "title,price,category\nHat,5000,Fashion\nKite,5000,Things  that fly\n")
    hat, kite = products(path, IDR, knows_category=FASHION.__eq__)
    assert (codes(hat), codes(kite), kite.category) == ([], ["category_unknown"], "Things that fly")


def test_one_bad_row_keeps_the_whole_product_out_and_no_other(tmp_path: Path) -> None:
    path = wrote(tmp_path, "title,size,price\nHat,M,5000\nHat,L,free\nBag,M,5000\n")
    hat, bag = products(path)
    assert isinstance(hat, Rejected)
    assert hat.lines == (2, 3)
    assert [(p.line, p.column, p.code) for p in hat.problems] == [(3, "price", "imports.price_unreadable")]
    assert isinstance(bag, ProductDraft)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (f"{'x' * 256},5000,,1,", "title_too_long"),
        (",5000,,1,", "no_title"),
        ("Hat,,,1,", "no_price"),
        ("Hat,0,,1,", "price_too_low"),
        ("Hat,-5000,,1,", "price_too_low"),
        ("Hat,99,,1,", "price_too_low"),
        ("Hat,100000001,,1,", "price_too_high"),
        ("Hat,5000.5,,1,", "price_fraction"),
        ("Hat,$50,,1,", "currency"),
        ("Hat,5000,,-1,", "stock_unreadable"),
        ("Hat,5000,,1000000,", "stock_too_high"),
        (f"Hat,5000,{'S' * 101},1,", "sku_too_long"),
        (f"Hat,5000,,1,{'d' * 10_001}", "description_too_long"),
        ("Hat\0,5000,,1,", "bad_characters"),
    ],
)
def test_bounds_of_the_market_refuse(tmp_path: Path, row: str, code: str) -> None:
    (found,) = products(wrote(tmp_path, f"title,price,sku,stock,description\n{row}\n"))
    assert isinstance(found, Rejected)
    assert codes(found) == [code]


def test_more_skus_than_the_market_allows(tmp_path: Path) -> None:
    rows = "".join(f"Hat,{n},5\n" for n in range(5_000))
    (found,) = products(wrote(tmp_path, "title,size,price\n" + rows), USD)
    assert codes(found) == ["too_many_skus"]
    assert len(products(wrote(tmp_path, "title,size,price\n" + rows[: rows.index("Hat,100,")]), USD)[0].skus) == 100


def test_made_up_skus_are_stable_and_distinct(tmp_path: Path) -> None:
    lines = [
        "Summer Hat,Red,39,5000",
        "Summer Hat,Red,40,5000",
        "Café,M/L,1,5000",
        "Café,M-L,1,5000",
        "หมวก,แดง,1,5000",
    ]
    first = products(wrote(tmp_path, "title,color,size,price\n" + "\n".join(lines)))
    again = products(wrote(tmp_path, "title,color,size,price\n" + "\n".join(reversed(lines))))
    skus = {s.seller_sku for product in first for s in product.skus}
    assert skus == {s.seller_sku for product in again for s in product.skus}
    assert {"SUMMER-HAT-RED-39", "SUMMER-HAT-RED-40"} < skus
    assert len(skus) == 5


def test_a_sku_belongs_to_one_product(tmp_path: Path) -> None:
    hat, bag = products(wrote(tmp_path, "handle,title,sku,price\nhat,Hat,X,5000\nbag,Bag,X,5000\n"))
    assert isinstance(hat, ProductDraft)
    assert codes(bag) == ["sku_elsewhere"]
    assert (bag.problems[0].line, bag.problems[0].column, bag.problems[0].facts) == (
        3,
        "sku",
        {"sku": "X", "first_line": 2},
    )


def test_repeated_rows_are_told_and_contradictions_refused(tmp_path: Path) -> None:
    rows = "hat,Hat,X,5000,1,M\nhat,Hat,X,5000,1,M\n"
    rows += "bag,Bag,Y,5000,1,M\nbag,Bag,Y,6000,1,M\ncap,Cap,Z,5000,1,M\ncap,Cap,Z,5000,1,L\n"
    hat, bag, cap = products(wrote(tmp_path, "handle,title,sku,price,stock,size\n" + rows))
    assert (codes(hat), codes(bag), codes(cap)) == (["row_repeated"], ["sku_twice"], ["sku_twice"])


def test_options_must_tell_skus_apart(tmp_path: Path) -> None:
    rows = "hat,Hat,X,5000,M\nhat,Hat,Y,5000,m\nbag,Bag,Z,5000,M\nbag,Bag,W,5000,\n"
    hat, bag = products(wrote(tmp_path, "handle,title,sku,price,size\n" + rows))
    assert codes(hat) == ["options_repeated"]
    assert isinstance(bag, ProductDraft)
    rows = "bag,Bag,Z,5000,M,1\nbag,Bag,W,5000,,1\n"
    assert codes(products(wrote(tmp_path, "handle,title,sku,price,size,stock\n" + rows))[0]) == ["option_missing"]


def test_rows_that_share_a_title_but_no_option_are_products_by_sku(tmp_path: Path) -> None:
    found = products(wrote(tmp_path, "title,sku,price\nHat,A,5000\nHat,B,6000\n"))
    assert [[s.seller_sku for s in product.skus] for product in found] == [["A"], ["B"]]


def test_variants_scattered_over_the_file_come_together(tmp_path: Path) -> None:
    rows = "".join(f"p{n % 40},Product {n % 40},{n},5000\n" for n in range(200))
    found = products(wrote(tmp_path, "handle,title,size,price\n" + rows))
    assert [product.title for product in found] == [f"Product {n}" for n in range(40)]
    assert {len(product.skus) for product in found} == {5}


def test_a_variation_names_its_parent_by_sku(tmp_path: Path) -> None:
    rows = "HAT,,Hat,,\nHAT-M,HAT,Hat - M,5000,M\nBAG,,Bag,7000,\nHAT-L,HAT,Hat - L,5000,L\n"
    hat, bag = products(wrote(tmp_path, "SKU,Parent,Name,Regular price,Size\n" + rows))
    assert (hat.title, [s.seller_sku for s in hat.skus]) == ("Hat", ["HAT-M", "HAT-L"])
    assert (bag.title, [s.seller_sku for s in bag.skus]) == ("Bag", ["BAG"])


def test_rows_without_a_name_continue_the_product_before(tmp_path: Path) -> None:
    found = products(wrote(tmp_path, "title,size,price\nHat,M,5000\n,L,5000\nBag,M,1000\n"))
    assert [len(product.skus) for product in found] == [2, 1]


def test_default_title_is_no_option_and_markup_no_text(tmp_path: Path) -> None:
    body = '"<p>Light &amp; <b>dry</b></p><ul><li>One</li></ul><script>alert(1)</script>"'
    rows = f"hat,Hat,{body},Title,Default Title,H1,5000\n"
    hat = sole(
        wrote(tmp_path, "Handle,Title,Body (HTML),Option1 Name,Option1 Value,Variant SKU,Variant Price\n" + rows)
    )
    assert (hat.options, hat.description) == ((), "Light & dry\n\n• One")


def test_invisible_characters_leave_titles(tmp_path: Path) -> None:
    hat = sole(wrote(tmp_path, "title,price\n\u200b Hat\u00ad \u00a0 with 🎩,5000\n"))
    assert hat.title == "Hat with 🎩"

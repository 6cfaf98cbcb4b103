"""Products by words: any part of a word among the newest, beginnings of words among all, and only the shop's own."""

import pytest

from etalase.base.actor import SYSTEM
from etalase.base.db import Db
from etalase.catalog.queries import lists, shop_products, status_counts, wording
from tests.makers.catalog import make_product
from tests.makers.links import ready_shop


@pytest.fixture
def few_are_new(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the two newest products are looked through."""
    monkeypatch.setattr(wording, "LOOKED_AT", 2)
    monkeypatch.setattr(lists, "LOOKED_AT", 2)


TITLES = (
    "Sepatu lari Kawah 41",
    "T-shirt O'Neill v2.0",
    "รองเท้า ผ้าใบ",
    "Kaus 100% katun",
    "Sandal_senja",
    "Payung lipat",
    "Topi",
)


@pytest.mark.usefixtures("few_are_new")
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("sepatu", {0}),
        ("KAW lari", {0}),
        ("patu", set[int]()),  # in the middle of a word of an older one
        ("opi", {6}),
        ("shirt o'neill", {1}),
        ("v2.0", {1}),
        ("ผ้าใบ", {2}),
        ("100%", {3}),
        ("%", set[int]()),
        ("sandal_", {4}),
        ("sandalxsenja", set[int]()),
        ("yung", {5}),
        ("nothing", set[int]()),
        ("' | !", set[int]()),
    ],
)
async def test_words_find_the_shops_products(db: Db, words: str, found: set[int]) -> None:
    _, other = await ready_shop(db, owner="lain", name="Lain")
    _, shop = await ready_shop(db)
    made = [await make_product(db, shop, title=title) for title in TITLES]
    for title in TITLES:
        await make_product(db, other, title=title)
    patterns = ["%" + wording_of(word) + "%" for word in words.split()]
    products, all_of_them = await wording.products_by_words(db, shop.shop_id, words, patterns, most=50)
    assert all_of_them
    assert products == sorted((made[place].product_id for place in found), reverse=True)


def wording_of(word: str) -> str:
    return word.replace("%", "\\%").replace("_", "\\_")


@pytest.mark.usefixtures("few_are_new")
async def test_a_long_list_goes_on_where_it_stopped_looking(db: Db) -> None:
    _, shop = await ready_shop(db)
    made = [
        await make_product(db, shop, title=f"Tas {number}", stock=number % 4, seller_sku=f"T-{number}")
        for number in range(9)
    ]
    found, cursor, pages = list[int](), None, 0
    while pages == 0 or cursor is not None:
        page = await shop_products(db, SYSTEM, shop_id=shop.shop_id, sold_out=True, cursor=cursor)
        found, cursor, pages = found + [each.product_id for each in page.items], page.next_cursor, pages + 1
    assert found == [made[8].product_id, made[4].product_id, made[0].product_id]
    assert pages == 5
    for search, expected in (("T-3", [3]), ("t-8", [8]), ("-7", [7]), ("tas 2", [2]), ("tas", [*range(9)]), ("no", [])):
        page = await shop_products(db, SYSTEM, shop_id=shop.shop_id, search=search)
        assert sorted(each.product_id for each in page.items) == [made[place].product_id for place in expected], search
    assert await status_counts(db, SYSTEM, shop_id=shop.shop_id) == {"ACTIVATE": 9}

"""Reviews and the figures of their products (R-REV-1)."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from etalase.aftersales import actions
from etalase.aftersales.actions import ReviewWords
from etalase.aftersales.queries import Review, all_reviews, product_reviews, review_summary, shop_reviews
from etalase.base.db import Db, rows
from etalase.base.errors import Invalid, NotAllowed, NotFound
from tests.makers.accounts import make_account
from tests.makers.aftersales import HOUR, Sale, make_sale
from tests.makers.orders import broken
from tests.rooms.aftersales.test_returning import is_invalid, refusal

DAY = timedelta(days=1)


class Figures(msgspec.Struct, frozen=True):
    rating_sum: int
    rating_count: int


FIGURES = rows(Figures, "SELECT rating_sum, rating_count FROM product_figures WHERE product_id = $1")


async def write(db: Db, sale: Sale, stars: int = 5, line: int = 0, **more: Any) -> Review:
    now = more.pop("now", sale.at)
    line_id = (await sale.line_ids(db))[line]
    said: dict[str, Any] = {"text": "Lovely"} | more
    words = ReviewWords(stars=stars, **said)
    return await actions.write_review(db, sale.buyer, order_id=sale.order_id, line_id=line_id, words=words, now=now)


async def figures(db: Db, sale: Sale) -> tuple[int, int]:
    found = await FIGURES.one(db, sale.product_ids[0])
    return (found.rating_sum, found.rating_count) if found else (0, 0)


async def test_r_rev_1_one_review_per_bought_line_and_the_product_counts_it(db: Db) -> None:
    sale = await make_sale(db)
    review = await write(db, sale, 4)
    assert (review.stars, review.text, review.author) == (4, "Lovely", sale.buyer.handle)
    assert await figures(db, sale) == (4, 1)
    assert await refusal(db, write(db, sale, 5)) == "aftersales.reviewed_already"
    summary = await review_summary(db, sale.shop.shop_id, sale.product_ids[0])
    assert (summary.count, summary.average_tenths, summary.counts[4]) == (1, 40, 1)
    assert await broken(db) == []


@pytest.mark.parametrize("step", ["PLACED", "ON_THE_WAY"])
async def test_r_rev_1_only_what_was_delivered(db: Db, step: str) -> None:
    assert await refusal(db, write(db, await make_sale(db, step))) == "aftersales.cannot_review"


async def test_r_rev_1_the_time_to_review_ends(db: Db) -> None:
    sale = await make_sale(db, market="US")
    assert await refusal(db, write(db, sale, now=sale.at + 60 * DAY)) == "aftersales.cannot_review"
    assert (await write(db, sale, now=sale.at + 59 * DAY)).stars == 5


async def test_r_rev_1_indonesia_edits_once_and_never_deletes(db: Db) -> None:
    sale = await make_sale(db)
    review = await write(db, sale, 5)
    mine: dict[str, Any] = {"review_id": review.review_id, "now": sale.at + DAY}
    edited = await actions.edit_review(db, sale.buyer, **mine, words=ReviewWords(stars=2, text="It tore"))
    assert (edited.stars, edited.edits, await figures(db, sale)) == (2, 1, (2, 1))
    again = actions.edit_review(db, sale.buyer, **mine, words=ReviewWords(stars=5))
    assert await refusal(db, again) == "aftersales.cannot_edit_review"
    assert await refusal(db, actions.delete_review(db, sale.buyer, **mine)) == "aftersales.cannot_delete_review"
    assert await refusal(db, actions.follow_up(db, sale.buyer, **mine, text="More")) == "aftersales.cannot_follow_up"
    assert await broken(db) == []


async def test_r_rev_1_the_united_states_edit_and_delete_at_any_time(db: Db) -> None:
    sale = await make_sale(db, market="US")
    review = await write(db, sale, 1)
    mine: dict[str, Any] = {"review_id": review.review_id, "now": sale.at + 700 * DAY}
    for stars in (2, 3, 4):
        await actions.edit_review(db, sale.buyer, **mine, words=ReviewWords(stars=stars))
    await actions.delete_review(db, sale.buyer, **mine)
    assert await figures(db, sale) == (0, 0)
    with pytest.raises(NotFound):
        await actions.delete_review(db, sale.buyer, **mine)
    assert await broken(db) == []


async def test_r_rev_1_viet_nam_anonymous_with_one_follow_up(db: Db) -> None:
    sale = await make_sale(db, market="VN")
    review = await write(db, sale, 3, anonymous=True)
    assert review.anonymous
    mine: dict[str, Any] = {"review_id": review.review_id, "now": sale.at + 100 * DAY}
    assert (await actions.follow_up(db, sale.buyer, **mine, text="Still good")).follow_up == "Still good"
    assert await refusal(db, actions.follow_up(db, sale.buyer, **mine, text="More")) == "aftersales.cannot_follow_up"
    edit = actions.edit_review(db, sale.buyer, **mine, words=ReviewWords(stars=1))
    assert await refusal(db, edit) == "aftersales.cannot_edit_review"
    # Elsewhere nobody hides behind it.
    assert not (await write(db, await make_sale(db), anonymous=True)).anonymous


async def test_r_rev_1_one_reply_of_the_shop(db: Db) -> None:
    sale = await make_sale(db)
    review = await write(db, sale)
    where: dict[str, Any] = {
        "shop_id": sale.shop.shop_id,
        "review_id": review.review_id,
        "text": "Thank you!",
        "now": sale.at + HOUR,
    }
    assert (await actions.reply_to_review(db, sale.seller, **where)).reply == "Thank you!"
    assert await refusal(db, actions.reply_to_review(db, sale.seller, **where)) == "aftersales.replied_already"
    with pytest.raises(NotFound):
        await actions.reply_to_review(db, sale.buyer, **where)
    page = await shop_reviews(db, sale.seller, shop_id=sale.shop.shop_id, unanswered=True)
    assert page.items == []


async def test_an_operator_hides_a_review_and_it_counts_no_more(db: Db) -> None:
    sale = await make_sale(db)
    operator = msgspec.structs.replace(await make_account(db, handle="operator"), is_operator=True)
    review = await write(db, sale, 1, text="Call me at …")
    hide: dict[str, Any] = {"review_id": review.review_id, "reason": "A phone number", "now": sale.at}
    with pytest.raises(NotAllowed):
        await actions.hide_review(db, sale.seller, **hide)
    await actions.hide_review(db, operator, **hide)
    assert await refusal(db, actions.hide_review(db, operator, **hide)) == "aftersales.hidden_already"
    assert await figures(db, sale) == (0, 0)
    assert (await product_reviews(db, product_id=sale.product_ids[0])).items == []
    assert [each.review_id for each in (await all_reviews(db, operator)).items] == [review.review_id]
    edit = actions.edit_review(db, sale.buyer, review_id=review.review_id, words=ReviewWords(stars=5), now=sale.at)
    assert await refusal(db, edit) == "aftersales.cannot_edit_review"
    assert await broken(db) == []


async def test_the_public_filters_by_stars_and_pages(db: Db) -> None:
    sale = await make_sale(db, products=1)
    review = await write(db, sale, 4)
    product = sale.product_ids[0]
    assert [each.review_id for each in (await product_reviews(db, product_id=product, stars=4)).items] == [
        review.review_id
    ]
    assert (await product_reviews(db, product_id=product, stars=5)).items == []
    assert (await product_reviews(db, product_id=product, with_pictures=True)).items == []
    with pytest.raises(NotFound):
        await product_reviews(db, product_id=1)


async def test_what_a_review_says_has_a_shape(db: Db) -> None:
    sale = await make_sale(db)
    for stars in (0, 6):
        assert await is_invalid(db, write(db, sale, stars))
    assert await is_invalid(db, write(db, sale, text="x" * 2001))
    assert await is_invalid(db, write(db, sale, picture_keys=["f" * 64]))
    stranger = await make_account(db, handle="stranger")
    [line] = await sale.line_ids(db)
    with pytest.raises(NotFound):
        await actions.write_review(
            db, stranger, order_id=sale.order_id, line_id=line, words=ReviewWords(stars=5), now=sale.at
        )
    with pytest.raises(NotFound):
        await actions.write_review(
            db, sale.buyer, order_id=sale.order_id, line_id=1, words=ReviewWords(stars=5), now=sale.at
        )
    with pytest.raises(Invalid):
        await write(db, sale, text="a\x00b")

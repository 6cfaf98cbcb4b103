"""What stays counted when pieces of an order are not had after all."""

import pytest

from etalase.promotions.rules import Part, Redemption, kept_of, still_redeemed

FLASH = Part("FLASHSALE", 1, 7, "Two hours", 2, 60_000, 20_000, 10, 11, counted=True)
CHEAPER = Part("DIRECT_DISCOUNT", 2, 7, "Ten percent", 1, 10_000, 0, 10, 11, counted=True)
VOUCHER = Part("SELLER_VOUCHER", 3, 7, "Thanks", 4, 9_999, 0, 10, 11, counted=True)
LINE = [FLASH, CHEAPER, VOUCHER]  # of four pieces: the last one at its list price


@pytest.mark.parametrize(("left", "pieces"), [(4, [2, 1, 4]), (3, [2, 1, 4]), (2, [2, 4]), (1, [1, 4]), (0, [])])
def test_r_pro_3_pieces_that_stay_keep_the_prices_that_went_first(left: int, pieces: list[int]) -> None:
    kept = kept_of(LINE, left)
    assert [each.quantity for each in kept] == pieces
    assert all(each.off_minor == 40_000 * each.quantity for each in kept if each.kind == "FLASHSALE")


def taken(source: str, source_id: int, quantity: int, item: tuple[int, int] = (0, 0)) -> Redemption:
    return Redemption(7, 100, "VOUCHER" if source == "VOUCHER" else "PROMOTION", source_id, *item, 5, quantity, 80_000)


@pytest.mark.parametrize("item", [(10, 11), (10, 0), (0, 0)])
def test_r_pro_3_a_deal_has_its_pieces_back_one_by_one(item: tuple[int, int]) -> None:
    deal = taken("PROMOTION", 1, 2, item)
    assert still_redeemed(deal, kept_of(LINE, 2)) == deal
    left = still_redeemed(deal, kept_of(LINE, 1))
    assert left is not None and (left.quantity, left.amount_minor) == (1, 40_000)
    assert still_redeemed(deal, kept_of(LINE, 0)) is None


def test_r_pro_3_another_product_keeps_nothing_of_an_item() -> None:
    assert still_redeemed(taken("PROMOTION", 1, 2, (10, 12)), LINE) is None
    assert still_redeemed(taken("PROMOTION", 1, 2, (12, 0)), LINE) is None


def test_r_pro_5_a_voucher_stays_used_while_one_of_its_lines_has_a_piece() -> None:
    voucher = taken("VOUCHER", 3, 1)
    assert still_redeemed(voucher, kept_of(LINE, 0) + kept_of([VOUCHER], 1)) == voucher
    assert still_redeemed(voucher, kept_of(LINE, 0)) is None
    assert still_redeemed(taken("VOUCHER", 4, 1), LINE) is None

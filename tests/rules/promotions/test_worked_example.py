"""The example in docs/promotions.md, by the rule itself."""

from datetime import UTC, datetime, timedelta

from etalase.promotions.rules import (
    ItemOffer,
    Offers,
    PricedLine,
    PromotionOffer,
    Tier,
    VoucherOffer,
    apply,
    shipping_off,
)

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SHOP = 7
ALL = ItemOffer(0, 0)


def promotion(number: int, kind: str, **terms: object) -> PromotionOffer:
    """One that runs for a day."""
    return PromotionOffer(SHOP, number, kind, kind, AT, AT + timedelta(days=1), **terms)  # pyright: ignore[reportArgumentType]


def voucher(shop_id: int, number: int, **terms: object) -> VoucherOffer:
    """One that runs for a day."""
    day = timedelta(days=1)
    return VoucherOffer(shop_id, number, "V", "REGULAR", "IDR", AT, AT + day, **terms)  # pyright: ignore[reportArgumentType]


def test_the_worked_example_of_the_page_about_promotions() -> None:
    offers = Offers(
        (
            promotion(1, "DIRECT_DISCOUNT", items=(ItemOffer(0, 0, off_bp=1_000),)),
            promotion(2, "BUY_MORE_SAVE_MORE", items=(ALL,), tiers=(Tier(from_quantity=2, off_bp=500),)),
            promotion(3, "SHIPPING_DISCOUNT", minimum_minor=100_000),
        ),
        (
            voucher(SHOP, 4, amount_minor=20_000, minimum_minor=100_000, platform_bp=5_000),
            voucher(0, 5, off_bp=1_000, cap_minor=15_000, platform_bp=10_000),
        ),
    )
    [line] = apply([PricedLine(SHOP, 1, 1, 2, 100_000, "IDR")], offers, AT)
    assert [(part.kind, part.seller_minor, part.platform_minor) for part in line.parts] == [
        ("DIRECT_DISCOUNT", 20_000, 0),
        ("BUY_MORE_SAVE_MORE", 9_000, 0),
        ("SELLER_VOUCHER", 10_000, 10_000),
        ("PLATFORM_VOUCHER", 0, 15_000),
    ]
    assert (line.spend_minor, line.goods_minor) == (171_000, 136_000)
    sent = shipping_off([line], offers, SHOP, 9_000, AT)
    assert sent is not None and (sent.seller_minor, sent.platform_minor) == (9_000, 0)

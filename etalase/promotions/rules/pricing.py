"""What comes off, in what order, and who pays it (R-PRO-2…5): one pure function for every page, the till and the simulator.

Per order (the lines of one shop):
1. Each piece has one product price. A flash deal goes before a product discount (R-LIVE-6); among several of a kind the
   largest discount wins (R-PRO-2). Pieces beyond a limit fall to the next best price. A promotion for which pieces are set
   aside sells those alone: a line has it for all its pieces or for none, and when they are gone its price has ended.
2. Buy more save more, not on lines with a flash deal (R-PRO-4); a line counts for one of them, the greatest first.
3. One seller voucher, the greatest (R-PRO-5), then one voucher of the platform.
An order never becomes free: its last minor unit stays to be paid.
"""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from etalase.base.money import Money, share, split
from etalase.promotions.rules.offers import (
    PLATFORM,
    UNLIMITED,
    Aside,
    ItemOffer,
    LineDiscounts,
    Offers,
    Part,
    PartKind,
    PricedLine,
    PromotionOffer,
    ShippingOff,
    Tier,
    VoucherOffer,
)

PRODUCT_KINDS = ("FLASHSALE", "FIXED_PRICE", "DIRECT_DISCOUNT")
ItemKey = tuple[int, int, int]


class Bill:
    """A line while discounts are taken off it."""

    def __init__(self, line: PricedLine) -> None:
        self.line = line
        self.list_minor = self.left_minor = self.spend_minor = line.quantity * line.unit_price_minor
        self.parts: list[Part] = []

    @property
    def order(self) -> tuple[int, int, int, int]:
        """Where it stands when something is handed out in turn: the same however the lines were ordered."""
        line = self.line
        return line.sku_id, line.product_id, line.quantity, line.unit_price_minor

    @property
    def has_flash(self) -> bool:
        """Has any of its pieces a flash deal?"""
        return any(part.kind == "FLASHSALE" for part in self.parts)

    def take(self, part: Part) -> None:
        """Take one discount off."""
        self.parts.append(part)
        self.left_minor -= part.off_minor

    def closed(self) -> LineDiscounts:
        """The finished line."""
        return LineDiscounts(self.list_minor, self.spend_minor, tuple(self.parts))


class Giver(msgspec.Struct, frozen=True):
    """What takes one amount off several lines."""

    kind: PartKind
    source_id: int
    owner_id: int
    title: str
    platform_bp: int

    def part(self, quantity: int, seller_minor: int, platform_minor: int) -> Part:
        """Its part on one line. A voucher is redeemed for the order; what is bought more of has no limit."""
        counted = self.kind != "BUY_MORE_SAVE_MORE"
        return Part(
            self.kind,
            self.source_id,
            self.owner_id,
            self.title,
            quantity,
            seller_minor,
            platform_minor,
            counted=counted,
        )


def apply(lines: Sequence[PricedLine], offers: Offers, at: datetime) -> list[LineDiscounts]:
    """The discounts of each line, in the order of the lines. Lines of one shop are one order; the buyer is the offers'."""
    bills = [Bill(line) for line in lines]
    orders: dict[int, list[Bill]] = {}
    for bill in sorted(bills, key=lambda each: each.order):
        orders.setdefault(bill.line.shop_id, []).append(bill)
    running = [each for each in offers.promotions if each.runs(at)]
    vouchers = [each for each in offers.vouchers if each.runs(at) and each.left != 0]
    for shop_id, order in orders.items():
        own = [each for each in running if each.shop_id == shop_id]
        _discount_products(order, [each for each in own if each.kind in PRODUCT_KINDS])
        _save_more(order, [each for each in own if each.kind == "BUY_MORE_SAVE_MORE"])
        for bill in order:
            bill.spend_minor = bill.left_minor
        _use_seller_voucher(order, [each for each in vouchers if each.shop_id == shop_id])
    _use_platform_vouchers(orders, [each for each in vouchers if each.shop_id == PLATFORM])
    return [bill.closed() for bill in bills]


def sources(lines: Sequence[PricedLine], offers: Offers, at: datetime) -> dict[int, Aside]:
    """SKU to the set-aside from which its line takes all its pieces; others take what everybody takes."""
    asides = {each.set_aside_id: each for each in offers.asides}
    if not asides:
        return {}
    taken = [part.set_aside_id for each in apply(lines, offers, at) for part in each.parts]
    return {asides[each].sku_id: asides[each] for each in taken if each is not None}


def most_aside(line: PricedLine, offers: Offers, at: datetime) -> int:
    """The most pieces of its SKU that a line can have of a set-aside: 0 where the best price of one piece draws on none."""
    own = [each for each in offers.promotions if each.kind in PRODUCT_KINDS and each.shop_id == line.shop_id]
    best = prices_of(line, [each for each in own if each.runs(at)])
    if not best or best[0][1].aside_of(line.sku_id) is None:
        return 0
    return best[0][1].left_of(best[0][2], line.sku_id)


def unit_off(item: ItemOffer, unit_price_minor: int) -> int:
    """What an item takes off one piece: never the whole price, never less than nothing."""
    if item.price_minor is not None:
        return max(0, unit_price_minor - item.price_minor)
    return min(_percent(unit_price_minor, item.off_bp or 0), unit_price_minor - 1)


def prices_of(line: PricedLine, promotions: Sequence[PromotionOffer]) -> list[tuple[int, PromotionOffer, ItemOffer]]:
    """(off per piece, promotion, item) of every product price for a line, the one that goes first first."""
    found = [
        (off, promotion, item)
        for promotion in promotions
        for item in promotion.items
        if item.covers(line.product_id, line.sku_id) and promotion.left_of(item, line.sku_id) != 0
        if (off := unit_off(item, line.unit_price_minor)) > 0
    ]
    return sorted(found, key=lambda each: (each[1].kind != "FLASHSALE", -each[0], each[1].promotion_id))


def _discount_products(order: list[Bill], promotions: Sequence[PromotionOffer]) -> None:
    left: dict[ItemKey, int] = {}
    kept: dict[int, int] = {}
    for bill in order:
        pieces = bill.line.quantity
        for off, promotion, item in prices_of(bill.line, promotions):
            key = (promotion.promotion_id, item.product_id, item.sku_id)
            free = left.setdefault(key, item.left)
            taken = pieces if free == UNLIMITED else min(pieces, free)
            aside = promotion.aside_of(bill.line.sku_id)
            if aside is not None:
                held = kept.setdefault(aside.set_aside_id, aside.left)
                taken = taken if bill.line.quantity == taken <= held else 0
                kept[aside.set_aside_id] = held - taken
            if taken == 0:
                continue
            if free != UNLIMITED:
                left[key] = free - taken
            pieces -= taken
            bill.take(_part_of(promotion, item, taken, taken * off, bill.line.currency, aside))
            if pieces == 0:
                break


def _part_of(
    promotion: PromotionOffer, item: ItemOffer, quantity: int, off_minor: int, currency: str, aside: Aside | None
) -> Part:
    platform = share(Money(off_minor, currency), promotion.platform_bp).minor
    kind: PartKind = promotion.kind  # pyright: ignore[reportAssignmentType]  # never a shipping discount here
    return Part(
        kind,
        promotion.promotion_id,
        promotion.shop_id,
        promotion.title,
        quantity,
        off_minor - platform,
        platform,
        item.product_id,
        item.sku_id,
        item.counted,
        aside.set_aside_id if aside else None,
    )


def _save_more(order: list[Bill], promotions: Sequence[PromotionOffer]) -> None:
    open_bills = [bill for bill in order if not bill.has_flash]
    waiting = list(promotions)
    while waiting and open_bills:
        offered = [(_tier_off(promotion, _covered(promotion, open_bills)), promotion) for promotion in waiting]
        off, best = max(offered, key=lambda each: (each[0], -each[1].promotion_id))
        if off <= 0:
            return
        covered = _covered(best, open_bills)
        giver = Giver("BUY_MORE_SAVE_MORE", best.promotion_id, best.shop_id, best.title, best.platform_bp)
        _spread(covered, off, giver)
        waiting.remove(best)
        open_bills = [bill for bill in open_bills if bill not in covered]


def _covered(promotion: PromotionOffer, bills: list[Bill]) -> list[Bill]:
    return [
        bill for bill in bills if any(item.covers(bill.line.product_id, bill.line.sku_id) for item in promotion.items)
    ]


def _tier_off(promotion: PromotionOffer, bills: list[Bill]) -> int:
    spend, pieces = sum(bill.left_minor for bill in bills), sum(bill.line.quantity for bill in bills)
    return max((_reward(tier, spend) for tier in promotion.tiers if _reached(tier, pieces, spend)), default=0)


def _reached(tier: Tier, pieces: int, spend: int) -> bool:
    if tier.from_quantity is not None:
        return pieces >= tier.from_quantity
    return spend >= (tier.from_minor or 0)


def _reward(tier: Tier, spend: int) -> int:
    off = tier.off_minor if tier.off_minor is not None else _percent(spend, tier.off_bp or 0)
    return max(0, min(off, spend - 1))


def voucher_off(voucher: VoucherOffer, order: list[Bill]) -> int:
    """What a voucher takes off an order now: nothing below its minimum spend; the order's last minor unit stays."""
    covered = _meant(voucher, order)
    spend = sum(bill.spend_minor for bill in covered)
    if not covered or spend < voucher.minimum_minor:
        return 0
    off = voucher.amount_minor if voucher.amount_minor is not None else _percent(spend, voucher.off_bp or 0)
    if voucher.cap_minor is not None:
        off = min(off, voucher.cap_minor)
    most = min(sum(bill.left_minor for bill in covered), sum(bill.left_minor for bill in order) - 1)
    return max(0, min(off, most))


def _meant(voucher: VoucherOffer, order: list[Bill]) -> list[Bill]:
    return [
        bill
        for bill in order
        if bill.line.currency == voucher.currency
        and (voucher.product_ids is None or bill.line.product_id in voucher.product_ids)
    ]


def _use_seller_voucher(order: list[Bill], vouchers: list[VoucherOffer]) -> None:
    offered = [(voucher_off(voucher, order), voucher) for voucher in vouchers]
    off, best = max(offered, key=lambda each: (each[0], -each[1].voucher_id), default=(0, None))
    if best is not None and off > 0:
        _use(best, order, off, "SELLER_VOUCHER")


def _use_platform_vouchers(orders: dict[int, list[Bill]], vouchers: list[VoucherOffer]) -> None:
    left = {voucher.voucher_id: voucher.left for voucher in vouchers}
    offered = [(voucher_off(each, order), shop_id, each) for shop_id, order in orders.items() for each in vouchers]
    served: set[int] = set()
    for off, shop_id, voucher in sorted(offered, key=lambda each: (-each[0], each[1], each[2].voucher_id)):
        if off <= 0 or shop_id in served or left[voucher.voucher_id] == 0:
            continue
        _use(voucher, orders[shop_id], off, "PLATFORM_VOUCHER")
        served.add(shop_id)
        if left[voucher.voucher_id] != UNLIMITED:
            left[voucher.voucher_id] -= 1


def _use(voucher: VoucherOffer, order: list[Bill], off: int, kind: PartKind) -> None:
    giver = Giver(kind, voucher.voucher_id, voucher.shop_id, voucher.title, voucher.platform_bp)
    _spread(_meant(voucher, order), off, giver)


def _spread(bills: list[Bill], off: int, giver: Giver) -> None:
    """Take `off` from these lines in proportion to what is left of each, the platform's share split alike."""
    currency = bills[0].line.currency
    ours = [each.minor for each in split(Money(off, currency), [bill.left_minor for bill in bills])]
    paid = _shares(share(Money(off, currency), giver.platform_bp), ours)
    for bill, part, by_platform in zip(bills, ours, paid, strict=True):
        if part:
            bill.take(giver.part(bill.line.quantity, part - by_platform, by_platform))


def _shares(amount: Money, weights: Sequence[int]) -> list[int]:
    return [each.minor for each in split(amount, weights)] if any(weights) else [0] * len(weights)


def _percent(minor: int, rate_bp: int) -> int:
    # The currency is of no account to a share; half a minor unit goes to the buyer.
    return share(Money(minor, "IDR"), rate_bp).minor


def shipping_off(
    order: Sequence[LineDiscounts], offers: Offers, shop_id: int, fee_minor: int, at: datetime
) -> ShippingOff | None:
    """The greatest shipping discount of an order (its lines' discounts) on this fee; None when there is none (R-PRO-7)."""
    spend = sum(line.spend_minor for line in order)
    offered = [
        (fee_minor if each.shipping_off_minor is None else min(each.shipping_off_minor, fee_minor), each)
        for each in offers.promotions
        if each.kind == "SHIPPING_DISCOUNT"
        and each.shop_id == shop_id
        and each.runs(at)
        and spend >= each.minimum_minor
    ]
    off, best = max(offered, key=lambda each: (each[0], -each[1].promotion_id), default=(0, None))
    if best is None or off <= 0:
        return None
    platform = off * best.platform_bp // 10_000
    return ShippingOff(best.promotion_id, best.title, off - platform, platform)

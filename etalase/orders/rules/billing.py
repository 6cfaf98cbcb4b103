"""What a cart costs, shop by shop, from its list prices to its totals: promotions, shipping, tax, fees. Pure.

The one price of the house: cart, checkout, quotes, the till and the simulator of promotions ask here.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from etalase.base.markets import Policy
from etalase.orders.rules.fees import buyer_fees
from etalase.orders.rules.pricing import Delivery, Item, Priced, price
from etalase.orders.rules.taxes import TaxTable
from etalase.promotions.rules import LineDiscounts, Offers, Part, PartKind, PricedLine, ShippingOff, apply, shipping_off
from etalase.shipping.rules import Method, Quote, Shipped, quote

NO_OFFERS = Offers()


class Place(msgspec.Struct, frozen=True):
    """Where a cart goes, how, and what holds there."""

    market: str
    address: Mapping[str, object]
    method: Method
    policy: Policy
    taxes: TaxTable
    at: datetime


class Bill(msgspec.Struct, frozen=True):
    """One shop's part of a cart: one order. `lines` are those of the cart that are this shop's, in its order."""

    shop_id: int
    lines: list[PricedLine]
    discounts: list[LineDiscounts]
    quote: Quote
    shipping_off: ShippingOff | None
    priced: Priced

    @property
    def total_minor(self) -> int:
        """What the buyer pays."""
        return self.priced.total.paid_minor


def bills(
    lines: Sequence[PricedLine], place: Place, *, offers: Offers = NO_OFFERS, earlier_orders: int = 0
) -> list[Bill]:
    """A bill per shop, shops in id order; the buyer has placed `earlier_orders` before."""
    discounts = (
        apply(lines, offers, place.at) if offers.promotions or offers.vouchers else [_none(each) for each in lines]
    )
    if len(lines) == 1:
        return [_bill([lines[0]], discounts, place, offers, earlier_orders)]
    by_shop: dict[int, list[int]] = {}
    for at, line in enumerate(lines):
        by_shop.setdefault(line.shop_id, []).append(at)
    return [
        _bill(
            [lines[at] for at in by_shop[shop_id]],
            [discounts[at] for at in by_shop[shop_id]],
            place,
            offers,
            earlier_orders + number,
        )
        for number, shop_id in enumerate(sorted(by_shop))
    ]


def _none(line: PricedLine) -> LineDiscounts:
    listed = line.quantity * line.unit_price_minor
    return LineDiscounts(listed, listed)


def _bill(
    lines: list[PricedLine], discounts: list[LineDiscounts], place: Place, offers: Offers, earlier_orders: int
) -> Bill:
    goods = sum(each.goods_minor for each in discounts)
    shipped = [Shipped(line.quantity, line.weight_g) for line in lines]
    sent = quote(
        place.market,
        place.method,
        None,
        place.address,
        shipped,
        place.policy,
        goods_minor=sum(each.list_minor - each.seller_minor for each in discounts),
        at=place.at,
    )
    off = shipping_off(discounts, offers, lines[0].shop_id, sent.fee_minor, place.at) if offers.promotions else None
    delivery = Delivery(
        sent.list_minor,
        off.seller_minor if off else 0,
        sent.free_minor + (off.platform_minor if off else 0),
    )
    tax = place.taxes.find(place.market, place.address, place.at)
    priced = price(
        [_item(line, each) for line, each in zip(lines, discounts, strict=True)],
        currency=lines[0].currency,
        tax=tax,
        delivery=delivery,
        fees=buyer_fees(place.policy, tax, sub_total_minor=goods, earlier_orders=earlier_orders),
    )
    return Bill(lines[0].shop_id, lines, discounts, sent, off, priced)


def _item(line: PricedLine, discounts: LineDiscounts) -> Item:
    if not discounts.parts:
        return Item(line.sku_id, line.quantity, line.unit_price_minor)
    told = [
        {
            "kind": part.kind,
            "id": str(part.source_id),
            "owner_id": str(part.owner_id),
            "title": part.title,
            "quantity": part.quantity,
            "seller_minor": part.seller_minor,
            "platform_minor": part.platform_minor,
        }
        for part in discounts.parts
    ]
    return Item(
        line.sku_id,
        line.quantity,
        line.unit_price_minor,
        discounts.seller_minor,
        discounts.platform_minor,
        msgspec.json.encode(told).decode(),
    )


class _Told(msgspec.Struct):
    """A discount of a line, as `_item` writes it."""

    kind: PartKind
    id: str
    owner_id: str
    title: str
    quantity: int
    seller_minor: int
    platform_minor: int


def parts_of(promotions: str, product_id: int, sku_id: int) -> list[Part]:
    """The discounts of a written line, in the order in which they were taken; they name its product and SKU, not their item."""
    return [
        Part(
            told.kind,
            int(told.id),
            int(told.owner_id),
            told.title,
            told.quantity,
            told.seller_minor,
            told.platform_minor,
            product_id,
            sku_id,
        )
        for told in msgspec.json.decode(promotions, type=list[_Told])
    ]

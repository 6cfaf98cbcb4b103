"""What one shop's part of a cart costs to send. One pure function: cart, checkout, till and simulator all ask it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from etalase.base.markets import MARKETS, Policy
from etalase.shipping.rules.methods import Method
from etalase.shipping.rules.rates import rate_of
from etalase.shipping.rules.zones import Zone, zone_of


class Shipped(msgspec.Struct, frozen=True):
    """Pieces of one SKU. `weight_g` of one piece; None: the market's weight of an ordinary piece."""

    quantity: int
    weight_g: int | None = None


class Quote(msgspec.Struct, frozen=True):
    """What sending costs (`list_minor`), what the platform takes over (`free_minor`), what is left to pay (`fee_minor`)."""

    method: Method
    zone: Zone
    weight_g: int
    list_minor: int
    free_minor: int
    rule: str  # the row of the rate table

    @property
    def fee_minor(self) -> int:
        """What the buyer pays before any shipping discount of a promotion."""
        return self.list_minor - self.free_minor


def quote(
    market: str,
    method: Method,
    origin: str | None,
    address: Mapping[str, object],
    lines: Sequence[Shipped],
    policy: Policy,
    *,
    goods_minor: int,
    at: datetime,
) -> Quote:
    """The fee of one shop's lines (R-ORD-6), in minor units of the market's currency.

    `origin`: the region the stock lies in, None for the market's hub. `address`: the API's shape; only its region counts.
    `goods_minor`: what the lines cost after the shop's own discounts; from `policy.shipping_free_from_minor` on the platform
    pays, for its own methods. A shop without lines sends nothing and pays nothing.
    """
    region = address.get("region")
    zone = zone_of(market, origin, region if isinstance(region, str) else None)
    rate = rate_of(market, method, zone, at.astimezone(ZoneInfo(MARKETS[market].time_zone)).date())
    weight_g = sum(
        line.quantity * (policy.piece_weight_g if line.weight_g is None else line.weight_g) for line in lines
    )
    steps = -(-max(0, weight_g - rate.first_g) // rate.step_g)
    listed = rate.first_minor + steps * rate.step_minor if lines else 0
    return Quote(method, zone, weight_g, listed, listed if _free(policy, method, goods_minor) else 0, rate.name)


def _free(policy: Policy, method: Method, goods_minor: int) -> bool:
    least = policy.shipping_free_from_minor
    return method != "SELLER" and least is not None and goods_minor >= least

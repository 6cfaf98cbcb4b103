"""Numbers of shops: staff and probation."""

from typing import Annotated

from etalase.base.markets.definition import DOC, HOUR_S, says
from etalase.base.markets.policies.links import LinkNumbers


class ShopNumbers(LinkNumbers, frozen=True, kw_only=True):
    """Who works in a shop, and what a new shop may do until probation ends. None: the market publishes no limit."""

    staff_invitation_ttl_s: Annotated[
        int, says(120 * HOUR_S, "R-SHOP-1", DOC, "How long a staff invitation can be used.", low=60)
    ]
    probation_products_max: Annotated[
        int | None, says(None, "R-SHOP-2", DOC, "Live products of a shop in its first probation tier.", US=100, TH=1000)
    ]
    probation_orders_per_day_max: Annotated[
        int | None, says(None, "R-SHOP-2", DOC, "Orders a day of a shop in its first probation tier.", US=50, TH=100)
    ]

"""Numbers of affiliate plans and of the creators who join them."""

from typing import Annotated

from etalase.base.markets.definition import DAY_S, DOC, INFERRED, says
from etalase.base.markets.policies.shops import ShopNumbers


class AffiliateNumbers(ShopNumbers, frozen=True, kw_only=True):
    """What a plan may promise, and who may join it."""

    affiliate_rate_min_bp: Annotated[
        int, says(100, "R-AFF-1", DOC, "Least commission rate of a plan.", low=1, high=10_000)
    ]
    affiliate_rate_max_bp: Annotated[
        int, says(8000, "R-AFF-1", DOC, "Greatest commission rate of a plan.", low=1, high=10_000)
    ]
    targeted_products_max: Annotated[int, says(100, "§3.1", DOC, "Products in one targeted plan.", low=1)]
    targeted_creators_max: Annotated[int, says(50, "§3.1", DOC, "Creators invited to one targeted plan.", low=1)]
    plan_end_notice_s: Annotated[
        int, says(0, "R-AFF-9", INFERRED, "How long products stay after their plan was ended.", high=30 * DAY_S)
    ]
    creator_followers_min: Annotated[int, says(1000, "§2.4", DOC, "Followers an affiliate account needs.", ID=600)]
    creator_min_age_years: Annotated[int, says(18, "§2.4", DOC, "Least age of an affiliate account's holder.", high=99)]

"""Numbers of promotions and vouchers."""

from typing import Annotated

from etalase.base.markets.definition import DAY_S, DOC, INFERRED, says
from etalase.base.markets.policies.settlement import SettlementNumbers


class PromotionNumbers(SettlementNumbers, frozen=True, kw_only=True):
    """How long a discount runs, what a flash deal is held against, and how much of "buy more save more" a shop may have."""

    discount_min_s: Annotated[int, says(600, "R-PRO-2", DOC, "How long a product discount lasts at least.", low=60)]
    discount_max_s: Annotated[int, says(365 * DAY_S, "R-PRO-2", DOC, "How long a product discount lasts at most.")]
    flash_lowest_days: Annotated[
        int, says(30, "R-PRO-3", DOC, "A flash deal is below the lowest price of so many days.", high=365)
    ]
    flash_rating_min_tenths: Annotated[
        int | None,
        says(
            None,
            "R-LIVE-8",
            DOC,
            "Least rating of a shop with flash deals, in tenths of a star; none: any. A shop without reviews may.",
            high=50,
            ID=30,
            MY=30,
            PH=25,
            SG=30,
            TH=25,
            VN=30,
        ),
    ]
    flash_debt_below_minor: Annotated[
        int | None,
        says(
            None,
            "R-LIVE-8",
            DOC,
            "What such a shop owes is less than this, in minor units; none: any (published as 100 dollars, here about that).",
            low=1,
            ID=1_600_000,
            MY=420_00,
            PH=5_800_00,
            SG=130_00,
            TH=3_300_00,
            VN=2_600_000,
        ),
    ]
    save_more_products_max: Annotated[
        int, says(1000, "R-PRO-4", DOC, 'Products in one "buy more, save more".', low=1, high=10_000)
    ]
    save_more_active_max: Annotated[
        int, says(10, "R-PRO-4", DOC, '"Buy more, save more" of one shop that have not ended.', low=1, high=10)
    ]
    new_customer_period_s: Annotated[
        int,
        says(365 * DAY_S, "R-PRO-5", INFERRED, "Who bought from a shop within it is no new customer there."),
    ]
    shipping_discount_needs_balance: Annotated[
        bool, says(False, "R-PRO-7", DOC, "A shipping discount needs a positive balance.", VN=True)
    ]

"""Numbers of cart, checkout and the life of an order."""

from typing import Annotated

from etalase.base.markets.definition import DAY_S, DOC, HOUR_S, INFERRED, says
from etalase.base.markets.policies.listing import ListingNumbers


class OrderNumbers(ListingNumbers, frozen=True, kw_only=True):
    """What one checkout may hold, and when an order moves on by itself."""

    on_hold_s: Annotated[int, says(HOUR_S, "R-ORD-2", DOC, "How long a paid order can be cancelled without approval.")]
    auto_complete_s: Annotated[
        int,
        says(
            6 * DAY_S,
            "R-ORD-3",
            DOC,
            "From delivery until only what a guarantee covers can be returned: the return window (MY, PH, SG inferred).",
            TH=7 * DAY_S,
            GB=30 * DAY_S,
            US=30 * DAY_S,
            VN=15 * DAY_S,
        ),
    ]
    unpaid_ttl_s: Annotated[
        int, says(48 * HOUR_S, "R-ORD-8", DOC, "How long an order waits for payment.", low=60, GB=24 * HOUR_S)
    ]
    cod_allowed: Annotated[
        bool, says(False, "R-COD-1", DOC, "Cash on delivery.", ID=True, MY=True, PH=True, TH=True, VN=True)
    ]
    cod_max_minor: Annotated[
        int | None,
        says(
            None,
            "R-COD-1",
            INFERRED,
            "Greatest order paid in cash, in minor units.",
            ID=10_000_000,
            MY=5_000_00,
            PH=50_000_00,
            TH=50_000_00,
            VN=20_000_000,
        ),
    ]
    order_lines_max: Annotated[int, says(100, "R-SURF-2", INFERRED, "Lines of one checkout.", low=1)]
    quantity_max: Annotated[int, says(999, "R-SURF-2", INFERRED, "Pieces of one SKU in a checkout.", low=1)]
    small_order_fee_minor: Annotated[
        int, says(0, "R-ORD-6", INFERRED, "What a small order pays extra; the amount is ours.", TH=10_00)
    ]
    small_order_below_minor: Annotated[
        int, says(0, "R-ORD-6", INFERRED, "An order whose sub-total is below this is small.", TH=100_00)
    ]
    service_fee_minor: Annotated[
        int, says(0, "R-ORD-6", INFERRED, "The buyer's service fee per order; the amount is ours.", ID=1_000)
    ]
    service_fee_from_order: Annotated[
        int, says(5, "R-ORD-6", DOC, "The buyer's so-many-th order is the first with the service fee.", low=1)
    ]

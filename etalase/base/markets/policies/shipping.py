"""Numbers of shipping: working days until an order must have moved, days until it must be there, what is sent free."""

from typing import Annotated

from etalase.base.markets.definition import DAY_S, DOC, INFERRED, says
from etalase.base.markets.policies.aftersales import AfterSalesNumbers


class ShippingNumbers(AfterSalesNumbers, frozen=True, kw_only=True):
    """Deadlines count from the end of ON_HOLD. Working days follow the market's calendar (shipping.rules.calendars)."""

    ship_within_wd: Annotated[
        int,
        says(2, "R-ORD-9", DOC, "Working days until shipping must be arranged (TH, US published).", low=1, high=60),
    ]
    collect_within_wd: Annotated[
        int,
        says(3, "R-ORD-9", DOC, "Working days until the carrier must have it (TH published).", low=1, high=60, US=3),
    ]
    auto_cancel_wd: Annotated[
        int,
        says(
            2,
            "R-ORD-9",
            DOC,
            "Working days until the system cancels what was not arranged: the shipping deadline, later in the US.",
            low=1,
            high=60,
            US=7,
        ),
    ]
    delivery_due_s: Annotated[
        int,
        says(14 * DAY_S, "R-ORD-7", INFERRED, "From hand-over until a platform carrier must have delivered.", low=60),
    ]
    seller_delivery_due_s: Annotated[
        int,
        says(
            15 * DAY_S,
            "R-ORD-9",
            DOC,
            "The same where the seller ships by itself (ID published).",
            low=60,
        ),
    ]
    delivery_attempts_max: Annotated[
        int, says(3, "R-COD-1", INFERRED, "Failed attempts after which the carrier takes a parcel back.", low=1, high=9)
    ]
    piece_weight_g: Annotated[
        int, says(500, "R-ORD-6", INFERRED, "Weight of a piece whose SKU says none, in grams.", low=1, high=100_000)
    ]
    shipping_free_from_minor: Annotated[
        int | None,
        says(
            None,
            "R-ORD-6",
            INFERRED,
            "Products of one shop for which the platform pays the carrier, after the shop's discounts, in minor units.",
            ID=100_000,
            MY=40_00,
            PH=499_00,
            SG=20_00,
            TH=299_00,
            GB=30_00,
            US=30_00,
            VN=150_000,
        ),
    ]

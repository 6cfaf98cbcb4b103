"""Numbers of what follows a purchase: cancellation requests, returns, disputes, reviews."""

from typing import Annotated

from etalase.base.markets.definition import DAY_S, DOC, HOUR_S, INFERRED, says
from etalase.base.markets.policies.orders import OrderNumbers


class AfterSalesNumbers(OrderNumbers, frozen=True, kw_only=True):
    """Who answers until when after a sale; silence approves (R-RET-3). Return window: `auto_complete_s`, for a defect the longer
    of it and `defect_window_s`; the order completes with the later of both (R-ORD-3)."""

    defect_window_s: Annotated[
        int,
        says(
            0,
            "R-RET-3",
            DOC,
            "The guarantee: from delivery until what is damaged, incomplete, wrong or not as described can be returned.",
            US=90 * DAY_S,
        ),
    ]

    cancel_automatic_until_collection: Annotated[
        bool,
        says(
            False,
            "R-CAN-2",
            DOC,
            "A buyer's request is granted at once until the order awaits collection, if the platform ships it.",
            ID=True,
        ),
    ]
    cancel_automatic_s: Annotated[
        int,
        says(
            0,
            "R-CAN-2",
            DOC,
            "How long after payment a request is granted at once before the order is packed (US: 1, 3 or 5 hours).",
            ID=HOUR_S,
            US=3 * HOUR_S,
        ),
    ]
    cancel_requests_until_transit: Annotated[
        bool, says(False, "R-CAN-2", DOC, "A buyer may still ask while the order awaits collection.", ID=True)
    ]
    cancel_answer_s: Annotated[
        int,
        says(
            2 * DAY_S,
            "R-CAN-2",
            DOC,
            "Until when the shop answers a cancellation request; silence approves.",
            low=60,
            TH=DAY_S,
            US=DAY_S,
        ),
    ]
    return_answer_s: Annotated[
        int, says(2 * DAY_S, "R-RET-3", DOC, "Until when the shop answers a return, in calendar time.", low=60)
    ]
    return_answer_working_days: Annotated[
        int | None,
        says(
            None,
            "R-RET-3",
            DOC,
            "The same in working days, where the market counts so (GB: for less than 100 pounds).",
            TH=1,
            VN=1,
            GB=2,
        ),
    ]
    return_answer_large_minor: Annotated[
        int | None,
        says(
            None,
            "R-RET-3",
            DOC,
            "From how much asked for, in minor units, the shop has longer to answer; none: it never has.",
            GB=100_00,
        ),
    ]
    return_answer_large_working_days: Annotated[
        int, says(4, "R-RET-3", DOC, "How long it has then, in working days (GB published).", low=1, high=60)
    ]
    offer_answer_s: Annotated[
        int, says(2 * DAY_S, "R-RET-3", INFERRED, "Until when the buyer answers a partial offer.", low=60)
    ]
    return_ship_back_s: Annotated[
        int, says(5 * DAY_S, "R-RET-3", DOC, "Until when the buyer sends a return back.", low=60, US=14 * DAY_S)
    ]
    return_check_s: Annotated[
        int,
        says(
            14 * DAY_S,
            "R-RET-3",
            DOC,
            "From the day the buyer sent a parcel by a carrier of their own until the shop has checked it.",
            low=60,
            TH=10 * DAY_S,
        ),
    ]
    second_request_s: Annotated[
        int,
        says(48 * HOUR_S, "R-RET-5", DOC, "How long after a rejection a buyer may ask again or go to the operator."),
    ]
    return_requests_max: Annotated[
        int, says(2, "R-RET-5", DOC, "Requests for the same pieces: the first, and one after a rejection.", low=1)
    ]
    disputes_max: Annotated[int, says(2, "R-RET-5", DOC, "Disputes about one order.", low=1, high=9)]
    dispute_answer_s: Annotated[
        int,
        says(7 * DAY_S, "R-RET-4", INFERRED, "Until when the operator decides; silence supports the buyer.", low=60),
    ]
    replacement_ship_s: Annotated[
        int,
        says(3 * DAY_S, "R-RET-3", INFERRED, "Until when a promised replacement is on its way; else money.", low=60),
    ]
    evidence_pictures_max: Annotated[
        int, says(6, "R-RET-2", INFERRED, "Pictures in one statement of evidence.", high=9)
    ]
    review_window_s: Annotated[
        int,
        says(
            60 * DAY_S,
            "R-REV-1",
            DOC,
            "How long after delivery a line may be reviewed (documented for US).",
            low=60,
            VN=180 * DAY_S,
        ),
    ]
    review_edits_max: Annotated[
        int | None,
        says(1, "R-REV-1", DOC, "How often a review may be edited; none: without limit.", US=None, VN=0),
    ]
    review_edit_window_s: Annotated[
        int | None,
        says(30 * DAY_S, "R-REV-1", INFERRED, "How long after it was written a review may be edited.", US=None),
    ]
    review_may_delete: Annotated[bool, says(False, "R-REV-1", DOC, "A buyer may delete a review.", US=True)]
    review_follow_up_s: Annotated[
        int, says(0, "R-REV-1", DOC, "How long after it was written one follow-up may be added.", VN=180 * DAY_S)
    ]
    review_anonymous: Annotated[bool, says(False, "R-REV-1", DOC, "A review may be shown without its author.", VN=True)]
    review_pictures_max: Annotated[int, says(5, "R-REV-1", INFERRED, "Pictures of one review.", high=9)]

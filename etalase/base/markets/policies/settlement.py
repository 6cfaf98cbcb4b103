"""Numbers of settlement: how long money waits and for whom, payouts, cash from carriers, what becomes of debts."""

from typing import Annotated

from etalase.base.markets.definition import DOC, INFERRED, says
from etalase.base.markets.policies.payments import PaymentNumbers


class SettlementNumbers(PaymentNumbers, frozen=True, kw_only=True):
    """When a seller is paid, and who bears a refund that comes after that.

    A sale waits from its delivery by the tier of its shop; `settlement.rules.terms` reads these. A tier without days is not
    given in that market, and its shops have the one that stands in for it.
    """

    settlement_working_days: Annotated[
        bool,
        says(
            False,
            "R-FIN-2",
            DOC,
            "Express, fast and standard days are working days of the market; off: calendar days (MY, PH, SG, TH inferred).",
            ID=True,
            MY=True,
            PH=True,
            SG=True,
            TH=True,
        ),
    ]
    settlement_express_days: Annotated[
        int | None,
        says(
            2,
            "R-FIN-2",
            DOC,
            "Days from delivery until a sale of an express shop is settled (MY, PH, SG, TH inferred).",
            low=1,
            high=31,
            GB=None,
            US=1,
            VN=3,
        ),
    ]
    settlement_fast_days: Annotated[
        int | None,
        says(
            None,
            "R-FIN-2",
            INFERRED,
            "The same in the tier between express and standard (US publishes five).",
            low=1,
            high=31,
            US=3,
        ),
    ]
    settlement_standard_days: Annotated[
        int,
        says(
            7,
            "R-FIN-2",
            DOC,
            "The same in the standard tier (MY, PH, SG, TH inferred).",
            low=1,
            high=31,
            GB=15,
        ),
    ]
    settlement_extended_days: Annotated[
        int | None,
        says(
            15,
            "R-FIN-2",
            DOC,
            "The same, always in calendar days, for a shop with many refunds (GB, MY, PH, SG, TH, US inferred).",
            low=1,
            high=62,
            GB=31,
        ),
    ]
    settlement_new_days: Annotated[
        int | None,
        says(
            None,
            "R-FIN-2",
            DOC,
            "The same, always in calendar days, for a shop on probation; none: as the extended tier.",
            low=1,
            high=62,
            US=31,
        ),
    ]
    settlement_extended_reserve_bp: Annotated[
        int, says(0, "R-FIN-2", INFERRED, "Share of an extended shop's sale that is kept longer.", high=10_000, US=1000)
    ]
    settlement_extended_reserve_days: Annotated[
        int, says(0, "R-FIN-2", INFERRED, "How many days longer it is kept.", high=365, US=15)
    ]
    settlement_new_reserve_bp: Annotated[
        int,
        says(
            0,
            "R-FIN-2",
            INFERRED,
            "Share of the sale of a shop on probation that is kept longer.",
            high=10_000,
            US=2000,
        ),
    ]
    settlement_new_reserve_days: Annotated[
        int, says(0, "R-FIN-2", INFERRED, "How many days longer that is kept.", high=365, US=30)
    ]
    settlement_express_from_orders: Annotated[
        int, says(1000, "R-FIN-2", INFERRED, "Settled orders from which a shop is in the express tier.")
    ]
    settlement_fast_from_orders: Annotated[
        int, says(100, "R-FIN-2", INFERRED, "Settled orders from which a shop is in the fast tier.")
    ]
    settlement_record_days: Annotated[
        int,
        says(90, "R-FIN-2", INFERRED, "Days of settled orders in which refunds are counted.", low=1, high=3650),
    ]
    settlement_record_orders_min: Annotated[
        int, says(10, "R-FIN-2", INFERRED, "Settled orders of these days below which refunds do not count.", low=1)
    ]
    settlement_refunded_max_bp: Annotated[
        int,
        says(
            2000,
            "R-FIN-2",
            INFERRED,
            "Share of these orders with a refund above which a shop is in the extended tier.",
            high=10_000,
        ),
    ]
    payout_min_minor: Annotated[
        int,
        says(
            1_00,
            "R-FIN-2",
            DOC,
            "Least payout, in minor units (US published).",
            low=1,
            ID=10_000,
            MY=5_00,
            PH=50_00,
            SG=1_00,
            TH=20_00,
            GB=1_00,
            US=1_00,
            VN=10_000,
        ),
    ]
    payout_automatic: Annotated[
        bool, says(True, "R-FIN-1", INFERRED, "Closed statements are paid out every day without being asked for.")
    ]
    payout_retries_max: Annotated[
        int, says(10, "R-FIN-1", INFERRED, "How often a bank that does not answer is asked again.", low=1, high=1000)
    ]
    cod_remit_days: Annotated[
        int, says(2, "R-COD-1", INFERRED, "Days from the door until a carrier hands over the cash.", high=60)
    ]
    refund_clawback: Annotated[
        bool,
        says(
            True,
            "R-FIN-1",
            INFERRED,
            "A refund after settlement is taken from the seller; off, the platform bears it.",
        ),
    ]
    debt_write_off_days: Annotated[
        int, says(365, "R-FIN-1", INFERRED, "Days after which what a shop owes is written off.", low=1, high=3650)
    ]

"""Numbers of settlement: payouts, cash from carriers, what becomes of debts. How long money waits is settlement.rules.terms."""

from typing import Annotated

from etalase.base.markets.definition import DOC, INFERRED, says
from etalase.base.markets.policies.payments import PaymentNumbers


class SettlementNumbers(PaymentNumbers, frozen=True, kw_only=True):
    """How a seller is paid, and who bears a refund that comes after that."""

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

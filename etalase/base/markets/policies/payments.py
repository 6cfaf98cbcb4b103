"""Numbers of payments: how long a code can be paid, and who may pay in cash."""

from typing import Annotated

from etalase.base.markets.definition import DOC, INFERRED, says
from etalase.base.markets.policies.shipping import ShippingNumbers


class PaymentNumbers(ShippingNumbers, frozen=True, kw_only=True):
    """What a market takes and for how long. Whether cash is taken, and up to which sum, stands with the orders."""

    qr_ttl_s: Annotated[
        int, says(15 * 60, "R-ORD-8", INFERRED, "How long a QR code or a wallet's page can be paid.", low=60)
    ]
    cod_failures_max: Annotated[
        int, says(3, "R-COD-1", DOC, "Parcels paid on delivery that come back before cash is refused.", low=1)
    ]
    cod_failures_window_days: Annotated[
        int, says(60, "R-COD-1", DOC, "Window in which parcels that came back are counted.", low=1, high=3650)
    ]
    cod_block_days: Annotated[
        int, says(60, "R-COD-1", DOC, "How long cash is refused after the last of them.", high=3650)
    ]

"""Every move of a seller's available money, newest first, in the words of R-FIN-1."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, Literal

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db, rows
from etalase.base.ids import LARGEST
from etalase.base.pages import LIMIT_DEFAULT, Page, decode_cursor, page_of
from etalase.base.texts import N_
from etalase.shops.queries import permit

TransactionType = Literal["SETTLE", "WITHDRAW", "REVERSE", "TRANSFER"]
TransactionStatus = Literal["PROCESSING", "SUCCESS", "FAILED"]
# SETTLE: sales, and what refunds take back of them; TRANSFER: between the seller's own accounts, or with the platform.
TYPES: Final[Mapping[str, TransactionType]] = {
    "order.settled": "SETTLE",
    "order.refunded": "SETTLE",
    "fee.returned": "SETTLE",
    "payout.sent": "WITHDRAW",
    "payout.failed": "REVERSE",
}
CAUSE_NAMES: Final[Mapping[str, str]] = {
    "order.settled": N_("Sale, settled"),
    "order.refunded": N_("Refund to the buyer"),
    "fee.returned": N_("Fees of a refund, returned"),
    "payout.sent": N_("Payout"),
    "payout.failed": N_("Payout, came back"),
    "order.reserved": N_("Reserve, kept back"),
    "reserve.released": N_("Reserve, released"),
    "reserve.drawn": N_("Reserve, released for a refund"),
    "refund.borne": N_("Refund borne by the platform"),
    "debt.written_off": N_("Debt, written off"),
}
STATUSES: Final[Mapping[str | None, TransactionStatus]] = {
    "PROCESSING": "PROCESSING",
    "FAILED": "FAILED",
    "PAID": "SUCCESS",
    None: "SUCCESS",
}


class Transaction(msgspec.Struct, frozen=True):
    """One transfer: `amount_minor` came to the seller, or left when it is negative."""

    transaction_id: int
    cause: str
    amount_minor: int
    currency: str
    order_id: int | None
    line_id: int | None
    payout_id: int | None
    payout_status: str | None
    rule: str
    at: datetime

    @property
    def type(self) -> TransactionType:
        """What R-FIN-1 calls it."""
        return TYPES.get(self.cause, "TRANSFER")

    @property
    def status(self) -> TransactionStatus:
        """A withdrawal may be on its way, or have failed; all else has happened."""
        return STATUSES[self.payout_status if self.type == "WITHDRAW" else None]

    @property
    def name(self) -> str:
        """A msgid."""
        return CAUSE_NAMES.get(self.cause, self.cause)


OF_SHOP = rows(
    Transaction,
    """SELECT t.transfer_id AS transaction_id, t.cause,
              CASE WHEN t.credit = 'seller_available' THEN t.amount_minor ELSE -t.amount_minor END AS amount_minor,
              t.currency, t.order_id, t.line_id, p.payout_id, p.status AS payout_status, t.rule, t.at
         FROM transfers t LEFT JOIN payouts p ON p.shop_id = t.shop_id AND p.payout_id = t.cause_id
              AND t.cause IN ('payout.sent', 'payout.failed')
        WHERE t.shop_id = $1 AND 'seller_available' IN (t.debit, t.credit) AND (t.at, t.transfer_id) < ($2, $3)
        ORDER BY t.at DESC, t.transfer_id DESC LIMIT $4""",
)
END: Final = "9999-12-31T00:00:00+00:00"


async def transactions(
    db: Db, actor: Actor, *, shop_id: int, limit: int = LIMIT_DEFAULT, cursor: str | None = None
) -> Page[Transaction]:
    """Every move of a shop's available money, newest first."""
    await permit(db, actor, shop_id, "finance.read")
    at, below = decode_cursor(cursor, tuple[datetime, int]) or (datetime.fromisoformat(END), LARGEST)
    found = await OF_SHOP.all(db, shop_id, at, below, limit + 1)
    return page_of(found, limit, lambda each: (each.at.isoformat(), each.transaction_id))

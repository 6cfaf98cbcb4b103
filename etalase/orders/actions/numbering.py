"""Ids for all rows of a batch of carts, taken at once."""

from collections.abc import Sequence

import msgspec

from etalase.base.db import Db
from etalase.orders.actions.asked import Decided, Line, Placed, PlacedOrder
from etalase.orders.rules import Status
from etalase.orders.rules.billing import Bill
from etalase.payments.rules import opening_status


class NewOrder(msgspec.Struct, frozen=True):
    """One order about to be written, with the ids of all that belongs to it."""

    order_id: int
    entry_id: int
    event_id: int
    status: Status
    bill: Bill
    lines: list[tuple[int, int, Line]]  # line id, stock move id, line

    @property
    def shop_id(self) -> int:
        """Whose order it is."""
        return self.bill.shop_id


class Numbered(msgspec.Struct, frozen=True):
    """A cart about to be written."""

    decided: Decided
    checkout_id: int
    payment_id: int
    orders: list[NewOrder]

    @property
    def placed(self) -> Placed:
        """What its buyer is told once it is committed."""
        cart = self.decided.cart
        return Placed(
            cart.account_id,
            self.checkout_id,
            self.payment_id,
            cart.method,
            self.decided.currency,
            self.decided.total_minor,
            [PlacedOrder(o.order_id, o.bill.shop_id, o.status, o.bill.total_minor) for o in self.orders],
            opening_status(cart.method),
        )


async def number_all(db: Db, batch: Sequence[Decided]) -> list[Numbered]:
    """Give every row of the batch its id."""
    wanted = sum(2 + sum(3 + 2 * len(lines) for _, lines in decided.orders) for decided in batch)
    ids = iter(await db.new_ids(wanted))
    found: list[Numbered] = []
    for decided in batch:
        status: Status = "ON_HOLD" if decided.cart.method == "COD" else "UNPAID"
        found.append(
            Numbered(
                decided,
                next(ids),
                next(ids),
                [
                    NewOrder(
                        next(ids), next(ids), next(ids), status, bill, [(next(ids), next(ids), line) for line in lines]
                    )
                    for bill, lines in decided.orders
                ],
            )
        )
    return found

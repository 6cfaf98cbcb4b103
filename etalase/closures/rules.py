"""What a shop must have finished before it closes (R-LINK-46)."""

from typing import Final

import msgspec

from etalase.base.errors import Invalid
from etalase.base.money import Money
from etalase.base.texts import N_

REASON_MAX: Final = 500
REFUSALS: Final = {
    "closures.orders_open": N_("%(orders)s orders of this shop are not finished. Ship, deliver or cancel them first."),
    "closures.after_sales_open": N_("%(count)s cancellations or returns are not finished. Answer them first."),
    "closures.disputes_open": N_("%(count)s disputes wait for the operator. The shop can close once they are decided."),
    "closures.orders_unsettled": N_("%(count)s orders are not settled yet. Wait until their money is released."),
    "closures.reserve_held": N_("A reserve of %(amount)s is still kept back. Wait until it is released."),
    "closures.payout_under_way": N_("A payout is on its way. Wait until the bank has answered."),
    "closures.balance_left": N_("The shop still has %(amount)s. Have it paid out first."),
    "closures.debt_left": N_("The shop owes %(amount)s. It can close once that is settled."),
}


class Standing(msgspec.Struct, frozen=True):
    """What a shop has not finished: numbers of things, and amounts in minor units of `currency`."""

    open_orders: int
    after_sales: int
    disputes: int
    unsettled: int
    payouts: int
    reserve_minor: int
    balance_minor: int
    currency: str


class Check(msgspec.Struct, frozen=True):
    """One line of the checklist: `left` things stand in the way; none when it is done. `title` is a msgid.

    `amount_minor` is set where money stands in the way; `left` is 1 then.
    """

    code: str
    title: str
    left: int
    amount_minor: int = 0
    currency: str = ""

    @property
    def facts(self) -> dict[str, int | str]:
        """What the refusal tells."""
        if self.amount_minor:
            return {"amount": f"{Money(self.amount_minor, self.currency).decimal()} {self.currency}"}
        return {"orders" if self.code == "closures.orders_open" else "count": self.left}


def checks(now: Standing) -> list[Check]:
    """The checklist of a shop: what it sold, what came back, then the money."""
    owes = now.balance_minor < 0
    return [
        Check("closures.orders_open", N_("All orders are fulfilled"), now.open_orders),
        Check("closures.after_sales_open", N_("Every cancellation and return is finished"), now.after_sales),
        Check("closures.disputes_open", N_("No dispute is open"), now.disputes),
        Check("closures.orders_unsettled", N_("Every order is settled"), now.unsettled),
        _money("closures.reserve_held", N_("No reserve is kept back"), now.reserve_minor, now.currency),
        Check("closures.payout_under_way", N_("No payout is on its way"), now.payouts),
        _money(
            "closures.debt_left" if owes else "closures.balance_left",
            N_("Nothing is owed to anybody") if owes else N_("Everything is paid out"),
            abs(now.balance_minor),
            now.currency,
        ),
    ]


def _money(code: str, title: str, minor: int, currency: str) -> Check:
    return Check(code, title, int(minor != 0), minor, currency)


def checked_reason(reason: str) -> str:
    """Why it closes, in the seller's words; Invalid when it is too long."""
    trimmed = reason.strip()
    if len(trimmed) > REASON_MAX or "\x00" in trimmed:
        raise Invalid({"reason": N_("At most 500 characters.")})
    return trimmed

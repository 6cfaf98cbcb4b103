"""What may follow a sale: how an order is cancelled, returned, disputed, reviewed and talked about. No database, no clock."""

from collections.abc import Sequence
from typing import Final

from etalase.base.errors import Invalid
from etalase.base.texts import N_

REFUSALS: Final = {
    "aftersales.cannot_cancel": N_(
        "The order is %(order_status)s and can no longer be cancelled. You can return it once it has come."
    ),
    "aftersales.cancellation_open": N_("A cancellation of this order is being decided already."),
    "aftersales.cancellation_decided": N_("This cancellation was decided already."),
    "aftersales.not_delivered": N_("Only what was delivered can be returned."),
    "aftersales.window_closed": N_("The time to return this order is over."),
    "aftersales.only_defects": N_(
        "The time to return it for any reason is over. What is damaged, incomplete, wrong or not as described can still be"
        " returned."
    ),
    "aftersales.return_open": N_("A return of this order is open already."),
    "aftersales.pieces_used_up": N_("All pieces of this line are in a return already."),
    "aftersales.requests_used_up": N_("These pieces were asked for as often as the market allows."),
    "aftersales.wrong_state": N_("This return stands elsewhere now. Look at it again."),
    "aftersales.already_offered": N_("An offer was made already; the buyer declined it."),
    "aftersales.already_promised": N_("A replacement was promised already: send it, or refund instead."),
    "aftersales.not_promised": N_("Promise the replacement first."),
    "aftersales.replacement_out_of_stock": N_("There is not enough stock for a replacement. Refund it instead."),
    "aftersales.nothing_left": N_("All that was paid for this was refunded already."),
    "aftersales.cannot_dispute": N_("Only a rejected return can be taken to the operator, while there is time."),
    "aftersales.disputes_used_up": N_("The operator was asked about this order as often as the market allows."),
    "aftersales.dispute_decided": N_("This dispute was decided already."),
    "aftersales.statements_used_up": N_("Everything has been said: at most %(most)s statements."),
    "aftersales.cannot_review": N_("What was delivered can be reviewed, for a time."),
    "aftersales.reviewed_already": N_("You reviewed this already."),
    "aftersales.cannot_edit_review": N_("This review can no longer be changed."),
    "aftersales.cannot_delete_review": N_("In this market reviews are not deleted."),
    "aftersales.cannot_follow_up": N_("Nothing more can be added to this review."),
    "aftersales.replied_already": N_("The shop replied already."),
    "aftersales.hidden_already": N_("This review was hidden already."),
    "aftersales.own_shop": N_("You work in this shop."),
    "aftersales.complaint_open": N_("Your complaint about this is being looked at already."),
    "aftersales.complaint_answered": N_("This complaint was answered already."),
}


def said(field: str, text: str, most: int, *, needed: bool = False) -> str | None:
    """A text as it is kept: trimmed, None when empty; Invalid when it is needed, too long, or cannot be stored."""
    kept = text.strip()
    if "\x00" in kept:
        raise Invalid({field: N_("Use printable characters only.")})
    if len(kept) > most:
        raise Invalid({field: N_("At most %(max)s characters.")}, max=most)
    if needed and not kept:
        raise Invalid({field: N_("Write a few words.")})
    return kept or None


def few_enough(field: str, keys: Sequence[str], most: int) -> list[str]:
    """Pictures by key, each once, in order; Invalid when there are too many."""
    kept = list(dict.fromkeys(keys))
    if len(kept) > most:
        raise Invalid({field: N_("At most %(max)s pictures.")}, max=most)
    return kept

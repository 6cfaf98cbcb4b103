"""Cancel, return, dispute, review, talk, complain."""

from etalase.aftersales.actions.arbitrating import add_statement, decide_dispute, dispute_return, withdraw_dispute
from etalase.aftersales.actions.asking import Ask, Piece, answer_offer, request_return, send_back, withdraw_return
from etalase.aftersales.actions.cancelling import (
    approve_cancellation,
    reject_cancellation,
    request_cancellation,
    withdraw_cancellation,
)
from etalase.aftersales.actions.complaining import answer_complaint, complain
from etalase.aftersales.actions.deciding import Answer, decide
from etalase.aftersales.actions.replacing import ship_replacement
from etalase.aftersales.actions.reviewing import Words as ReviewWords
from etalase.aftersales.actions.reviewing import (
    delete_review,
    edit_review,
    follow_up,
    hide_review,
    reply_to_review,
    write_review,
)
from etalase.aftersales.actions.talking import Words, read_as_buyer, read_as_shop, write_to_buyer, write_to_shop

__all__ = [
    "Answer",
    "Ask",
    "Piece",
    "ReviewWords",
    "Words",
    "add_statement",
    "answer_complaint",
    "answer_offer",
    "approve_cancellation",
    "complain",
    "decide",
    "decide_dispute",
    "delete_review",
    "dispute_return",
    "edit_review",
    "follow_up",
    "hide_review",
    "read_as_buyer",
    "read_as_shop",
    "reject_cancellation",
    "reply_to_review",
    "request_cancellation",
    "request_return",
    "send_back",
    "ship_replacement",
    "withdraw_cancellation",
    "withdraw_dispute",
    "withdraw_return",
    "write_review",
    "write_to_buyer",
    "write_to_shop",
]

"""Verbs of payments.

opening.py     what a checkout owes, its moves, its money      attempts.py   one try at one provider
hearing.py     what providers tell us                          calling.py    calls that are owed to them
refunding.py   money that goes back                            cash.py       parcels that came back unpaid
"""

from etalase.payments.actions.attempts import (
    Outcome,
    Word,
    apply_word,
    begin_attempt,
)
from etalase.payments.actions.calling import call_providers, charge_of, key_of
from etalase.payments.actions.cash import count_failed_delivery
from etalase.payments.actions.hearing import Heard, hear, parked_words, tell, waiting_word, worked
from etalase.payments.actions.opening import Due, Held, hold, hold_payment, move, open_payments, owe_at_the_door, take
from etalase.payments.actions.refunding import pay_by_hand, refund, retry_refund

__all__ = [
    "Due",
    "Heard",
    "Held",
    "Outcome",
    "Word",
    "apply_word",
    "begin_attempt",
    "call_providers",
    "charge_of",
    "count_failed_delivery",
    "hear",
    "hold",
    "hold_payment",
    "key_of",
    "move",
    "open_payments",
    "owe_at_the_door",
    "parked_words",
    "pay_by_hand",
    "refund",
    "retry_refund",
    "take",
    "tell",
    "waiting_word",
    "worked",
]

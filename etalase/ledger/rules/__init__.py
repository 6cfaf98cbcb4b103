"""Accounts, legs and shares: how one sum of money falls into parts. Pure.

An account's balance is what came to it less what left it. What is owed to somebody (seller, state, creator) and what the
platform earned is positive; what the platform holds somewhere (clearing, bank, carrier's cash) or spends is negative; and
all accounts of a currency sum to zero.
"""

from etalase.ledger.rules.accounts import KIND_NAMES, KINDS, Kind, Leg
from etalase.ledger.rules.sales import BUYERS_MONEY, Move, Sold, back, moves_of
from etalase.ledger.rules.shares import floor_share, shares_of
from etalase.ledger.rules.withholding import WITHHOLDINGS, Withholding, withholding

__all__ = [
    "BUYERS_MONEY",
    "KINDS",
    "KIND_NAMES",
    "WITHHOLDINGS",
    "Kind",
    "Leg",
    "Move",
    "Sold",
    "Withholding",
    "back",
    "floor_share",
    "moves_of",
    "shares_of",
    "withholding",
]

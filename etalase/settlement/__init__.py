"""Settlement: what a shop earned, when it may have it, and how it is paid out (R-FIN).

Nouns: fee, statement, reserve, payout, reconciliation.
Promises: a statement opens down to every fee of a line; what is held names its rule, its amount and its day; a payout is its
statements; a provider's day is compared with the books to the last minor unit.
"""

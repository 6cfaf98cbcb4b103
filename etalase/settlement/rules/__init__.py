"""Fees, terms, bank accounts, payouts: data and pure functions, and why settlement says no.

fees.py   what the platform takes        terms.py    how long money waits, and what is kept back
banks.py  accounts and their masks       matching.py a provider's day against the books
"""

from typing import Final

from etalase.base.texts import N_

REFUSALS: Final = {
    "settlement.no_bank_account": N_("Add a bank account first, and wait until the bank has confirmed its name."),
    "settlement.bank_account_waits": N_("The bank has not confirmed this account yet."),
    "settlement.nothing_to_pay": N_("There is nothing to pay out: the least payout is %(least)s."),
    "settlement.more_to_come": N_("Money of open orders or of a reserve still comes. The rest is paid out after that."),
    "settlement.in_debt": N_("Refunds took more than there was. The next sales pay for it first."),
    "settlement.payout_under_way": N_("A payout is on its way. Wait until the bank has answered."),
}

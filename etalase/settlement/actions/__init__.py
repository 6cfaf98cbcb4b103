"""Verbs of settlement.

waiting.py     delivered, and not settled yet          settling.py    fees taken, the rest the seller's
refunding.py   what refunds after that take back       stating.py     one statement a day
banking.py     where a shop is paid                    paying_out.py  paid
invoicing.py   a number per order                      writing_off.py given up
reconciling.py a provider's day against the books
"""

from etalase.settlement.actions.banking import add_bank_account, remove_bank_account, verify_waiting
from etalase.settlement.actions.invoicing import issue_invoice
from etalase.settlement.actions.paying_out import pay_out, pay_ready, send_due, withdraw
from etalase.settlement.actions.reconciling import reconcile_again, reconcile_day, reconcile_recent
from etalase.settlement.actions.refunding import take_back
from etalase.settlement.actions.settling import release_reserve, settle
from etalase.settlement.actions.stating import close_days
from etalase.settlement.actions.waiting import begin_waiting, carrier_remits
from etalase.settlement.actions.writing_off import write_off

__all__ = [
    "add_bank_account",
    "begin_waiting",
    "carrier_remits",
    "close_days",
    "issue_invoice",
    "pay_out",
    "pay_ready",
    "reconcile_again",
    "reconcile_day",
    "reconcile_recent",
    "release_reserve",
    "remove_bank_account",
    "send_due",
    "settle",
    "take_back",
    "verify_waiting",
    "withdraw",
    "write_off",
]

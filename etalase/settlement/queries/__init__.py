"""Reads of settlement."""

from etalase.settlement.queries.balance import Held, SellerBalance, balance, held
from etalase.settlement.queries.banks import BankAccount, account_in_use, bank_accounts
from etalase.settlement.queries.conditions import Conditions, category_name, conditions
from etalase.settlement.queries.invoices import Invoice, invoice_sheet
from etalase.settlement.queries.parts import Part
from etalase.settlement.queries.payouts import Payout, one_payout, payout, payouts
from etalase.settlement.queries.reconciled import FindingRow, ReconciledDay, findings, reconciled_days, trial_balance
from etalase.settlement.queries.statements import (
    EntryRow,
    Statement,
    StatementLine,
    lines_of_order,
    open_lines,
    statement,
    statement_lines,
    statements,
    statements_of_payout,
)
from etalase.settlement.queries.sweeps import SWEEPS
from etalase.settlement.queries.transactions import Transaction, transactions

__all__ = [
    "SWEEPS",
    "BankAccount",
    "Conditions",
    "EntryRow",
    "FindingRow",
    "Held",
    "Invoice",
    "Part",
    "Payout",
    "ReconciledDay",
    "SellerBalance",
    "Statement",
    "StatementLine",
    "Transaction",
    "account_in_use",
    "balance",
    "bank_accounts",
    "category_name",
    "conditions",
    "findings",
    "held",
    "invoice_sheet",
    "lines_of_order",
    "one_payout",
    "open_lines",
    "payout",
    "payouts",
    "reconciled_days",
    "statement",
    "statement_lines",
    "statements",
    "statements_of_payout",
    "transactions",
    "trial_balance",
]

"""Ledger: where every cent went. One row moves an amount from one account to another, so the books balance by construction.

Nouns: transfer, account (of a shop, by kind), cause (the business event that moved the money, posted once).
Promises: transfers are appended and never changed; a correction is a transfer that names the one it reverses.
"""

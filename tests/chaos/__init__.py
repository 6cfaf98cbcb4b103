"""Chaos: a checkout storm against a running Etalase while its parts are killed, cut off, filled up and starved.

`make chaos` runs every goal; `python -m tests.chaos --only kills --rounds 10` some of them. Each goal has a planted bug
(`--planted`) that its check must catch: a check that cannot fail proves nothing.
"""

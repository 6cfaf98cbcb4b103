"""Accounts: the people of the marketplace, how they sign in, what everybody sees of them and whom they follow.

Nouns: account (handle, name, market, standing, kind), session (a token of the API or a browser's), passkey, password reset,
phone check, follow.
Promises: a handle, an e-mail address and a proven phone belong to one account; of a password, token, code or reset link only
a hash is kept; an unknown login and a wrong password cannot be told apart; `followers` is exact.
Sessions, limits, codes and links follow the wall clock, never the sandbox clock. Shops and links live in higher rooms; a link
makes the account a business account (R-LINK-34) through `actions.make_business`.
"""

"""Shops: the sellers of the marketplace, who works in them, and whether they may sell now.

Nouns: shop, staff (an account with a role in a shop), staff invitation, verification request.
Promises: a shop has exactly one owner; an invitation by e-mail lives 120 hours (R-SHOP-1); a new shop starts unverified and
on probation (R-SHOP-2); who may do what in a shop is asked here and nowhere else (`queries.permit`).
Stock, products, links and the closing of a shop live in higher rooms; they ask this one.
"""

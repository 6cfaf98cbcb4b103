"""Affiliate: sellers publish plans, creators take part and may then show the plan's products.

Nouns: plan (open to all, or targeted at named creators), invitee, participation (a creator in a plan), promotion (a creator
shows a product of a plan since a day).
Promises: a rate lies within the market's bounds; a creator has exactly one rate for a product, the targeted one first (R-AFF-2);
no two targeted plans of a shop cover the same creator and product (R-AFF-3); an official account takes part in no plan (R-LINK-8),
so accepting an official link leaves all of them in the same transaction; who was removed may come back (R-AFF-5).
Commission money is not here: rates are stored, higher rooms pay.
"""

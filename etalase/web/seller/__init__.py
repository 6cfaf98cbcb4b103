"""Seller Center: the pages of the people who run a shop."""

"""Verbs of promotions and vouchers."""

from etalase.promotions.actions.redeeming import redeem, release

__all__ = ["redeem", "release"]

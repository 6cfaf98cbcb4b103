"""Reads of settlement."""

from etalase.settlement.queries.sweeps import SWEEPS

__all__ = ["SWEEPS"]

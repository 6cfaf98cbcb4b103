"""Measure this machine, and hold what Etalase does against the least that any server could do, within one run.

Absolute figures on a small shared machine mean little and are only reported; the ratios are the goals.
"""

from etalase.bench.main import main

__all__ = ["main"]

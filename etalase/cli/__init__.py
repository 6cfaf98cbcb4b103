"""The command `etalase`: one file per command, wiring only. Exit codes: 0 done, 1 it failed, 2 used wrongly."""

from etalase.cli.main import main

__all__ = ["main"]

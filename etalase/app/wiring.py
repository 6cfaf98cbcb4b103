"""What the rooms bring to the running server: reference rows, jobs, refusals."""

from etalase.base.db import Db


async def seed(db: Db) -> None:
    """Write the reference rows that are missing; safe to run at every start."""

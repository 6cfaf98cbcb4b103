"""The record of a run: queued, running, done or failed, with its counts and notes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

import msgspec

from etalase.base import events, live
from etalase.base.actor import Actor
from etalase.base.db import Db, rows, write
from etalase.base.errors import Refused
from etalase.imports.queries import COLUMNS, Run
from etalase.imports.rules import ColumnMapping, Note, Problem, Wishes
from etalase.shops.queries import permit

# What is kept of a run that goes wrong all over; the counts go on.
NOTES_MAX: Final = 10_000
FILE_NAME_MAX: Final = 255

INSERT_RUN = rows(
    Run,
    f"""INSERT INTO import_runs (shop_id, run_id, account_id, status, file_name, file_key, wishes, pictures, queued_at)
        VALUES ($1, $2, $3, 'QUEUED', $4, $5, $6::jsonb, $7::jsonb, $8) RETURNING {COLUMNS}""",
)
BEGIN_RUN = rows(
    Run,
    f"""UPDATE import_runs SET status = 'RUNNING', started_at = coalesce(started_at, $3), mapping = $4::jsonb, products = $5
        WHERE shop_id = $1 AND run_id = $2 AND status = ANY('{{QUEUED,RUNNING}}') RETURNING {COLUMNS}""",
)
COUNT = rows(
    Run,
    f"""UPDATE import_runs SET done = done + $3 + $4 + $5 + $6, created = created + $3, updated = updated + $4,
               unchanged = unchanged + $5, rejected = rejected + $6, problems = problems + $7, notices = notices + $8
        WHERE shop_id = $1 AND run_id = $2 AND status = 'RUNNING' RETURNING {COLUMNS}""",
)
END_RUN = rows(
    Run,
    f"""UPDATE import_runs SET status = CASE WHEN $4::text IS NULL THEN 'DONE' ELSE 'FAILED' END, refusal = $4, ended_at = $3
        WHERE shop_id = $1 AND run_id = $2 AND status = ANY('{{QUEUED,RUNNING}}') RETURNING {COLUMNS}""",
)
INSERT_NOTES = write(
    """INSERT INTO import_notes (shop_id, run_id, position, line, column_name, kind, code, facts)
       SELECT $1, $2, u.position, u.line, u.column_name, u.kind, u.code, u.facts::jsonb
       FROM unnest($3::int[], $4::int[], $5::text[], $6::text[], $7::text[], $8::text[])
            AS u (position, line, column_name, kind, code, facts)"""
)


class Counts(msgspec.Struct):
    """How many products and notes of each kind."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    problems: int = 0
    notices: int = 0

    @property
    def landed(self) -> int:
        """Products that stand in the shop as the file has them."""
        return self.created + self.updated + self.unchanged

    def add(self, other: "Counts") -> None:
        """Count on."""
        for name in self.__struct_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


async def start_run(
    db: Db,
    actor: Actor,
    *,
    shop_id: int,
    file_name: str,
    file_key: str | None = None,
    wishes: Wishes | None = None,
    pictures: Mapping[str, str] | None = None,
    now: datetime,
) -> Run:
    """A run that waits. With a `file_key` (from `keep_file`) a job takes it up; without, its caller goes on with it itself."""
    await permit(db, actor, shop_id, "product.write")
    run = await INSERT_RUN.sole(
        db,
        shop_id,
        await db.new_id(),
        actor.account_id,
        file_name.replace("\\", "/").rpartition("/")[2][-FILE_NAME_MAX:].replace("\0", "") or "file",
        file_key,
        msgspec.json.encode(wishes or {}).decode(),
        msgspec.json.encode(pictures or {}).decode(),
        now,
    )
    if file_key is not None:
        await tell_queued(db, run, now)
    return run


async def tell_queued(db: Db, run: Run, now: datetime) -> None:
    """The run waits for a job; a run that is cut off waits again."""
    facts = {"run_id": str(run.run_id)}
    await events.record(db, "import.queued", at=now, shop_id=run.shop_id, account_id=run.account_id, facts=facts)


async def begin_run(db: Db, run: Run, mapping: ColumnMapping, products: int, now: datetime) -> Run:
    """The file is read; products begin to land. Refused when the run has ended."""
    names = msgspec.json.encode(mapping.names()).decode()
    return _there(await BEGIN_RUN.one(db, run.shop_id, run.run_id, now, names, products))


async def count(db: Db, run: Run, counts: Counts, notes: Sequence[Note]) -> Run:
    """A batch is done."""
    after = await COUNT.one(db, run.shop_id, run.run_id, *(getattr(counts, name) for name in counts.__struct_fields__))
    run = _there(after)
    first = run.problems + run.notices - len(notes) + 1
    kept = list(enumerate(notes, first))[: max(0, NOTES_MAX - first + 1)]
    if kept:
        await _insert_notes(db, run, kept)
    await live.announce(db, live.shop(run.shop_id))
    return run


async def end_run(db: Db, run: Run, now: datetime, *, refusal: str | None = None) -> Run:
    """Done, or failed with the code of a refusal."""
    run = _there(await END_RUN.one(db, run.shop_id, run.run_id, now, refusal))
    facts = {"run_id": str(run.run_id), "status": run.status}
    await events.record(db, "import.ended", at=now, shop_id=run.shop_id, account_id=run.account_id, facts=facts)
    await live.announce(db, live.shop(run.shop_id))
    return run


def _there(run: Run | None) -> Run:
    if run is None:
        raise Refused("imports.run_ended")
    return run


async def _insert_notes(db: Db, run: Run, kept: Sequence[tuple[int, Note]]) -> None:
    await INSERT_NOTES.run(
        db,
        run.shop_id,
        run.run_id,
        [position for position, _ in kept],
        [note.line for _, note in kept],
        [note.column for _, note in kept],
        ["PROBLEM" if isinstance(note, Problem) else "NOTICE" for _, note in kept],
        [note.code for _, note in kept],
        [msgspec.json.encode(note.facts).decode() for _, note in kept],
    )

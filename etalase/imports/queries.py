"""What became of the files that a shop brought in."""

from datetime import datetime
from typing import Final

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db, rows, value
from etalase.base.errors import NotFound
from etalase.base.markets import MARKETS, policy
from etalase.base.pages import LIMIT_DEFAULT, Page, below_of, decode_cursor, page_of
from etalase.catalog.queries import categories, details, shop_products
from etalase.catalog.rules import OTHER
from etalase.imports.rules import Limits, Note, Notice, Problem, World, rows_of
from etalase.shops.queries import Shop, permit

EXPORT_PRODUCTS: Final = 100


class Run(msgspec.Struct, frozen=True):
    """One file brought in. `products` is None until it has been read; `mapping` and `wishes` are JSON, field to headings."""

    shop_id: int
    run_id: int
    account_id: int
    status: str
    file_name: str
    file_key: str | None
    wishes: str
    pictures: str
    mapping: str | None
    products: int | None
    done: int
    created: int
    updated: int
    unchanged: int
    rejected: int
    problems: int
    notices: int
    refusal: str | None
    queued_at: datetime
    started_at: datetime | None
    ended_at: datetime | None


class NoteRow(msgspec.Struct, frozen=True):
    """A note as it is stored; `note` gives it back as it was found."""

    position: int
    line: int
    column_name: str | None
    kind: str
    code: str
    facts: str

    @property
    def note(self) -> Note:
        """The problem or notice, whose msgid is filled with its facts."""
        facts = msgspec.json.decode(self.facts, type=dict[str, str | int])
        kind = Problem if self.kind == "PROBLEM" else Notice
        return kind(self.line, self.column_name, self.code, facts)


COLUMNS: Final = """shop_id, run_id, account_id, status, file_name, file_key, wishes::text, pictures::text, mapping::text, products,
    done, created, updated, unchanged, rejected, problems, notices, refusal, queued_at, started_at, ended_at"""
RUN = rows(Run, f"SELECT {COLUMNS} FROM import_runs WHERE shop_id = $1 AND run_id = $2")
RUNS = rows(
    Run,
    f"SELECT {COLUMNS} FROM import_runs WHERE shop_id = $1 AND run_id < $2 ORDER BY run_id DESC LIMIT $3",
)
NOTES = rows(
    NoteRow,
    """SELECT position, line, column_name, kind, code, facts::text FROM import_notes
       WHERE shop_id = $1 AND run_id = $2 AND position > $3 AND ($4::text IS NULL OR kind = $4) ORDER BY position LIMIT $5""",
)
SWEEPS = (
    (
        "an import that is done has told of every product",
        value(int, "SELECT run_id FROM import_runs WHERE status = 'DONE' AND done IS DISTINCT FROM products"),
    ),
)


async def run(db: Db, actor: Actor, *, shop_id: int, run_id: int) -> Run:
    """One run of the shop, for its staff; NotFound for others."""
    await permit(db, actor, shop_id, "product.read")
    found = await RUN.one(db, shop_id, run_id)
    if found is None:
        raise NotFound
    return found


async def runs(
    db: Db, actor: Actor, *, shop_id: int, limit: int = LIMIT_DEFAULT, cursor: str | None = None
) -> Page[Run]:
    """The runs of the shop, newest first."""
    await permit(db, actor, shop_id, "product.read")
    before = below_of(cursor)
    return page_of(await RUNS.all(db, shop_id, before, limit + 1), limit, lambda each: (each.run_id,))


async def notes(
    db: Db,
    actor: Actor,
    *,
    shop_id: int,
    run_id: int,
    kind: str | None = None,
    limit: int = LIMIT_DEFAULT,
    cursor: str | None = None,
) -> Page[NoteRow]:
    """The notes of a run in the order in which they were found; `kind` PROBLEM or NOTICE for only those."""
    await run(db, actor, shop_id=shop_id, run_id=run_id)
    after = decode_cursor(cursor, tuple[int]) or (0,)
    found = await NOTES.all(db, shop_id, run_id, after[0], kind, limit + 1)
    return page_of(found, limit, lambda each: (each.position,))


async def world_of(db: Db, shop: Shop, *, now: datetime) -> World:
    """What files of this shop are held against, without pictures: the bounds of its market and the categories it can name."""
    known: set[str] = set()
    for language in ("en", *MARKETS[shop.market].languages):
        for each in await categories(db, language=language):
            known.add(each.name.lower())
            known.add(str(each.category_id))
    known.discard(str(OTHER))
    limits = Limits.of(await policy(db, shop.market, now), shop.currency)
    return World(limits, knows_category=lambda name: name.lower() in known)


async def export_part(
    db: Db,
    actor: Actor,
    *,
    shop_id: int,
    status: str | None = None,
    search: str | None = None,
    sold_out: bool = False,
    cursor: str | None = None,
) -> Page[list[str]]:
    """A part of the shop's products as rows of a table, newest product first, with the cursor of the next part.

    The filters are those of `catalog.queries.shop_products`. Read part by part, memory does not grow with the shop.
    """
    page = await shop_products(
        db,
        actor,
        shop_id=shop_id,
        status=status,
        search=search,
        sold_out=sold_out,
        limit=EXPORT_PRODUCTS,
        cursor=cursor,
    )
    found = await details(db, shop_id, [each.product_id for each in page.items])
    whole = [found[each.product_id] for each in page.items if each.product_id in found]
    return Page([row for each in whole for row in rows_of(each)], page.next_cursor)

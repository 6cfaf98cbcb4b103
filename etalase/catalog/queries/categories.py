"""The categories in a language."""

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db, rows, value
from etalase.base.errors import NotFound
from etalase.catalog.rules import Attribute, attributes_of


class CategoryNamed(msgspec.Struct, frozen=True):
    """A category with its name; `parent_id` is None at the top."""

    category_id: int
    parent_id: int | None
    name: str


CATEGORIES = rows(
    CategoryNamed,
    """SELECT c.category_id, c.parent_id, coalesce(l.name, e.name) AS name
       FROM categories c
       JOIN category_names e ON e.category_id = c.category_id AND e.language = 'en'
       LEFT JOIN category_names l ON l.category_id = c.category_id AND l.language = $1
       ORDER BY c.position, c.category_id""",
)

KNOWN = value(int, "SELECT category_id FROM categories WHERE category_id = $1")


async def category_attributes(
    db: Db, actor: Actor | None = None, *, category_id: int, market: str
) -> tuple[Attribute, ...]:
    """What a listing of a category can say in a market, required ones first; NotFound for no category."""
    if await KNOWN.get(db, category_id) is None:
        raise NotFound
    return attributes_of(category_id, market)


async def categories(db: Db, actor: Actor | None = None, *, language: str = "en") -> list[CategoryNamed]:
    """All categories in the order of the tree."""
    return await CATEGORIES.all(db, language)

"""The categories in a language."""

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db, rows


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


async def categories(db: Db, actor: Actor | None = None, *, language: str = "en") -> list[CategoryNamed]:
    """All categories in the order of the tree."""
    return await CATEGORIES.all(db, language)

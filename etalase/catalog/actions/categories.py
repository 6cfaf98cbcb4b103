"""Categories: seeded once, found by id or by name."""

from collections.abc import Iterable

import msgspec

from etalase.base.db import Db, rows, write
from etalase.catalog import rules

SEED = write(
    """INSERT INTO categories (category_id, parent_id, position)
       SELECT u.category_id, u.parent_id, u.position
       FROM unnest($1::bigint[], $2::bigint[], $3::int[]) AS u (category_id, parent_id, position)
       ON CONFLICT (category_id) DO NOTHING"""
)
SEED_NAMES = write(
    """INSERT INTO category_names (category_id, language, name)
       SELECT u.category_id, u.language, u.name FROM unnest($1::bigint[], $2::text[], $3::text[]) AS u (category_id, language, name)
       ON CONFLICT (category_id, language) DO NOTHING"""
)


class Named(msgspec.Struct, frozen=True):
    """A category that answers to a name."""

    name: str
    category_id: int


# A name that two categories share goes to the one with the lowest id.
BY_NAME = rows(
    Named,
    """SELECT a.word AS name, min(n.category_id) AS category_id FROM unnest($1::text[]) AS a (word)
       JOIN category_names n ON lower(n.name) = lower(a.word) AND n.language = ANY($2::text[]) GROUP BY a.word""",
)
BY_ID = rows(
    Named, "SELECT category_id::text AS name, category_id FROM categories WHERE category_id = ANY($1::bigint[])"
)


async def seed_categories(db: Db) -> None:
    """Write the categories that are missing; safe to run at every start."""
    tree = rules.CATEGORIES
    await SEED.run(db, [one[0] for one in tree], [one[1] for one in tree], list(range(len(tree))))
    named = [(one[0], language, name) for one in tree for language, name in zip(rules.LANGUAGES, one[2], strict=True)]
    await SEED_NAMES.run(db, *zip(*named, strict=True))


async def categories_named(db: Db, asked: Iterable[str], languages: Iterable[str]) -> dict[str, tuple[int, str | None]]:
    """(category, own name) of what sellers wrote: an id, or a name in English or one of the languages.

    What nobody knows goes to "Other" and keeps the seller's own name.
    """
    words = set(asked)
    numbers = [int(word) for word in words if word.isascii() and word.isdigit() and len(word) <= 15]
    known = {each.name: each.category_id for each in await BY_NAME.all(db, list(words), ["en", *languages])}
    if numbers:
        known |= {each.name: each.category_id for each in await BY_ID.all(db, numbers)}
    return {word: (known[word], None) if word in known else (rules.OTHER, word or None) for word in words}

"""`python -m etalase.web.catalogue`: collect every text of the code and the templates into the .po files.

Translations stay, texts that are gone go. Sorted and without line numbers, so two people's texts merge. `--check`
writes nothing and exits 1 when a file is not up to date or a text is not translated.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from etalase.base.texts import FALLBACK, FOLDER, LANGUAGES

PACKAGE: Final = Path(__file__).parent.parent
KEYWORDS: Final = {"N_": None, "_": None, "ngettext": (1, 2), "say_many": (2, 3), "says": (4,)}
KEPT_HEADERS: Final = ('"Language:', '"Plural-Forms:', '"MIME-Version:', '"Content-T')
FORMS: Final = {
    "id": "nplurals=1; plural=0;",
    "ms": "nplurals=1; plural=0;",
    "fil": "nplurals=2; plural=(n > 1);",
    "th": "nplurals=1; plural=0;",
    "vi": "nplurals=1; plural=0;",
}
Msgid = str | tuple[str, ...]


def main(arguments: list[str]) -> int:
    """Update or check every catalogue; say what is left to translate."""
    found = collect()
    wrong = 0
    for lang in catalogues():
        wrong += _check(lang, found) if "--check" in arguments else _update(lang, found)
    return 1 if wrong and "--check" in arguments else 0


def catalogues(folder: Path = FOLDER) -> list[str]:
    """Languages that have a file, source language apart."""
    return [lang for lang in LANGUAGES if lang != FALLBACK and path_of(lang, folder).exists()]


def path_of(lang: str, folder: Path = FOLDER) -> Path:
    """Where the translations of `lang` lie."""
    return folder / lang / "LC_MESSAGES" / "etalase.po"


def collect(package: Path = PACKAGE) -> set[Msgid]:
    """Every msgid that code marks with N_, templates translate with _ or ngettext, and policies say of themselves."""
    found: set[Msgid] = set()
    for path in sorted(package.rglob("*.py")):
        found.update(_extracted("python", path))
    for path in sorted((package / "web" / "templates").rglob("*.html")):
        found.update(_extracted("jinja2.ext:babel_extract", path))
    return found


def merged(lang: str, found: set[Msgid]) -> Catalog:
    """A catalogue of exactly `found`, with the translations that there are."""
    old = _read(lang)
    fresh = Catalog(locale=lang, domain="etalase", project="Etalase", header_comment="")
    fresh.mime_headers = [("Plural-Forms", FORMS[lang])]
    for msgid in sorted(found, key=str):
        known = old.get(msgid[0] if isinstance(msgid, tuple) else msgid)
        fresh.add(msgid, known.string if known is not None else None)
    return fresh


def missing(catalogue: Catalog) -> list[Msgid]:
    """Texts that nobody has translated yet, or only by guess."""
    return [_id_of(message) for message in catalogue if message.id and (message.fuzzy or not _translated(message))]


def _id_of(message: Message) -> Msgid:
    return message.id if isinstance(message.id, str) else tuple(message.id)


def _translated(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, tuple | list) else bool(message.string)


def _extracted(method: str, path: Path) -> Iterator[Msgid]:
    with path.open("rb") as file:
        for _line, msgid, _comments, _context in extract(
            method, file, keywords=KEYWORDS, options={"encoding": "utf-8"}
        ):
            if msgid and msgid != ("",):
                yield tuple(msgid) if isinstance(msgid, list | tuple) else msgid


def _read(lang: str) -> Catalog:
    path = path_of(lang)
    if not path.exists():
        return Catalog(locale=lang, domain="etalase")
    with path.open("rb") as file:
        return read_po(file, locale=lang, domain="etalase")


def _written(catalogue: Catalog) -> bytes:
    out = io.BytesIO()
    write_po(out, catalogue, width=0, no_location=True, sort_output=True)
    header, texts = out.getvalue().decode().split("\n\n", 1)
    kept = [line for line in header.splitlines() if line.startswith((*KEPT_HEADERS, "msg"))]
    return ("\n".join(kept) + "\n\n" + texts).encode()


def _update(lang: str, found: set[Msgid]) -> int:
    catalogue = merged(lang, found)
    path_of(lang).write_bytes(_written(catalogue))
    left = missing(catalogue)
    print(f"{lang}: {len(found)} texts, {len(left)} to translate")
    return len(left)


def _check(lang: str, found: set[Msgid]) -> int:
    catalogue = merged(lang, found)
    left = missing(catalogue)
    for msgid in left:
        print(f"{lang}: not translated: {msgid}")
    stale = path_of(lang).read_bytes() != _written(catalogue)
    if stale:
        print(f"{lang}: run `python -m etalase.web.catalogue`")
    return len(left) + stale


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Indonesian has two words for "you". Shoppers and creators are "kamu", sellers and operators are "Anda", and no page says both."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po

import etalase
from etalase.web.catalogue import KEYWORDS, path_of

PACKAGE: Final = Path(etalase.__file__).parent
TEMPLATES: Final = PACKAGE / "web" / "templates"
FORMAL: Final = re.compile(r"\b[Aa]nda\b")
# Words that end so and mean nobody: guest, meet, knowledge, herbs, apparent.
FAMILIAR: Final = re.compile(r"\b(?!\w*(?:tamu|temu|ilmu|jamu|semu)\b)[Kk]?\w*mu\b")
# Whose pages, and the rooms whose refusals and names only they read.
SPOKEN_TO: Final = {
    "kamu": (("shopper", "creator"), ("orders", "payments", "showcase", "affiliate"), FORMAL),
    "Anda": (("seller", "operator"), ("settlement", "shops", "imports", "stock"), FAMILIAR),
}


@pytest.mark.parametrize("word", SPOKEN_TO)
def test_each_desk_says_you_in_one_way(word: str) -> None:
    desks, rooms, other = SPOKEN_TO[word]
    with path_of("id").open("rb") as file:
        texts, wrong = read_po(file, locale="id"), list[str]()
    for folder in (
        *(PACKAGE / "web" / each for each in desks),
        *(TEMPLATES / each for each in desks),
        *(PACKAGE / each for each in rooms),
    ):
        for msgid in said_in(folder):
            found = texts.get(msgid)
            text = str(found.string) if found else ""
            if other.search(text):
                wrong.append(f"{folder.name}: {text}")
    assert not wrong, "\n".join(wrong)


def said_in(folder: Path) -> Iterator[str]:
    """Every msgid of a folder, without those that have a plural: Indonesian knows none, and their first form is the same."""
    for path in sorted((*folder.rglob("*.py"), *folder.rglob("*.html"))):
        method = "python" if path.suffix == ".py" else "jinja2.ext:babel_extract"
        with path.open("rb") as file:
            for _, msgid, _, _ in extract(method, file, keywords=KEYWORDS, options={"encoding": "utf-8"}):
                if isinstance(msgid, str) and msgid:
                    yield msgid

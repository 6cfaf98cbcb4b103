"""Texts that people read go through gettext; the English sentence is the msgid.

Catalogues are the .po files in etalase/locales, read at start: there is no build step to forget.
"""

import gettext
import io
from collections.abc import Collection, Mapping
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parent.parent / "locales"
LANGUAGES = ("id", "en", "ms", "fil", "th", "vi")
FALLBACK = "en"


def N_(msgid: str) -> str:  # noqa: N802 - gettext's own name for it
    """Mark a msgid for extraction; the door translates it."""
    return msgid


class Texts:
    """The translations of every language. Facts fill `%(name)s` places."""

    def __init__(self, translations: Mapping[str, gettext.NullTranslations]) -> None:
        self._translations = translations
        self._none = gettext.NullTranslations()
        # Those people can choose: the source language, and every one that has a catalogue.
        self.languages = tuple(lang for lang in LANGUAGES if lang == FALLBACK or translations.get(lang))

    @staticmethod
    def load(folder: Path = FOLDER) -> "Texts":
        """Read every catalogue; a language without one speaks English."""
        paths = {language: folder / language / "LC_MESSAGES" / "etalase.po" for language in LANGUAGES}
        return Texts({language: _catalogue(path, language) for language, path in paths.items() if path.exists()})

    def gettext(self, language: str, msgid: str, **facts: object) -> str:
        """The sentence in `language`."""
        said = self._translations.get(language, self._none).gettext(msgid) if msgid else ""
        return said % facts if facts or "%(" in said or "%%" in said else said

    def ngettext(self, language: str, singular: str, plural: str, count: int, **facts: object) -> str:
        """The sentence in the plural form for `count`, which is also the fact `count`."""
        said = self._translations.get(language, self._none).ngettext(singular, plural, count)
        return said % {"count": count, **facts}


def language_of_header(header: str | None, default: str = FALLBACK, known: Collection[str] = LANGUAGES) -> str:
    """The first language of an Accept-Language header that is among `known`, by its weights."""
    weighed: list[tuple[float, int, str]] = []
    for place, part in enumerate((header or "")[:500].split(",")[:20]):
        tag, _, weight = part.strip().partition(";q=")
        try:
            weighed.append((-float(weight or 1), place, tag.split("-")[0].lower()))
        except ValueError:
            continue
    spoken = [tag for _, _, tag in sorted(weighed) if tag in known]
    return spoken[0] if spoken else default


def _catalogue(path: Path, language: str) -> gettext.NullTranslations:
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)

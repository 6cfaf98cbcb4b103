"""Indonesian is complete, up to date, and fills the same places as the English."""

import re
from pathlib import Path

import pytest

from etalase.base.texts import FALLBACK, Texts
from etalase.web import catalogue

PLACES = re.compile(r"%\((\w+)\)s")


@pytest.mark.parametrize("lang", catalogue.catalogues())
def test_every_text_is_translated(lang: str) -> None:
    assert catalogue.missing(catalogue.merged(lang, catalogue.collect())) == []


@pytest.mark.parametrize("lang", catalogue.catalogues())
def test_translations_fill_the_same_places(lang: str) -> None:
    for message in catalogue.merged(lang, catalogue.collect()):
        if not message.id:
            continue
        sources = [message.id] if isinstance(message.id, str) else list(message.id)
        targets = [message.string] if isinstance(message.string, str) else list(message.string or ())
        wanted = set(PLACES.findall(sources[-1]))
        for target in filter(None, targets):
            assert set(PLACES.findall(str(target))) == wanted, sources[0]


def test_indonesian_and_english_can_be_chosen() -> None:
    assert {"id", FALLBACK} <= set(Texts.load().languages)


def test_a_text_without_translation_stays_english(tmp_path: Path) -> None:
    texts = Texts.load(tmp_path)
    assert texts.gettext("th", "Skip to content") == "Skip to content"
    assert texts.gettext("id", "from %(shop)s", shop="Kencana") == "from Kencana"
    assert texts.ngettext("en", "%(count)s item", "%(count)s items", 2) == "2 items"

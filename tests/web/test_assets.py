"""The static files: small enough, complete, named by content."""

import gzip
from pathlib import Path

import pytest

from etalase.web.assets import bundle, icons, manifest, minify

# Bytes before compression, by what a page loads. Shoppers are on phones and new; who buys or works here comes back.
CSS_BARS: dict[tuple[str, ...], int] = {
    ("app.css", "shopper.css"): 25 * 1024,
    ("app.css", "shopper.css", "buyer.css"): 32 * 1024,
    ("app.css", "desk.css"): 32 * 1024,
}
SCRIPT_BAR_GZIP = 60 * 1024


@pytest.mark.parametrize("sheets", CSS_BARS, ids=" ".join)
def test_no_page_loads_more_styles_than_the_bar(sheets: tuple[str, ...]) -> None:
    assert sum(len(bundle.stylesheet(sheet)) for sheet in sheets) <= CSS_BARS[sheets]


def test_every_style_file_is_in_a_sheet() -> None:
    assert {path for sheet in bundle.SHEETS for path in _files(sheet)} == set((bundle.WEB / "styles").glob("*.css"))


@pytest.mark.parametrize("sheets", CSS_BARS, ids=" ".join)
def test_no_page_loads_a_style_file_twice(sheets: tuple[str, ...]) -> None:
    loaded = [path for sheet in sheets for path in _files(sheet)]
    assert len(loaded) == len(set(loaded))


def test_no_template_names_a_variable_of_the_styles() -> None:
    for path in (bundle.WEB / "templates").rglob("*.html"):
        assert "var(--" not in path.read_text(), path.name


def test_short_names_are_one_to_one() -> None:
    names = minify.short_names("--a-long-name --b-name --b-name var(--b-name)")
    assert names == {"--b-name": "--a", "--a-long-name": "--b"}
    assert minify.shorten("x:var(--b-name)", names) == "x:var(--a)"


def test_at_most_six_modules_that_import_nothing() -> None:
    modules = sorted((bundle.WEB / "modules").glob("*.js"))
    assert len(modules) <= 6
    for module in modules:
        assert "import " not in module.read_text().replace("// ", ""), module.name


def test_the_first_script_stays_small() -> None:
    files = _built()
    first = b"".join((files.folder / files.names[name]).read_bytes() for name in ("htmx.js", "app.js"))
    assert len(gzip.compress(first, 9)) <= SCRIPT_BAR_GZIP


def test_files_are_named_by_content() -> None:
    files = _built()
    for plain, hashed in files.names.items():
        stem, suffix = plain.rsplit(".", 1)
        assert hashed.startswith(f"{stem}.")
        assert hashed.endswith(f".{suffix}")
        assert (files.folder / hashed).is_file()


def test_the_sprite_has_every_icon() -> None:
    files = _built()
    sprite = (files.folder / files.names["icons.svg"]).read_text()
    assert "mark" in sprite
    for name in icons.NAMES:
        assert f'<symbol id="{name}" ' in sprite


def test_a_missing_build_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(manifest.NotBuilt, match=r"etalase\.web\.assets"):
        manifest.load(tmp_path)
    with pytest.raises(bundle.MissingPackages):
        bundle.build(tmp_path / "node_modules", tmp_path / "built")


def test_minified_styles_mean_the_same() -> None:
    text = "/* why */\n.a, .b > .c {\n  color: red; width: calc(1px + 0.5em);\n}\n"
    assert minify.styles(text) == ".a,.b>.c{color:red;width:calc(1px + .5em)}"


def test_minified_scripts_keep_their_lines() -> None:
    assert minify.script("// why\nconst a = 1;\n\n  a;\n") == "const a = 1;\na;\n"


def _files(sheet: str) -> list[Path]:
    return [path for pattern in bundle.SHEETS[sheet] for path in (bundle.WEB / "styles").glob(pattern)]


def _built() -> manifest.Manifest:
    try:
        return manifest.load()
    except manifest.NotBuilt:
        bundle.build()
        return manifest.load()

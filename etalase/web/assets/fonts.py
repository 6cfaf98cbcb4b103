"""Plus Jakarta Sans for every Latin language, Anuphan for Thai: one file per range of letters, loaded when needed."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Final

# (family, package, file stem, weights, subsets)
FAMILIES: Final = (
    ("Plus Jakarta Sans", "plus-jakarta-sans", "200 800", ("latin", "latin-ext", "vietnamese")),
    ("Anuphan", "anuphan", "100 700", ("thai",)),
)
FACE: Final = (
    "@font-face{{font-family:{family};font-display:swap;font-weight:{weights};"
    "src:url({url})format('woff2');unicode-range:{letters}}}"
)


# What is printed is drawn by the server: whole files, with Thai and Vietnamese in one (package, then file and its plain name).
PAPER: Final = Path(__file__).parents[2] / "base" / "fonts"
PRINTED: Final = ("@expo-google-fonts/sarabun", {
    "regular.ttf": "400Regular/Sarabun_400Regular.ttf",
    "bold.ttf": "700Bold/Sarabun_700Bold.ttf",
})  # fmt: skip


def keep_printed(packages: Path, folder: Path = PAPER) -> None:
    """Lay the fonts of labels, slips and invoices where `base.paper` finds them."""
    package, files = PRINTED
    folder.mkdir(exist_ok=True)
    for name, file in files.items():
        (folder / name).write_bytes((packages / package / file).read_bytes())


def faces(packages: Path, keep: Callable[[str, bytes], str]) -> str:
    """The @font-face rules; `keep` stores a file and answers its hashed name (the CSS lies beside the files)."""
    rules: list[str] = []
    for family, package, weights, subsets in FAMILIES:
        folder = packages / "@fontsource-variable" / package
        letters = json.loads((folder / "unicode.json").read_text())
        for subset in subsets:
            file = folder / "files" / f"{package}-{subset}-wght-normal.woff2"
            url = keep(f"{package}-{subset}.woff2", file.read_bytes())
            rules.append(FACE.format(family=f"'{family}'", weights=weights, url=url, letters=letters[subset]))
    return "".join(rules)

"""docs/reference/refusals.md, written from the code. `python -m etalase.app.reference FILE`; a test compares."""

import sys
from pathlib import Path

from etalase.app.wiring import refusals
from etalase.doorway.problems import DETAILS

HEAD = """# Refusals

What a rule says no with: the code never changes, the sentence is in the reader's language. At the API it comes as
`application/problem+json` with status 409 and the facts of the case beside `code`; on a page as a sentence.
This file is written by `python -m etalase.app.reference docs/reference/refusals.md`.
"""


def reference() -> str:
    """The whole page."""
    by_room: dict[str, list[tuple[str, str]]] = {}
    for code, sentence in sorted(refusals().items()):
        by_room.setdefault(code.split(".")[0], []).append((code, sentence))
    parts = [HEAD]
    for room, codes in by_room.items():
        parts.append(f"## {room}\n\n| Code | Says |\n|---|---|")
        parts.append("\n".join(f"| `{code}` | {_plain(sentence)} |" for code, sentence in codes) + "\n")
    parts.append("## Not of a rule\n\n| Code | Says |\n|---|---|")
    parts.append("\n".join(f"| `{code}` | {_plain(sentence)} |" for code, sentence in DETAILS.items()) + "\n")
    return "\n".join(parts)


def _plain(sentence: str) -> str:
    return sentence.replace("%(", "{").replace(")s", "}").replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(reference())

"""Takes out what only people read. Written for our own files: no string in them holds a comment or a brace."""

import re

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s+")
_AROUND = re.compile(r"\s*([{};,>])\s*")
_AFTER_COLON = re.compile(r":\s+")
_LEADING_ZERO = re.compile(r"(?<![\w.])0(\.\d)")


def styles(text: str) -> str:
    """CSS on one line."""
    text = _SPACE.sub(" ", _COMMENT.sub("", text))
    text = _AFTER_COLON.sub(":", _AROUND.sub(r"\1", text))
    return _LEADING_ZERO.sub(r"\1", text).replace(";}", "}").strip()


def script(text: str) -> str:
    """JavaScript without indentation, blank lines and whole-line comments; statements keep their lines."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//")) + "\n"

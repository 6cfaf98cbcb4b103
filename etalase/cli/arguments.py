"""Arguments that several commands share."""

import argparse


def add_address(parser: argparse.ArgumentParser) -> None:
    """--host and --port."""
    parser.add_argument("--host", default="127.0.0.1", metavar="H", help="address to listen on (default 127.0.0.1)")
    parser.add_argument("--port", type=port, default=8000, metavar="P", help="port to listen on (default 8000)")


def positive(word: str) -> int:
    """A whole number from 1, and none that no id and no count can be."""
    if not (word.isascii() and word.isdecimal() and len(word) <= 15) or int(word) < 1:
        raise argparse.ArgumentTypeError(f"{word!r} is not a whole number from 1")
    return int(word)


def port(word: str) -> int:
    """A port from 1 to 65535."""
    if not word.isdecimal() or not 0 < int(word) < 65536:
        raise argparse.ArgumentTypeError(f"{word!r} is not a port from 1 to 65535")
    return int(word)

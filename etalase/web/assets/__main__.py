"""`python -m etalase.web.assets`: build the static files; exit 2 when `npm ci` has not run yet."""

import sys

from etalase.web.assets.bundle import MissingPackages, build


def main() -> int:
    """Build and say what was written, largest first."""
    try:
        sizes = build()
    except MissingPackages as missing:
        print(f"{missing}: run `.venv/bin/npm ci --ignore-scripts` first", file=sys.stderr)
        return 2
    for name, size in sorted(sizes.items(), key=lambda pair: -pair[1]):
        print(f"{size:>8}  {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

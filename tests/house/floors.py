"""The floors of the house, lowest first; rooms on one line are blind to each other. The import-linter contract says the same."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "etalase"
FLOORS = (
    ("base",),
    ("ledger", "media"),
    ("accounts",),
    ("shops",),
    ("stock", "payments"),
    ("catalog",),
    ("imports",),
    ("links", "shipping"),
    ("affiliate",),
    ("promotions",),
    ("showcase",),
    ("orders",),
    ("parcels",),
    ("aftersales",),
    ("settlement", "ads"),
    ("closures",),
    ("notices",),
)
ROOMS = tuple(room for floor in FLOORS for room in floor)


def schema_files() -> list[Path]:
    """Every schema.sql in the order in which they can be created."""
    base = PACKAGE / "base"
    found = [base / "schema.sql", *sorted(base.glob("*/schema.sql"))]
    found += [PACKAGE / room / "schema.sql" for room in ROOMS[1:]]
    return [path for path in found if path.exists()]


def declared_schema() -> str:
    """The schema as the rooms declare it."""
    return "\n".join(path.read_text() for path in schema_files())

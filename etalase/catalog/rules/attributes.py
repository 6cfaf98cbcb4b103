"""What a listing says of the thing besides its text: attributes by category, some required, some in certain markets only.

A category has its own, those of the category above it, and those of every product. Values are texts: an ENUM's is one of its
keys, a NUMBER's a decimal with at most three places. Labels are msgids.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final, Literal

import msgspec

from etalase.base.errors import Invalid
from etalase.base.texts import N_
from etalase.catalog.rules.categories import CATEGORIES

TEXT_MAX: Final = 200
NUMBER: Final = re.compile(r"\d{1,9}(\.\d{1,3})?")
PARENTS: Final[Mapping[int, int | None]] = {category: parent for category, parent, _ in CATEGORIES}


class Attribute(msgspec.Struct, frozen=True, kw_only=True):
    """One thing a listing can say. `choices`: (key, label) of an ENUM; `markets` None is all, else where it is asked for."""

    key: str
    label: str
    kind: Literal["TEXT", "NUMBER", "ENUM"] = "TEXT"
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    markets: tuple[str, ...] | None = None


MATERIALS: Final = (
    ("COTTON", N_("Cotton")),
    ("BATIK_COTTON", N_("Batik cotton")),
    ("LINEN", N_("Linen")),
    ("POLYESTER", N_("Polyester")),
    ("DENIM", N_("Denim")),
    ("WOOL", N_("Wool")),
    ("SILK", N_("Silk")),
    ("LEATHER", N_("Leather")),
    ("SYNTHETIC_LEATHER", N_("Synthetic leather")),
    ("RUBBER", N_("Rubber")),
    ("CANVAS", N_("Canvas")),
    ("METAL", N_("Metal")),
    ("WOOD", N_("Wood")),
    ("PLASTIC", N_("Plastic")),
    ("GLASS", N_("Glass")),
    ("CERAMIC", N_("Ceramic")),
    ("OTHER", N_("Other")),
)
WARRANTIES: Final = (
    ("NONE", N_("No warranty")),
    ("MONTH_1", N_("1 month")),
    ("MONTHS_6", N_("6 months")),
    ("YEAR_1", N_("1 year")),
    ("YEARS_2", N_("2 years or more")),
)
WEARERS: Final = (
    ("WOMEN", N_("Women")),
    ("MEN", N_("Men")),
    ("UNISEX", N_("Everybody")),
    ("CHILDREN", N_("Children")),
)
HALAL: Final = (("CERTIFIED", N_("Certified halal")), ("NOT_HALAL", N_("Not halal")))
SKINS: Final = (
    ("ALL", N_("All skin types")),
    ("DRY", N_("Dry")),
    ("OILY", N_("Oily")),
    ("SENSITIVE", N_("Sensitive")),
    ("COMBINATION", N_("Combination")),
)
AGES: Final = (
    ("M0", N_("From birth")),
    ("M6", N_("From 6 months")),
    ("Y1", N_("From 1 year")),
    ("Y3", N_("From 3 years")),
    ("Y6", N_("From 6 years")),
    ("Y12", N_("From 12 years")),
)
BRAND: Final = Attribute(key="brand", label=N_("Brand"))
ORIGIN: Final = Attribute(key="origin", label=N_("Made in"))
MATERIAL: Final = Attribute(key="material", label=N_("Material"), kind="ENUM", choices=MATERIALS)
NET_WEIGHT: Final = Attribute(key="net_weight", label=N_("Net weight"), kind="NUMBER", unit="g", required=True)
SHELF_LIFE: Final = Attribute(
    key="shelf_life", label=N_("Shelf life in months"), kind="NUMBER", unit=N_("months"), required=True
)
INGREDIENTS: Final = Attribute(key="ingredients", label=N_("Ingredients"), required=True)
# What the law of a market has printed on the label: Indonesia's food and drug agency and halal law, and their like elsewhere.
BPOM: Final = Attribute(key="bpom", label=N_("BPOM number"), required=True, markets=("ID",))
NPRA: Final = Attribute(key="npra", label=N_("NPRA notification number"), required=True, markets=("MY",))
FDA_PH: Final = Attribute(key="fda_ph", label=N_("FDA number"), required=True, markets=("PH",))
FDA_TH: Final = Attribute(key="fda_th", label=N_("Thai FDA number"), required=True, markets=("TH",))
PIF_VN: Final = Attribute(key="notification_vn", label=N_("Proclamation number"), required=True, markets=("VN",))
RESPONSIBLE: Final = Attribute(key="responsible", label=N_("Responsible person"), required=True, markets=("GB",))
HALAL_ID: Final = Attribute(
    key="halal", label=N_("Halal"), kind="ENUM", choices=HALAL, required=True, markets=("ID", "MY")
)
SNI: Final = Attribute(key="sni", label=N_("SNI number"), required=True, markets=("ID",))
TIS: Final = Attribute(key="tis", label=N_("TIS number"), markets=("TH",))
MODEL: Final = Attribute(key="model", label=N_("Model"), required=True)
WARRANTY: Final = Attribute(key="warranty", label=N_("Warranty"), kind="ENUM", choices=WARRANTIES, required=True)
POWER: Final = Attribute(key="power", label=N_("Power"), kind="NUMBER", unit="W")
VOLUME: Final = Attribute(key="volume", label=N_("Volume"), kind="NUMBER", unit="ml")
WEARER: Final = Attribute(key="wearer", label=N_("For whom"), kind="ENUM", choices=WEARERS)
AGE: Final = Attribute(key="age", label=N_("Age"), kind="ENUM", choices=AGES, required=True)
BEAUTY: Final = (VOLUME, INGREDIENTS, BPOM, NPRA, FDA_PH, FDA_TH, PIF_VN, RESPONSIBLE, HALAL_ID)

EVERY: Final[tuple[Attribute, ...]] = (BRAND, ORIGIN)
BY_CATEGORY: Final[Mapping[int, tuple[Attribute, ...]]] = {
    10: (msgspec.structs.replace(MATERIAL, required=True), WEARER),
    14: (Attribute(key="sole", label=N_("Sole"), kind="ENUM", choices=MATERIALS),),
    18: (WARRANTY, Attribute(key="movement", label=N_("Movement"))),
    20: BEAUTY,
    21: (Attribute(key="skin", label=N_("Skin type"), kind="ENUM", choices=SKINS),),
    30: (MATERIAL,),
    36: (MODEL, WARRANTY, POWER, SNI, TIS),
    40: (MODEL, WARRANTY, TIS),
    41: (Attribute(key="storage", label=N_("Storage"), kind="NUMBER", unit="GB"),),
    50: (NET_WEIGHT, SHELF_LIFE, INGREDIENTS, BPOM, FDA_PH, FDA_TH, HALAL_ID),
    60: (INGREDIENTS, BPOM, FDA_PH, FDA_TH),
    70: (AGE,),
    72: (MATERIAL, SNI),
    80: (MATERIAL,),
    82: (Attribute(key="author", label=N_("Author")), Attribute(key="isbn", label=N_("ISBN"))),
}


def attributes_of(category_id: int, market: str) -> tuple[Attribute, ...]:
    """What a listing of this category can say in this market: required ones first, its own before those from above."""
    found: dict[str, Attribute] = {}
    at: int | None = category_id
    while at is not None:
        for each in BY_CATEGORY.get(at, ()):
            found.setdefault(each.key, each)
        at = PARENTS.get(at)
    for each in EVERY:
        found.setdefault(each.key, each)
    here = [each for each in found.values() if each.markets is None or market in each.markets]
    return tuple(sorted(here, key=lambda each: not each.required))


def checked_attributes(given: Mapping[str, str], known: Sequence[Attribute]) -> dict[str, str]:
    """What was said, trimmed, in the order of the attributes; empty values are left out. Invalid `attributes.<key>`."""
    by_key = {each.key: each for each in known}
    errors = {f"attributes.{key}": N_("This category has no such attribute.") for key in given if key not in by_key}
    tidy = {key: " ".join(given[key].split()) for key in by_key if key in given}
    for key, said in tidy.items():
        problem = _problem(by_key[key], said) if said else None
        if problem is not None:
            errors[f"attributes.{key}"] = problem
    if errors:
        raise Invalid(errors)
    return {key: said for key, said in tidy.items() if said}


def missing_attributes(said: Mapping[str, str], known: Sequence[Attribute]) -> list[Attribute]:
    """Required ones that the listing does not say."""
    return [each for each in known if each.required and not said.get(each.key)]


def _problem(attribute: Attribute, said: str) -> str | None:
    if attribute.kind == "ENUM":
        return None if said in dict(attribute.choices) else N_("Choose one of the list.")
    if attribute.kind == "NUMBER":
        return None if NUMBER.fullmatch(said) else N_("Write a number such as 250 or 1.5.")
    return None if len(said) <= TEXT_MAX and said.isprintable() else N_("At most 200 printable characters.")

"""What would make a listing better, with a score; advice that refuses nothing (§4.4)."""

from collections.abc import Callable
from typing import Final

import msgspec

from etalase.base.markets import Policy
from etalase.base.texts import N_

PICTURES_GOOD: Final = 3
DESCRIPTION_GOOD: Final = 60
BEST: Final = 100
# How much each finding takes from a score of 100.
WEIGHTS: Final = {
    "title_short": 15,
    "title_shouts": 5,
    "pictures_missing": 30,
    "pictures_few": 10,
    "picture_small": 10,
    "description_missing": 15,
    "description_short": 5,
    "category_missing": 10,
    "attributes_missing": 20,
    "attributes_optional": 5,
    "option_pictures_missing": 5,
    "sold_out": 10,
    "some_sold_out": 5,
}


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """What the diagnosis looks at; what a list does not know is left at its default and not judged.

    `smallest_px`: the shortest side of any picture. `missing`: labels of required attributes that are not said; `optional`: how
    many others are not. `bare_values`: values of the option that has pictures, without one.
    """

    title: str
    description_length: int
    pictures: int
    smallest_px: int | None = None
    has_category: bool = True
    missing: tuple[str, ...] = ()
    optional: int = 0
    bare_values: tuple[str, ...] = ()
    skus: int = 1
    skus_without_stock: int = 0


class Advice(msgspec.Struct, frozen=True):
    """One thing that would make a listing better. `message` is a msgid with the places of `facts`; `field` is where to mend it.

    `labels` are msgids, told in the place %(names)s.
    """

    code: str
    message: str
    facts: dict[str, int | str]
    field: str = ""
    labels: tuple[str, ...] = ()

    def told(self, say: Callable[..., str]) -> str:
        """In the language of `say(msgid, **facts)`."""
        names = {"names": ", ".join(say(each) for each in self.labels)} if self.labels else {}
        return say(self.message, **self.facts, **names)


def listing_diagnosis(listing: Listing, limits: Policy) -> list[Advice]:
    """What is advised, the gravest first; empty when nothing is."""
    found = [
        *_title(listing, limits),
        *_pictures(listing, limits),
        *_description(listing),
        *_attributes(listing),
        *_stock(listing),
    ]
    return sorted(found, key=lambda each: -WEIGHTS[each.code])


def score(advice: list[Advice]) -> int:
    """From 0 to 100."""
    return max(0, BEST - sum(WEIGHTS[each.code] for each in advice))


def _title(listing: Listing, limits: Policy) -> list[Advice]:
    found: list[Advice] = []
    if len(listing.title) < limits.title_min:
        facts: dict[str, int | str] = {"length": len(listing.title), "min": limits.title_min}
        message = N_("The title has %(length)s characters; at least %(min)s sell better.")
        found.append(Advice("title_short", message, facts, "title"))
    if len(listing.title) > 12 and listing.title.isupper():
        found.append(Advice("title_shouts", N_("Write the title without capitals throughout."), {}, "title"))
    return found


def _pictures(listing: Listing, limits: Policy) -> list[Advice]:
    if listing.pictures == 0:
        return [Advice("pictures_missing", N_("Add at least one picture."), {}, "pictures")]
    found: list[Advice] = []
    if listing.smallest_px is not None and listing.smallest_px < limits.picture_min_px:
        message = N_("Pictures should be at least %(min)s pixels wide and high.")
        found.append(Advice("picture_small", message, {"min": limits.picture_min_px}, "pictures"))
    if listing.pictures < PICTURES_GOOD:
        facts: dict[str, int | str] = {"good": PICTURES_GOOD}
        found.append(
            Advice("pictures_few", N_("Show it from several sides: %(good)s pictures or more."), facts, "pictures")
        )
    return found


def _description(listing: Listing) -> list[Advice]:
    if not listing.description_length:
        return [Advice("description_missing", N_("Describe the product."), {}, "description")]
    if listing.description_length < DESCRIPTION_GOOD:
        message = N_("Say more in the description: size, use, what is in the box.")
        return [Advice("description_short", message, {}, "description")]
    return []


def _attributes(listing: Listing) -> list[Advice]:
    found: list[Advice] = []
    if not listing.has_category:
        found.append(Advice("category_missing", N_("Choose a category: shoppers find it there."), {}, "category"))
    if listing.missing:
        message = N_("Required here, and missing: %(names)s.")
        found.append(Advice("attributes_missing", message, {}, "attributes", listing.missing))
    if listing.optional:
        facts: dict[str, int | str] = {"count": listing.optional}
        found.append(
            Advice("attributes_optional", N_("Details that can still be said: %(count)s."), facts, "attributes")
        )
    if listing.bare_values:
        facts = {"values": ", ".join(listing.bare_values[:5])}
        message = N_("Show what each choice looks like. Without a picture: %(values)s.")
        found.append(Advice("option_pictures_missing", message, facts, "option_pictures"))
    return found


def _stock(listing: Listing) -> list[Advice]:
    if listing.skus and listing.skus_without_stock == listing.skus:
        return [Advice("sold_out", N_("Nothing is in stock, so nobody can buy it."), {}, "skus")]
    if listing.skus_without_stock:
        facts: dict[str, int | str] = {"count": listing.skus_without_stock}
        return [Advice("some_sold_out", N_("SKUs without stock: %(count)s."), facts, "skus")]
    return []

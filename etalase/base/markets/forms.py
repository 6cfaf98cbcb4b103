"""The address form of each market: which levels it asks for, in which order, under which labels."""

from collections.abc import Mapping
from typing import Final, Literal

import msgspec

from etalase.base.texts import N_

Field = Literal["region", "city", "district", "subdistrict", "postal_code"]


class Level(msgspec.Struct, frozen=True):
    """One input of the form. `field` is its name at the API, `label` a msgid."""

    field: Field
    label: str
    required: bool = True


class AddressForm(msgspec.Struct, frozen=True):
    """The levels, outermost first, and how a postal code looks (`postal_example`) and is recognised (`postal_pattern`).

    `region` and `city` always hold the first and second level the market has, whatever it calls them.
    """

    levels: tuple[Level, ...]
    postal_pattern: str
    postal_example: str

    def requires(self, field: Field) -> bool:
        """Whether the form insists on the field."""
        return any(level.field == field and level.required for level in self.levels)


FIVE_DIGITS: Final = r"[0-9]{5}"

FORMS: Final[Mapping[str, AddressForm]] = {
    "ID": AddressForm(
        (
            Level("region", N_("Province")),
            Level("city", N_("City or regency")),
            Level("district", N_("District (kecamatan)")),
            Level("subdistrict", N_("Subdistrict (kelurahan or desa)")),
            Level("postal_code", N_("Postal code")),
        ),
        FIVE_DIGITS,
        "12190",
    ),
    "MY": AddressForm(
        (
            Level("region", N_("State")),
            Level("city", N_("City or town")),
            Level("postal_code", N_("Postcode")),
        ),
        FIVE_DIGITS,
        "50480",
    ),
    "PH": AddressForm(
        (
            Level("region", N_("Region")),
            Level("city", N_("Province and city or municipality")),
            Level("subdistrict", N_("Barangay")),
            Level("postal_code", N_("ZIP code"), required=False),
        ),
        r"[0-9]{4}",
        "1226",
    ),
    "SG": AddressForm(
        (Level("postal_code", N_("Postal code")),),
        r"[0-9]{6}",
        "179103",
    ),
    "TH": AddressForm(
        (
            Level("region", N_("Province")),
            Level("city", N_("District (amphoe or khet)")),
            Level("subdistrict", N_("Subdistrict (tambon or khwaeng)")),
            Level("postal_code", N_("Postcode")),
        ),
        FIVE_DIGITS,
        "10110",
    ),
    "GB": AddressForm(
        (
            Level("region", N_("Nation or county"), required=False),
            Level("city", N_("Town or city")),
            Level("postal_code", N_("Postcode")),
        ),
        r"(?i:GIR ?0AA|[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2})",
        "SW1A 1AA",
    ),
    "US": AddressForm(
        (
            Level("region", N_("State")),
            Level("city", N_("City")),
            Level("postal_code", N_("ZIP code")),
        ),
        r"[0-9]{5}(?:-[0-9]{4})?",
        "98101",
    ),
    # Two levels since July 2025: the districts are gone, wards follow the province.
    "VN": AddressForm(
        (
            Level("region", N_("Province or city")),
            Level("city", N_("Ward, commune or special zone")),
            Level("postal_code", N_("Postal code"), required=False),
        ),
        r"[0-9]{5,6}",
        "11022",
    ),
}

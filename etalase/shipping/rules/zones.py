"""How far a parcel goes, told from the regions at both ends. Pure data, from etalase.base.markets.regions."""

from collections.abc import Mapping
from typing import Final, Literal

from etalase.base.markets.regions import REGIONS

Zone = Literal["LOCAL", "NEAR", "FAR", "REMOTE"]
ZONES: Final[tuple[Zone, ...]] = ("LOCAL", "NEAR", "FAR", "REMOTE")
# Where parcels of a shop start that has not said where its stock lies.
HUBS: Final[Mapping[str, str]] = {
    "ID": "DKI Jakarta",
    "MY": "Selangor",
    "PH": "National Capital Region (NCR)",
    "SG": "",
    "TH": "Bangkok",
    "GB": "England",
    "US": "California",
    "VN": "Hà Nội",
}
# Regions that lie together; whatever is named in no group belongs to the market's first.
_GROUPS: Final[Mapping[str, Mapping[str, str]]] = {
    "ID": {
        "Jawa": "Banten|DI Yogyakarta|DKI Jakarta|Jawa Barat|Jawa Tengah|Jawa Timur",
        "Sumatera": "Aceh|Bengkulu|Jambi|Kepulauan Bangka Belitung|Kepulauan Riau|Lampung|Riau|Sumatera Barat"
        "|Sumatera Selatan|Sumatera Utara",
        "Bali": "Bali|Nusa Tenggara Barat|Nusa Tenggara Timur",
        "Kalimantan": "Kalimantan Barat|Kalimantan Selatan|Kalimantan Tengah|Kalimantan Timur|Kalimantan Utara",
        "Sulawesi": "Gorontalo|Sulawesi Barat|Sulawesi Selatan|Sulawesi Tengah|Sulawesi Tenggara|Sulawesi Utara",
        "Timur": "Maluku|Maluku Utara|Papua|Papua Barat|Papua Barat Daya|Papua Pegunungan|Papua Selatan|Papua Tengah",
    },
    "MY": {"Semenanjung": "", "Timur": "Sabah|Sarawak|Wilayah Persekutuan Labuan"},
    "PH": {
        "Luzon": "",
        "Visayas": "Western Visayas (Region VI)|Negros Island Region (NIR)|Central Visayas (Region VII)"
        "|Eastern Visayas (Region VIII)",
        "Mindanao": "Zamboanga Peninsula (Region IX)|Northern Mindanao (Region X)|Davao Region (Region XI)"
        "|Soccsksargen (Region XII)|Caraga (Region XIII)|Bangsamoro (BARMM)",
    },
    "SG": {},
    "TH": {
        "Provinces": "",
        "Bangkok": "Bangkok|Nonthaburi|Pathum Thani|Samut Prakan|Samut Sakhon|Nakhon Pathom",
    },
    "GB": {"Great Britain": "", "Northern Ireland": "Northern Ireland"},
    "US": {
        "Contiguous": "",
        "Offshore": "Alaska|Hawaii|Puerto Rico|Guam|American Samoa|Northern Mariana Islands|U.S. Virgin Islands",
    },
    "VN": {
        "North": "",
        "Centre": "Nghệ An|Hà Tĩnh|Quảng Trị|Huế|Đà Nẵng|Quảng Ngãi|Gia Lai|Đắk Lắk|Khánh Hòa|Lâm Đồng",
        "South": "An Giang|Cà Mau|Cần Thơ|Đồng Nai|Đồng Tháp|Tây Ninh|Thành phố Hồ Chí Minh|Vĩnh Long",
    },
}
# Groups that are far from everything else.
_REMOTE: Final = frozenset({("ID", "Timur"), ("GB", "Northern Ireland"), ("US", "Offshore")})


def _group_of(market: str) -> dict[str, str]:
    groups = _GROUPS[market]
    first = next(iter(groups), "")
    named = {region: group for group, regions in groups.items() for region in regions.split("|") if region}
    return {region: named.get(region, first) for region in REGIONS[market]}


GROUP_OF: Final[Mapping[str, Mapping[str, str]]] = {market: _group_of(market) for market in _GROUPS}


def zone_of(market: str, origin: str | None, region: str | None) -> Zone:
    """From the region `origin` (None: the market's hub) to `region`. A region that no list names is FAR."""
    if not REGIONS[market]:
        return "LOCAL"
    start = origin if origin in GROUP_OF[market] else HUBS[market]
    if region == start:
        return "LOCAL"
    here, there = GROUP_OF[market][start], GROUP_OF[market].get(region or "")
    if there is None:
        return "FAR"
    if here == there:
        return "NEAR"
    return "REMOTE" if {(market, here), (market, there)} & _REMOTE else "FAR"

"""First-level regions per market, offered in forms. The API takes any text: names change faster than software."""

from collections.abc import Mapping
from typing import Final


def _lines(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.strip().splitlines())


# Thirty-eight provinces, four of them in Papua since 2022.
INDONESIA = _lines("""
    Aceh
    Bali
    Banten
    Bengkulu
    DI Yogyakarta
    DKI Jakarta
    Gorontalo
    Jambi
    Jawa Barat
    Jawa Tengah
    Jawa Timur
    Kalimantan Barat
    Kalimantan Selatan
    Kalimantan Tengah
    Kalimantan Timur
    Kalimantan Utara
    Kepulauan Bangka Belitung
    Kepulauan Riau
    Lampung
    Maluku
    Maluku Utara
    Nusa Tenggara Barat
    Nusa Tenggara Timur
    Papua
    Papua Barat
    Papua Barat Daya
    Papua Pegunungan
    Papua Selatan
    Papua Tengah
    Riau
    Sulawesi Barat
    Sulawesi Selatan
    Sulawesi Tengah
    Sulawesi Tenggara
    Sulawesi Utara
    Sumatera Barat
    Sumatera Selatan
    Sumatera Utara
""")

# Thirteen states and three federal territories.
MALAYSIA = _lines("""
    Johor
    Kedah
    Kelantan
    Melaka
    Negeri Sembilan
    Pahang
    Perak
    Perlis
    Pulau Pinang
    Sabah
    Sarawak
    Selangor
    Terengganu
    Wilayah Persekutuan Kuala Lumpur
    Wilayah Persekutuan Labuan
    Wilayah Persekutuan Putrajaya
""")

# Eighteen, with the Negros Island Region of 2024.
PHILIPPINES = _lines("""
    National Capital Region (NCR)
    Cordillera Administrative Region (CAR)
    Ilocos Region (Region I)
    Cagayan Valley (Region II)
    Central Luzon (Region III)
    Calabarzon (Region IV-A)
    Mimaropa
    Bicol Region (Region V)
    Western Visayas (Region VI)
    Negros Island Region (NIR)
    Central Visayas (Region VII)
    Eastern Visayas (Region VIII)
    Zamboanga Peninsula (Region IX)
    Northern Mindanao (Region X)
    Davao Region (Region XI)
    Soccsksargen (Region XII)
    Caraga (Region XIII)
    Bangsamoro (BARMM)
""")

# Seventy-six provinces and Bangkok.
THAILAND = _lines("""
    Amnat Charoen
    Ang Thong
    Bangkok
    Bueng Kan
    Buri Ram
    Chachoengsao
    Chai Nat
    Chaiyaphum
    Chanthaburi
    Chiang Mai
    Chiang Rai
    Chon Buri
    Chumphon
    Kalasin
    Kamphaeng Phet
    Kanchanaburi
    Khon Kaen
    Krabi
    Lampang
    Lamphun
    Loei
    Lop Buri
    Mae Hong Son
    Maha Sarakham
    Mukdahan
    Nakhon Nayok
    Nakhon Pathom
    Nakhon Phanom
    Nakhon Ratchasima
    Nakhon Sawan
    Nakhon Si Thammarat
    Nan
    Narathiwat
    Nong Bua Lam Phu
    Nong Khai
    Nonthaburi
    Pathum Thani
    Pattani
    Phang Nga
    Phatthalung
    Phayao
    Phetchabun
    Phetchaburi
    Phichit
    Phitsanulok
    Phra Nakhon Si Ayutthaya
    Phrae
    Phuket
    Prachin Buri
    Prachuap Khiri Khan
    Ranong
    Ratchaburi
    Rayong
    Roi Et
    Sa Kaeo
    Sakon Nakhon
    Samut Prakan
    Samut Sakhon
    Samut Songkhram
    Saraburi
    Satun
    Si Sa Ket
    Sing Buri
    Songkhla
    Sukhothai
    Suphan Buri
    Surat Thani
    Surin
    Tak
    Trang
    Trat
    Ubon Ratchathani
    Udon Thani
    Uthai Thani
    Uttaradit
    Yala
    Yasothon
""")

UNITED_KINGDOM = _lines("""
    England
    Northern Ireland
    Scotland
    Wales
""")

# Fifty states, the District of Columbia and five inhabited territories.
UNITED_STATES = _lines("""
    Alabama
    Alaska
    American Samoa
    Arizona
    Arkansas
    California
    Colorado
    Connecticut
    Delaware
    District of Columbia
    Florida
    Georgia
    Guam
    Hawaii
    Idaho
    Illinois
    Indiana
    Iowa
    Kansas
    Kentucky
    Louisiana
    Maine
    Maryland
    Massachusetts
    Michigan
    Minnesota
    Mississippi
    Missouri
    Montana
    Nebraska
    Nevada
    New Hampshire
    New Jersey
    New Mexico
    New York
    North Carolina
    North Dakota
    Northern Mariana Islands
    Ohio
    Oklahoma
    Oregon
    Pennsylvania
    Puerto Rico
    Rhode Island
    South Carolina
    South Dakota
    Tennessee
    Texas
    U.S. Virgin Islands
    Utah
    Vermont
    Virginia
    Washington
    West Virginia
    Wisconsin
    Wyoming
""")

# Six cities and twenty-eight provinces since 1 July 2025.
VIETNAM = _lines("""
    An Giang
    Bắc Ninh
    Cà Mau
    Cần Thơ
    Cao Bằng
    Đà Nẵng
    Đắk Lắk
    Điện Biên
    Đồng Nai
    Đồng Tháp
    Gia Lai
    Hà Nội
    Hà Tĩnh
    Hải Phòng
    Huế
    Hưng Yên
    Khánh Hòa
    Lai Châu
    Lâm Đồng
    Lạng Sơn
    Lào Cai
    Nghệ An
    Ninh Bình
    Phú Thọ
    Quảng Ngãi
    Quảng Ninh
    Quảng Trị
    Sơn La
    Tây Ninh
    Thái Nguyên
    Thanh Hóa
    Thành phố Hồ Chí Minh
    Tuyên Quang
    Vĩnh Long
""")

REGIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "ID": INDONESIA,
    "MY": MALAYSIA,
    "PH": PHILIPPINES,
    "SG": (),
    "TH": THAILAND,
    "GB": UNITED_KINGDOM,
    "US": UNITED_STATES,
    "VN": VIETNAM,
}

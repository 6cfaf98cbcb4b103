"""Who is linked to whom, who takes part in which plan, and what is chosen: the scenes of the page, and a few more.

A footwear brand with an official account and marketing accounts run by outside parties; two footwear brands that let a large
retailer and a specialist shop sell for them (marketing for one and affiliate of the other; affiliate of both); a creator
with a Showcase and no shop; an affiliate of many shops.
"""

from typing import Final

import msgspec


class Offer(msgspec.Struct, frozen=True):
    """An affiliate plan of a shop. `invited`: a targeted plan for these; `waiting`: asked to join and not approved yet."""

    shop: str
    name: str
    rate_bp: int
    invited: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()

    @property
    def needs_approval(self) -> bool:
        """Whether the seller looks at each creator first."""
        return bool(self.waiting)


class Choice(msgspec.Struct, frozen=True):
    """What a holder shows: titles' beginnings, in order; the first `pins` of them are pinned."""

    handle: str
    titles: tuple[str, ...]
    pins: int = 0


OFFICIAL: Final = (
    ("Tapak Rimba", "tapakrimba"),
    ("Solasi", "solasi"),
    ("Canting Pesisir", "cantingpesisir"),
    ("Dapur Mbok Tini", "dapurtini"),
    ("Lulur Ayu", "lulurayu"),
    ("Kaki Bukit Outfitters", "kakibukit"),
    ("Habi Manila", "habimanila"),
    ("Little Orchid Goods", "littleorchid"),
    ("บ้านไม้ไผ่", "baanmaiphai"),
    ("Harrow & Fen", "harrowandfen"),
    ("Prairie Cup Co.", "prairiecup"),
    ("Gốm Làng", "gomlang"),
)
MARKETING: Final = (
    ("Tapak Rimba", "jejak.id"),
    ("Tapak Rimba", "sepatupedia"),
    ("Tapak Rimba", "kakilima.co"),
    ("Solasi", "grahamode"),
    ("Dapur Mbok Tini", "dinda.dapur"),
)
# Sent and not answered yet: they wait on the holders' pages.
WAITING: Final = (("Kaki Senja", "MARKETING", "raka"), ("Canting Pesisir", "MARKETING", "nadia.pakai"))
OFFERS: Final = (
    Offer("Kaki Senja", "Senja untuk semua", 1200, joined=("grahamode", "rumahlari", "wisnu.ulas", "nadia.pakai")),
    Offer("Solasi", "Kreator Solasi", 1000, joined=("rumahlari", "nadia.pakai", "wisnu.ulas")),
    Offer("Tapak Rimba", "Jelajah bersama", 900, joined=("wisnu.ulas",), waiting=("nadia.pakai",)),
    Offer("Tapak Rimba", "Khusus pelari jalur", 1500, invited=("rumahlari",), joined=("rumahlari",)),
    Offer("Canting Pesisir", "Kain pesisir", 1100, joined=("nadia.pakai", "wisnu.ulas")),
    Offer("Dapur Mbok Tini", "Rasa rumah", 800, joined=("wisnu.ulas", "nadia.pakai")),
    Offer("Lulur Ayu", "Kulit bahagia", 1800, joined=("nadia.pakai", "wisnu.ulas", "dinda.dapur")),
    Offer("Kopi Lereng", "Teman pagi", 1000, joined=("wisnu.ulas", "dinda.dapur")),
    Offer("Listrik Kita", "Gawai awet", 600, joined=("wisnu.ulas",)),
    Offer("Lulur Ayu", "Undangan Nadia", 2500, invited=("nadia.pakai",)),
    Offer("Kaki Bukit Outfitters", "Trail friends", 1000, joined=("hana.trails",)),
    Offer("Habi Manila", "Kaibigan ng Habi", 1200, joined=("paolo.finds",)),
    Offer("Little Orchid Goods", "Shelf keepers", 1000, joined=("weijie",)),
    Offer("บ้านไม้ไผ่", "เพื่อนบ้านไม้ไผ่", 1000, joined=("fern.home",)),
    Offer("Harrow & Fen", "Makers and menders", 800, joined=("oliver.made",)),
    Offer("Prairie Cup Co.", "Morning people", 1200, joined=("maddie.sips",)),
    Offer("Gốm Làng", "Bạn của gốm", 1000, joined=("tam.gom",)),
)
CHOICES: Final = (
    Choice("jejak.id", ("Sepatu gunung", "Sandal gunung Ciremai", "Ransel", "Topi"), 1),
    Choice("sepatupedia", ("Sneaker kanvas Kawah", "Loafer kulit", "Sepatu lari ringan", "Sepatu lari jalur"), 2),
    Choice("kakilima.co", ("Sandal", "Sneaker kanvas Kawah hitam", "Topi jelajah")),
    Choice("grahamode", ("Solasi", "Sneaker Senja", "Bot panggung", "Hak pesta"), 2),
    Choice("rumahlari", ("Solasi Lari", "Sepatu lari", "Sepatu bola", "Bola"), 2),
    Choice(
        "nadia.pakai",
        (
            "Gaun",
            "Solasi Satu",
            "Lipstik",
            "Serum mawar",
            "Sneaker Senja ungu",
            "Hijab",
            "Hak pesta",
            "Tas jinjing",
            "Sambal bawang",
        ),
        3,
    ),
    Choice(
        "wisnu.ulas",
        (
            "Headphone",
            "Bank daya",
            "Kopi Sindoro",
            "Sambal",
            "Rempeyek",
            "Ketel",
            "Kemeja batik",
            "Solasi Satu",
            "Sneaker Senja laut",
            "Serum kunyit",
            "Sabun",
            "Lampu",
            "Ransel",
        ),
        2,
    ),
    Choice("dinda.dapur", ("Penanak", "Blender", "Ketel", "Sambal", "Cangkir", "Kopi tubruk", "Sabun batang"), 1),
    Choice("hana.trails", ("Bukit", "Trail", "Camp")),
    Choice("paolo.finds", ("Inabel", "Woven", "Abaca")),
    Choice("weijie", ("Stackable", "Reading", "Dotted")),
    Choice("fern.home", ("โคม", "กระถาง", "หมอน")),
    Choice("oliver.made", ("Field", "Fen", "Wool")),
    Choice("maddie.sips", ("Dawn", "Prairie", "Gooseneck")),
    Choice("tam.gom", ("Cốc", "Đèn")),
)
COLLECTIONS: Final = (
    (
        "nadia.pakai",
        "Untuk kondangan",
        "Yang kupakai saat diundang, dari ujung kepala sampai kaki.",
        ("Gaun batik", "Hak pesta", "Lipstik matte", "Tas jinjing"),
    ),
    (
        "nadia.pakai",
        "Akhir pekan",
        "Ringan, bisa dicuci, tetap rapi.",
        ("Gaun harian", "Sneaker Senja ungu", "Hijab"),
    ),
    ("wisnu.ulas", "Meja kerja", "Yang ada di mejaku sekarang.", ("Lampu", "Headphone", "Kopi Sindoro")),
)

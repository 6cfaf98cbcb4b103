"""What is cheaper in the demo world, where goods lie, and what some listings say besides their text."""

from typing import Final

import msgspec

from etalase.promotions.rules import Display, Kind, Tier


class Deal(msgspec.Struct, frozen=True):
    """A promotion that runs: `titles` of products (none: the whole shop), so much off. Hours before and after now."""

    shop: str
    kind: Kind
    title: str
    titles: tuple[str, ...] = ()
    off_bp: int | None = None
    tiers: tuple[Tier, ...] = ()
    minimum: str = "0"
    shipping_off: str | None = None
    pieces: int = -1
    since: int = 240
    until: int = 480


class Coupon(msgspec.Struct, frozen=True):
    """A voucher: an amount in major units, or a percentage; who has claimed it."""

    shop: str
    title: str
    amount: str = ""
    off_bp: int | None = None
    minimum: str = "0"
    display: Display = "REGULAR"
    code: str | None = None
    claimed: tuple[str, ...] = ()


DEALS: Final = (
    Deal("Tapak Rimba", "FLASHSALE", "Kilat akhir bulan", ("Sneaker kanvas Kawah hitam", "Sepatu anak"), 3000,
         pieces=40, since=6, until=40),
    Deal("Tapak Rimba", "DIRECT_DISCOUNT", "Musim jalan-jalan", ("Ransel harian", "Topi jelajah"), 1500),
    Deal("Tapak Rimba", "SHIPPING_DISCOUNT", "Ongkir lebih ringan", minimum="300000", shipping_off="10000"),
    Deal("Solasi", "DIRECT_DISCOUNT", "Minggu Solasi", ("Solasi Satu", "Solasi Kecil"), 2000, since=72, until=96),
    Deal("Dapur Mbok Tini", "BUY_MORE_SAVE_MORE", "Borong sambal", ("Sambal bawang", "Sambal matah"),
         tiers=(Tier(from_quantity=3, off_bp=500), Tier(from_quantity=6, off_bp=1000))),
    Deal("Lulur Ayu", "FLASHSALE", "Kilat siang", ("Serum mawar",), 2500, pieces=30, since=2, until=20),
    Deal("Prairie Cup Co.", "BUY_MORE_SAVE_MORE", "Set the table", ("Prairie enamel mug",),
         tiers=(Tier(from_quantity=4, off_bp=1000),)),
    Deal("Gốm Làng", "DIRECT_DISCOUNT", "Tuần lễ gốm", ("Chậu cây",), 1000),
)  # fmt: skip
COUPONS: Final = (
    Coupon("Tapak Rimba", "Potongan pelanggan", "25000", minimum="250000", claimed=("sari", "budi")),
    Coupon("Tapak Rimba", "Kode komunitas", off_bp=1000, minimum="400000", display="PROMO_CODE", code="JALAN10"),
    Coupon("Solasi", "Salam kenal", "20000", minimum="200000", claimed=("melati",)),
    Coupon("Dapur Mbok Tini", "Hemat dapur", "5000", minimum="60000"),
    Coupon("Prairie Cup Co.", "Good morning", "5.00", minimum="40.00", claimed=("ann.lee",)),
    Coupon("Gốm Làng", "Chào bạn mới", "20000", minimum="200000"),
)
# A second place where goods lie: (shop, its name, the beginnings of titles, pieces of each SKU there).
WAREHOUSES: Final = (
    ("Tapak Rimba", "Gudang Surabaya", ("Sandal gunung", "Sneaker kanvas"), 12),
    ("Dapur Mbok Tini", "Gudang Bekasi", ("Sambal", "Rempeyek"), 60),
    ("Prairie Cup Co.", "Reno", ("Prairie enamel mug",), 40),
)
# What a listing says in fields: (shop, beginning of the title, the fields).
DETAILS: Final = (
    ("Tapak Rimba", "S", {"brand": "Tapak Rimba", "origin": "Garut, Indonesia"}),
    ("Tapak Rimba", "Loafer", {"brand": "Tapak Rimba", "origin": "Garut, Indonesia"}),
    ("Solasi", "Solasi", {"brand": "Solasi", "origin": "Bandung, Indonesia"}),
    ("Dapur Mbok Tini", "Cangkir", {"brand": "Mbok Tini", "origin": "Indonesia"}),
    ("Lulur Ayu", "Serum", {"brand": "Lulur Ayu", "volume": "30", "halal": "CERTIFIED"}),
    ("Kopi Lereng", "Kopi", {"brand": "Kopi Lereng", "origin": "Temanggung, Indonesia"}),
    ("Prairie Cup Co.", "Prairie", {"brand": "Prairie Cup Co."}),
    ("Gốm Làng", "Cốc", {"origin": "Bát Tràng, Việt Nam"}),
)
# No more than this per buyer: (shop, beginning of the title, pieces, days).
LIMITS: Final = (("Tapak Rimba", "Sneaker kanvas Kawah hitam", 2, 7), ("Lulur Ayu", "Serum mawar", 3, 30))
# A complaint that waits for the operator: (who, about which shop, what).
COMPLAINT: Final = ("melati", "Kaki Senja", "Pesan saya soal ukuran tidak dijawab dengan sopan.")

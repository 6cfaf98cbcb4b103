"""Who lives in the demo world. All names, shops and brands are invented for it."""

from typing import Final

import msgspec

PASSWORD: Final = "etalase-demo"  # noqa: S105 - printed on purpose, a demo world has no secrets


class Player(msgspec.Struct, frozen=True):
    """An account. `followers` stand for a past that the demo world did not live through."""

    handle: str
    name: str
    market: str
    bio: str = ""
    followers: int = 0
    verified: bool = True
    operator: bool = False


# The owners of shops; they sign in to Seller Center.
OWNERS: Final = (
    Player("bima", "Bima Prakoso", "ID", "Membangun Tapak Rimba sejak 2016."),
    Player("laras", "Laras Wening", "ID", "Solasi dan hal-hal kecil yang dibuat rapi."),
    Player("gilang", "Gilang Senja", "ID", "Pendiri Kaki Senja, Bandung."),
    Player("ratna", "Ratna Pesisir", "ID", "Batik tulis dari pesisir utara."),
    Player("tini", "Tini Hartati", "ID", "Dapur adalah ruang tamu kami."),
    Player("ayu.l", "Ayu Lestari", "ID", "Perawatan kulit dari kebun sendiri."),
    Player("dodi", "Dodi Mahendra", "ID", "Kopi lereng Sindoro."),
    Player("yohan", "Yohan Listrik", "ID", "Gawai sederhana yang awet."),
    Player("aisyah", "Aisyah Rahman", "MY", "Berjalan jauh, pulang awal."),
    Player("carlo", "Carlo Habi", "PH", "Woven in Ilocos, worn everywhere."),
    Player("meiling", "Tan Mei Ling", "SG", "Small batches, short queues."),
    Player("somchai", "สมชาย ไผ่ทอง", "TH", "งานไม้ไผ่จากเชียงใหม่"),
    Player("imogen", "Imogen Fenwick", "GB", "Makers of plain, useful things."),
    Player("june", "June Alder", "US", "Enamel mugs and long mornings."),
    Player("linh", "Nguyễn Thảo Linh", "VN", "Gốm làng, lửa chậm."),
)
# Official accounts: the name is the shop's (R-LINK-32).
OFFICIALS: Final = (
    Player("tapakrimba", "Tapak Rimba", "ID", "Sepatu jalan jauh, dibuat di Garut. Akun resmi.", 184_300),
    Player("solasi", "Solasi", "ID", "Sepatu harian yang tenang. Akun resmi.", 96_500),
    Player("cantingpesisir", "Canting Pesisir", "ID", "Batik tulis dan cap dari pesisir utara.", 41_200),
    Player("dapurtini", "Dapur Mbok Tini", "ID", "Sambal, camilan, dan alat dapur yang kami pakai sendiri.", 73_900),
    Player("lulurayu", "Lulur Ayu", "ID", "Perawatan kulit dari kebun sendiri.", 58_100),
    Player("kakibukit", "Kaki Bukit Outfitters", "MY", "Gear for slow trails.", 22_400),
    Player("habimanila", "Habi Manila", "PH", "Woven in Ilocos, worn everywhere.", 31_700),
    Player("littleorchid", "Little Orchid Goods", "SG", "Small things, made well.", 18_900),
    Player("baanmaiphai", "บ้านไม้ไผ่", "TH", "งานไม้ไผ่และของใช้ในบ้าน", 27_600),
    Player("harrowandfen", "Harrow & Fen", "GB", "Plain, useful things.", 15_300),
    Player("prairiecup", "Prairie Cup Co.", "US", "Enamel mugs and long mornings.", 64_800),
    Player("gomlang", "Gốm Làng", "VN", "Gốm thủ công, nung lửa chậm.", 35_500),
)
# Outside parties: they hold no stock and sell in the name of brands.
SELLERS: Final = (
    Player("jejak.id", "Jejak Agensi", "ID", "Kami memasarkan merek jalan kaki. Bukan pemilik stok.", 12_800),
    Player("sepatupedia", "Sepatupedia", "ID", "Ulasan jujur, pasangan kaki yang pas.", 208_000),
    Player("kakilima.co", "Kaki Lima Kolektif", "ID", "Etalase keliling: pasar, kampus, konser.", 33_400),
    Player("grahamode", "Graha Mode", "ID", "Peritel mode dengan 120 gerai. Kini juga di Showcase.", 421_000),
    Player("rumahlari", "Rumah Lari", "ID", "Toko khusus pelari: dari 5K sampai ultra.", 87_300),
    Player("nadia.pakai", "Nadia Kirana", "ID", "Yang kupakai, kutunjukkan. Tanpa toko, cuma Showcase.", 156_700),
    Player("wisnu.ulas", "Wisnu Adi", "ID", "Mengulas barang harian dari banyak toko kecil.", 64_200),
    Player("dinda.dapur", "Dinda Maharani", "ID", "Resep 15 menit dan alat yang membantunya.", 98_400),
    Player("raka", "Raka Yudha", "ID", "Baru mulai, pelan-pelan.", 240),
    Player("hana.trails", "Hana Yusof", "MY", "Weekend trails around Klang Valley.", 44_100),
    Player("paolo.finds", "Paolo Reyes", "PH", "Manila finds, honest notes.", 39_800),
    Player("fern.home", "ปาริชาติ ใจดี", "TH", "แต่งบ้านด้วยของไทย", 51_200),
    Player("maddie.sips", "Maddie Cole", "US", "Coffee first, opinions second.", 72_600),
    Player("tam.gom", "Lê Minh Tâm", "VN", "Kể chuyện gốm Việt.", 29_900),
    Player("oliver.made", "Oliver Marsh", "GB", "Mending, making, and good socks.", 21_500),
    Player("weijie", "Lim Wei Jie", "SG", "Small flat, good shelf.", 17_700),
)
SHOPPERS: Final = (
    Player("sari", "Sari Anggraini", "ID", "Suka jalan pagi dan sambal."),
    Player("budi", "Budi Santoso", "ID"),
    Player("melati", "Melati Kusuma", "ID"),
    Player("ann.lee", "Ann Lee", "US", "Two kettles, one stove."),
    Player("lan.tran", "Trần Ngọc Lan", "VN"),
    Player("faizah", "Faizah Osman", "MY"),
)
OPERATOR: Final = Player("operator", "Meja Operator", "ID", "Meninjau toko dan akun.", operator=True)
EVERYBODY: Final = (*OWNERS, *OFFICIALS, *SELLERS, *SHOPPERS, OPERATOR)
# Who is shown after `make up`: (who, login, path).
LOGINS: Final = (
    ("shopper", "sari", "/@nadia.pakai/showcase"),
    ("seller", "bima", "/seller"),
    ("creator", "nadia.pakai", "/creator"),
    ("operator", "operator", "/operator"),
)
# Who follows whom, besides the followers of a past that nobody lived through.
FOLLOWS: Final = {
    "sari": ("nadia.pakai", "tapakrimba", "dapurtini", "wisnu.ulas"),
    "budi": ("sepatupedia", "rumahlari"),
    "melati": ("nadia.pakai", "solasi", "lulurayu"),
    "nadia.pakai": ("cantingpesisir", "lulurayu", "wisnu.ulas", "dinda.dapur"),
    "wisnu.ulas": ("nadia.pakai", "tapakrimba"),
    "dinda.dapur": ("dapurtini", "nadia.pakai"),
    "jejak.id": ("tapakrimba", "sepatupedia"),
    "hana.trails": ("kakibukit",),
    "maddie.sips": ("prairiecup",),
    "tam.gom": ("gomlang",),
}

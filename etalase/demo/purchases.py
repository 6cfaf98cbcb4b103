"""Who bought what in the demo world, how far it got, and what followed. Hours count back from now; the oldest come first."""

from typing import Final, Literal

import msgspec

from etalase.aftersales.rules.returning import Kind, Reason
from etalase.payments.rules import Method

Fate = Literal["UNPAID", "HELD", "FREE", "PACKED", "UNDERWAY", "THERE", "CANCELLED", "ASKED"]
# What a return came to: asked only, sent back, offered a part, paid, before the operator, or exchanged.
Ending = Literal["ASKED", "SENT", "OFFERED", "PAID", "DISPUTED", "EXCHANGED"]


class Opinion(msgspec.Struct, frozen=True):
    """A review, with a picture of the product or without, and what the shop says to it."""

    stars: int
    text: str
    picture: bool = False
    reply: str = ""


class Claim(msgspec.Struct, frozen=True):
    """Something was wrong: what the buyer asks for, says, and shows; `answer` is the shop's word."""

    kind: Kind
    reason: Reason
    note: str
    ending: Ending
    answer: str = ""
    picture: bool = True


class Purchase(msgspec.Struct, frozen=True):
    """One checkout of one product. `via`: whose Showcase it came through; `talk`: what buyer and shop wrote, in turn."""

    buyer: str
    title: str
    hours: float
    fate: Fate = "THERE"
    method: Method = "SANDBOX_CARD"
    quantity: int = 1
    via: str = ""
    opinion: Opinion | None = None
    claim: Claim | None = None
    talk: tuple[str, ...] = ()


PURCHASES: Final = (
    # Delivered long ago: completed, settled, paid out.
    Purchase("sari", "Sandal gunung Ciremai", 610, via="sepatupedia", opinion=Opinion(
        5, "Dipakai naik Merbabu dua hari, tidak lecet sama sekali.", picture=True,
        reply="Terima kasih, Kak Sari. Selamat sampai puncak!")),
    Purchase("budi", "Sepatu gunung", 600, via="jejak.id", opinion=Opinion(
        4, "Kokoh dan benar-benar tahan air. Agak kaku di minggu pertama.",
        reply="Terima kasih, Kak. Kulitnya memang melunak setelah beberapa hari.")),
    Purchase("melati", "Sneaker kanvas Kawah", 580, via="sepatupedia", method="COD", opinion=Opinion(
        5, "Warnanya sama seperti foto, ringan.", picture=True)),
    Purchase("melati", "Solasi Datar mawar", 575, via="nadia.pakai", opinion=Opinion(
        5, "Untuk kerja seharian nyaman.", reply="Senang mendengarnya!")),
    Purchase("sari", "Serum kunyit", 560, quantity=2, via="nadia.pakai", opinion=Opinion(
        4, "Wanginya lembut, botolnya rapat.")),
    Purchase("budi", "Kopi Sindoro natural", 540, quantity=3, method="COD", via="wisnu.ulas", opinion=Opinion(
        5, "Manis seperti kismis. Pesan lagi bulan depan.", reply="Kami tunggu, Kak Budi.")),
    Purchase("sari", "Sambal bawang", 520, quantity=4, via="wisnu.ulas", opinion=Opinion(
        3, "Enak, tapi satu tutup agak longgar.", reply="Maaf, Kak. Kami ganti segelnya mulai minggu ini.")),
    Purchase("ann.lee", "Gooseneck kettle", 590, opinion=Opinion(
        5, "Pours slow and straight. Worth every cent.", picture=True, reply="Enjoy the mornings!")),
    Purchase("ann.lee", "Prairie enamel mug", 500, quantity=4, via="maddie.sips"),
    Purchase("lan.tran", "Cốc gốm men tro", 585, quantity=2, via="tam.gom", opinion=Opinion(
        5, "Men rất đẹp, gói hàng cẩn thận.", reply="Cảm ơn bạn đã ủng hộ làng gốm!")),
    Purchase("lan.tran", "Đèn bàn chân gốm", 480),
    Purchase("faizah", "Bukit day pack", 570, via="hana.trails", opinion=Opinion(
        4, "Light, and the rain cover works.")),
    # Delivered a few days ago: still time to return.
    Purchase("budi", "Loafer kulit", 150, claim=Claim(
        "RETURN_AND_REFUND", "DAMAGED", "Jahitan di sisi kiri lepas.", "SENT", "Maaf, silakan kirim kembali.")),
    Purchase("melati", "Solasi Lari malam", 145, claim=Claim(
        "REFUND", "NOT_AS_DESCRIBED", "Warnanya jauh lebih terang daripada foto.", "DISPUTED",
        "Warna sesuai foto di halaman produk.")),
    Purchase("sari", "Hijab voal Ombak", 140, quantity=2, claim=Claim(
        "REFUND", "MISSING_PARTS", "Yang datang hanya satu.", "PAID", "Maaf, uangnya kami kembalikan.", picture=False)),
    Purchase("budi", "Ketel leher angsa", 130, claim=Claim(
        "REFUND", "DAMAGED", "Ada penyok kecil di badan ketel.", "OFFERED", "Boleh kami ganti sebagian?")),
    Purchase("melati", "Topi jelajah", 120, method="COD", claim=Claim(
        "REPLACEMENT", "WRONG_ITEM", "Yang datang warna lain.", "EXCHANGED", "Kami kirim yang benar hari ini.")),
    Purchase("sari", "Sepatu lari ringan", 110, via="sepatupedia", claim=Claim(
        "RETURN_AND_REFUND", "NO_LONGER_NEEDED", "Kekecilan, sebaiknya naik satu nomor.", "ASKED", picture=False)),
    Purchase("ann.lee", "Dawn blend coffee", 128, quantity=2, claim=Claim(
        "REFUND", "DAMAGED", "One bag was open when it came.", "PAID", "Sorry! Refunded.")),
    Purchase("lan.tran", "Cốc gốm men lam", 132, claim=Claim(
        "REFUND", "DAMAGED", "Cốc bị mẻ ở miệng.", "DISPUTED", "Chúng tôi đã kiểm tra kỹ trước khi gửi.")),
    Purchase("sari", "Kemeja batik cap", 100, opinion=Opinion(5, "Halus, jatuhnya pas.", picture=True)),
    Purchase("faizah", "Camp mug", 96, quantity=2),
    # On the road.
    Purchase("melati", "Sandal gunung Ciremai", 52, "UNDERWAY", "COD", via="sepatupedia"),
    Purchase("sari", "Sneaker kanvas Kawah hitam", 46, "UNDERWAY", via="kakilima.co"),
    Purchase("lan.tran", "Chậu cây gốm nâu", 44, "UNDERWAY", "COD"),
    Purchase("ann.lee", "Camp blend coffee", 40, "UNDERWAY"),
    # At the seller's.
    Purchase("sari", "Sambal bawang", 40, "PACKED", "COD", 2, "wisnu.ulas"),
    Purchase("budi", "Sepatu gunung", 38, "PACKED", via="jejak.id"),
    Purchase("melati", "Sandal gunung Ciremai anak", 36, "ASKED", talk=(
        "Kak, saya salah pilih nomor. Boleh dibatalkan?",
        "Baik, Kak. Silakan ajukan pembatalan, kami lihat sekarang.")),
    Purchase("budi", "Sepatu lari jalur", 30, "FREE", via="rumahlari"),
    Purchase("melati", "Loafer kulit", 28, "FREE", via="sepatupedia"),
    Purchase("sari", "Ransel harian", 20, "FREE", via="wisnu.ulas", talk=(
        "Halo, apakah muat laptop 15 inci?",
        "Muat, Kak. Kantong dalamnya 38 x 27 cm.",
        "Siap, terima kasih!")),
    Purchase("sari", "Rempeyek", 9, "FREE", "COD", 3),
    Purchase("ann.lee", "Prairie enamel mug", 8, "FREE", quantity=2, talk=(
        "Is the enamel safe on an induction stove?", "It is. Low heat is best.")),
    Purchase("lan.tran", "Cốc gốm men tro", 7, "FREE", quantity=2),
    Purchase("budi", "Sneaker kanvas Kawah", 6, "FREE", quantity=2),
    Purchase("melati", "Topi jelajah", 4, "CANCELLED", via="jejak.id"),
    # Not paid yet, or paid just now.
    Purchase("budi", "Sandal gunung Ciremai", 5, "UNPAID", "BANK_TRANSFER"),
    Purchase("sari", "Lampu meja", 3, "UNPAID", "BANK_TRANSFER"),
    Purchase("lan.tran", "Đèn bàn chân gốm", 2, "UNPAID", "BANK_TRANSFER"),
    Purchase("melati", "Sepatu gunung", 0.5, "HELD"),
    Purchase("ann.lee", "Gooseneck kettle", 0.4, "HELD"),
)  # fmt: skip
# Which carrier takes a shop's parcels, and the towns they pass.
CARRIERS: Final = {
    "ID": ("JNE", ("Jakarta", "Yogyakarta")),
    "US": ("USPS", ("Denver", "Oakland")),
    "VN": ("GHN", ("Hà Nội", "Hà Nội")),
    "MY": ("Pos Laju", ("Shah Alam", "Kuala Lumpur")),
}
ADDRESSES: Final[dict[str, dict[str, object]]] = {
    "sari": {"name": "Sari Anggraini", "phone": "+6281234567890", "country": "ID", "region": "DI Yogyakarta",
             "city": "Kota Yogyakarta", "district": "Gondokusuman", "subdistrict": "Baciro", "postal_code": "55225",
             "lines": ["Jl. Melati 12"]},
    "budi": {"name": "Budi Santoso", "phone": "+6281234567891", "country": "ID", "region": "Jawa Barat",
             "city": "Kota Bandung", "district": "Coblong", "subdistrict": "Dago", "postal_code": "40135",
             "lines": ["Jl. Kebun Raya 7", "Pagar hijau"]},
    "melati": {"name": "Melati Kusuma", "phone": "+6281234567892", "country": "ID", "region": "Jawa Timur",
               "city": "Kota Surabaya", "district": "Gubeng", "subdistrict": "Airlangga", "postal_code": "60286",
               "lines": ["Jl. Kenanga 3A"]},
    "ann.lee": {"name": "Ann Lee", "phone": "+14155550123", "country": "US", "region": "California", "city": "Oakland",
                "postal_code": "94607", "lines": ["12 Pine Street"]},
    "lan.tran": {"name": "Trần Ngọc Lan", "phone": "+84912345678", "country": "VN", "region": "Hà Nội",
                 "city": "Ba Đình", "lines": ["5 Kim Mã"]},
    "faizah": {"name": "Faizah Osman", "phone": "+60123456789", "country": "MY", "region": "Selangor",
               "city": "Shah Alam", "postal_code": "40150", "lines": ["8 Jalan Kristal"]},
}  # fmt: skip
# Where shops are paid, and since how many hours: the sandbox bank refuses accounts that end in 0001.
BANKS: Final = (
    ("Tapak Rimba", "BCA", "8012345678", 700),
    ("Solasi", "Mandiri", "1370010001", 20),
    ("Dapur Mbok Tini", "BRI", "3347215890", 700),
    ("Kopi Lereng", "BNI", "0482211975", 700),
    ("Prairie Cup Co.", "Chase", "4417735520", 700),
    ("Gốm Làng", "Vietcombank", "0071004455", 700),
)

"""Three footwear brands: one with an official account and outside parties, two that let others sell for them."""

from typing import Final

from etalase.demo.goods.kinds import KIDS_SIZES, SHOE_SIZES, Good, Stall

TAPAK_RIMBA: Final = Stall(
    "Tapak Rimba",
    "bima",
    "ID",
    "Alas kaki",
    "Sepatu jalan jauh dari Garut. Kulit penyamakan nabati, sol yang bisa diganti.",
    (
        Good("Sepatu gunung Rinjani tahan air", "boot", "Cocoa", 879_000,
             "Kulit tebal dengan lapisan tahan air dan sol yang dapat diganti. Dipakai pemandu kami sepanjang musim hujan.",
             1_284, SHOE_SIZES),
        Good("Sepatu lari jalur Halimun", "running_shoe", "Leaf", 649_000,
             "Tapak bergerigi 4 mm untuk tanah basah, busa empuk yang tidak cepat kempis.", 2_310, SHOE_SIZES),
        Good("Sneaker kanvas Kawah", "sneaker", "Mango", 389_000,
             "Kanvas 14 oz, jahitan ganda, sol karet alam. Warna kuning mangga yang tidak cepat pudar.", 4_872, SHOE_SIZES),
        Good("Sneaker kanvas Kawah hitam", "sneaker", "Ink", 389_000,
             "Versi gelap dari Kawah, cocok untuk kantor yang santai.", 3_905, SHOE_SIZES),
        Good("Sandal gunung Ciremai", "sandal", "Olive", 279_000,
             "Tiga tali yang bisa diatur, sol cengkeram untuk batu licin.", 5_640, SHOE_SIZES),
        Good("Sandal gunung Ciremai anak", "sandal", "Sea", 199_000,
             "Versi kecil dengan tali yang mudah dipasang sendiri.", 980, KIDS_SIZES),
        Good("Loafer kulit Priangan", "loafer", "Cocoa", 729_000,
             "Kulit sapi Garut, tanpa lem di bagian atas. Makin dipakai makin pas.", 716, SHOE_SIZES),
        Good("Sepatu lari ringan Angin Pagi", "running_shoe", "Sky", 559_000,
             "Hanya 218 gram di ukuran 42. Untuk lari pendek yang cepat.", 1_932, SHOE_SIZES),
        Good("Sepatu anak Rimba Kecil", "kids_shoe", "Mint", 249_000,
             "Ujung kaki lega, perekat lebar, mudah dicuci.", 1_455, KIDS_SIZES),
        Good("Ransel harian 18 liter Rimba", "backpack", "Olive", 459_000,
             "Kain daur ulang dengan ruang laptop 14 inci dan kantong sepatu.", 866),
        Good("Topi jelajah Rimba", "cap", "Sand", 149_000, "Katun tipis cepat kering, tali dagu yang bisa dilepas.", 1_120),
        Good("Sandal rumah Lembah", "slipper", "Stone", 129_000, "Wol empuk dengan sol tipis untuk lantai dingin.", 642,
             SHOE_SIZES, 0),
    ),
)
SOLASI: Final = Stall(
    "Solasi",
    "laras",
    "ID",
    "Alas kaki",
    "Sepatu harian yang tenang: sedikit model, banyak ukuran, stok jujur.",
    (
        Good("Solasi Satu putih tulang", "sneaker", "Chalk", 529_000,
             "Sneaker kulit tanpa logo. Bagian dalam katun yang bisa dicuci.", 7_204, SHOE_SIZES),
        Good("Solasi Satu tanah liat", "sneaker", "Clay", 529_000, "Warna tanah liat, kulit penyamakan nabati.", 2_871, SHOE_SIZES),
        Good("Solasi Datar mawar", "loafer", "Rose", 459_000, "Flat lentur yang bisa dilipat dua di dalam tas.", 3_318, SHOE_SIZES),
        Good("Solasi Tumit lima plum", "high_heel", "Plum", 499_000,
             "Tumit lima sentimeter yang kuat berdiri lama, bantalan tambahan di telapak.", 1_540, SHOE_SIZES),
        Good("Solasi Lari malam", "running_shoe", "Night", 619_000, "Pantulan cahaya di tiga sisi untuk lari selepas kerja.",
             1_126, SHOE_SIZES),
        Good("Solasi Sandal pasir", "sandal", "Sand", 269_000, "Dua tali kulit, sol ringan, tidak berbunyi.", 2_489, SHOE_SIZES),
        Good("Solasi Kecil langit", "kids_shoe", "Sky", 289_000, "Sepatu sekolah yang ringan dan mudah dilap.", 934, KIDS_SIZES),
        Good("Solasi Rumah mint", "slipper", "Mint", 119_000, "Sandal rumah dari sisa kain produksi.", 3_760, SHOE_SIZES),
    ),
)
KAKI_SENJA: Final = Stall(
    "Kaki Senja",
    "gilang",
    "ID",
    "Alas kaki",
    "Sepatu panggung, sepatu lapangan, sepatu pulang malam. Dari Bandung.",
    (
        Good("Sepatu bola Senja Lapang", "football_boot", "Chili", 469_000,
             "Pul karet untuk rumput sintetis, jahitan samping yang tahan tarikan.", 2_045, SHOE_SIZES),
        Good("Sepatu bola Senja Kilat", "football_boot", "Mango", 519_000, "Lebih ringan, untuk sayap yang suka lari.", 1_318,
             SHOE_SIZES),
        Good("Bot panggung Senja", "boot", "Ink", 789_000, "Bot tinggi dengan ritsleting dalam, dipakai di panggung dan di hujan.",
             655, SHOE_SIZES),
        Good("Sneaker Senja ungu", "sneaker", "Lilac", 419_000, "Warna ungu muda dari pewarna rendah air.", 2_983, SHOE_SIZES),
        Good("Sneaker Senja laut", "sneaker", "Sea", 419_000, "Biru laut dengan tali cadangan putih.", 2_120, SHOE_SIZES),
        Good("Sepatu lari Senja panjang", "running_shoe", "Chili", 589_000, "Busa tinggi untuk lari jarak jauh.", 1_774, SHOE_SIZES),
        Good("Hak pesta Senja", "high_heel", "Chili", 449_000, "Tumit tujuh sentimeter, tali pergelangan yang lembut.", 887,
             SHOE_SIZES),
        Good("Bola latihan Senja ukuran 5", "ball", "Mango", 189_000, "Jahitan mesin, pantulan jujur di semen dan rumput.", 1_402),
    ),
)
FOOTWEAR: Final = (TAPAK_RIMBA, SOLASI, KAKI_SENJA)

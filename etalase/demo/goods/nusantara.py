"""The other Indonesian shops: what an affiliate of many shops picks from."""

from typing import Final

from etalase.demo.goods.kinds import CLOTHES, Good, Stall

NUSANTARA: Final = (
    Stall(
        "Canting Pesisir",
        "ratna",
        "ID",
        "Fesyen",
        "Batik tulis dan cap dari pesisir utara, dikerjakan 22 perajin.",
        (
            Good("Kemeja batik tulis Mega Senja", "batik_shirt", "Sea", 429_000,
                 "Motif awan dengan pewarna nila. Tiap kain berbeda sedikit, begitulah tangan bekerja.", 1_905, CLOTHES),
            Good("Kemeja batik cap Parang Laut", "batik_shirt", "Cocoa", 289_000, "Katun sejuk untuk hari kerja.", 3_412, CLOTHES),
            Good("Gaun batik Kembang Karang", "dress", "Plum", 519_000, "Potongan A dengan saku di dua sisi.", 1_207, CLOTHES),
            Good("Gaun harian Pesisir", "dress", "Mint", 349_000, "Katun ringan, ikat pinggang lepas.", 2_056, CLOTHES),
            Good("Hijab voal Ombak", "hijab", "Sky", 89_000, "Voal tegak di dahi, tidak menerawang.", 9_840),
            Good("Hijab voal Pasir", "hijab", "Sand", 89_000, "Warna netral untuk semua kemeja batik kami.", 7_311),
            Good("Tas jinjing kain sisa batik", "tote_bag", "Clay", 119_000, "Dibuat dari potongan kain produksi.", 2_677),
        ),
    ),
    Stall(
        "Dapur Mbok Tini",
        "tini",
        "ID",
        "Dapur",
        "Sambal, camilan, dan alat dapur yang kami pakai sendiri setiap hari.",
        (
            Good("Sambal bawang Mbok Tini 180 g", "sambal_bottle", "Chili", 32_000, "Pedas jujur, tanpa pengawet, tahan 30 hari.",
                 21_450, stock=300),
            Good("Sambal matah siap saji 150 g", "sambal_bottle", "Leaf", 36_000, "Serai, bawang merah, minyak kelapa.", 8_204,
                 stock=180),
            Good("Rempeyek kacang toples", "snack_jar", "Sand", 45_000, "Digoreng dua kali supaya renyah sampai habis.", 12_380,
                 stock=150),
            Good("Penanak nasi kecil 1 liter", "rice_cooker", "Chalk", 389_000, "Untuk dua orang, hemat listrik 300 watt.", 2_418),
            Good("Blender bumbu 400 ml", "blender", "Mango", 279_000, "Pisau kecil yang sampai ke dasar, cukup untuk bumbu halus.",
                 3_662),
            Good("Ketel leher angsa 0,8 liter", "kettle", "Night", 259_000, "Tuangan pelan untuk kopi dan teh.", 1_509),
            Good("Cangkir enamel putih biru", "mug", "Sky", 49_000, "Enamel tebal, aman di kompor.", 6_733, stock=80),
        ),
    ),
    Stall(
        "Lulur Ayu",
        "ayu.l",
        "ID",
        "Perawatan kulit",
        "Perawatan kulit dari kebun sendiri, terdaftar dan teruji.",
        (
            Good("Serum kunyit dan niasinamida 30 ml", "serum_bottle", "Mango", 98_000, "Untuk kulit kusam, ringan dan cepat meresap.",
                 15_902, stock=120),
            Good("Serum mawar lembap 30 ml", "serum_bottle", "Rose", 105_000, "Asam hialuronat dan air mawar suling.", 9_377, stock=90),
            Good("Sabun batang kopi", "soap", "Cocoa", 28_000, "Ampas kopi halus untuk mandi pagi.", 11_240, stock=200),
            Good("Sabun batang sereh", "soap", "Mint", 28_000, "Segar, busa lembut, wangi tidak menusuk.", 8_655, stock=200),
            Good("Lipstik matte Senja Merah", "lipstick", "Chili", 79_000, "Tahan makan siang, tidak membuat kering.", 13_018, stock=75),
            Good("Lipstik satin Tanah", "lipstick", "Clay", 79_000, "Warna harian untuk semua warna kulit.", 7_490, stock=75),
        ),
    ),
    Stall(
        "Kopi Lereng",
        "dodi",
        "ID",
        "Kopi dan teh",
        "Kopi dari lereng Sindoro, disangrai tiap Selasa.",
        (
            Good("Kopi Sindoro natural 200 g", "coffee_bag", "Chili", 89_000, "Rasa buah kering dan gula aren.", 5_120, stock=60),
            Good("Kopi Sindoro cuci penuh 200 g", "coffee_bag", "Sea", 85_000, "Bersih, manis, cocok diseduh manual.", 4_337, stock=60),
            Good("Kopi tubruk pasar 500 g", "coffee_bag", "Cocoa", 69_000, "Campuran robusta untuk pagi yang buru-buru.", 8_911,
                 stock=140),
            Good("Cangkir seduh tanah liat", "mug", "Clay", 75_000, "Dibuat di Kasongan, muat 220 ml.", 1_866),
        ),
    ),
    Stall(
        "Listrik Kita",
        "yohan",
        "ID",
        "Elektronik",
        "Gawai sederhana yang awet, dengan suku cadang yang dijual satuan.",
        (
            Good("Headphone lipat Sunyi", "headphones", "Ink", 349_000, "Bantalan bisa diganti, baterai 40 jam.", 4_205),
            Good("Headphone lipat Sunyi krem", "headphones", "Sand", 349_000, "Warna krem, isi yang sama.", 2_910),
            Good("Bank daya 10.000 mAh tipis", "power_bank", "Sea", 189_000, "Dua lubang, pengisian cepat 20 watt.", 9_633),
            Good("Sarung ponsel serat bambu", "phone_case", "Leaf", 65_000, "Tipis, tidak licin, bisa dikompos.", 6_071, stock=90),
            Good("Lampu meja lengan panjang", "lamp", "Mango", 299_000, "Tiga tingkat hangat, kabel bisa dilepas.", 1_744),
        ),
    ),
)

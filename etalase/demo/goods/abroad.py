"""One shop for each of the other seven markets, told in a language of its country."""

from typing import Final

from etalase.demo.goods.kinds import CLOTHES, SHOE_SIZES, Good, Stall

ABROAD: Final = (
    Stall(
        "Kaki Bukit Outfitters",
        "aisyah",
        "MY",
        "Footwear",
        "Gear for slow trails, tested around Gombak.",
        (
            Good(
                "Bukit trail runner",
                "running_shoe",
                "Leaf",
                "249.00",
                "Lugged sole for wet roots, quick-drying mesh.",
                1_204,
                SHOE_SIZES,
            ),
            Good("Bukit day pack 20L", "backpack", "Night", "189.00", "Rain cover included, two bottle pockets.", 866),
            Good(
                "Trail sandal Gombak", "sandal", "Stone", "129.00", "Three straps, one honest sole.", 1_530, SHOE_SIZES
            ),
            Good("Camp mug enamel", "mug", "Leaf", "25.90", "Takes a flame and a fall.", 3_021),
        ),
        "Size",
    ),
    Stall(
        "Habi Manila",
        "carlo",
        "PH",
        "Fashion",
        "Handwoven pieces from Ilocos looms.",
        (
            Good(
                "Inabel weekend tote",
                "tote_bag",
                "Mango",
                "890.00",
                "Handwoven inabel with a zip pocket inside.",
                2_210,
            ),
            Good("Habi linen dress", "dress", "Sand", "1450.00", "Loose cut for hot afternoons.", 905, CLOTHES),
            Good("Woven cushion cover", "cushion", "Sea", "650.00", "Fits 45 cm inserts; no two alike.", 1_177),
            Good("Abaca house slippers", "slipper", "Clay", "420.00", "Braided abaca, soft lining.", 3_340, SHOE_SIZES),
        ),
        "Size",
    ),
    Stall(
        "Little Orchid Goods",
        "meiling",
        "SG",
        "Home decoration",
        "Small batches for small flats.",
        (
            Good("Stackable planter", "plant_pot", "Mint", "24.90", "Stacks three high on a window sill.", 1_902),
            Good("Reading lamp Orchid", "lamp", "Rose", "59.00", "Warm light, quiet switch.", 744),
            Good("Dotted notebook A5", "notebook", "Plum", "12.50", "160 pages that lie flat.", 4_110),
            Good("Orchid cotton cushion", "cushion", "Lilac", "32.00", "Washable cover, cotton filling.", 1_026),
        ),
        "Size",
    ),
    Stall(
        "บ้านไม้ไผ่",
        "somchai",
        "TH",
        "ของแต่งบ้าน",
        "งานไม้ไผ่และของใช้ในบ้านจากเชียงใหม่",
        (
            Good("โคมไฟตั้งโต๊ะไม้ไผ่", "lamp", "Sand", "890.00", "แสงอุ่น สานด้วยมือทุกชิ้น", 1_388),
            Good("กระถางต้นไม้ดินเผา", "plant_pot", "Clay", "240.00", "ระบายน้ำดี มีจานรอง", 3_275),
            Good("หมอนอิงผ้าทอ", "cushion", "Chili", "390.00", "ผ้าทอมือ ปลอกถอดซักได้", 2_044),
            Good("ถุงผ้าลายทอ", "tote_bag", "Leaf", "320.00", "แข็งแรง ใส่ของตลาดได้ทั้งวัน", 2_931),
        ),
        "ขนาด",
    ),
    Stall(
        "Harrow & Fen",
        "imogen",
        "GB",
        "Home",
        "Plain, useful things made in the Fens.",
        (
            Good("Stoneware mug, oatmeal", "mug", "Sand", "16.00", "Thrown in Ely, dishwasher safe.", 1_655),
            Good("Wool house slipper", "slipper", "Stone", "38.00", "Boiled wool, replaceable sole.", 903, SHOE_SIZES),
            Good("Field notebook, ruled", "notebook", "Olive", "9.50", "Water-resistant cover, sewn pages.", 2_811),
            Good("Fen waxed tote", "tote_bag", "Olive", "54.00", "Waxed cotton that ages well.", 768),
        ),
        "Size",
    ),
    Stall(
        "Prairie Cup Co.",
        "june",
        "US",
        "Kitchen",
        "Enamel mugs and slow mornings.",
        (
            Good(
                "Prairie enamel mug 12 oz", "mug", "Sky", "18.00", "Chip-resistant enamel over steel.", 9_420, stock=120
            ),
            Good("Gooseneck kettle Prairie", "kettle", "Ink", "64.00", "Steady pour, counterbalanced handle.", 2_309),
            Good(
                "Dawn blend coffee 12 oz",
                "coffee_bag",
                "Mango",
                "17.50",
                "Chocolate and orange, roasted on Mondays.",
                6_118,
                stock=90,
            ),
            Good("Camp blend coffee 12 oz", "coffee_bag", "Leaf", "16.50", "Dark and forgiving.", 4_057, stock=90),
        ),
        "Size",
    ),
    Stall(
        "Gốm Làng",
        "linh",
        "VN",
        "Trang trí nhà",
        "Gốm thủ công từ làng nghề, nung lửa chậm.",
        (
            Good("Cốc gốm men tro", "mug", "Stone", 145_000, "Men tro tự nhiên, mỗi chiếc một sắc độ.", 3_804),
            Good("Chậu cây gốm nâu", "plant_pot", "Cocoa", 210_000, "Có lỗ thoát nước và đĩa lót.", 1_922),
            Good("Đèn bàn chân gốm", "lamp", "Clay", 490_000, "Ánh sáng ấm, thân gốm vuốt tay.", 877),
            Good("Cốc gốm men lam", "mug", "Sea", 155_000, "Men lam hai lớp, dùng được lò vi sóng.", 2_650),
        ),
        "Kích cỡ",
    ),
)

"""What a journey from the cart to the payout must come to in each market, worked out by hand. Amounts as the API writes them.

The cart holds three scarves and a soap of one shop and a lamp of another. The shop takes ten percent off scarves and gives a
voucher on its order. Later one scarf comes back. A second order is a soap; a third is a scarf, and is cancelled.
"""

from typing import Any, Final

import msgspec


class Line(msgspec.Struct, frozen=True):
    """A line as the buyer pays it."""

    discount: str
    shipping: str
    tax: str
    paid: str


class Settled(msgspec.Struct, frozen=True):
    """A line of the statement: what came for it, what was taken, and the transfers it opens to, in their order."""

    revenue: str
    fees: str
    parts: tuple[str, ...]


class Expected(msgspec.Struct, frozen=True, kw_only=True):
    """One market's story."""

    market: str
    currency: str
    address: dict[str, Any]
    prices: tuple[str, str, str]  # scarf, soap, lamp
    voucher: tuple[str, str]  # amount, from which spend on
    scarves: Line
    soap: Line
    total: str
    lamp_total: str
    paid: str  # both orders of the cart
    second_method: str
    second_total: str
    third_shipping: str
    third_total: str
    refund: str  # of one scarf
    settled: tuple[Settled, Settled, Settled]  # scarves, soap, the soap of the second order
    term: str  # by which rule money waits
    payout: str
    lamp_net: str  # what the other shop has in the end
    provider_rows: int  # charges and refunds in the provider's books
    completed_by_then: bool  # the return window closes before the payout


# Scarves 3 x 120,000 less 10 % = 324,000; with the soap 369,000. The voucher of 20,000 falls on them as 324 : 45, which is
# 17,560.98 and 2,439.02, so 17,561 and 2,439. 349,000 and more than 100,000: shipping is the platform's. 11 % VAT is inside.
# One of three scarves back: a third of 306,439 is 102,146. Fees on the 204,293 that are left: 10 %, 5.5 %, and 1,250 an order
# that fall 1,034.48 and 215.52.
INDONESIA: Final = Expected(
    market="ID",
    currency="IDR",
    address={"name": "Rina Wulandari", "phone": "+6281234567890", "country": "ID", "region": "DKI Jakarta",
             "city": "Jakarta Selatan", "district": "Kebayoran Baru", "subdistrict": "Senayan", "postal_code": "12190",
             "lines": ["Jl. Kenanga 7"]},
    prices=("120000", "45000", "250000"),
    voucher=("20000", "200000"),
    scarves=Line("53561", "0", "0", "306439"),
    soap=Line("2439", "0", "0", "42561"),
    total="349000",
    lamp_total="250000",
    paid="599000",
    second_method="COD",
    second_total="54000",  # 45,000 and 9,000 for half a kilogram within Jakarta
    third_shipping="SELLER",
    third_total="118000",  # 108,000 and 10,000: what a shop sends itself is never free
    refund="102146",
    settled=(
        Settled("204293", "-32699", ("306439", "-102146", "-20429", "-11236", "-1034")),
        Settled("42561", "-6813", ("42561", "-4256", "-2341", "-216")),
        Settled("45000", "-8225", ("45000", "-4500", "-2475", "-1250")),
    ),
    term="standard 7wd ID 2021-01-01",
    payout="244117",
    lamp_net="228750",  # 250,000 less 4 %, 4 % and 1,250
    provider_rows=4,
    completed_by_then=True,
)  # fmt: skip
# Scarves 3 x $24.00 less 10 % = $64.80; with the soap $74.30. The voucher of $5.00 falls 4.3607 and 0.6393: 436 and 64 cents.
# California's 7.25 % come on top of $69.30: $5.02 (5.02425), of which 4.3782 and 0.6418 fall on the lines. Shipping is free from
# $30. A third of the $64.82 that was paid for the scarves is $21.60: 20.14 of the goods and 1.46 of the tax. Fee: 6 %.
UNITED_STATES: Final = Expected(
    market="US",
    currency="USD",
    address={"name": "Ada Byrne", "phone": "+14155550123", "country": "US", "region": "California", "city": "Oakland",
             "postal_code": "94607", "lines": ["12 Pine Street"]},
    prices=("24.00", "9.50", "40.00"),
    voucher=("5.00", "50.00"),
    scarves=Line("11.56", "0.00", "4.38", "64.82"),
    soap=Line("0.64", "0.00", "0.64", "9.50"),
    total="74.32",
    lamp_total="42.90",  # and $2.90 of tax
    paid="117.22",
    second_method="SANDBOX_CARD",
    second_total="15.08",  # $9.50, 69 cents of tax (0.68875), and $4.89 for 500 g: 4.29 for the first pound and 0.60
    third_shipping="STANDARD",
    third_total="28.06",  # $21.60, $1.57 of tax (1.566), $4.89
    refund="21.60",
    settled=(
        Settled("40.30", "-2.42", ("60.44", "-20.14", "-2.42")),
        Settled("8.86", "-0.53", ("8.86", "-0.53")),
        Settled("9.50", "-0.57", ("9.50", "-0.57")),
    ),
    term="standard 7d US 2021-01-01",
    payout="55.14",
    lamp_net="37.60",
    provider_rows=5,
    completed_by_then=False,
)  # fmt: skip
# Scarves 3 x 150,000 less 10 % = 405,000; with the soap 465,000. The voucher of 30,000 falls 26,129.03 and 3,870.97. VAT is
# inside. From a private seller 1 % VAT and 0.5 % income tax are withheld when the money comes: 3,789 and 1,894 of the scarves, 561
# and 281 of the soap. A third of 378,871 is 126,290; with it go 1,262 and 631 of what was withheld. Fees on the rest: 8 %, 5 % of
# what the buyer paid, and 3,000 an order that fall 2,454.55 and 545.45.
VIET_NAM: Final = Expected(
    market="VN",
    currency="VND",
    address={"name": "Nguyễn Thị Hoa", "phone": "+84912345678", "country": "VN", "region": "Hà Nội",
             "city": "Phường Hoàn Kiếm", "lines": ["7 Hàng Bạc"]},
    prices=("150000", "60000", "300000"),
    voucher=("30000", "300000"),
    scarves=Line("71129", "0", "0", "378871"),
    soap=Line("3871", "0", "0", "56129"),
    total="435000",
    lamp_total="300000",
    paid="735000",
    second_method="COD",
    second_total="76500",  # 60,000 and 16,500 for half a kilogram within Hà Nội
    third_shipping="STANDARD",
    third_total="151500",  # 135,000 is less than 150,000, so sending it costs 16,500
    refund="126290",
    settled=(
        Settled("252581", "-39080", ("378871", "-3789", "-1894", "-126290", "1262", "631", "-20206", "-12629", "-2455")),
        Settled("56129", "-8683", ("56129", "-561", "-281", "-4490", "-2806", "-545")),
        Settled("60000", "-12525", ("60000", "-600", "-300", "-4800", "-3825", "-3000")),
    ),
    term="standard 7d VN 2021-01-01",
    payout="308422",
    lamp_net="265500",  # 300,000 less 1.5 % withheld, 4 %, 5 % and 3,000
    provider_rows=4,
    completed_by_then=False,
)  # fmt: skip
STORIES: Final = (INDONESIA, UNITED_STATES, VIET_NAM)

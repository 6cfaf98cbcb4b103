"""What an invoice says: the market's tax by name and rate, the buyer's fees by name, the seller's tax number of that day."""

from datetime import datetime

import pytest

from etalase.app.wiring import roster
from etalase.base.db import Db
from etalase.base.errors import Invalid, NotFound
from etalase.base.jobs import drain
from etalase.base.money import Money
from etalase.closures.actions import ShopChange, change_shop
from etalase.orders.queries import OrderRow, fees_charged
from etalase.orders.rules.fees import Fee
from etalase.settlement.queries import invoice_sheet
from etalase.settlement.rules.invoices import Sheet, Taxed, draw_invoice
from tests.makers.accounts import make_account
from tests.makers.money import Stall, make_stall


async def bought(db: Db, stall: Stall, now: datetime) -> tuple[OrderRow, Sheet]:
    """One more order with its invoice, as the buyer sees it."""
    order = await stall.sell(db, now, quantity=1)
    await drain(db, roster(), now)
    return order, await invoice_sheet(db, stall.buyer, order_id=order.order_id)


async def number(db: Db, stall: Stall, written: str, now: datetime) -> str | None:
    """The shop's tax number after it was written so."""
    change = ShopChange(tax_number=written)
    return (await change_shop(db, stall.seller, shop_id=stall.shop.shop_id, change=change, now=now)).tax_number


async def test_r_ord_6_indonesia_vat_is_inside_and_the_fifth_order_has_a_service_fee(db: Db, now: datetime) -> None:
    stall = await make_stall(db)
    found = [await bought(db, stall, now) for _ in range(5)]
    first, fifth = found[0][1], found[4][1]
    assert [name for name, _ in first.sums] == ["Products"]
    assert first.sums[0][1] == first.total == Money(100_000, "IDR") and not first.taxes
    assert list(first.included) == [Taxed("VAT", 110_000, Money(9_910, "IDR"))]
    assert [name for name, _ in fifth.sums] == ["Products", "Service fee"]
    assert fifth.total == Money(101_000, "IDR")
    assert await fees_charged(db, stall.buyer, order=found[4][0]) == [Fee("SERVICE_FEE", 1_000)]


async def test_r_ord_6_california_sales_tax_comes_on_top_with_its_rate(db: Db, now: datetime) -> None:
    stall = await make_stall(db, "US", price_minor=25_00)
    order, sheet = await bought(db, stall, now)
    assert list(sheet.taxes) == [Taxed("Sales tax", 72_500, Money(1_81, "USD"))] and not sheet.included
    whole = sum(amount.minor for _, amount in sheet.sums) + sheet.taxes[0].amount.minor
    assert whole == sheet.total.minor == order.total_minor


async def test_an_invoice_keeps_the_tax_number_of_its_day(db: Db, now: datetime) -> None:
    stall = await make_stall(db)
    assert (await bought(db, stall, now))[1].tax_number is None
    assert await number(db, stall, "0123.4567.8901.2345", now) == "0123456789012345"
    order, sheet = await bought(db, stall, now)
    assert sheet.tax_number == ("NPWP", "0123456789012345")
    assert await number(db, stall, "", now) is None
    again = await invoice_sheet(db, stall.seller, order_id=order.order_id)
    assert again.tax_number == sheet.tax_number
    with pytest.raises(Invalid) as no:
        await number(db, stall, "12-3456789", now)
    assert set(no.value.errors) == {"tax_number"}


async def test_an_invoice_is_nobodys_before_the_money_came_and_no_strangers_ever(db: Db, now: datetime) -> None:
    stall = await make_stall(db)
    unpaid = await stall.sell(db, now, method="COD")
    paid, _ = await bought(db, stall, now)
    stranger = await make_account(db, handle="stranger")
    for who, order in ((stall.buyer, unpaid), (stall.seller, unpaid), (stranger, paid)):
        with pytest.raises(NotFound):
            await invoice_sheet(db, who, order_id=order.order_id)


async def test_the_sheet_writes_every_part_of_the_price(db: Db, now: datetime) -> None:
    stall = await make_stall(db, "US", price_minor=25_00)
    await number(db, stall, "12-3456789", now)
    _, sheet = await bought(db, stall, now)
    said: list[str] = []

    def say(msgid: str, **facts: object) -> str:
        said.append(msgid % facts if facts else msgid)
        return said[-1]

    drawn = draw_invoice(sheet, say, lambda amount: amount.decimal(), lambda ppm: f"{ppm / 10_000}%")
    assert drawn.startswith(b"%PDF-")
    assert {"EIN", "Sales tax 7.25%", "Products", "Shipping", "Total"} <= set(said)

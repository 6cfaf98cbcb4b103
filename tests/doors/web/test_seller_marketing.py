"""The Marketing desk: from the kind to the launch, with what a shopper pays on the way; vouchers; what shoppers see of it."""

import re
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from etalase.base.clock import Clock
from etalase.base.errors import Invalid
from etalase.base.pool import Pool
from etalase.web.seller import promotion_form as forms
from etalase.web.typed import Typed
from tests.makers.catalog import make_product
from tests.makers.desks import Desk, open_desk, said


async def span(pool: Pool, hours: int = 24) -> dict[str, str]:
    """From an hour ago on, as the fields of a shop in Jakarta."""
    async with pool.connection() as db:
        now: datetime = await Clock(sandbox=True).now(db)
    starts = now - timedelta(hours=1)
    return {"starts_at": forms.local(starts, "ID"), "ends_at": forms.local(starts + timedelta(hours=hours), "ID")}


async def goods(desk: Desk, pool: Pool) -> tuple[int, int]:
    """A product on sale: (product, SKU)."""
    async with pool.transaction() as db:
        made = await make_product(db, desk.shop, title="Sandal Senja")
    return made.product_id, made.skus[0].sku_id


async def saved(desk: Desk, path: str, **fields: Any) -> str:
    """The page of what was made through a form."""
    answer = await desk.send(path, **fields)
    assert answer.status_code == 303, said(answer)[:3000]
    return answer.headers["location"].removeprefix(desk.home)


async def seen(client: httpx.AsyncClient, path: str) -> str:
    """A page of the shoppers', in English."""
    answer = await client.get(path, headers={"Accept-Language": "en"})
    assert answer.status_code == 200, path
    return said(answer)


async def test_r_pro_3_a_flash_deal_from_the_kind_to_the_shoppers_page(client: httpx.AsyncClient, pool: Pool) -> None:
    desk = await open_desk(client, pool)
    product, sku = await goods(desk, pool)
    assert "No promotions yet" in await desk.page("/marketing")
    assert "Flash deal" in await desk.page("/marketing/new")
    form = await desk.page("/marketing/new/flashsale")
    assert f'name="price-{product}-{sku}"' in form
    fields = {f"price-{product}-{sku}": "99000", f"most-{product}-{sku}": "5", f"each-{product}-{sku}": ""}
    place = await saved(desk, "/marketing/new/flashsale", title="Senja", **fields, **await span(pool))
    draft = await desk.page(place)
    assert "What a shopper pays" in draft and "Rp99,000" in draft and "Rp30,000" in draft
    assert "Flash deal" not in await seen(client, f"/s/{desk.shop.shop_id}")
    assert (await desk.send(f"{place}/launch")).status_code == 303
    assert "Running" in await desk.page("/marketing")
    for path in (f"/s/{desk.shop.shop_id}", f"/p/{product}", "/search?q=Senja&market=ID"):
        shown = await seen(client, path)
        assert "Flash deal" in shown and "data-countdown" in shown and "Rp99,000" in shown and "Rp129,000" in shown, (
            path
        )
    assert "5 pieces at this price" in await seen(client, f"/p/{product}")
    assert (await desk.send(f"{place}/stop")).status_code == 303
    assert "Rp99,000" not in await seen(client, f"/p/{product}")


async def test_a_refused_form_keeps_what_was_typed(client: httpx.AsyncClient, pool: Pool) -> None:
    desk = await open_desk(client, pool)
    await goods(desk, pool)
    times = await span(pool)
    answer = await desk.send("/marketing/new/direct_discount", title="Ten", off="many", **times)
    assert answer.status_code == 422 and "Write a percentage" in said(answer) and 'value="Ten"' in answer.text
    answer = await desk.send(
        "/marketing/new/buy_more_save_more", title="More", **{"from-1": "2", "gives-1": ""}, **times
    )
    assert answer.status_code == 422
    answer = await desk.send(
        "/marketing/new/shipping_discount", title="Ship", shipping="amount", shipping_off="", **times
    )
    assert answer.status_code == 422
    assert (await client.get(f"{desk.home}/marketing/new/nothing")).status_code == 404


async def test_the_simulator_takes_another_basket_and_vouchers(client: httpx.AsyncClient, pool: Pool) -> None:
    desk = await open_desk(client, pool)
    _, sku = await goods(desk, pool)
    times = await span(pool)
    more = {"from-1": "2", "gives-1": "5", "from-2": "3", "gives-2": "10"}
    place = await saved(desk, "/marketing/new/buy_more_save_more", title="More", **more, **times)
    ticket = {"title": "Thanks", "worth": "amount", "amount": "20000", "minimum": "100000", "display": "REGULAR"}
    voucher = await saved(desk, "/marketing/vouchers/new", **ticket, **times)
    number = re.findall(r"\d+", voucher)[-1]
    tried = await desk.page(f"{place}?sku-{sku}=3&voucher={number}&shipping=9000")
    # 387,000 less ten per cent, less the voucher, and shipping.
    assert "Rp348,300" in tried and "Rp328,300" in tried and "Rp337,300" in tried
    copied = await desk.send(f"{place}/copy")
    assert copied.status_code == 303 and copied.headers["location"].endswith("/edit")
    changed = await saved(desk, f"{place}/edit", title="More and more", **more, **times)
    assert "More and more" in await desk.page(changed)


async def test_r_pro_6_a_voucher_is_launched_claimed_and_kept(client: httpx.AsyncClient, pool: Pool) -> None:
    desk = await open_desk(client, pool)
    product, _ = await goods(desk, pool)
    ticket = {"title": "Thanks", "worth": "percent", "off": "10", "cap": "50000", "minimum": "100000"}
    place = await saved(desk, "/marketing/vouchers/new", display="REGULAR", **ticket, **await span(pool))
    assert (await desk.send(f"{place}/launch")).status_code == 303
    number = re.findall(r"\d+", place)[-1]
    shown = await seen(client, f"/p/{product}")
    assert "10% off, up to Rp50,000" in shown and f"/vouchers/{number}/claim" in shown
    claimed = await client.post(f"/vouchers/{number}/claim", data={"back": f"/p/{product}"})
    assert claimed.status_code == 303 and claimed.headers["location"] == f"/p/{product}"
    assert "Claimed" in await seen(client, f"/p/{product}")
    assert "10% off, up to Rp50,000" in await seen(client, "/vouchers")
    longer = {"title": "Thank you", "ends_at": "2031-05-31T10:00", "quantity_limit": "7"}
    refused = await desk.send(place, **longer)
    assert refused.status_code == 422 and "365" in said(refused)
    assert (await desk.send(f"{place}/stop")).status_code == 303
    assert "Over" in await seen(client, "/vouchers")


async def test_who_may_not_write_sees_no_buttons(client: httpx.AsyncClient, pool: Pool) -> None:
    desk = await open_desk(client, pool)
    await desk.as_(await desk.staff("ADS"))
    assert "New promotion" not in await desk.page("/marketing")
    assert (await client.get(f"{desk.home}/marketing/new")).status_code == 403
    await desk.as_(await desk.stranger())
    assert (await client.get(f"{desk.home}/marketing")).status_code == 404


def test_numbers_as_people_type_them() -> None:
    form = Typed([("off", "12,5%"), ("amount", "12.50"), ("most", "")])
    assert (forms.percent(form, "off"), forms.amount(form, "amount", "USD"), forms.limit(form, "most")) == (
        1250,
        1250,
        -1,
    )
    with pytest.raises(Invalid):
        forms.percent(Typed([("off", "100")]), "off")
    with pytest.raises(Invalid):
        forms.amount(Typed([("amount", "12.505")]), "amount", "USD")
    with pytest.raises(Invalid):
        forms.limit(Typed([("most", "0")]), "most")
    with pytest.raises(Invalid):
        forms.moment(Typed([("at", "yesterday")]), "at", "ID")

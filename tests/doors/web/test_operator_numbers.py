"""The operators' pages of taxes and numbers: read by market, plan for a day to come, see who did it."""

from datetime import UTC, datetime, timedelta
from html import unescape

import httpx

from etalase.accounts.actions import set_operator
from etalase.base.pool import Pool
from tests.makers.accounts import make_account
from tests.makers.shopping import sign_in

EN = {"Accept-Language": "en"}
SOON = (datetime.now(UTC) + timedelta(days=40)).date().isoformat()
TAX = {"market": "US", "region": "CO", "day": SOON, "kind": "SALES_TAX", "rate": "3.125", "delivery_fee": "0.31"}


async def read(client: httpx.AsyncClient, path: str, status: int = 200) -> str:
    answer = await client.get(path, headers=EN)
    assert answer.status_code == status, path
    return unescape(answer.text)


async def test_an_operator_plans_a_tax_and_a_number(client: httpx.AsyncClient, pool: Pool) -> None:
    async with pool.transaction() as db:
        wayan = await make_account(db, handle="wayan")
    await sign_in(client, pool, wayan)
    for path in ("/operator/taxes", "/operator/numbers"):
        await read(client, path, status=403)
    async with pool.transaction() as db:
        await set_operator(db, wayan.account_id, is_operator=True)
    page = await read(client, "/operator/taxes")
    assert "11%" in page and "In force" in page and "Nothing was changed yet" in page
    for field, wrong in (("rate", "much"), ("day", "2024-01-01"), ("day", "soon"), ("delivery_fee", "x")):
        no = await client.post("/operator/taxes", data=TAX | {field: wrong}, headers=EN)
        assert no.status_code == 422 and 'aria-invalid="true"' in no.text, (field, wrong)
    assert (await client.post("/operator/taxes", data=TAX, headers=EN)).status_code == 303
    page = await read(client, "/operator/taxes?market=US")
    assert "3.125%" in page and "Planned" in page and "$0.31 per delivery" in page and "@wayan" in page
    for value, day, status in (("x", SOON, 422), ("2", "2024-01-01", 422), ("", SOON, 422), ("7200", SOON, 303)):
        told = {"market": "ID", "name": "on_hold_s", "value": value, "day": day}
        assert (await client.post("/operator/numbers", data=told, headers=EN)).status_code == status, value
    flag = {"market": "ID", "name": "cod_allowed", "day": SOON}
    assert (await client.post("/operator/numbers", data={**flag, "value": "yes"}, headers=EN)).status_code == 422
    assert (await client.post("/operator/numbers", data={**flag, "value": "0"}, headers=EN)).status_code == 303
    page = await read(client, "/operator/numbers?market=ID&name=on_hold_s")
    assert "2 hours" in page and "on_hold_s" in page and "@wayan" in page and 'value="3600"' in page

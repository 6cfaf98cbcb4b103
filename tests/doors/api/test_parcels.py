"""Packages, labels and tracking at the JSON doors."""

import httpx

from etalase.base.pool import Pool
from tests.makers.callers import make_caller
from tests.makers.trading import make_goods, make_seller, order, order_body, refusal


async def run_jobs(client: httpx.AsyncClient, pool: Pool, hours: int = 0) -> None:
    """What a worker would have done by then."""
    from etalase.app.wiring import roster
    from etalase.base.clock import Clock
    from etalase.base.jobs import drain

    async with pool.transaction() as db:
        if hours:
            await Clock(sandbox=True).now(db)
        await drain(db, roster(), await Clock(sandbox=True).now(db))


async def test_an_order_goes_in_two_packages_to_its_buyer(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop = await make_seller(client, pool)
    _, sku = await make_goods(seller, shop)
    buyer = await make_caller(client, pool, "sari")
    placed = (await order(buyer, order_body((sku, 3)))).json()["orders"][0]["id"]
    early = await seller.post(f"/shops/{shop}/orders/{placed}/packages")
    assert refusal(early) == (409, "orders.wrong_state")
    assert (await seller.put("/sandbox/clock", {"advance_s": 3700})).status_code == 200
    await run_jobs(client, pool)
    packed = await seller.post(f"/shops/{shop}/orders/{placed}/packages")
    assert packed.status_code == 201, packed.text
    first = packed.json()
    assert (first["status"], first["order_ids"], first["lines"][0]["quantity"]) == ("PROCESSING", [placed], 3)
    lines = [{"line_id": first["lines"][0]["line_id"], "quantity": 1}]
    second = (await seller.post(f"/shops/{shop}/packages/{first['id']}/split", {"lines": lines})).json()
    assert second["lines"][0]["quantity"] == 1
    assert refusal(await seller.get(f"/shops/{shop}/packages/{first['id']}/label")) == (409, "parcels.no_label")
    for each in (first["id"], second["id"]):
        sent = await seller.post(f"/shops/{shop}/packages/{each}/shipment")
        assert (sent.status_code, sent.json()["carrier"]) == (200, "SANDBOX"), sent.text
    label = await seller.get(f"/shops/{shop}/packages/{first['id']}/label")
    assert label.headers["content-type"] == "application/pdf" and label.content.startswith(b"%PDF")
    assert refusal(await buyer.get(f"/shops/{shop}/packages/{first['id']}/label")) == (404, "not_found")
    tracked = (await buyer.get(f"/orders/{placed}/tracking")).json()
    assert (tracked["status"], tracked["lines"][0]["status"]) == ("AWAITING_COLLECTION", "PROCESSING")
    number = sent.json()["tracking_number"]
    told = {"event": "DELIVERED", "event_id": "e1"}
    assert (await seller.post(f"/sandbox/parcels/{number}/events", told)).json() == {"new": True}
    assert (await seller.post(f"/sandbox/parcels/{number}/events", told)).json() == {"new": False}
    unknown = await seller.post("/sandbox/parcels/KEID1/events", told)
    assert refusal(unknown) == (409, "parcels.unknown_number")
    assert (await seller.post(f"/shops/{shop}/packages/{first['id']}/handover")).status_code == 200
    assert (await seller.post(f"/shops/{shop}/packages/{first['id']}/delivery")).status_code == 200
    tracked = (await buyer.get(f"/orders/{placed}/tracking")).json()
    assert (tracked["status"], tracked["lines"][0]["status"]) == ("DELIVERED", "COMPLETED")
    assert [each["event"] for each in tracked["packages"][1]["events"]] == ["DELIVERED"]


async def test_the_carriers_of_a_market_are_public(client: httpx.AsyncClient) -> None:
    found = (await client.get("/api/v1/carriers", params={"market": "ID"})).json()
    assert found["items"][0] == {"key": "SANDBOX", "name": "Kurir Etalase", "methods": ["STANDARD", "ECONOMY"]}
    assert (await client.get("/api/v1/carriers", params={"market": "FR"})).status_code == 422


async def test_one_call_still_ships_a_whole_order(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop = await make_seller(client, pool)
    _, sku = await make_goods(seller, shop)
    buyer = await make_caller(client, pool, "sari")
    placed = (await order(buyer, order_body((sku, 2)))).json()["orders"][0]["id"]
    assert (await seller.put("/sandbox/clock", {"advance_s": 3700})).status_code == 200
    await run_jobs(client, pool)
    body = {"carrier": "JNE", "tracking_number": "JNE1"}
    sent = (await seller.post(f"/shops/{shop}/orders/{placed}/shipment", body)).json()
    assert (sent["status"], sent["carrier"], sent["tracking_number"]) == ("AWAITING_COLLECTION", "JNE", "JNE1")
    assert (await seller.post(f"/shops/{shop}/orders/{placed}/handover")).json()["status"] == "IN_TRANSIT"
    assert (await seller.post(f"/shops/{shop}/orders/{placed}/delivery")).json()["status"] == "DELIVERED"
    [package] = (await buyer.get(f"/orders/{placed}/tracking")).json()["packages"]
    assert (package["status"], package["lines"][0]["quantity"]) == ("COMPLETED", 2)


async def test_packages_and_whole_orders_of_one_buyer_are_put_together(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop = await make_seller(client, pool)
    _, sku = await make_goods(seller, shop, stock=20)
    buyer, other = await make_caller(client, pool, "sari"), await make_caller(client, pool, "budi")
    made = [(await order(who, order_body((sku, 2)))).json()["orders"][0]["id"] for who in (buyer, buyer, other)]
    assert (await seller.put("/sandbox/clock", {"advance_s": 3700})).status_code == 200
    await run_jobs(client, pool)
    where = f"/shops/{shop}/packages/combination"
    packed = [(await seller.post(f"/shops/{shop}/orders/{each}/packages")).json() for each in made]
    mixed = await seller.post(where, {"package_ids": [packed[0]["id"], packed[2]["id"]]})
    assert refusal(mixed) == (409, "parcels.buyer_differs")
    assert refusal(await seller.post(where, {"package_ids": [packed[0]["id"]]})) == (409, "parcels.combine_two")
    assert refusal(await buyer.post(where, {"package_ids": [each["id"] for each in packed[:2]]})) == (404, "not_found")
    done = await seller.post(where, {"package_ids": [each["id"] for each in packed[:2]]})
    assert done.status_code == 200, done.text
    together = done.json()
    assert together["id"] == packed[0]["id"] and together["order_ids"] == made[:2]
    assert [each["quantity"] for each in together["lines"]] == [2, 2]
    gone = await seller.post(f"/shops/{shop}/packages/{packed[1]['id']}/shipment")
    assert refusal(gone) == (404, "not_found")
    # One parcel: both orders go with it, and each buyer follows their own.
    sent = await seller.post(f"/shops/{shop}/packages/{together['id']}/shipment")
    assert sent.status_code == 200, sent.text
    for each in made[:2]:
        tracked = (await buyer.get(f"/orders/{each}/tracking")).json()
        assert tracked["status"] == "AWAITING_COLLECTION"
        assert [one["tracking_number"] for one in tracked["packages"]] == [sent.json()["tracking_number"]]
    # Whole orders at once, packed or not.
    more = [(await order(other, order_body((sku, 1)))).json()["orders"][0]["id"]]
    assert (await seller.put("/sandbox/clock", {"advance_s": 3700})).status_code == 200
    await run_jobs(client, pool)
    whole = await seller.post(where, {"order_ids": [made[2], *more]})
    assert whole.status_code == 200, whole.text
    assert whole.json()["order_ids"] == [made[2], *more]
    assert sum(each["quantity"] for each in whole.json()["lines"]) == 3

"""The demo world, played into an empty database with one picture for everything: drawing is tried in test_art."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from etalase.accounts.queries import followed, profile
from etalase.base.actor import Actor
from etalase.base.db import Db, value
from etalase.base.settings import Settings
from etalase.demo.cast import FOLLOWS, LOGINS
from etalase.demo.loading.pictures import draw, wanted
from etalase.demo.loading.scenes import play_scenes
from etalase.media.actions import store_rendered
from etalase.media.ports import open_storage
from etalase.orders.queries import last_address
from tests.makers.orders import broken

ID_OF = value(int, "SELECT account_id FROM handle_claims WHERE handle = $1")
STATES = value(str, "SELECT DISTINCT status FROM orders")
MARKETS_SOLD = value(str, "SELECT DISTINCT s.market FROM orders o JOIN shops s ON s.shop_id = o.shop_id ORDER BY 1")
PAYOUTS = value(str, "SELECT DISTINCT status FROM payouts")
RETURNS = value(str, "SELECT DISTINCT status FROM returns")
DEALS = value(str, "SELECT DISTINCT kind FROM shop_promotions")
OPEN_DISPUTES = value(int, "SELECT count(*) FROM disputes WHERE status = 'IN_PROGRESS'")
OWED = value(int, "SELECT count(*) FROM pgqueuer WHERE entrypoint LIKE 'notices.%'")
MAILS = value(str, "SELECT status FROM outbox_messages GROUP BY status")
SPAN = value(int, "SELECT extract(day FROM max(at) - min(at))::int FROM outbox_messages")
OPEN_REQUESTS = value(int, "SELECT count(*) FROM cancellations WHERE status = 'CANCELLATION_REQUEST_PENDING'")


@pytest.fixture
async def world(db: Db, now: datetime, tmp_path: Path) -> None:
    picture = draw(wanted()[0])
    await store_rendered(db, open_storage(Settings(home=tmp_path)), [picture], now)
    shelf = {each.name: picture.key for each in wanted()}
    await play_scenes(db, shelf, now=now, past=now - timedelta(days=35), say=lambda _: None)


async def actor(db: Db, handle: str) -> Actor:
    return Actor(await ID_OF.sole(db, handle), handle, "ID")


async def test_the_demo_world_is_whole(db: Db, world: None) -> None:
    assert await broken(db) == []
    shopper, creator = await actor(db, "sari"), await actor(db, "nadia.pakai")
    kept = await last_address(db, shopper)
    assert kept is not None and kept["city"] == "Kota Yogyakarta"
    assert {each.handle for each in (await followed(db, creator)).items} == set(FOLLOWS["nadia.pakai"])
    assert (await profile(db, shopper, handle="nadia.pakai")).is_followed
    assert all([await ID_OF.get(db, login) for _, login, _ in LOGINS])
    # People were told of it when it happened: the first worker finds nothing old to send.
    assert await OWED.sole(db) == 0 and await MAILS.all(db) == ["SENT"] and await SPAN.sole(db) > 20


async def test_orders_stand_in_every_state_and_money_has_moved(db: Db, world: None) -> None:
    assert set(await STATES.all(db)) >= {
        "UNPAID",
        "ON_HOLD",
        "AWAITING_SHIPMENT",
        "AWAITING_COLLECTION",
        "IN_TRANSIT",
        "DELIVERED",
        "COMPLETED",
        "CANCELLED",
    }
    assert await MARKETS_SOLD.all(db) == ["ID", "MY", "US", "VN"]
    assert set(await PAYOUTS.all(db)) >= {"PAID", "FAILED"}
    assert len(await RETURNS.all(db)) >= 5
    assert {"FLASHSALE", "DIRECT_DISCOUNT", "BUY_MORE_SAVE_MORE", "SHIPPING_DISCOUNT"} <= set(await DEALS.all(db))
    assert await OPEN_DISPUTES.sole(db) == 2
    assert await OPEN_REQUESTS.sole(db) == 1

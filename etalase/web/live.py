"""Event streams: a page that watches a topic asks for itself again when something changed. Only that it changed is sent."""

import time
from collections.abc import AsyncGenerator
from typing import Final

from litestar import get
from litestar.response import Stream

from etalase.base import live
from etalase.base.errors import Unauthenticated
from etalase.doorway.desk import Desk
from etalase.doorway.inputs import Id
from etalase.shops.queries import own_shop

# A stream ends by itself now and then; the browser opens it again, and what its reader may watch is asked again.
LIVES_S: Final = 15 * 60
CHANGED: Final = b"data: changed\n\n"
HEARTBEAT: Final = b": still here\n\n"
HEADERS: Final = {"cache-control": "no-store", "x-accel-buffering": "no"}


@get("/live/me")
async def my_changes(desk: Desk) -> Stream:
    """Changes that concern the signed-in account."""
    actor = await desk.actor()
    if actor is None:
        raise Unauthenticated
    return streamed(desk, live.account(actor.account_id))


@get("/live/shop/{shop:int}")
async def shop_changes(desk: Desk, shop: Id) -> Stream:
    """Changes that concern a shop, for those who work in it."""
    found = await desk.ask(own_shop, shop_id=shop)
    return streamed(desk, live.shop(found.shop_id))


def streamed(desk: Desk, topic: str) -> Stream:
    """The answer that stays open."""
    return Stream(told(desk.house.hub, topic), media_type="text/event-stream", headers=HEADERS)


async def told(hub: live.Hub, topic: str, lives_s: float = LIVES_S) -> AsyncGenerator[bytes, None]:
    """What is sent: a first word so that the browser knows it is connected, then each change, and a heartbeat between."""
    ends = time.monotonic() + lives_s
    # Watched before the first word is sent: what changes from then on is told.
    with hub.watching(topic) as changed:
        yield HEARTBEAT
        while True:
            yield CHANGED if await live.next_change(changed) else HEARTBEAT
            if time.monotonic() >= ends:
                return


routes = [my_changes, shop_changes]

"""The shop a page of Seller Center belongs to, and what its reader may do there."""

from typing import Any

import msgspec

from etalase.affiliate.queries import requests_waiting
from etalase.aftersales import queries as aftersales
from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import NotAllowed, NotFound
from etalase.doorway.desk import Desk
from etalase.orders.queries import counts
from etalase.shops.queries import Shop, role_in
from etalase.shops.queries import shop as shop_by_id
from etalase.shops.rules import ACTS_AFTER_CLOSING, permits
from etalase.web.frame import Asked
from etalase.web.pages import Html, render


class Workplace(msgspec.Struct, frozen=True):
    """A shop with the reader's role, and the numbers of the navigation."""

    shop: Shop
    role: str
    to_ship: int
    requests: int
    to_answer: int = 0
    unread: int = 0

    @property
    def home(self) -> str:
        """Where the shop's pages begin."""
        return f"/seller/{self.shop.shop_id}"

    def may(self, act: str) -> bool:
        """Whether the reader may do this here and now."""
        closed = self.shop.status == "CLOSED" and act not in ACTS_AFTER_CLOSING
        return permits(self.role, act) and not closed


async def workplace(db: Db, actor: Actor, *, shop_id: int, needs: str = "shop.read") -> Workplace:
    """The shop for somebody who works there; NotFound for others, NotAllowed when the role may not do what it `needs`."""
    role = await role_in(db, actor, shop_id)
    if role is None:
        raise NotFound
    if not permits(role, needs):
        raise NotAllowed
    orders = await counts(db, actor, shop_id=shop_id) if permits(role, "order.read") else {}
    requests = await requests_waiting(db, actor, shop_id=shop_id) if permits(role, "plan.read") else 0
    to_ship = orders.get("AWAITING_SHIPMENT", 0)
    answers = await aftersales.to_answer(db, shop_id) if permits(role, "aftersales.read") else 0
    unread = await aftersales.unread_of_shop(db, shop_id) if permits(role, "message.read") else 0
    return Workplace(await shop_by_id(db, shop_id), role, to_ship, requests, answers, unread)


async def enter(desk: Desk, shop_id: int, needs: str = "shop.read") -> Workplace:
    """The same, as the first step of a page."""
    return await desk.ask(workplace, shop_id=shop_id, needs=needs)


def shown(request: Asked, place: Workplace, name: str, *, status: int = 200, **facts: Any) -> Html:
    """A page of the shop."""
    return render(request, f"seller/{name}.html", status=status, place=place, shop=place.shop, **facts)

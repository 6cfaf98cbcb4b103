"""People at the desks: signed in one after another with one caller, reading pages and sending forms in a language."""

from datetime import UTC, datetime
from html import unescape
from typing import Any

import httpx
import msgspec

from etalase.base.actor import Actor
from etalase.base.pool import Pool
from etalase.shops.queries import Shop
from tests.makers.accounts import make_account
from tests.makers.links import ready_shop
from tests.makers.shopping import sign_in
from tests.makers.shops import make_staff


class Desk(msgspec.Struct, frozen=True):
    """A shop of `seller`, with a caller that is signed in as the seller; `as_` signs in somebody else."""

    client: httpx.AsyncClient
    pool: Pool
    seller: Actor
    shop: Shop

    @property
    def home(self) -> str:
        """Where the shop's pages begin."""
        return f"/seller/{self.shop.shop_id}"

    async def as_(self, actor: Actor) -> None:
        """Go on as somebody else."""
        await sign_in(self.client, self.pool, actor)

    async def staff(self, role: str, handle: str = "rina") -> Actor:
        """A new member of the staff, signed in."""
        async with self.pool.transaction() as db:
            member = await make_account(db, handle=handle)
            await make_staff(db, self.seller, self.shop, member, role, now=datetime.now(UTC))
        await self.as_(member)
        return member

    async def stranger(self) -> Actor:
        """Somebody with a shop of their own, signed in."""
        async with self.pool.transaction() as db:
            other, _ = await ready_shop(db, owner="orang.lain", name="Lain")
        await self.as_(other)
        return other

    async def page(self, path: str = "", *, lang: str = "en", status: int = 200) -> str:
        """A page of the shop (or any, when the path is whole) as text."""
        answer = await self.client.get(self._whole(path), headers={"Accept-Language": lang})
        assert answer.status_code == status, answer.text[:2000]
        return unescape(answer.text)

    async def send(self, path: str, *, lang: str = "en", files: Any = None, **fields: Any) -> httpx.Response:
        """Send a form; fields may be lists. Dashes in names are written as double underscores."""
        data = {name.replace("__", "-"): value for name, value in fields.items()}
        return await self.client.post(self._whole(path), data=data, files=files, headers={"Accept-Language": lang})

    def _whole(self, path: str) -> str:
        return path if path.startswith(("/seller", "/operator", "/staff-invitations")) else self.home + path


async def open_desk(client: httpx.AsyncClient, pool: Pool, *, verified: bool = True, probation: bool = False) -> Desk:
    """A shop and its seller at the desk."""
    async with pool.transaction() as db:
        seller, shop = await ready_shop(
            db, name="Langkah", verified=verified, probation=probation, now=datetime.now(UTC)
        )
    desk = Desk(client, pool, seller, shop)
    await desk.as_(seller)
    return desk


def said(answer: httpx.Response) -> str:
    """An answer as text."""
    return unescape(answer.text)

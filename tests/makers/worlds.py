"""A shop with staff of every role and one of everything in it, and people without any part in it."""

import uuid
from typing import Any

import httpx
import msgspec

from etalase.accounts.actions import set_operator
from etalase.base.actor import Actor
from etalase.base.clock import Clock
from etalase.base.db import value
from etalase.base.pool import Pool
from etalase.shops.actions import mint_invitation_token
from tests.makers.aftersales import make_cases
from tests.makers.bodies import BANK_ACCOUNT, PROMOTION, VOUCHER, bodies
from tests.makers.callers import Caller, make_caller, open_shop, product_body, sku_body
from tests.makers.orders import ADDRESS

# Of an order that is on its way to nobody yet: packed, not handed over.
PACKED = value(int, "SELECT min(package_id) FROM packages WHERE shop_id = $1 AND status = 'PROCESSING'")


class World(msgspec.Struct):
    """Callers by name, ids by the name they have in a path, and a body for each operation that takes one."""

    callers: dict[str, Caller]
    ids: dict[str, str]
    bodies: dict[str, Any]


async def make_world(client: httpx.AsyncClient, pool: Pool) -> World:
    """A shop with staff of every role, an invitation, a plan, a product and an order, and people without any part in it."""
    names = ("stranger", "rival", "warehouse", "manager", "ads", "owner", "holder", "operator", "guest")
    callers = {name: await make_caller(client, pool, f"the.{name}") for name in names}
    owner, holder = callers["owner"], callers["holder"]
    shop = await open_shop(owner)
    rival = await open_shop(callers["rival"], "Toko Saingan")
    for role in ("warehouse", "manager", "ads"):
        await hire(owner, shop, callers[role], role.upper(), pool)
    async with pool.transaction() as db:
        await set_operator(db, callers["operator"].account_id, is_operator=True)
    await done(owner.put(f"/sandbox/shops/{shop}", {"verified": True, "probation": False}))
    await done(holder.put("/sandbox/accounts/the.holder", {"verified": True, "followers": 5000}))
    ids = await make_things(owner, holder, shop) | {"account": str(callers["guest"].account_id), "handle": "the.holder"}
    ids["rival_shop"] = rival
    ids |= await after_sales(pool, owner, holder, ids)
    await hire(owner, shop, callers["guest"], "ADS", pool)
    return World(
        callers,
        ids
        | {
            "query handle": "the.holder",
            "query kind": "MARKETING",
            "query source": "AFFILIATE",
            "query market": "ID",
        },
        bodies(ids),
    )


async def make_things(owner: Caller, holder: Caller, shop: str) -> dict[str, str]:
    """What the paths name."""
    made = await done(owner.post(f"/shops/{shop}/products", product_body(sku_body(stock=500))))
    invited = await done(owner.post(f"/shops/{shop}/staff-invitations", {"email": "new@example.com", "role": "ADS"}))
    plan = await done(
        owner.post(
            f"/shops/{shop}/plans",
            {"kind": "OPEN", "rate_bp": 1000, "products": "ALL", "needs_approval": True, "name": "Open"},
        )
    )
    joined = await done(holder.post(f"/plans/{plan['id']}/joins"))
    link = await done(owner.post(f"/shops/{shop}/links", {"kind": "MARKETING", "handle": "the.holder"}))
    sku = made["skus"][0]["id"]
    bought = await done(
        holder.post(
            "/orders",
            {"lines": [{"sku_id": sku, "quantity": 1}], "address": ADDRESS, "payment": {"method": "COD"}},
            Idempotency_Key=uuid.uuid4().hex,
        )
    )
    warehouse = await done(owner.post(f"/shops/{shop}/warehouses", {"name": "Second"}))
    kept = {"sku_id": sku, "quantity": 5, "purpose": "CAMPAIGN", "purpose_ref": "1"}
    collection = await done(holder.post("/me/showcase/collections", {"title": "Mine", "product_ids": []}))
    account = await done(owner.post(f"/shops/{shop}/bank-accounts", BANK_ACCOUNT))
    return {
        "shop": shop,
        "product": made["id"],
        "category": "14",
        "warehouse": warehouse["id"],
        "set_aside": (await done(owner.post(f"/shops/{shop}/set-asides", kept)))["id"],
        "sku": sku,
        "plan": plan["id"],
        "participation": joined["id"],
        "link": link["id"],
        "order": bought["orders"][0]["id"],
        "payment": bought["payment"]["id"],
        "provider": "sandbox",
        "collection": collection["id"],
        "invitation": invited["id"],
        "bank_account": account["id"],
        "statement": "1",
        "promotion": (await done(owner.post(f"/shops/{shop}/promotions", PROMOTION)))["promotion"]["id"],
        "voucher": (await done(owner.post(f"/shops/{shop}/vouchers", VOUCHER)))["id"],
        "number": "KEID00000000000000",
    }


async def after_sales(pool: Pool, owner: Caller, holder: Caller, ids: dict[str, str]) -> dict[str, str]:
    """What follows a sale, one of each."""
    seller, buyer = (Actor(each.account_id, each.handle, "ID") for each in (owner, holder))
    async with pool.transaction() as db:
        now = await Clock(sandbox=True).now(db)
        made = await make_cases(db, seller, buyer, int(ids["shop"]), int(ids["sku"]), now)
        package = await PACKED.sole(db, int(ids["shop"]))
    return {
        "package": str(package),
        "cancellation": str(made.cancellation_id),
        "return_id": str(made.return_id),
        "dispute": str(made.dispute_id),
        "review": str(made.review_id),
        "line": str(made.line_id),
        "conversation": str(made.conversation_id),
        "complaint": str(made.complaint_id),
    }


async def hire(owner: Caller, shop: str, member: Caller, role: str, pool: Pool) -> None:
    """Put a caller on the staff."""
    invited = await done(
        owner.post(f"/shops/{shop}/staff-invitations", {"email": f"{member.handle}@example.com", "role": role})
    )
    async with pool.transaction() as db:
        minted = await mint_invitation_token(db, int(shop), int(invited["id"]), await Clock(sandbox=True).now(db))
    assert minted is not None
    await done(member.post("/staff-acceptances", {"token": minted.token}))


async def done(call: Any) -> Any:
    """The answer of a call that must succeed."""
    answer: httpx.Response = await call
    assert answer.status_code < 300, f"{answer.request.url} {answer.text}"
    return answer.json()

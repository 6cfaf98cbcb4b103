"""The published order of refusals, played from the worst case up: each repair uncovers the next one."""

import httpx
import pytest

from etalase.base.pool import Pool
from tests.makers.callers import Caller, make_caller, open_shop

NAME = "Toko Urutan"
EVERYTHING_WRONG = {"birth_date": "2015-01-01", "standing": "RESTRICTED", "verified": False}


async def review(caller: Caller, **changes: object) -> None:
    assert (await caller.put(f"/sandbox/accounts/{caller.handle}", changes)).status_code == 200


async def review_shop(caller: Caller, shop: str, **changes: object) -> None:
    assert (await caller.put(f"/sandbox/shops/{shop}", changes)).status_code == 200


async def verified(client: httpx.AsyncClient, pool: Pool, handle: str, name: str | None = None) -> Caller:
    caller = await make_caller(client, pool, handle)
    if name is not None:
        assert (await caller.patch("/me", {"name": name})).status_code == 200
    await review(caller, verified=True)
    return caller


async def ready_shop(seller: Caller, name: str) -> str:
    shop = await open_shop(seller, name)
    await review_shop(seller, shop, verified=True, probation=False)
    return shop


async def invited(seller: Caller, shop: str, handle: str, kind: str) -> str:
    answer = await seller.post(f"/shops/{shop}/links", {"kind": kind, "handle": handle})
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def link(seller: Caller, shop: str, holder: Caller, kind: str) -> None:
    accepted = await holder.post(f"/links/{await invited(seller, shop, holder.handle, kind)}/acceptance")
    assert accepted.status_code == 200, accepted.text


async def told(answer: httpx.Response) -> str:
    assert answer.status_code == 409, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")
    return answer.json()["code"]


async def full_shop(client: httpx.AsyncClient, pool: Pool, seller: Caller) -> tuple[str, Caller, Caller]:
    """A shop with all its accounts; its official one and one of its marketing ones."""
    shop = await ready_shop(seller, NAME)
    official = await verified(client, pool, "resmi", NAME)
    await link(seller, shop, official, "OFFICIAL")
    partners = [await verified(client, pool, f"mitra{number}") for number in range(4)]
    for partner in partners:
        await link(seller, shop, partner, "MARKETING")
    return shop, official, partners[0]


@pytest.mark.parametrize("kind", ["OFFICIAL", "MARKETING"])
async def test_r_link_26_an_invitation_is_refused_in_the_published_order(
    client: httpx.AsyncClient, pool: Pool, kind: str
) -> None:
    seller = await make_caller(client, pool, "penjual")
    shop, official, partner = await full_shop(client, pool, seller)
    elsewhere = await ready_shop(seller, "Toko Lain")
    official_elsewhere = await verified(client, pool, "lain", "Toko Lain")
    await link(seller, elsewhere, official_elsewhere, "OFFICIAL")
    partner_elsewhere = await verified(client, pool, "mitra.lain")
    await link(seller, elsewhere, partner_elsewhere, "MARKETING")
    stranger = await make_caller(client, pool, "stranger", "MY")
    sari = await make_caller(client, pool, "sari")
    for caller in (stranger, sari):
        await review(caller, **EVERYTHING_WRONG)
    await review_shop(seller, shop, verified=False, probation=True)

    async def refusal(caller: Caller) -> str:
        return await told(await seller.post(f"/shops/{shop}/links", {"kind": kind, "handle": caller.handle}))

    assert await refusal(stranger) == "links.market_differs"
    assert await refusal(sari) == "links.holder_not_adult"
    await review(sari, birth_date=None)
    assert await refusal(sari) == "links.account_not_in_good_standing"
    await review(sari, standing="GOOD")
    assert await refusal(sari) == "links.shop_not_verified"
    await review_shop(seller, shop, verified=True)
    assert await refusal(sari) == "links.account_not_verified"
    await review(sari, verified=True)
    if kind == "MARKETING":
        for caller in (sari, official, partner, official_elsewhere, partner_elsewhere):
            assert await refusal(caller) == "links.shop_on_probation"
    await review_shop(seller, shop, probation=False)
    assert {await refusal(official), await refusal(partner)} == {"links.already_linked"}
    has_official = {"OFFICIAL": "links.account_has_official_shop", "MARKETING": "links.account_is_linked_as_official"}
    assert await refusal(official_elsewhere) == has_official[kind]
    assert await refusal(partner_elsewhere) == "links.account_has_marketing_shop"
    full = {"OFFICIAL": "links.shop_has_official", "MARKETING": "links.marketing_slots_full"}
    assert await refusal(sari) == full[kind]


@pytest.mark.parametrize("kind", ["OFFICIAL", "MARKETING"])
async def test_r_link_26_an_acceptance_asks_all_of_it_again_in_the_same_order(
    client: httpx.AsyncClient, pool: Pool, kind: str
) -> None:
    seller = await make_caller(client, pool, "penjual")
    shop, elsewhere = await ready_shop(seller, NAME), await ready_shop(seller, "Toko Lain")
    sari = await verified(client, pool, "sari", NAME)
    invitation = await invited(seller, shop, "sari", kind)
    await link(seller, elsewhere, sari, "MARKETING")
    await review(sari, **EVERYTHING_WRONG)
    await review_shop(seller, shop, verified=False, probation=True)

    async def refusal() -> str:
        return await told(await sari.post(f"/links/{invitation}/acceptance"))

    assert await refusal() == "links.holder_not_adult"
    await review(sari, birth_date="1990-01-01")
    assert await refusal() == "links.account_not_in_good_standing"
    await review(sari, standing="GOOD")
    assert await refusal() == "links.shop_not_verified"
    await review_shop(seller, shop, verified=True)
    assert await refusal() == "links.account_not_verified"
    await review(sari, verified=True)
    if kind == "MARKETING":
        assert await refusal() == "links.shop_on_probation"
    await review_shop(seller, shop, probation=False)
    assert await refusal() == "links.account_has_marketing_shop"
    assert (await seller.delete(f"/links/{invitation}")).status_code == 200
    # What is not open any more says so before anything else.
    await review(sari, **EVERYTHING_WRONG)
    assert await refusal() == "links.not_pending"

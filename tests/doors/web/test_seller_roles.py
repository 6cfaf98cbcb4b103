"""Who may do what at Seller Center: every page and every form of a shop, asked by each role and about another shop's things.

The routes are the list, as the document is for the JSON doors: one that is not classified here fails. Foreign ids are not
found; a role gets what its verbs allow, and no page shows it a link or a form that would turn it away.
"""

import re
from html.parser import HTMLParser
from typing import Any, Final
from urllib.parse import urldefrag, urljoin, urlsplit

import httpx
import pytest

from etalase.app.routes import page_routes
from etalase.base.actor import Actor
from etalase.base.pool import Pool
from etalase.shops.rules import permits
from tests.makers.shopping import sign_in
from tests.makers.worlds import World, make_world

ROLES: Final = ("owner", "manager", "warehouse", "ads")
BEGINNING: Final = "/seller/{shop:int}"


def _any(kind: re.Match[str]) -> str:
    return r"\d+" if kind[1] == "i" else "[^/]+"


RULES: Final = {
    "shop.read": "GET: GET:/settings POST:/staff/{member:int}/removal",
    "product.read": """GET:/products GET:/products/edit GET:/products/export/{kind:str} GET:/products/{product:int}
        GET:/imports/{run:int} GET:/warehouses""",
    "product.write": """GET:/products/new GET:/products/import GET:/products/import/{sha:str} POST:/products/new
        POST:/products/import POST:/products/import/{sha:str} POST:/products/{product:int}
        POST:/products/{product:int}/{verb:str} POST:/products/many""",
    "stock.read": "GET:/set-asides",
    "stock.write": """POST:/products/edit POST:/products/{product:int}/stock POST:/set-asides
        POST:/set-asides/{number:int}/end POST:/warehouses POST:/warehouses/{warehouse:int}/name
        POST:/warehouses/{warehouse:int}/closure""",
    "order.read": "GET:/orders GET:/orders/{order:int} GET:/orders.csv",
    "order.ship": """GET:/labels GET:/orders/{order:int}/packages/{package:int}/label POST:/orders/many
        POST:/orders/{order:int}/booking POST:/orders/{order:int}/shipment POST:/orders/{order:int}/handover
        POST:/orders/{order:int}/delivery POST:/orders/{order:int}/packages POST:/orders/{order:int}/combination
        POST:/orders/{order:int}/packages/{package:int}/{step:str}""",
    "order.cancel": "POST:/orders/{order:int}/cancellation",
    "aftersales.read": "GET:/returns GET:/returns/{return_id:int} GET:/reviews",
    "aftersales.write": """POST:/cancellations/{number:int}/approval POST:/cancellations/{number:int}/rejection
        POST:/returns/{return_id:int}/decision POST:/returns/{return_id:int}/replacement
        POST:/returns/{return_id:int}/statement POST:/reviews/{review:int}/reply""",
    "message.read": "GET:/messages GET:/messages/{conversation:int}",
    "message.write": "POST:/messages/{conversation:int}",
    "plan.read": "GET:/plans GET:/plans/{plan:int}",
    "plan.write": """GET:/plans/new GET:/plans/{plan:int}/edit POST:/plans/new POST:/plans/{plan:int}/edit
        POST:/plans/{plan:int}/people/{person:int}/{verb:str} POST:/plans/{plan:int}/end""",
    "promotion.read": "GET:/marketing GET:/marketing/{promotion:int} GET:/marketing/vouchers GET:/marketing/vouchers/{voucher:int}",
    "promotion.write": """GET:/marketing/new GET:/marketing/new/{kind:str} GET:/marketing/{promotion:int}/edit
        GET:/marketing/vouchers/new POST:/marketing/new/{kind:str} POST:/marketing/{promotion:int}/edit
        POST:/marketing/{promotion:int}/launch POST:/marketing/{promotion:int}/stop POST:/marketing/{promotion:int}/copy
        POST:/marketing/vouchers/new POST:/marketing/vouchers/{voucher:int} POST:/marketing/vouchers/{voucher:int}/launch
        POST:/marketing/vouchers/{voucher:int}/stop""",
    "link.read": "GET:/accounts",
    "link.write": """GET:/accounts/handles POST:/accounts/invitations POST:/accounts/{link:int}/cancellation
        POST:/accounts/{link:int}/unlinking""",
    "finance.read": """GET:/finance GET:/finance/held GET:/finance/statements/{statement:int}
        GET:/finance/statements/{statement:int}/lines.csv GET:/finance/today GET:/finance/transactions GET:/finance/payouts
        GET:/finance/payouts/{payout:int} GET:/finance/conditions""",
    "finance.write": """POST:/finance/payouts POST:/finance/bank-account
        POST:/finance/bank-account/{account:int}/removal""",
    "shop.edit": "POST:/settings POST:/settings/status",
    "shop.verify": "POST:/settings/verification",
    "staff.write": "POST:/staff POST:/staff/invitations/{invitation:int}/cancellation POST:/staff/{member:int}/role",
    # Last: what comes after it is refused by a shop that is closed.
    "shop.close": "POST:/settings/closing",
}
NEEDS: Final = {route: verb for verb, routes in RULES.items() for route in routes.split()}
FORMS: Final = {route: re.compile(re.sub(r"{\w+:(\w)\w+}", _any, route)) for route in NEEDS}
# What a form holds, where an empty one would be told so before anybody looks for the thing it is about.
FIELDS: Final[dict[str, dict[str, str | list[str]]]] = {
    "/messages/{conversation:int}": {"text": "Hello"},
    "/orders/{order:int}/shipment": {"carrier": "JNE", "tracking_number": "J1"},
    "/orders/{order:int}/cancellation": {"reason": "Water damage"},
    "/orders/{order:int}/combination": {"package": ["{package}", "998"]},
    "/orders/{order:int}/packages/{package:int}/{step:str}": {"carrier": "JNE", "tracking_number": "J1", "line-1": "1"},
    "/marketing/vouchers/{voucher:int}": {"title": "Thanks", "ends_at": "2099-01-01T00:00"},
    "/cancellations/{number:int}/rejection": {"reason": "Packed"},
    "/returns/{return_id:int}/decision": {"decision": "REJECT_REFUND", "reason": "Fine"},
    "/returns/{return_id:int}/replacement": {"carrier": "JNE", "tracking_number": "J1"},
    "/returns/{return_id:int}/statement": {"dispute": "{dispute}", "statement": "Look"},
    "/products/{product:int}/{verb:str}": {"note": "It is ours."},
    "/products/{product:int}/stock": {"stock-{sku}": "4"},
    "/reviews/{review:int}/reply": {"text": "Thank you"},
    "/staff/{member:int}/role": {"role": "ADS"},
    "/warehouses/{warehouse:int}/name": {"name": "Barat"},
}
# A word in an address has these values; what is not here is an id of the world.
WORDS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "verb": {
        "products": ("activate", "deactivate", "submit", "appeal", "restore", "delete"),
        "plans": ("approval", "refusal", "removal"),
    },
    "step": {"orders": ("shipment", "handover", "delivery", "split", "opening")},
    "kind": {"products": ("csv", "xlsx"), "marketing": ("direct-discount",)},
    "sha": {"products": ("a" * 64,)},
}
IDS: Final = {"account": "bank_account", "person": "participation", "member": "warehouse_member"}
NUMBERS: Final = {"cancellations": "cancellation", "set-asides": "set_aside"}
# Nothing of the kind is in the world; it is not found, whoever asks.
NOWHERE: Final = "999"


@pytest.fixture
async def world(client: httpx.AsyncClient, pool: Pool) -> World:
    found = await make_world(client, pool)
    found.ids["warehouse_member"] = str(found.callers["warehouse"].account_id)
    client.headers["accept-language"] = "en"
    return found


def test_every_route_of_a_shop_is_classified_and_no_other_is() -> None:
    known = {
        f"{method}:{path.removeprefix(BEGINNING)}"
        for route in page_routes()
        for path in route.paths
        for method in route.http_methods - {"HEAD", "OPTIONS"}
        if path.startswith(BEGINNING)
    }
    assert known == set(NEEDS)


async def test_foreign_ids_are_not_found(client: httpx.AsyncClient, pool: Pool, world: World) -> None:
    await sign_in(client, pool, _actor(world, "rival"))
    wrong: list[str] = []
    for route in NEEDS:
        method, _, path = route.partition(":")
        if not re.search(r"{(?!kind)", path):
            continue
        for address in addresses(world, world.ids["rival_shop"], path):
            answer = await ask(client, world, method, path, address)
            if answer.status_code != 404:
                wrong.append(f"{method} {address}: {answer.status_code} {answer.headers.get('location', '')}")
    assert not wrong, "\n".join(wrong)


async def test_each_role_gets_what_its_verbs_allow(client: httpx.AsyncClient, pool: Pool, world: World) -> None:
    wrong: list[str] = []
    for allowed in (False, True):
        for route, verb in NEEDS.items():
            for role in ROLES:
                if permits(role.upper(), verb) is not allowed or (
                    allowed and route == "POST:/staff/{member:int}/removal"
                ):
                    continue
                await sign_in(client, pool, _actor(world, role))
                method, _, path = route.partition(":")
                for address in addresses(world, world.ids["shop"], path):
                    status = (await ask(client, world, method, path, address)).status_code
                    if (status == 403) is allowed or status >= 500 or status == 401:
                        wrong.append(
                            f"{role} {method} {address}: {status}, and {verb} is {'' if allowed else 'not '}theirs"
                        )
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", ROLES)
async def test_no_page_shows_a_role_what_would_turn_it_away(
    client: httpx.AsyncClient, pool: Pool, world: World, role: str
) -> None:
    await sign_in(client, pool, _actor(world, role))
    home = f"/seller/{world.ids['shop']}"
    waiting, seen, wrong = [home], {("GET", home)}, list[str]()
    while waiting:
        here = waiting.pop()
        answer = await client.get(here)
        if answer.status_code != 200:
            wrong.append(f"a link leads to {here}: {answer.status_code}")
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        for method, address in set(Shown.on(answer.text, here)) - seen:
            seen.add((method, address))
            route = route_of(method, urlsplit(address).path, home)
            if route is not None and not permits(role.upper(), NEEDS[route]):
                wrong.append(f"{here} shows {method} {address}")
            elif route is not None and method == "GET":
                waiting.append(address)
    assert len(seen) > 20 and not wrong, "\n".join(wrong)


class Shown(HTMLParser):
    """The links and the forms of a page."""

    def __init__(self, here: str) -> None:
        super().__init__()
        self.here = here
        self.found: list[tuple[str, str]] = []

    @classmethod
    def on(cls, text: str, here: str) -> list[tuple[str, str]]:
        """Each as its method and its address."""
        shown = cls(here)
        shown.feed(text)
        return shown.found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: said or "" for name, said in attrs}
        if tag == "a" and "href" in facts:
            self.found.append(("GET", urldefrag(urljoin(self.here, facts["href"])).url))
        elif tag == "form" and "disabled" not in facts and facts.get("method", "get") != "dialog":
            self.found.append((facts.get("method", "get").upper(), urljoin(self.here, facts.get("action", ""))))


def route_of(method: str, path: str, home: str) -> str | None:
    """The route an address of the shop belongs to; the most literal one. None for addresses elsewhere."""
    if path != home and not path.startswith(f"{home}/"):
        return None
    asked = f"{method}:{path.removeprefix(home)}"
    fits = [route for route, form in FORMS.items() if form.fullmatch(asked)]
    assert fits, f"no route for {method} {path}"
    return min(fits, key=lambda each: each.count("{"))


def addresses(world: World, shop: str, path: str) -> list[str]:
    """The path with the ids of the world, once for each value of its word."""
    room = path.split("/")[1] if path else ""
    filled, names = [path], re.findall(r"{(\w+):", path)
    for name in map(str, names):
        given: Any = WORDS.get(name, {}).get(room) or (
            world.ids.get(NUMBERS[room] if name == "number" else IDS.get(name, name), NOWHERE),
        )
        filled = [re.sub(rf"{{{name}:\w+}}", each, one) for one in filled for each in given]
    return [f"/seller/{shop}{each}" for each in filled]


async def ask(client: httpx.AsyncClient, world: World, method: str, path: str, address: str) -> httpx.Response:
    """The page, or its form with its fields."""
    fields = {name.format(**world.ids): _filled(world, said) for name, said in FIELDS.get(path, {}).items()}
    return await client.request(method, address, data=fields if method == "POST" else None)


def _filled(world: World, said: str | list[str]) -> str | list[str]:
    return said.format(**world.ids) if isinstance(said, str) else [each.format(**world.ids) for each in said]


def _actor(world: World, who: str) -> Actor:
    return Actor(world.callers[who].account_id, world.callers[who].handle, "ID")

"""Check out on one page: address, payment, one total. Buying needs an account; signing in leads back here."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import get, post
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.response import Response
from msgspec.structs import replace

from etalase.accounts.queries import me
from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import NotFound, Refused
from etalase.base.markets import MARKETS, Policy, policy
from etalase.base.money import Money
from etalase.base.texts import N_
from etalase.doorway.desk import Desk
from etalase.doorway.inputs import Id
from etalase.orders import actions, queries
from etalase.orders.rules.pricing import STEP_NAMES, StepKind
from etalase.web.frame import Asked
from etalase.web.pages import Html, render, say, see_other
from etalase.web.shopper import guest_cart
from etalase.web.shopper.address_form import address_errors, address_of, levels_of, typed_of
from etalase.web.shopper.cart import join_guest_cart
from etalase.web.shopper.cart_view import MarketSeen, by_market
from etalase.web.shopper.order_view import next_step
from etalase.web.shopper.ways import way_of, ways_of

LOST_KEY = N_("This form was open for too long. Look it over and place the order again.")
CHOOSE_PAYMENT = N_("Choose how to pay.")
ADDRESS_FIELDS = ("name", "phone", "line1", "line2", "region", "city", "district", "subdistrict", "postal_code")
KEY_LENGTH = range(16, 65)


class Till(msgspec.Struct, frozen=True):
    """What lies before the buyer: the lines of one market, its numbers, and the address used last.

    `taken_off_minor`: what the typed codes make the total less.
    """

    lines: MarketSeen
    policy: Policy
    address: dict[str, object] | None
    name: str
    quoted: actions.Quoted
    taken_off_minor: int


class Typed(msgspec.Struct):
    """Either form of the page. `skus`: what is bought, as the page showed it. `key`: makes a second tap harmless.

    `recount`: the form of the codes, which only looks at the total again, with the address as typed. Without script one form
    holds everything, and `new_codes` stand in place of the `codes` that were counted last.
    """

    key: str = ""
    market: str = ""
    skus: Annotated[str, msgspec.Meta(max_length=4000)] = ""
    payment: str = ""
    total: Annotated[str, msgspec.Meta(max_length=16)] = ""
    codes: Annotated[str, msgspec.Meta(max_length=200)] = ""
    recount: str = ""
    new_codes: Annotated[str, msgspec.Meta(max_length=200)] | None = None
    name: str = ""
    phone: str = ""
    line1: str = ""
    line2: str = ""
    region: str = ""
    city: str = ""
    district: str = ""
    subdistrict: str = ""
    postal_code: str = ""

    def __post_init__(self) -> None:
        if self.new_codes is not None:
            self.codes = self.new_codes

    @property
    def address(self) -> dict[str, str]:
        """What was typed into the address form."""
        return {field: getattr(self, field) for field in ADDRESS_FIELDS}

    @property
    def expected_minor(self) -> int | None:
        """The total that stood on the page."""
        return int(self.total) if self.total.isascii() and self.total.isdigit() else None

    @property
    def voucher_codes(self) -> list[str]:
        """What was typed as codes."""
        return [code[:40] for code in self.codes.replace(",", " ").split()][:20]

    @property
    def sku_ids(self) -> list[int]:
        """What is bought; anything that is no id is left out."""
        return [int(text) for text in self.skus.split(",") if text.isascii() and text.isdigit() and len(text) <= 16]


async def till(
    db: Db,
    actor: Actor,
    *,
    market: str,
    skus: list[int],
    now: datetime,
    going_to: dict[str, object] | None = None,
    codes: Sequence[str] = (),
) -> Till | None:
    """What is to be bought, priced for the address that was typed or used last; None when nothing of it can be."""
    wanted = [row for row in await queries.cart_seen(db, actor, now=now) if not skus or row.sku_id in skus]
    found = [each for each in by_market(wanted) if each.ready and (not market or each.market == market)]
    if not found:
        return None
    numbers, address = await policy(db, found[0].market, now), await queries.last_address(db, actor)
    known = going_to or (address if address and address.get("country") == found[0].market else None)
    lines = [actions.CartLine(line.row.sku_id, line.row.quantity) for line in found[0].ready]
    cart = actions.Cart(
        actor.account_id, lines, known or {"country": found[0].market}, "COD", codes=tuple(codes), from_cart=True
    )
    quoted = await actions.quote_cart(db, actor, cart=cart, now=now)
    plain = await actions.quote_cart(db, actor, cart=replace(cart, codes=()), now=now) if codes else quoted
    taken_off = plain.total_minor - quoted.total_minor
    return Till(found[0], numbers, address, (await me(db, actor)).name, quoted, taken_off)


async def placed_orders(db: Db, actor: Actor, *, checkout_id: int) -> list[queries.OrderRow]:
    """The orders of the caller's checkout; NotFound for another's."""
    found = await queries.orders_of_checkout(db, actor.account_id, checkout_id)
    if not found:
        raise NotFound
    return found


@get("/checkout")
async def checkout_page(request: Asked, desk: Desk, market: str = "", sku: int = 0) -> Response[Any]:
    """The form, filled with the address used last."""
    joined = await join_guest_cart(request, desk)
    found = await desk.ask(till, market=market, skus=[sku] if sku else [])
    if found is None:
        return see_other("/cart")
    typed = typed_of(found.address, found.lines.market, found.name)
    page = checkout_form(request, found, typed, {})
    if joined:
        page.set_cookie(guest_cart.cookie([]))
    return page


@post("/checkout")
async def place_order(
    request: Asked, desk: Desk, data: Annotated[Typed, Body(media_type=RequestEncodingType.URL_ENCODED)]
) -> Response[Any]:
    """Place one order per shop, once for the key of the form."""
    if data.recount:
        return await shown_again(request, desk, data, {}, status=200)
    address, payment = address_of_form(data), way_of(data.payment)
    errors = form_errors(request, data, address, known_payment=payment is not None)
    if errors or payment is None:
        return await shown_again(request, desk, data, errors)
    try:
        cart = await desk.ask(
            actions.cart_to_buy,
            address=address,
            method=payment.method,
            card=payment.card,
            sku_ids=data.sku_ids,
            codes=data.voucher_codes,
            expected_minor=data.expected_minor,
        )
        placed = await desk.check_out_once(cart, key=f"checkout:{data.key}")
    except Refused as no:
        return await shown_again(request, desk, data, {}, no)
    if placed.next_step is not None:
        return see_other(f"/pay/{placed.payment_id}")
    return see_other(f"/checkout/{placed.checkout_id}")


@get("/checkout/{checkout:int}")
async def placed_page(request: Asked, desk: Desk, checkout: Id) -> Html:
    """What was placed, and what happens next."""
    found = await desk.ask(placed_orders, checkout_id=checkout)
    unpaid = next((order for order in found if order.status == "UNPAID"), None)
    orders = [{"order": order, "step": next_step(request, order)} for order in found]
    return render(
        request,
        "shopper/checkout/placed.html",
        orders=orders,
        total=sum(order.total_minor for order in found),
        currency=found[0].currency,
        unpaid=unpaid,
        all_cancelled=all(order.status == "CANCELLED" for order in found),
    )


async def shown_again(
    request: Asked,
    desk: Desk,
    data: Typed,
    errors: dict[str, str],
    no: Refused | None = None,
    *,
    status: int = 422,
) -> Response[Any]:
    """The form as it was typed, with what is wrong; a refusal of a rule in its own words."""
    found = await desk.ask(
        till, market=data.market, skus=data.sku_ids, going_to=address_of_form(data), codes=data.voucher_codes
    )
    general = ""
    if no is not None:
        general = say(request, desk.house.refusals.get(no.code, ""), **no.facts)
    if found is None:
        return see_other("/cart", general, "bad")
    status = status if no is None else no.status
    return checkout_form(
        request, found, data.address, errors, general=general, payment=data.payment, codes=data.codes, status=status
    )


def checkout_form(
    request: Asked,
    found: Till,
    typed: dict[str, str],
    errors: dict[str, str],
    *,
    general: str = "",
    payment: str = "",
    codes: str = "",
    status: int = 200,
) -> Html:
    """The page of the form."""
    ways = ways_of(request, found.policy, found.lines.total.minor)
    usable = [way["value"] for way in ways if not way.get("disabled")]
    return render(
        request,
        "shopper/checkout/checkout.html",
        status=status,
        till=found,
        parts=parts_of(request, found.quoted),
        included=included_tax(found.quoted),
        total=Money(found.quoted.total_minor, found.quoted.currency),
        codes=codes,
        taken_off=Money(found.taken_off_minor, found.quoted.currency),
        lines=found.lines.ready,
        skus=",".join(str(line.row.sku_id) for line in found.lines.ready),
        levels=levels_of(request, found.lines.market),
        typed=typed,
        errors=errors,
        general=general,
        payments=ways,
        payment=payment if payment in usable else usable[0],
        key=secrets.token_urlsafe(24),
    )


def parts_of(request: Asked, quoted: actions.Quoted) -> list[tuple[str, Money]]:
    """Every part of the one total, in the order in which it comes about."""
    sums: dict[StepKind, int] = {}
    for bill in quoted.bills:
        for step in bill.priced.steps:
            sums[step.kind] = sums.get(step.kind, 0) + step.minor
    return [(say(request, STEP_NAMES[kind]), Money(sums[kind], quoted.currency)) for kind in STEP_NAMES if kind in sums]


def included_tax(quoted: actions.Quoted) -> Money:
    """The tax inside what is paid."""
    return Money(sum(bill.priced.total.tax_included_minor for bill in quoted.bills), quoted.currency)


def address_of_form(data: Typed) -> dict[str, object]:
    """The typed address in the API's shape. A made-up market is read as the first one; the till then refuses it."""
    return address_of(data.market if data.market in MARKETS else "ID", data.address)


def form_errors(request: Asked, data: Typed, address: dict[str, object], *, known_payment: bool) -> dict[str, str]:
    """Everything that is wrong with the form, field by field."""
    errors = address_errors(request, str(address["country"]), address)
    if not known_payment:
        errors["payment"] = say(request, CHOOSE_PAYMENT)
    if len(data.key) not in KEY_LENGTH or not data.key.isascii() or not data.key.isprintable():
        errors["key"] = say(request, LOST_KEY)
    return errors


routes = [checkout_page, place_order, placed_page]

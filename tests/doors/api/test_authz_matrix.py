"""Who may do what at the JSON doors (R18): every operation of the document, asked by every kind of caller.

The document is the list: an operation that is not classified here fails, so a new one cannot come in unasked. Everybody who
may not is asked before anybody who may, in one world; bodies are valid, so that no 422 hides a door that stands open.
"""

import uuid
from typing import Any, Final

import httpx
import msgspec

from etalase.base.pool import Pool
from tests.makers.bodies import MISSING_TOKEN
from tests.makers.callers import make_caller
from tests.makers.worlds import World, make_world

REFUSED: Final = {401, 403, 404}
EVERYBODY: Final = {
    "nobody",
    "forger",
    "stranger",
    "rival",
    "warehouse",
    "manager",
    "ads",
    "owner",
    "holder",
    "operator",
}
SIGNED_IN: Final = EVERYBODY - {"nobody", "forger"}
# A bad token is told even where none is needed, but where accounts are made or opened nobody looks at one.
PUBLIC: Final = EVERYBODY - {"forger"}
STAFF: Final = {"warehouse", "manager", "ads", "owner"}
MANAGERS: Final = {"manager", "owner"}
SHIPPERS: Final = MANAGERS | {"warehouse"}
ADVERTISERS: Final = MANAGERS | {"ads"}
OWNER: Final = {"owner"}
HOLDER: Final = {"holder"}  # of the link, who also bought something
OPERATOR: Final = {"operator"}
RULES: Final[dict[frozenset[str], str]] = {
    frozenset(EVERYBODY): "accounts.create accounts.reset accounts.request_reset accounts.mint",
    frozenset(PUBLIC): """promotions.claimable accounts.profile aftersales.product_reviews
        showcase.collections showcase.showcase
        products.categories products.category_attributes products.one_product products.live_products
        shops.one_shop parcels.carriers payments.methods""",
    frozenset(
        SIGNED_IN
    ): """aftersales.my_returns aftersales.my_conversations aftersales.my_messages aftersales.write_to_shop
        aftersales.read_as_buyer aftersales.complain aftersales.my_complaints
        accounts.search accounts.follow accounts.unfollow ads.ad_products accounts.me
        accounts.edit_me cart.cart cart.put_in_cart cart.set_quantity cart.take_out accounts.following links.mine
        orders.mine accounts.confirm_phone accounts.request_phone_check participations.mine shops.my_shops showcase.held
        showcase.candidates showcase.collect showcase.add showcase.remove showcase.remove_one showcase.order showcase.pins
        checkout.place checkout.quote media.upload plans.offered plans.one participations.join participations.leave
        shops.open_a_shop
        staff.accept promotions.claim promotions.claim_code promotions.my_vouchers
        accounts.end sandbox.review_account sandbox.move_clock sandbox.change_shop parcels.report""",
    frozenset(HOLDER): """links.accept links.refuse links.consequences participations.decline
        showcase.edit_collection showcase.delete_collection orders.cancel payments.pay payments.one
        aftersales.request_cancellation aftersales.withdraw_cancellation aftersales.request_return
        aftersales.withdraw_return aftersales.answer_offer aftersales.send_back aftersales.dispute_return
        aftersales.withdraw_dispute aftersales.write_review aftersales.edit_review aftersales.delete_review
        aftersales.follow_up""",
    # Providers alone, and by their signature.
    frozenset(): "payments.receive",
    frozenset(HOLDER | MANAGERS): "aftersales.add_statement links.end",
    frozenset(HOLDER | SHIPPERS | OPERATOR): "aftersales.one_return",
    frozenset(HOLDER | ADVERTISERS): "links.one",
    frozenset(HOLDER | SHIPPERS): "orders.one settlement.invoice parcels.tracking aftersales.order_cancellations",
    frozenset(
        STAFF
    ): """products.shop_products products.export products.own_product products.diagnosis products.of_product
        warehouses.of_shop warehouses.stock_of set_asides.of_shop""",
    frozenset(SHIPPERS): """aftersales.shop_cancellations aftersales.shop_returns aftersales.shop_reviews
        products.set_stock
        products.edit_skus warehouses.open_one warehouses.rename warehouses.close
        warehouses.set_level set_asides.create set_asides.end orders.of_shop orders.deliver orders.hand_over orders.arrange
        parcels.package parcels.label parcels.pack parcels.combine parcels.split parcels.unpack parcels.arrange
        parcels.hand_over parcels.deliver""",
    frozenset(ADVERTISERS): """links.of_shop links.usage plans.of_shop plans.invitees
        participations.of_plan promotions.of_shop promotions.one promotions.vouchers promotions.one_voucher
        promotions.simulate""",
    frozenset(
        MANAGERS
    ): """aftersales.approve_cancellation aftersales.reject_cancellation aftersales.decide_return aftersales.ship_replacement
        aftersales.reply_to_review aftersales.shop_conversations aftersales.shop_messages aftersales.write_to_buyer
        aftersales.read_as_shop promotions.create promotions.edit promotions.launch promotions.deactivate promotions.duplicate
        promotions.create_voucher promotions.edit_voucher promotions.launch_voucher promotions.deactivate_voucher
        links.invite links.eligibility plans.create plans.remove plans.edit participations.remove participations.approve
        participations.reject products.create products.change products.take_out products.restore
        products.submit products.appeal shops.change_a_shop
        orders.cancel_by_seller staff.staff staff.invitations settlement.balance settlement.held settlement.statements
        settlement.one_statement settlement.statement_lines settlement.transactions settlement.payouts
        settlement.bank_accounts""",
    frozenset(OWNER): """staff.invite staff.cancel staff.remove staff.set_role shops.ask_verification
        shops.latest_verification settlement.withdraw settlement.add_bank_account
        settlement.remove_bank_account""",
    frozenset(OPERATOR): """promotions.fund promotions.fund_voucher promotions.platform_vouchers
        promotions.create_platform_voucher promotions.launch_platform_voucher promotions.deactivate_platform_voucher
        aftersales.hide_review aftersales.waiting_disputes aftersales.decide_dispute
        aftersales.waiting_complaints aftersales.answer_complaint
        products.set_platform_status
        products.waiting_listings products.accept products.turn_down
        numbers.taxes numbers.add_tax numbers.policies numbers.set_policy numbers.changes
        shops.approve shops.reject shops.waiting""",
}
ALLOWED: Final = {name: set(who) for who, names in RULES.items() for name in names.split()}
# What the operation is asked with, beside the ids in its path.
# Allowed callers of these hear 404 or 403 for facts of their own, not for who they are.
NO_FACTS: Final = {
    "accounts.confirm_phone",
    "accounts.mint",
    "links.end",
    "participations.join",
    "participations.leave",
    "promotions.claim_code",
    "plans.one",
    "staff.accept",
}


class Question(msgspec.Struct, frozen=True):
    """One operation of the document with its path filled in."""

    name: str
    method: str
    path: str


async def test_every_operation_is_classified_and_no_other_is(client: httpx.AsyncClient) -> None:
    known = {operation["operationId"] for _, _, operation in await operations(client)}
    assert known == set(ALLOWED)


async def test_nobody_gets_what_is_not_theirs(client: httpx.AsyncClient, pool: Pool) -> None:
    world = await make_world(client, pool)
    wrong: list[str] = []
    asked = [filled(world, *each) for each in await operations(client)]
    for question in asked:
        for who in sorted(EVERYBODY - ALLOWED[question.name]):
            answer = await ask(client, world, question, who)
            if answer.status_code not in REFUSED:
                wrong.append(f"{question.name} let {who} in: {answer.status_code} {answer.text[:120]}")
    for question in asked:
        if question.name == "accounts.end":
            continue
        for who in sorted(ALLOWED[question.name]):
            answer = await ask(client, world, question, who)
            if answer.status_code >= 500 or (answer.status_code in {401, 403} and question.name not in NO_FACTS):
                wrong.append(f"{question.name} turned {who} away: {answer.status_code} {answer.text[:120]}")
    assert not wrong, "\n".join(wrong)


async def test_a_token_that_was_given_back_opens_nothing(client: httpx.AsyncClient, pool: Pool) -> None:
    sari = await make_caller(client, pool)
    assert (await sari.delete("/tokens/current")).status_code < 300
    answers = [(await sari.call(method, path)).status_code for method, path in (("GET", "/me"), ("GET", "/me/orders"))]
    assert answers == [401, 401]


async def operations(client: httpx.AsyncClient) -> list[tuple[str, str, dict[str, Any]]]:
    """(path, method, operation) of the whole document."""
    document = (await client.get("/api/openapi.json")).json()
    return [
        (path.removeprefix("/api/v1"), method.upper(), operation)
        for path, item in sorted(document["paths"].items())
        for method, operation in item.items()
    ]


def filled(world: World, path: str, method: str, operation: dict[str, Any]) -> Question:
    """The operation with the ids of the world, and the queries it cannot do without."""
    name: str = operation["operationId"]
    query = "&".join(
        f"{each['name']}={world.ids['query ' + each['name']]}"
        for each in operation.get("parameters", ())
        if each["in"] == "query" and each.get("required")
    )
    return Question(name, method, path.format(**world.ids) + (f"?{query}" if query else ""))


async def ask(client: httpx.AsyncClient, world: World, question: Question, who: str) -> httpx.Response:
    """The question, asked by one kind of caller."""
    headers = {"Idempotency-Key": uuid.uuid4().hex} if question.name == "checkout.place" else {}
    if who == "forger":
        headers["Authorization"] = f"Bearer {MISSING_TOKEN}"
    elif who != "nobody":
        headers["Authorization"] = f"Bearer {world.callers[who].token}"
    body = world.bodies.get(question.name)
    return await client.request(question.method, f"/api/v1{question.path}", json=body, headers=headers)

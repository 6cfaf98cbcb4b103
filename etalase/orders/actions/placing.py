"""The till: it takes many carts and answers each. A group commit calls it with all that are in flight."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import Invalid, Refused
from etalase.base.idempotency import Call
from etalase.base.markets import MARKETS, check_address, policy
from etalase.base.texts import N_
from etalase.orders.actions.asked import Cart, CartLine, Decided, Placed
from etalase.orders.actions.deciding import Known, Till
from etalase.orders.actions.facts import earlier_orders, held_facts, held_levels, held_limits, shown_by
from etalase.orders.actions.paying import pay_checkout
from etalase.orders.actions.redeeming import offers_of, redeem_all
from etalase.orders.actions.taxing import tax_table
from etalase.orders.actions.writing import number_all, write_all
from etalase.payments.rules import Method

Answers = list[Placed | Refused]


async def place(
    db: Db,
    carts: Sequence[Cart],
    *,
    now: datetime,
    wall: datetime | None = None,
    keep: Callable[[Answers], list[Call]] | None = None,
) -> Answers:
    """Place carts, first come first served, each whole or not at all; an answer for each, in order.

    Orders paid on delivery start ON_HOLD, others UNPAID. Stock is locked in shop and SKU order, so that any number of
    processes do this at once and never sell a piece twice. `keep` makes of the answers what is stored for their idempotency
    keys, at `wall`, by the statement that writes the orders.
    """
    till = Till(await _known(db, carts, now))
    decided = await redeem_all(db, till, [till.decide(cart) for cart in carts], now=now)
    fitting = [each for each in decided if isinstance(each, Decided)]
    numbered = await number_all(db, fitting)
    placed = iter(numbered)
    answers: Answers = [next(placed).placed if isinstance(each, Decided) else each for each in decided]
    await write_all(db, numbered, keep(answers) if keep else [], now=now, wall=wall or now)
    return answers


async def _known(db: Db, carts: Sequence[Cart], now: datetime) -> Known:
    countries = {str(cart.address.get("country")) for cart in carts} & set(MARKETS)
    policies = {country: await policy(db, country, now) for country in sorted(countries)}
    taxes = await tax_table(db)
    facts = await held_facts(db, carts)
    shown = await shown_by(db, carts, facts, now=now)
    levels = await held_levels(db, [fact for fact in facts.values() if fact.on_sale])
    may_buy = await held_limits(db, carts, facts, now)
    return Known(
        facts,
        levels,
        shown,
        policies,
        taxes,
        now,
        offers=await offers_of(db, carts, facts, now=now),
        earlier=await earlier_orders(db, carts, policies),
        may_buy=may_buy,
    )


async def buy(
    db: Db,
    actor: Actor,
    *,
    lines: Sequence[CartLine],
    address: Mapping[str, object],
    method: Method,
    now: datetime,
    card: str = "approve",
) -> Placed:
    """Place one cart and, with a sandbox card, pay for it at once.

    A declined card leaves the orders UNPAID, to be paid another time. Refused with the first rule that says no.
    """
    check_cart(lines, address)
    [answer] = await place(db, [Cart(actor.account_id, list(lines), address, method, card)], now=now)
    if isinstance(answer, Refused):
        raise answer
    if method == "SANDBOX_CARD":
        return await pay_checkout(db, answer, card=card, now=now)
    return answer


def check_cart(lines: Sequence[CartLine], address: Mapping[str, object]) -> None:
    """Invalid when a cart has no form that could be placed."""
    if not lines:
        raise Invalid({"lines": N_("Send at least one line.")})
    if any(line.quantity < 1 for line in lines):
        raise Invalid({"lines.quantity": N_("Order at least one piece.")})
    country = address.get("country")
    if not isinstance(country, str) or country not in MARKETS:
        raise Invalid({"address.country": N_("Choose one of the eight markets.")})
    wrong = check_address(country, address)
    if wrong:
        raise Invalid({f"address.{field}": message for field, message in wrong.items()})

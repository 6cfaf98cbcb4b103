"""The till: it takes many carts and answers each. Here it is called with one; a group commit calls it with all in flight."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import Invalid, Refused
from etalase.base.markets import MARKETS, check_address, policy
from etalase.base.texts import N_
from etalase.orders.actions.asked import Cart, CartLine, Decided, Placed
from etalase.orders.actions.deciding import Till
from etalase.orders.actions.facts import held_facts, hold_stock, shown_by, sku_facts
from etalase.orders.actions.paying import pay_checkout
from etalase.orders.actions.writing import write_all
from etalase.payments.rules import Method


async def place(db: Db, carts: Sequence[Cart], *, now: datetime) -> list[Placed | Refused]:
    """Place carts, first come first served, each whole or not at all; an answer for each, in order.

    Orders paid on delivery start ON_HOLD, others UNPAID. Stock is locked in shop and SKU order, so that any number of
    processes do this at once and never sell a piece twice.
    """
    facts = await sku_facts(db, carts)
    shown = await shown_by(db, carts, facts, now=now)
    countries = {str(cart.address.get("country")) for cart in carts} & set(MARKETS)
    policies = {country: await policy(db, country, now) for country in sorted(countries)}
    levels = await hold_stock(db, [fact for fact in facts.values() if fact.on_sale])
    facts = await held_facts(db, carts, facts)
    till = Till(facts, levels, shown, policies, now)
    answers = [till.decide(cart) for cart in carts]
    fitting = [answer for answer in answers if isinstance(answer, Decided)]
    written = iter(await write_all(db, fitting, policies) if fitting else [])
    return [next(written) if isinstance(answer, Decided) else answer for answer in answers]


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
    _check(lines, address)
    [answer] = await place(db, [Cart(actor.account_id, list(lines), address, method, card)], now=now)
    if isinstance(answer, Refused):
        raise answer
    if method == "SANDBOX_CARD":
        return await pay_checkout(db, answer, card=card, now=now)
    return answer


def _check(lines: Sequence[CartLine], address: Mapping[str, object]) -> None:
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

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
from etalase.orders.actions.facts import (
    Goods,
    check_left,
    goods_of,
    held_levels,
    held_limits,
    hold_wanted,
    shown_by,
    ways_to_pay,
)
from etalase.orders.actions.meeting import Buyer, buyers_of
from etalase.orders.actions.numbering import Numbered
from etalase.orders.actions.paying import pay_checkout
from etalase.orders.actions.redeeming import offers_of, redeem_all
from etalase.orders.actions.taxing import tax_table
from etalase.orders.actions.writing import write_all
from etalase.payments.rules import Method
from etalase.promotions.rules import Offers

Answers = list[Placed | Refused]


async def place(
    db: Db,
    carts: Sequence[Cart],
    *,
    now: datetime,
    wall: datetime | None = None,
    keep: Callable[[Answers], list[Call]] | None = None,
    held: bool = True,
    buyers: Mapping[int, Buyer] | None = None,
) -> Answers:
    """Place carts, first come first served, each whole or not at all; an answer for each, in order.

    Orders paid on delivery start ON_HOLD, others UNPAID. Stock is locked in shop and SKU order, so that any number of
    processes do this at once and never sell a piece twice: before the carts are decided, or only when they are written
    (`held` False, StockMoved when others took it in between). `keep` makes of the answers what is stored for their
    idempotency keys, at `wall`, by the statement that writes the orders. `buyers`: by account, for calls that were met.
    """
    goods = await goods_of(db, carts, now=now, held=True)
    known = await known_of(db, carts, goods, now, held=held, buyers=buyers)
    till, offers = Till(known), await offers_of(db, carts, goods, now=now)
    decided = [_decided(till, cart, each) for cart, each in zip(carts, offers, strict=True)]
    held, left = known.held, None
    if not held and any(each.promotions or each.vouchers for each in offers):
        # What offers count is locked after the stock, as everywhere.
        left = await hold_wanted(
            db, [line for each in decided if not isinstance(each, Refused) for line in each[0].lines]
        )
        held = True
    numbered = await redeem_all(db, till, decided, now=now)
    if left is not None:
        # A cart that came too late for an offer may take from elsewhere now, where the stock was only seen.
        check_left(left, [line for each in numbered if isinstance(each, Numbered) for line in each.decided.lines])
    answers: Answers = [each.placed if isinstance(each, Numbered) else each for each in numbered]
    written = [each for each in numbered if isinstance(each, Numbered)]
    await write_all(db, written, keep(answers) if keep else [], now=now, wall=wall or now, held=held)
    return answers


def _decided(till: Till, cart: Cart, offers: Offers) -> tuple[Decided, Offers] | Refused:
    decided = till.decide(cart, offers)
    return decided if isinstance(decided, Refused) else (decided, offers)


async def known_of(
    db: Db, carts: Sequence[Cart], goods: Goods, now: datetime, *, held: bool, buyers: Mapping[int, Buyer] | None
) -> Known:
    """Everything that decides these carts, with the limits of what they want locked, and its stock when `held`."""
    countries = {str(cart.address.get("country")) for cart in carts} & set(MARKETS)
    policies = {country: await policy(db, country, now) for country in sorted(countries)}
    taxes = await tax_table(db)
    facts = goods.facts
    shown = await shown_by(db, carts, facts, now=now)
    # What a limit counts is locked after the stock, as everywhere.
    held = held or any(fact.purchase_limit is not None for fact in facts.values())
    levels = await held_levels(db, [fact for fact in facts.values() if fact.on_sale]) if held else goods.levels
    buyers = await buyers_of(db, carts, now=now) if buyers is None else buyers
    return Known(
        facts,
        levels,
        shown,
        policies,
        taxes,
        now,
        earlier={account_id: each.earlier for account_id, each in buyers.items()},
        may_buy=await held_limits(db, carts, facts, now),
        standings={account_id: each.standing for account_id, each in buyers.items()},
        methods=await ways_to_pay(db, carts, now),
        held=held,
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
    """Place one cart and ask for its payment, at once with a sandbox card.

    A declined card leaves the orders UNPAID, to be paid another time. Refused with the first rule that says no.
    """
    check_cart(lines, address)
    [answer] = await place(db, [Cart(actor.account_id, list(lines), address, method, card)], now=now)
    if isinstance(answer, Refused):
        raise answer
    if method != "COD":
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

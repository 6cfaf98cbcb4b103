"""The offers of a batch of carts, and the limits they use up: a cart whose offer was taken meanwhile is priced without it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from etalase.base.db import Db
from etalase.base.errors import Refused
from etalase.orders.actions.asked import Cart, Decided, SkuFact
from etalase.orders.actions.deciding import Till
from etalase.orders.actions.facts import Goods
from etalase.orders.actions.numbering import NewOrder, Numbered, number_all
from etalase.promotions.actions import redeem, release
from etalase.promotions.queries import Ask, offers_for_all
from etalase.promotions.rules import Offers, Redemption, Source, redemptions_of

TRIES: Final = 3
Spent = frozenset[tuple[Source, int]]


async def offers_of(db: Db, carts: Sequence[Cart], goods: Goods, *, now: datetime) -> list[Offers]:
    """What may change the price of each cart; no statement when its shops offer nothing."""
    asks = [_ask(cart, goods.facts) for cart in carts]
    return await offers_for_all(db, asks, now=now, anything=goods.anything)


async def redeem_all(
    db: Db, till: Till, decided: Sequence[tuple[Decided, Offers] | Refused], *, now: datetime
) -> list[Numbered | Refused]:
    """Number the carts and count what they take of limits, first come first served.

    A cart that comes too late for an offer is decided again without it; it is refused when its total was promised.
    """
    numbered: dict[int, Numbered] = dict(
        zip(
            [at for at, each in enumerate(decided) if not isinstance(each, Refused)],
            await number_all(db, [each[0] for each in decided if not isinstance(each, Refused)]),
            strict=True,
        )
    )
    found: list[Numbered | Refused] = [
        each if isinstance(each, Refused) else numbered[at] for at, each in enumerate(decided)
    ]
    offers = {at: each[1] for at, each in enumerate(decided) if not isinstance(each, Refused)}
    waiting = list(numbered)
    for _ in range(TRIES):
        failed = await redeem(db, [each for at in waiting for each in _redemptions(found[at])], now)
        waiting = await _decide_again(db, till, found, offers, failed, now)
        if not waiting:
            return found
    for at in waiting:
        late = found[at]
        if isinstance(late, Numbered):
            till.undo(late.decided)
            found[at] = Refused("promotions.used_up")
    return found


async def _decide_again(
    db: Db,
    till: Till,
    found: list[Numbered | Refused],
    offers: dict[int, Offers],
    failed: Sequence[Redemption],
    now: datetime,
) -> list[int]:
    """Which carts failed and fit again without what was used up; they are numbered anew."""
    lacking: dict[int, list[Redemption]] = {}
    for each in failed:
        lacking.setdefault(each.order_id, []).append(each)
    again: list[int] = []
    for at, each in enumerate(found):
        if isinstance(each, Refused) or not any(order.order_id in lacking for order in each.orders):
            continue
        spent: Spent = frozenset(
            (lack.source, lack.source_id) for order in each.orders for lack in lacking.get(order.order_id, ())
        )
        for order in each.orders:
            if order.order_id not in lacking:
                await release(db, order, now=now)
        till.undo(each.decided)
        offers[at] = offers[at].without(spent)
        decided = till.decide(each.decided.cart, offers[at])
        if isinstance(decided, Refused):
            found[at] = decided
        else:
            [found[at]] = await number_all(db, [decided])
            again.append(at)
    return again


def _redemptions(each: Numbered | Refused) -> list[Redemption]:
    if isinstance(each, Refused):
        return []
    account_id = each.decided.cart.account_id
    return [one for order in each.orders for one in _of_order(order, account_id)]


def _of_order(order: NewOrder, account_id: int) -> list[Redemption]:
    return redemptions_of(order.order_id, account_id, order.bill.discounts)


def _ask(cart: Cart, facts: Mapping[int, SkuFact]) -> Ask:
    known = [facts[line.sku_id] for line in cart.lines if line.sku_id in facts]
    return Ask(
        cart.account_id,
        sorted({fact.shop_id for fact in known}),
        sorted({fact.product_id for fact in known}),
        cart.codes,
    )

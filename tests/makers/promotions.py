"""Promotions and vouchers for tests, made by the room's own verbs."""

from datetime import UTC, datetime, timedelta
from typing import Any

from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.promotions import actions
from etalase.promotions.actions import NewItem, NewPromotion, NewVoucher
from etalase.promotions.queries import Voucher, Whole
from etalase.promotions.rules import Kind
from etalase.shops.queries import Shop

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def asked(kind: Kind = "DIRECT_DISCOUNT", *items: NewItem, now: datetime = NOW, **terms: Any) -> NewPromotion:
    """A promotion that runs from now for a day; without items it is the whole shop's, at ten percent off."""
    level = terms.pop("level", "PRODUCT" if items else "SHOP")
    whole = NewItem(off_bp=1000) if kind == "DIRECT_DISCOUNT" else NewItem()
    times = terms.pop("starts_at", now), terms.pop("ends_at", now + 24 * HOUR)
    return NewPromotion(kind, level, terms.pop("title", f"{kind} of the week"), *times, items or (whole,), **terms)


async def make_promotion(
    db: Db,
    seller: Actor,
    shop: Shop,
    kind: Kind = "DIRECT_DISCOUNT",
    *items: NewItem,
    now: datetime = NOW,
    at_once: bool = True,
    **terms: Any,
) -> Whole:
    """A promotion in force."""
    new = asked(kind, *items, now=now, **terms)
    return await actions.create_promotion(db, seller, shop_id=shop.shop_id, new=new, now=now, at_once=at_once)


def voucher_asked(amount: int | None = 10_000, *, now: datetime = NOW, **terms: Any) -> NewVoucher:
    """A voucher for everybody, of an amount from twice of it on, for a week."""
    terms = {"display": "REGULAR", "title": "Thanks for coming", "starts_at": now, "ends_at": now + 168 * HOUR} | terms
    if amount is not None and "off_bp" not in terms:
        terms = {"amount_minor": amount, "minimum_minor": 2 * amount} | terms
    return NewVoucher(**terms)


async def make_voucher(
    db: Db,
    seller: Actor,
    shop: Shop | None,
    amount: int | None = 10_000,
    *,
    now: datetime = NOW,
    at_once: bool = True,
    **terms: Any,
) -> Voucher:
    """A voucher in force; without a shop it is the platform's, and `seller` an operator."""
    new = voucher_asked(amount, now=now, **terms)
    shop_id = shop.shop_id if shop else 0
    return await actions.create_voucher(db, seller, shop_id=shop_id, new=new, now=now, at_once=at_once)

"""Vouchers of a shop, and with shop 0 those of the platform, which the operator gives and the platform pays."""

from datetime import datetime
from typing import Final

from msgspec import UNSET

from etalase.accounts.rules import plain_handle
from etalase.base import events, live
from etalase.base.actor import Actor, only_operators
from etalase.base.db import Db, value, write
from etalase.base.errors import Invalid, NotFound, Refused
from etalase.base.markets import MARKETS
from etalase.base.money import WHOLE_BP
from etalase.base.texts import N_
from etalase.promotions.actions.asked import InCurrency, NewVoucher, VoucherChanges, in_currency
from etalase.promotions.actions.writing import OWN_PRODUCTS
from etalase.promotions.queries.offering import plain_code
from etalase.promotions.queries.own import Voucher, permit_voucher, voucher_of
from etalase.promotions.rules import PLATFORM, shapes

CREATE = value(
    int,
    """INSERT INTO vouchers (shop_id, voucher_id, title, status, display, code, creator_account_id, live_task, currency,
              amount_minor, off_bp, cap_minor, minimum_minor, new_customers, all_products, quantity_limit, buyer_limit,
              platform_bp, starts_at, ends_at, created_by, created_at)
       VALUES ($1, $2, $3, 'DRAFT', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
       ON CONFLICT (shop_id, currency, code) WHERE status <> 'DEACTIVATED' AND code IS NOT NULL DO NOTHING
       RETURNING voucher_id""",
)
ADD_PRODUCTS = write(
    "INSERT INTO voucher_products (shop_id, voucher_id, product_id) SELECT $1, $2, unnest($3::bigint[])"
)
CREATOR = value(int, "SELECT account_id FROM accounts WHERE handle = $1")
LOCK = value(int, "SELECT voucher_id FROM vouchers WHERE shop_id = $1 AND voucher_id = $2 FOR UPDATE")
LAUNCH = write(
    """UPDATE vouchers SET status = 'LAUNCHED', launched_at = $3
        WHERE shop_id = $1 AND voucher_id = $2 AND status = 'DRAFT' AND ends_at > $3"""
)
STOP = write(
    """UPDATE vouchers SET status = 'DEACTIVATED', deactivated_at = $3, deactivated_by = $4
        WHERE shop_id = $1 AND voucher_id = $2 AND status IN ('DRAFT', 'LAUNCHED') AND (status = 'DRAFT' OR ends_at > $3)"""
)
CHANGE = write(
    "UPDATE vouchers SET title = $3, ends_at = $4, quantity_limit = $5 WHERE shop_id = $1 AND voucher_id = $2"
)
FUND = write("UPDATE vouchers SET platform_bp = $3 WHERE shop_id = $1 AND voucher_id = $2")
LASTS_MAX_S: Final = 365 * 24 * 3600


async def create_voucher(
    db: Db,
    actor: Actor,
    *,
    shop_id: int,
    new: NewVoucher | InCurrency[NewVoucher],
    now: datetime,
    at_once: bool = False,
) -> Voucher:
    """A draft, or `at_once` launched. Shop 0: the platform's, by the operator.

    Invalid shape (R-PRO-5, 6); NotFound for products that are not the shop's. Refused: `promotions.code_taken`,
    `promotions.already_over`.
    """
    currency = await permit_voucher(db, actor, shop_id, "promotion.write")
    new = in_currency(new, currency)
    code = plain_code(new.code) if new.code is not None else None
    creator_id = await _checked(db, shop_id, new, code)
    products = sorted(set(new.product_ids)) if new.product_ids is not None else []
    voucher_id = await db.new_id()
    made = await CREATE.get(
        db,
        shop_id,
        voucher_id,
        new.title.strip(),
        new.display,
        code,
        creator_id,
        new.live_task,
        currency or MARKETS[str(new.market)].currency,
        new.amount_minor,
        new.off_bp,
        new.cap_minor,
        new.minimum_minor,
        new.new_customers,
        new.product_ids is None,
        new.quantity_limit,
        new.buyer_limit,
        WHOLE_BP if shop_id == PLATFORM else 0,
        new.starts_at,
        new.ends_at,
        actor.account_id,
        now,
    )
    if made is None:
        raise Refused("promotions.code_taken")
    if products:
        await ADD_PRODUCTS.run(db, shop_id, voucher_id, products)
    await _tell(db, actor, "voucher.created", shop_id, voucher_id, now)
    if at_once:
        return await launch_voucher(db, actor, shop_id=shop_id, voucher_id=voucher_id, now=now)
    return await voucher_of(db, shop_id, voucher_id, now)


async def launch_voucher(db: Db, actor: Actor, *, shop_id: int, voucher_id: int, now: datetime) -> Voucher:
    """Put a draft into force. Refused: `promotions.wrong_state`, `promotions.already_over`."""
    found = await _held(db, actor, shop_id, voucher_id, now)
    if found.stored != "DRAFT":
        raise Refused("promotions.wrong_state", promotion_status=found.status)
    if not await LAUNCH.run(db, shop_id, voucher_id, now):
        raise Refused("promotions.already_over")
    await _tell(db, actor, "voucher.launched", shop_id, voucher_id, now)
    return await voucher_of(db, shop_id, voucher_id, now)


async def edit_voucher(
    db: Db, actor: Actor, *, shop_id: int, voucher_id: int, changes: VoucherChanges, now: datetime
) -> Voucher:
    """Another title, another end in the future, a total limit not below what is used. Refused: `promotions.wrong_state`."""
    found = await _held(db, actor, shop_id, voucher_id, now)
    status = found.status
    if status in {"EXPIRED", "DEACTIVATED"}:
        raise Refused("promotions.wrong_state", promotion_status=status)
    title = found.title if changes.title is UNSET else changes.title
    ends_at = found.ends_at if changes.ends_at is UNSET else changes.ends_at
    limit = found.quantity_limit if changes.quantity_limit is UNSET else changes.quantity_limit
    wrong = shapes.wrong_title(title) | shapes.wrong_times(None, found.starts_at, ends_at, 0, LASTS_MAX_S)
    wrong |= shapes.wrong_limits(limit, found.buyer_limit)
    if 0 <= limit < found.used:
        wrong["quantity_limit"] = N_("It was used more often already.")
    if ends_at <= now:
        wrong["ends_at"] = N_("Choose a time in the future.")
    if wrong:
        raise Invalid(wrong)
    await CHANGE.run(db, shop_id, voucher_id, title.strip(), ends_at, limit)
    await _tell(db, actor, "voucher.edited", shop_id, voucher_id, now)
    return await voucher_of(db, shop_id, voucher_id, now)


async def deactivate_voucher(db: Db, actor: Actor, *, shop_id: int, voucher_id: int, now: datetime) -> Voucher:
    """Stop it for good; who claimed it keeps it, without effect. Refused: `promotions.wrong_state`."""
    found = await _held(db, actor, shop_id, voucher_id, now)
    if not await STOP.run(db, shop_id, voucher_id, now, actor.account_id):
        raise Refused("promotions.wrong_state", promotion_status=found.status)
    await _tell(db, actor, "voucher.deactivated", shop_id, voucher_id, now)
    return await voucher_of(db, shop_id, voucher_id, now)


async def fund_voucher(
    db: Db, actor: Actor, *, shop_id: int, voucher_id: int, platform_bp: int, now: datetime
) -> Voucher:
    """The operator takes a share of what a shop's voucher costs, in basis points, from the next order on."""
    only_operators(actor)
    if shop_id == PLATFORM or not 0 <= platform_bp <= WHOLE_BP:
        raise Invalid({"platform_bp": N_("Choose from 0 to 100 percent.")})
    if await LOCK.get(db, shop_id, voucher_id) is None:
        raise NotFound
    await FUND.run(db, shop_id, voucher_id, platform_bp)
    await _tell(db, actor, "voucher.funded", shop_id, voucher_id, now)
    return await voucher_of(db, shop_id, voucher_id, now)


async def _checked(db: Db, shop_id: int, new: NewVoucher, code: str | None) -> int | None:
    """The account of its creator, if it has one. Invalid where the shape is wrong, NotFound for foreign products."""
    wrong = wrong_voucher(new, code)
    if shop_id == PLATFORM and new.market not in MARKETS:
        wrong["market"] = N_("Choose one of the eight markets.")
    if shop_id == PLATFORM and new.product_ids is not None:
        wrong["products"] = N_("A voucher of the platform is for every product.")
    creator_id = None if new.creator is None else await CREATOR.get(db, plain_handle(new.creator))
    if new.creator is not None and creator_id is None:
        wrong["creator"] = N_("Nobody has this handle.")
    if wrong:
        raise Invalid(wrong)
    products = sorted(set(new.product_ids or ()))
    if len(await OWN_PRODUCTS.all(db, shop_id, products)) != len(products):
        raise NotFound
    return creator_id


def wrong_voucher(new: NewVoucher, code: str | None) -> dict[str, str]:
    """The fields of a new voucher whose shape is wrong."""
    wrong = (
        shapes.wrong_title(new.title)
        | shapes.wrong_times(None, new.starts_at, new.ends_at, 0, LASTS_MAX_S)
        | shapes.wrong_worth(new.amount_minor, new.off_bp, new.cap_minor, new.minimum_minor)
        | shapes.wrong_display(new.display, code, new.creator, new.live_task)
        | shapes.wrong_limits(new.quantity_limit, new.buyer_limit)
    )
    if new.product_ids is not None and not 1 <= len(new.product_ids) <= shapes.ITEMS_MAX:
        wrong["products"] = N_("Choose at least one product.")
    return wrong


async def _held(db: Db, actor: Actor, shop_id: int, voucher_id: int, now: datetime) -> Voucher:
    await permit_voucher(db, actor, shop_id, "promotion.write")
    if await LOCK.get(db, shop_id, voucher_id) is None:
        raise NotFound
    return await voucher_of(db, shop_id, voucher_id, now)


async def _tell(db: Db, actor: Actor, name: str, shop_id: int, voucher_id: int, now: datetime) -> None:
    facts = {"voucher_id": str(voucher_id)}
    at_shop = shop_id or None
    await events.record(db, name, at=now, shop_id=at_shop, account_id=actor.account_id, facts=facts)
    if at_shop:
        await live.announce(db, live.shop(at_shop))

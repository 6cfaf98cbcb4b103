"""The Marketing desk: a shop's promotions, from the kind to the launch, with a simulator before it (R-PRO)."""

from datetime import datetime
from typing import Any, Final

import msgspec
from litestar import get, post
from litestar.response import Response

from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import Invalid, NotFound, Refused
from etalase.base.texts import N_
from etalase.catalog.queries import ShopProduct, details, shop_products
from etalase.doorway.desk import Desk
from etalase.doorway.inputs import Id
from etalase.promotions import actions, queries, rules
from etalase.promotions.actions import PromotionChanges
from etalase.promotions.queries import Simulated, Voucher, Wanted, Whole
from etalase.web.flash import with_query
from etalase.web.frame import Asked
from etalase.web.pages import Html, say, see_other
from etalase.web.seller import promotion_form as forms
from etalase.web.seller.promotion_form import PriceRow
from etalase.web.seller.workplace import Workplace, enter, shown
from etalase.web.typed import FINE, Trouble, Typed, act_and_return, trouble_of, typed, whole

SAVED: Final = N_("Saved as a draft. Try it below, then launch it.")
CHANGED: Final = N_("Saved.")
LAUNCHED: Final = N_("Launched.")
STOPPED: Final = N_("Stopped. Prices are as before.")
COPIED: Final = N_("Here is a copy, as a draft.")
NO_PRODUCT: Final = Invalid({"items": N_("One of these products is not there any more.")})
SHOWN_AT_ONCE: Final = 25
CHOICES_MAX: Final = 100
TRIED_MAX: Final = 30


class Bench(msgspec.Struct, frozen=True):
    """What a promotion's form works with."""

    whole: Whole | None
    products: list[ShopProduct]
    rows: list[PriceRow]
    now: datetime


class Seen(msgspec.Struct, frozen=True):
    """A promotion with what can be tried on it."""

    whole: Whole
    rows: list[PriceRow]
    vouchers: list[Voucher]
    simulated: Simulated | None


async def bench(db: Db, actor: Actor, *, place: Workplace, promotion_id: int, kind: str, now: datetime) -> Bench:
    """`promotion_id` 0 is a new one."""
    shop_id = place.shop.shop_id
    found = None
    if promotion_id:
        found = await queries.promotion(db, actor, shop_id=shop_id, promotion_id=promotion_id, now=now)
    products = (await shop_products(db, actor, shop_id=shop_id, limit=CHOICES_MAX)).items
    priced = (found.promotion.kind if found else kind) in forms.PRICED
    chosen = {item.product_id for item in found.items} if found else set[int]()
    ids = [*{*chosen, *(each.product_id for each in products)}] if priced else []
    rows = forms.price_rows([*(await details(db, shop_id, ids)).values()]) if priced else []
    return Bench(found, products, sorted(rows, key=lambda row: (-row.product_id, row.sku_id)), now)


async def seen(
    db: Db, actor: Actor, *, place: Workplace, promotion_id: int, wanted: Wanted | None, now: datetime
) -> Seen:
    """A promotion and what the simulator answered."""
    shop_id = place.shop.shop_id
    found = await queries.promotion(db, actor, shop_id=shop_id, promotion_id=promotion_id, now=now)
    covered = list(dict.fromkeys(item.product_id for item in found.items if item.product_id))[:TRIED_MAX]
    if not covered:
        newest = await shop_products(db, actor, shop_id=shop_id, status="ACTIVATE", limit=TRIED_MAX)
        covered = [each.product_id for each in newest.items]
    rows = forms.price_rows([*(await details(db, shop_id, covered)).values()])[:TRIED_MAX]
    vouchers = (await queries.vouchers_of_shop(db, actor, shop_id=shop_id, now=now, limit=SHOWN_AT_ONCE)).items
    open_ones = [each for each in vouchers if each.status in {"DRAFT", "NOT_START", "ONGOING"}]
    enough = max((tier.from_quantity or 1 for tier in found.tiers), default=1)
    tried = wanted if wanted and wanted.lines else Wanted([(row.sku_id, enough) for row in rows[:1]], [promotion_id])
    simulated = None
    if tried.lines:
        simulated = await queries.simulate(db, actor, shop_id=shop_id, wanted=tried, now=now)
    return Seen(found, rows, open_ones, simulated)


@get("/seller/{shop:int}/marketing")
async def promotions_page(request: Asked, desk: Desk, shop: Id, cursor: str | None = None) -> Html:
    """The shop's promotions with their states, the newest first."""
    place = await enter(desk, shop, "promotion.read")
    found = await desk.ask(queries.promotions_of_shop, shop_id=shop, limit=SHOWN_AT_ONCE, cursor=cursor)
    more = with_query(f"{place.home}/marketing", cursor=found.next_cursor) if found.next_cursor else ""
    return shown(request, place, "marketing/promotions", promotions=found.items, more=more)


@get("/seller/{shop:int}/marketing/new")
async def choose_page(request: Asked, desk: Desk, shop: Id) -> Html:
    """The first step: which kind."""
    place = await enter(desk, shop, "promotion.write")
    return shown(request, place, "marketing/choose", kinds=rules.KINDS)


@get("/seller/{shop:int}/marketing/new/{kind:str}")
async def new_page(request: Asked, desk: Desk, shop: Id, kind: str) -> Html:
    """The second step: its terms."""
    place = await enter(desk, shop, "promotion.write")
    return await form_page(request, desk, place, None, kind=kind_of(kind))


@post("/seller/{shop:int}/marketing/new/{kind:str}")
async def create(request: Asked, desk: Desk, shop: Id, kind: str) -> Response[Any]:
    """Save a draft; its page is the third step."""
    place, which, form = await enter(desk, shop, "promotion.write"), kind_of(kind), await typed(request)
    try:
        new = forms.new_promotion(form, which, place.shop)
        made = await desk.perform(actions.create_promotion, shop_id=shop, new=new)
    except (Invalid, Refused) as no:
        return await form_page(request, desk, place, form, kind=which, trouble=trouble_of(request, no))
    except NotFound:
        return await form_page(request, desk, place, form, kind=which, trouble=trouble_of(request, NO_PRODUCT))
    return see_other(f"{place.home}/marketing/{made.promotion.promotion_id}", say(request, SAVED))


@get("/seller/{shop:int}/marketing/{promotion:int}")
async def promotion_page(request: Asked, desk: Desk, shop: Id, promotion: Id) -> Html:
    """The third step, and the page of every promotion: what it is, and what a cart costs with it."""
    place = await enter(desk, shop, "promotion.read")
    form = Typed(request.query_params.multi_items())
    wanted = _wanted(form, promotion, place.shop.currency)
    found = await desk.ask(seen, place=place, promotion_id=promotion, wanted=wanted)
    one = found.whole.promotion
    running = one.status in {"ONGOING", "NOT_START", "NOT_EFFECTIVE"}
    return shown(
        request,
        place,
        "marketing/promotion",
        whole=found.whole,
        one=one,
        rows=found.rows,
        vouchers=found.vouchers,
        simulated=found.simulated,
        form=form,
        chosen=form.ids("voucher"),
        stoppable=running or one.status == "DRAFT",
        editable=one.status in {"DRAFT", "NOT_START", "ONGOING", "NOT_EFFECTIVE"},
    )


@get("/seller/{shop:int}/marketing/{promotion:int}/edit")
async def edit_page(request: Asked, desk: Desk, shop: Id, promotion: Id) -> Html:
    """Its form; of a running one the title and the end."""
    place = await enter(desk, shop, "promotion.write")
    return await form_page(request, desk, place, None, promotion_id=promotion)


@post("/seller/{shop:int}/marketing/{promotion:int}/edit")
async def edit(request: Asked, desk: Desk, shop: Id, promotion: Id) -> Response[Any]:
    """Change it."""
    place, form = await enter(desk, shop, "promotion.write"), await typed(request)
    held = await desk.ask(queries.promotion, shop_id=shop, promotion_id=promotion)
    try:
        changes = _changes(form, held, place)
        await desk.perform(actions.edit_promotion, shop_id=shop, promotion_id=promotion, changes=changes)
    except (Invalid, Refused) as no:
        return await form_page(request, desk, place, form, promotion_id=promotion, trouble=trouble_of(request, no))
    except NotFound:
        trouble = trouble_of(request, NO_PRODUCT)
        return await form_page(request, desk, place, form, promotion_id=promotion, trouble=trouble)
    return see_other(f"{place.home}/marketing/{promotion}", say(request, CHANGED))


@post("/seller/{shop:int}/marketing/{promotion:int}/launch")
async def launch(request: Asked, desk: Desk, shop: Id, promotion: Id) -> Response[None]:
    """The last step."""
    place = await enter(desk, shop, "promotion.write")
    back = f"{place.home}/marketing/{promotion}"
    return await act_and_return(request, desk, back, LAUNCHED, actions.launch, shop_id=shop, promotion_id=promotion)


@post("/seller/{shop:int}/marketing/{promotion:int}/stop")
async def stop(request: Asked, desk: Desk, shop: Id, promotion: Id) -> Response[None]:
    """Stop it for good."""
    place = await enter(desk, shop, "promotion.write")
    back = f"{place.home}/marketing/{promotion}"
    return await act_and_return(request, desk, back, STOPPED, actions.deactivate, shop_id=shop, promotion_id=promotion)


@post("/seller/{shop:int}/marketing/{promotion:int}/copy")
async def copy(request: Asked, desk: Desk, shop: Id, promotion: Id) -> Response[None]:
    """A draft like it."""
    place = await enter(desk, shop, "promotion.write")
    pattern = say(request, actions.COPY_OF, title="%(title)s")
    try:
        made = await desk.perform(actions.duplicate_promotion, shop_id=shop, promotion_id=promotion, copy_of=pattern)
    except (Invalid, Refused) as no:
        told = trouble_of(request, no)
        return see_other(f"{place.home}/marketing/{promotion}", told.general or " ".join(told.errors.values()), "bad")
    return see_other(f"{place.home}/marketing/{made.promotion.promotion_id}/edit", say(request, COPIED))


async def form_page(
    request: Asked,
    desk: Desk,
    place: Workplace,
    form: Typed | None,
    *,
    kind: rules.Kind = "DIRECT_DISCOUNT",
    promotion_id: int = 0,
    trouble: Trouble = FINE,
) -> Html:
    """The form as it was typed, else as the promotion is."""
    found = await desk.ask(bench, place=place, promotion_id=promotion_id, kind=kind)
    which = found.whole.promotion.kind if found.whole else kind
    fresh = forms.of_promotion(found.whole, place.shop) if found.whole else forms.empty(found.now, which, place.shop)
    shape = form if form is not None else fresh
    running = found.whole is not None and found.whole.status in {"ONGOING", "NOT_EFFECTIVE"}
    return shown(
        request,
        place,
        "marketing/form",
        status=trouble.status,
        promotion=found.whole.promotion if found.whole else None,
        kind=which,
        running=running,
        form=shape,
        products=found.products,
        rows=found.rows,
        chosen=shape.ids("product"),
        # "items" is a method of every mapping to a template.
        errors={"covered" if name == "items" else name: each for name, each in trouble.errors.items()},
        general=trouble.general,
    )


def kind_of(kind: str) -> rules.Kind:
    """The kind of a path: `flashsale`; NotFound for another."""
    for each in rules.KINDS:
        if each.lower() == kind:
            return each
    raise NotFound


def _changes(form: Typed, held: Whole, place: Workplace) -> PromotionChanges:
    if held.status in {"ONGOING", "NOT_EFFECTIVE"}:
        ends_at = forms.moment(form, "ends_at", place.shop.market)
        return PromotionChanges(title=form.text("title"), ends_at=ends_at)
    new = forms.new_promotion(form, held.promotion.kind, place.shop)
    return PromotionChanges(
        title=new.title,
        starts_at=new.starts_at,
        ends_at=new.ends_at,
        level=new.level,
        items=new.items,
        tiers=new.tiers,
        minimum_minor=new.minimum_minor,
        shipping_off_minor=new.shipping_off_minor,
    )


def _wanted(form: Typed, promotion_id: int, currency: str) -> Wanted:
    """The cart that was typed into the simulator; what is no number counts as nothing."""
    lines = [
        (sku_id, min(pieces, 999))
        for name in form.names()
        if name.startswith("sku-")
        and (sku_id := whole(name.removeprefix("sku-")))
        and (pieces := whole(form.text(name)))
    ]
    try:
        shipping = forms.amount(form, "shipping", currency) or 0
    except Invalid:
        shipping = 0
    return Wanted(lines[:TRIED_MAX], [promotion_id], form.ids("voucher"), shipping)


routes = [
    promotions_page,
    choose_page,
    new_page,
    create,
    promotion_page,
    edit_page,
    edit,
    launch,
    stop,
    copy,
]

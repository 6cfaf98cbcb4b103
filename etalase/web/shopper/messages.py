"""Messages with shops, and complaints to the operator."""

from typing import Any

from litestar import get, post
from litestar.response import Response

from etalase.aftersales import actions, queries
from etalase.aftersales.rules.talking import REASONS, STATUS_NAMES, About
from etalase.base.errors import Invalid, NotFound, Refused, Unauthenticated
from etalase.base.texts import N_
from etalase.doorway.desk import Desk
from etalase.doorway.inputs import Id
from etalase.shops.queries import public_shop
from etalase.web.flash import with_query
from etalase.web.frame import Asked
from etalase.web.pages import Html, render, say, see_other
from etalase.web.seller.uploads import store
from etalase.web.typed import FINE, Trouble, Typed, trouble_of, typed, whole

TOLD = N_("The operator looks at it and answers here.")
SHOWN_AT_ONCE = 20
ABOUT: dict[About, str] = {"SHOP": N_("The shop"), "PRODUCT": N_("A product"), "ORDER": N_("An order")}
ABOUTS: dict[str, About] = {about: about for about in ABOUT}


@get("/messages")
async def messages_page(request: Asked, desk: Desk, cursor: str | None = None) -> Html:
    """With whom the caller writes, the latest word first."""
    found = await desk.ask(queries.my_conversations, limit=SHOWN_AT_ONCE, cursor=cursor)
    more = with_query("/messages", cursor=found.next_cursor) if found.next_cursor else ""
    return render(request, "shopper/messages/messages.html", conversations=found.items, more=more)


@get("/messages/{shop:int}")
async def talk_page(
    request: Asked, desk: Desk, shop: Id, order: int = 0, product: int = 0, cursor: str | None = None
) -> Html:
    """What was said with one shop; opened, it is read. `order` and `product` are named in the next message."""
    return await talk(request, desk, shop, {"order": order, "product": product}, cursor=cursor)


@post("/messages/{shop:int}")
async def write(request: Asked, desk: Desk, shop: Id) -> Response[Any]:
    """Say something, with a picture if there is one."""
    form = await typed(request)
    try:
        await desk.perform(actions.write_to_shop, shop_id=shop, words=await words_of(desk, form))
    except (Invalid, Refused, NotFound) as no:
        trouble = trouble_of(request, no) if not isinstance(no, NotFound) else Trouble(status=404)
        cards = {"order": whole(form.text("order")) or 0, "product": whole(form.text("product")) or 0}
        return await talk(request, desk, shop, cards, trouble=trouble)
    return see_other(f"/messages/{shop}")


async def words_of(desk: Desk, form: Typed) -> actions.Words:
    """The form as the room takes it."""
    pictures = await store(desk, form.files("picture")[:1])
    return actions.Words(
        text=form.text("text"),
        picture_key=pictures[0] if pictures else None,
        order_id=whole(form.text("order")) or None,
        product_id=whole(form.text("product")) or None,
    )


async def talk(
    request: Asked,
    desk: Desk,
    shop_id: int,
    cards: dict[str, int],
    *,
    cursor: str | None = None,
    trouble: Trouble = FINE,
) -> Html:
    """The page of one conversation."""
    if await desk.actor() is None:
        raise Unauthenticated
    shop = await desk.look(public_shop, shop_id=shop_id)
    found = await desk.ask(queries.my_talk, shop_id=shop_id, cursor=cursor)
    if found is not None:
        await desk.perform(actions.read_as_buyer, shop_id=shop_id)
    older = with_query(f"/messages/{shop_id}", cursor=found.next_cursor) if found and found.next_cursor else ""
    return render(
        request,
        "shopper/messages/talk.html",
        status=trouble.status,
        shop=shop,
        messages=found.messages if found else [],
        older=older,
        cards=cards,
        errors=trouble.errors,
        general=trouble.general,
    )


@get("/complaints")
async def complaints_page(request: Asked, desk: Desk, cursor: str | None = None) -> Html:
    """What the caller told the operator, and the answers."""
    found = await desk.ask(queries.my_complaints, limit=SHOWN_AT_ONCE, cursor=cursor)
    more = with_query("/complaints", cursor=found.next_cursor) if found.next_cursor else ""
    shown = [
        {"complaint": each, "state": say(request, STATUS_NAMES[each.status]), "about": say(request, ABOUT[each.about])}
        for each in found.items
    ]
    return render(request, "shopper/complaints/complaints.html", complaints=shown, more=more)


@get("/complaints/new")
async def complaint_form(request: Asked, desk: Desk, about: str = "SHOP", id: int = 0) -> Html:  # noqa: A002 # the address says id
    """What is wrong with a shop, a product or an order."""
    if about not in ABOUTS:
        raise NotFound
    return await complaint_page(request, desk, ABOUTS[about], id, Typed())


@post("/complaints")
async def complain(request: Asked, desk: Desk) -> Response[Any]:
    """Tell the operator."""
    form = await typed(request)
    about, about_id, reason = ABOUTS.get(form.text("about")), whole(form.text("id")) or 0, form.text("reason")
    if about is None or reason not in REASONS:
        raise NotFound
    told: dict[str, Any] = {"about": about, "about_id": about_id, "reason": reason, "text": form.text("text")}
    try:
        await desk.perform(actions.complain, **told)
    except (Invalid, Refused) as no:
        return await complaint_page(request, desk, about, about_id, form, trouble_of(request, no))
    return see_other("/complaints", say(request, TOLD))


async def complaint_page(
    request: Asked, desk: Desk, about: About, about_id: int, form: Typed, trouble: Trouble = FINE
) -> Html:
    """The form, with what was typed; NotFound for what nobody can complain of."""
    return render(
        request,
        "shopper/complaints/form.html",
        status=trouble.status,
        about=about,
        about_id=about_id,
        about_name=say(request, ABOUT[about]),
        subject=await desk.ask(queries.complaint_subject, about=about, about_id=about_id),
        reasons=[[key, say(request, name)] for key, name in REASONS.items()],
        form=form,
        errors=trouble.errors,
        general=trouble.general,
    )


routes = [messages_page, talk_page, write, complaints_page, complaint_form, complain]

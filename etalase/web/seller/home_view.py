"""What the home of a shop says: things to do, the day's figures, the shop's health. Pure, apart from the words."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import msgspec
from babel import Locale

from etalase.base.money import Money
from etalase.base.texts import N_
from etalase.web.filters import money
from etalase.web.frame import Asked
from etalase.web.pages import house, say
from etalase.web.seller.workplace import Workplace

if TYPE_CHECKING:
    from etalase.web.seller.home import Standing

OPEN_ON_THE_WAY: Final = ("PARTIALLY_SHIPPING", "AWAITING_COLLECTION", "IN_TRANSIT")


class Task(msgspec.Struct, frozen=True):
    """One thing to do, and where. `count` stands before it."""

    icon: str
    title: str
    text: str
    href: str
    tone: str = ""
    count: int = 0


def tasks(request: Asked, place: Workplace, found: "Standing") -> list[Task]:
    """What needs doing, the most pressing first."""
    return [
        *_order_tasks(request, place, found),
        *_answer_tasks(request, place),
        *_listing_tasks(request, place, found),
        *_shop_tasks(request, place, found),
        *_link_tasks(request, place, found),
    ]


def _order_tasks(request: Asked, place: Workplace, found: "Standing") -> Iterator[Task]:
    orders, home = found.orders or {}, place.home
    if waiting := orders.get("AWAITING_SHIPMENT", 0):
        text = say(request, N_("Late orders are cancelled by themselves. The first is due soonest."))
        title = say(request, N_("Orders to ship"))
        yield Task("package-check", title, text, f"{home}/orders?state=ship", "hot", waiting)
    if packed := orders.get("AWAITING_COLLECTION", 0):
        text = say(request, N_("Packed. Tell us when the carrier has them."))
        yield Task("truck", say(request, N_("Orders to hand over")), text, f"{home}/orders?state=collect", "", packed)
    if place.requests:
        text = say(request, N_("They would like to sell for you. Approve or refuse them."))
        yield Task(
            "user-plus", say(request, N_("Creators asking to join")), text, f"{home}/plans", "info", place.requests
        )


def _answer_tasks(request: Asked, place: Workplace) -> Iterator[Task]:
    home = place.home
    if place.to_answer:
        text = say(request, N_("Without an answer in time the buyer gets what was asked for."))
        title = say(request, N_("Returns and cancellations to answer"))
        yield Task("undo-2", title, text, f"{home}/returns", "hot", place.to_answer)
    if place.unread:
        text = say(request, N_("Buyers decide faster when they hear from you."))
        title = say(request, N_("Messages to read"))
        yield Task("message-circle", title, text, f"{home}/messages", "info", place.unread)


def _listing_tasks(request: Asked, place: Workplace, found: "Standing") -> Iterator[Task]:
    products = f"{place.home}/products"
    if refused := found.products.get("FAILED", 0):
        text = say(request, N_("Read why, mend them and send them in again."))
        title = say(request, N_("Products not accepted"))
        yield Task("circle-alert", title, text, f"{products}?state=refused", "bad", refused)
    if down := found.products.get("PLATFORM_DEACTIVATED", 0):
        text = say(request, N_("Read why. You can mend them or appeal."))
        yield Task("circle-alert", say(request, N_("Products taken down")), text, f"{products}?state=down", "bad", down)


def _shop_tasks(request: Asked, place: Workplace, found: "Standing") -> Iterator[Task]:
    shop, home = place.shop, place.home
    if shop.verification == "REJECTED" and not shop.verified:
        text = say(request, N_("Read why, and ask again."))
        yield Task(
            "shield-check", say(request, N_("Verification was not granted")), text, f"{home}/settings#verify", "bad"
        )
    elif shop.verification == "NONE" and not shop.verified:
        text = say(request, N_("Accounts can be linked once the shop is verified."))
        yield Task("shield-check", say(request, N_("Get your shop verified")), text, f"{home}/settings#verify", "warn")
    if found.sold_out:
        text = say(request, N_("Customers see them as sold out. Add stock."))
        href = f"{home}/products?state=sold-out"
        yield Task("package-open", say(request, N_("Sold-out products")), text, href, "warn", found.sold_out)
    if not sum(found.products.values()) - found.products.get("DELETED", 0) and place.may("product.write"):
        text = say(request, N_("By hand, or from a file of your other shop."))
        yield Task("package", say(request, N_("Add your first product")), text, f"{home}/products/new", "hot")
    if found.money is not None and found.money.blocked in {"NO_BANK_ACCOUNT", "IN_DEBT"}:
        debt = found.money.blocked == "IN_DEBT"
        title = N_("The balance is below zero") if debt else N_("Add a bank account, so that you can be paid.")
        text = N_("The next sales pay for it first.") if debt else N_("Nothing is paid out until then.")
        yield Task("wallet", say(request, title), say(request, text), f"{home}/finance", "bad" if debt else "warn")
    if shop.status == "HOLIDAY":
        text = say(request, N_("Nothing of it is shown until you open again."))
        yield Task("sun", say(request, N_("The shop is on holiday")), text, f"{home}/settings", "warn")


def _link_tasks(request: Asked, place: Workplace, found: "Standing") -> Iterator[Task]:
    if found.links is None:
        return
    href = f"{place.home}/accounts"
    if found.links.pending:
        text = say(request, N_("They wait for the holder's answer."))
        yield Task("clock", say(request, N_("Invitations waiting")), text, href, "info", found.links.pending)
    if not found.links.official_used and place.may("link.write"):
        text = say(request, N_("Its Showcase then shows all your products, always in step."))
        yield Task("link-2", say(request, N_("No official account yet")), text, href)


def figures(request: Asked, place: Workplace, found: "Standing") -> list[dict[str, Any]]:
    """Today against yesterday, for those who read orders."""
    if found.today is None:
        return []
    now, before, orders = found.today.now, found.today.before, f"{place.home}/orders"
    lang, currency = house().frame(request).lang, place.shop.currency
    yesterday = say(request, N_("yesterday %(value)s"), value=_money(lang, before.total_minor, currency))
    rows = [
        (N_("Sales today"), _money(lang, now.total_minor, currency), yesterday, now.total_minor, before.total_minor),
        (N_("Orders today"), str(now.orders), _was(request, before.orders), now.orders, before.orders),
        (N_("Pieces today"), str(now.pieces), _was(request, before.pieces), now.pieces, before.pieces),
    ]
    return [
        {"label": say(request, label), "value": value, "hint": hint, "href": f"{orders}?day=today", **trend(new, old)}
        for label, value, hint, new, old in rows
    ]


def trend(now: int, before: int) -> dict[str, Any]:
    """By how much today is already above all of yesterday. Less says nothing: today is not over."""
    if not before or now <= before:
        return {"trend": "", "good": True}
    return {"trend": f"+{round((now - before) * 100 / before)}%", "good": True}


def health(request: Asked, place: Workplace, found: "Standing") -> list[dict[str, Any]]:
    """What a healthy shop has: each with whether it holds, and where to mend it."""
    shop, home = place.shop, place.home
    live = found.products.get("ACTIVATE", 0)
    rows = [
        (N_("Open for customers"), shop.status == "OPEN", f"{home}/settings"),
        (N_("Verified"), shop.verified, f"{home}/settings#verify"),
        (N_("Past probation"), not shop.probation, f"{home}/accounts"),
        (N_("Has live products"), live > 0, f"{home}/products?state=live"),
        (N_("Nothing sold out"), found.sold_out == 0, f"{home}/products?state=sold-out"),
    ]
    if found.links is not None:
        rows.append((N_("Official account linked"), found.links.official_used > 0, f"{home}/accounts"))
    return [{"label": say(request, label), "ok": ok, "href": href} for label, ok, href in rows]


def _was(request: Asked, value: int) -> str:
    return say(request, N_("yesterday %(value)s"), value=value)


def _money(lang: str, minor: int, currency: str) -> str:
    return money(Locale.parse(lang), Money(minor, currency))

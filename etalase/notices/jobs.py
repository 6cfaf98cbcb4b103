"""What people are told of, and when messages are carried. Secrets are minted here, while the message is written."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Final

import msgspec
from babel import Locale
from babel.dates import format_date

from etalase.accounts.actions import mint_phone_code, mint_reset_token
from etalase.accounts.queries import Account, account, language_of
from etalase.base.actor import SYSTEM
from etalase.base.db import Db
from etalase.base.errors import NotFound
from etalase.base.events import Event
from etalase.base.jobs import Reaction, Timed
from etalase.base.markets import MARKETS
from etalase.base.money import Money
from etalase.base.settings import Settings
from etalase.base.texts import Texts
from etalase.base.written import money_text
from etalase.catalog.queries import own_product
from etalase.notices import rules
from etalase.notices.actions import Reader, carry_due, forget_old, write_message
from etalase.notices.ports import Carrier, open_carriers
from etalase.settlement.queries import one_payout, statement
from etalase.shops.actions import mint_invitation_token
from etalase.shops.queries import shop

CARRY_EVERY_S: Final = 2
FORGET_EVERY_S: Final = 3600


@cache
def settings() -> Settings:
    """Of this process, read once."""
    return Settings.load()


@cache
def texts() -> Texts:
    """Every language's, read once."""
    return Texts.load()


@cache
def carriers() -> Mapping[str, Carrier]:
    """Opened once."""
    return open_carriers(settings())


async def send_reset_link(db: Db, event: Event, now: datetime) -> None:
    """The mail with the link to a new password."""
    minted = await mint_reset_token(db, account_of(event))
    if minted is not None:
        await mail(db, minted.account, rules.PASSWORD_RESET, now, link=page(f"/password/new?token={minted.token}"))


async def tell_password_changed(db: Db, event: Event, now: datetime) -> None:
    """A warning, in case it was somebody else."""
    await mail(db, await account(db, account_of(event)), rules.PASSWORD_CHANGED, now, link=page("/password"))


async def tell_passkey_added(db: Db, event: Event, now: datetime) -> None:
    """A warning, in case it was somebody else."""
    await mail(db, await account(db, account_of(event)), rules.PASSKEY_ADDED, now, link=page("/me"))


async def send_phone_code(db: Db, event: Event, now: datetime) -> None:
    """The SMS with the code."""
    minted = await mint_phone_code(db, account_of(event))
    if minted is not None:
        reader = Reader(minted.account.account_id, rules.SMS, minted.phone, language_of(minted.account))
        await write_message(db, reader, rules.PHONE_CODE, {"code": minted.code}, texts=texts(), now=now)


async def invite_staff(db: Db, event: Event, now: datetime) -> None:
    """The mail that offers a place in a shop, in the language of the shop's market."""
    if event.shop_id is None:
        raise LookupError(event.name)
    inviting = await mint_invitation_token(db, event.shop_id, int(str(event.fact("invitation_id"))), now)
    if inviting is None:
        return
    language = MARKETS[(await shop(db, event.shop_id)).market].language
    role = texts().gettext(language, rules.ROLES[inviting.role])
    facts = {"shop": inviting.shop_name, "role": role, "link": page(f"/seller/join?token={inviting.token}")}
    reader = Reader(0, rules.MAIL, inviting.email, language)
    await write_message(db, reader, rules.STAFF_INVITED, facts, texts=texts(), now=now)


async def tell_link_invited(db: Db, event: Event, now: datetime) -> None:
    """The holder hears of an invitation to link the account (R-LINK-21)."""
    if event.shop_id is None:
        raise LookupError(event.name)
    holder = await account(db, account_of(event))
    inviting = await shop(db, event.shop_id)
    await mail(db, holder, rules.LINK_INVITED, now, shop=inviting.name, link=page("/creator"))


async def tell_after_sales(db: Db, event: Event, now: datetime) -> None:
    """What follows a sale and needs an answer: the buyer's or the owner's of the shop."""
    if event.shop_id is None:
        raise LookupError(event.name)
    sold_by = await shop(db, event.shop_id)
    known = {
        name: str(msgspec.json.decode(event.facts, type=dict[str, object]).get(f"{name}_id", ""))
        for name in ("order", "return")
    }
    for reader, wording, path in rules.AFTER_SALES[event.name]:
        to = await account(db, sold_by.owner_account_id if reader == "SHOP" else account_of(event))
        link = page(path.format(shop=event.shop_id, **known))
        await mail(db, to, wording, now, shop=sold_by.name, order=known["order"], link=link)


async def tell_payout(db: Db, event: Event, now: datetime) -> None:
    """The owner hears what became of a payout."""
    shop_id = shop_of(event)
    paid = await one_payout(db, SYSTEM, shop_id=shop_id, payout_id=int(str(event.fact("payout_id"))))
    await mail_owner(db, event, now, amount=Money(paid.amount_minor, paid.currency), payout=str(paid.payout_id))


async def tell_statement(db: Db, event: Event, now: datetime) -> None:
    """The owner reads once a day what the day before came to, however many orders it had."""
    shop_id = shop_of(event)
    day = await statement(db, SYSTEM, shop_id=shop_id, statement_id=int(str(event.fact("statement_id"))))
    amount = Money(day.settlement_minor, day.currency)
    await mail_owner(db, event, now, amount=amount, day=day.day, statement=str(day.statement_id))


async def tell_listing(db: Db, event: Event, now: datetime) -> None:
    """The owner hears that a product was refused, taken down or frozen, and why; not what the shop itself did."""
    known = msgspec.json.decode(event.facts, type=dict[str, str])
    if known["status"] == "SELLER_DEACTIVATED":
        return
    try:
        found = await own_product(db, SYSTEM, shop_id=shop_of(event), product_id=int(known["product_id"]))
    except NotFound:
        return  # deleted since
    told = {"product": known["product_id"], "title": found.product.title, "reason": known.get("reason", "")}
    await mail_owner(db, event, now, **told)


async def mail_owner(db: Db, event: Event, now: datetime, **facts: str | Money | date) -> None:
    """A mail of rules.SHOP_NEWS to the owner of a shop; amounts and days as their language writes them."""
    of = await shop(db, shop_of(event))
    owner = await account(db, of.owner_account_id)
    language = language_of(owner)
    wording, path = rules.SHOP_NEWS[event.name]
    told = {name: written(fact, language) for name, fact in facts.items()}
    told["reason"] = told.get("reason") or texts().gettext(language, rules.NO_REASON)
    link = page(path.format(shop=of.shop_id, **told))
    await mail(db, owner, wording, now, shop=of.name, link=link, **told)


def written(fact: str | Money | date, language: str) -> str:
    """A fact of a message in words."""
    if isinstance(fact, Money):
        return money_text(Locale.parse(language), fact)
    return format_date(fact, "long", locale=language) if isinstance(fact, date) else fact


async def carry(db: Db, now: datetime) -> None:
    """Carry what is due."""
    await carry_due(db, carriers(), now)


async def forget(db: Db, now: datetime) -> None:
    """Forget what is old."""
    await forget_old(db, now)


async def mail(db: Db, to: Account, wording: rules.Wording, now: datetime, **facts: str) -> None:
    """A mail to an account, which may say its name and handle."""
    known = {"name": to.name, "handle": to.handle, **facts}
    reader = Reader(to.account_id, rules.MAIL, to.email, language_of(to))
    await write_message(db, reader, wording, known, texts=texts(), now=now)


def page(path: str) -> str:
    """The whole address of a page."""
    return settings().public_url + path


def account_of(event: Event) -> int:
    """Whom the event concerns; LookupError when it names nobody, which is our bug."""
    if event.account_id is None:
        raise LookupError(event.name)
    return event.account_id


def shop_of(event: Event) -> int:
    """Whose news it is; LookupError when it names no shop, which is our bug."""
    if event.shop_id is None:
        raise LookupError(event.name)
    return event.shop_id


JOBS: Final = (
    Reaction("account.password_reset_requested", "notices.send_reset_link", send_reset_link),
    Reaction("account.password_changed", "notices.tell_password_changed", tell_password_changed),
    Reaction("account.passkey_added", "notices.tell_passkey_added", tell_passkey_added),
    Reaction("account.phone_check_requested", "notices.send_phone_code", send_phone_code),
    Reaction("staff.invited", "notices.invite_staff", invite_staff),
    Reaction("link.invited", "notices.tell_link_invited", tell_link_invited),
    *(Reaction(name, f"notices.tell_{name.replace('.', '_')}", tell_after_sales) for name in rules.AFTER_SALES),
    Reaction("payout.paid", "notices.tell_payout_paid", tell_payout),
    Reaction("payout.failed", "notices.tell_payout_failed", tell_payout),
    Reaction("statement.closed", "notices.tell_statement_closed", tell_statement),
    Reaction("product.failed", "notices.tell_product_failed", tell_listing),
    Reaction("product.deactivated", "notices.tell_product_deactivated", tell_listing),
    Reaction("product.frozen", "notices.tell_product_frozen", tell_listing),
    Timed("notices.carry", CARRY_EVERY_S, carry, outside=True),
    Timed("notices.forget", FORGET_EVERY_S, forget),
)

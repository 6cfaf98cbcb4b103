"""A seller's money: balance, what is held and why, statements down to every fee, payouts, the bank account."""

from datetime import date, datetime
from typing import Annotated

import msgspec
from litestar import delete, get, post
from litestar.response import Response

from etalase.base.texts import FALLBACK, language_of_header
from etalase.doorway.desk import Answer, AnyRequest, Desk
from etalase.doorway.inputs import Id, Limit
from etalase.doorway.printing import PDF, invoice_sheet
from etalase.doorway.shown import Empty, Listed, MoneyShown, listing, maybe_id, money, nothing
from etalase.settlement import actions, queries

Word = Annotated[str, msgspec.Meta(max_length=200)]


class BankAccountBody(msgspec.Struct):
    """Where to be paid. `holder` as the bank writes it."""

    bank: Word
    number: Word
    holder: Word


class BankAccountShown(msgspec.Struct, frozen=True):
    """An account; of its number the last four. `status`: PENDING until the bank confirms its name."""

    id: str
    bank: str
    ending: str
    holder: str
    status: str
    reason: str | None
    in_use: bool
    added_at: datetime


class BalanceShown(msgspec.Struct, frozen=True):
    """A shop's money. `blocked` says why no payout can be opened now."""

    pending: MoneyShown
    available: MoneyShown
    reserve: MoneyShown
    payout_under_way: MoneyShown
    closed_statements: MoneyShown
    today: MoneyShown
    payout_minimum: MoneyShown
    next_payout: MoneyShown
    next_payout_at: datetime | None
    blocked: str | None


class HeldShown(msgspec.Struct, frozen=True):
    """An amount that is not the seller's yet, with the rule and the day of its release (null: not delivered yet).

    `rule` is the term: "standard 7wd ID 2021-01-01" waits seven working days (`d`: calendar days) and is in force since then.
    """

    order_id: str
    held_for: str
    amount: MoneyShown
    rule: str | None
    release_at: datetime | None


class StatementShown(msgspec.Struct, frozen=True):
    """One UTC day: settlement = revenue + fees + adjustments."""

    id: str
    day: date
    revenue: MoneyShown
    fees: MoneyShown
    adjustments: MoneyShown
    settlement: MoneyShown
    payout_id: str | None
    payment_status: str | None
    closed_at: datetime


class PartShown(msgspec.Struct, frozen=True):
    """One transfer of the books."""

    id: str
    name: str
    amount: MoneyShown
    rule: str


class StatementLineShown(msgspec.Struct, frozen=True):
    """What one sale, refund or reserve did; `parts` sum to it."""

    id: str
    kind: str
    order_id: str | None
    line_id: str | None
    title: str | None
    quantity: int | None
    revenue: MoneyShown
    fees: MoneyShown
    adjustment: MoneyShown
    at: datetime
    parts: list[PartShown]


class TransactionShown(msgspec.Struct, frozen=True):
    """A move of the available money."""

    id: str
    type: str
    status: str
    cause: str
    amount: MoneyShown
    order_id: str | None
    line_id: str | None
    payout_id: str | None
    rule: str
    at: datetime


class PayoutShown(msgspec.Struct, frozen=True):
    """A payout; `bank_account` is the bank and the last four."""

    id: str
    amount: MoneyShown
    status: str
    bank: str
    ending: str
    automatic: bool
    statements: int
    reason: str | None
    asked_at: datetime
    settled_at: datetime | None


def show_account(found: queries.BankAccount) -> BankAccountShown:
    """A bank account as JSON."""
    return BankAccountShown(
        str(found.bank_account_id),
        found.bank,
        found.ending,
        found.holder,
        found.status,
        found.reason,
        found.removed_at is None,
        found.added_at,
    )


def show_balance(found: queries.SellerBalance) -> BalanceShown:
    """A balance as JSON."""
    amounts = (
        found.pending_minor,
        found.available_minor,
        found.reserve_minor,
        found.under_way_minor,
        found.closed_minor,
        found.today_minor,
        found.least_minor,
        found.next_payout_minor,
    )
    return BalanceShown(
        *(money(each, found.currency) for each in amounts), next_payout_at=found.next_payout_at, blocked=found.blocked
    )


def show_held(found: queries.Held) -> HeldShown:
    """A held amount as JSON."""
    amount = money(found.amount_minor, found.currency)
    return HeldShown(str(found.order_id), found.held_for, amount, found.rule, found.release_at)


def show_statement(found: queries.Statement) -> StatementShown:
    """A statement as JSON."""
    return StatementShown(
        str(found.statement_id),
        found.day,
        money(found.revenue_minor, found.currency),
        money(found.fees_minor, found.currency),
        money(found.adjustments_minor, found.currency),
        money(found.settlement_minor, found.currency),
        maybe_id(found.payout_id),
        found.payout_status,
        found.closed_at,
    )


def show_line(line: queries.StatementLine) -> StatementLineShown:
    """A line of a statement as JSON, with its transfers."""
    entry = line.entry
    return StatementLineShown(
        str(entry.entry_id),
        entry.kind,
        maybe_id(entry.order_id),
        maybe_id(entry.line_id or None),
        entry.title,
        entry.quantity,
        money(entry.revenue_minor, entry.currency),
        money(entry.fees_minor, entry.currency),
        money(entry.adjustment_minor, entry.currency),
        entry.at,
        [
            PartShown(str(part.transfer_id), part.name, money(part.amount_minor, entry.currency), part.rule)
            for part in line.parts
        ],
    )


def show_transaction(found: queries.Transaction) -> TransactionShown:
    """A transaction as JSON."""
    return TransactionShown(
        str(found.transaction_id),
        found.type,
        found.status,
        found.cause,
        money(found.amount_minor, found.currency),
        maybe_id(found.order_id),
        maybe_id(found.line_id),
        maybe_id(found.payout_id),
        found.rule,
        found.at,
    )


def show_payout(found: queries.Payout) -> PayoutShown:
    """A payout as JSON."""
    return PayoutShown(
        str(found.payout_id),
        money(found.amount_minor, found.currency),
        found.status,
        found.bank,
        found.ending,
        found.asked_by is None,
        found.statements,
        found.reason,
        found.asked_at,
        found.settled_at,
    )


@get("/shops/{shop:int}/balance")
async def balance(desk: Desk, shop: Id) -> Answer[BalanceShown]:
    """What the shop has, and when the next payout comes."""
    return await desk.read(queries.balance, show=show_balance, shop_id=shop)


@get("/shops/{shop:int}/balance/held")
async def held(desk: Desk, shop: Id, limit: Limit = 20, cursor: str | None = None) -> Answer[Listed[HeldShown]]:
    """Every amount that is not the seller's yet: why, by which rule, until when."""
    return await desk.page(queries.held, show=show_held, shop_id=shop, limit=limit, cursor=cursor)


@get("/shops/{shop:int}/statements")
async def statements(
    desk: Desk, shop: Id, limit: Limit = 20, cursor: str | None = None
) -> Answer[Listed[StatementShown]]:
    """Closed days, newest first (R-FIN-1)."""
    return await desk.page(queries.statements, show=show_statement, shop_id=shop, limit=limit, cursor=cursor)


@get("/shops/{shop:int}/statements/{statement:int}")
async def one_statement(desk: Desk, shop: Id, statement: Id) -> Answer[StatementShown]:
    """One closed day."""
    return await desk.read(queries.statement, show=show_statement, shop_id=shop, statement_id=statement)


@get("/shops/{shop:int}/statements/{statement:int}/lines")
async def statement_lines(
    desk: Desk, shop: Id, statement: Id, limit: Limit = 20, cursor: str | None = None
) -> Answer[Listed[StatementLineShown]]:
    """What a statement holds, each line opened down to its transfers."""
    return await desk.page(
        queries.statement_lines, show=show_line, shop_id=shop, statement_id=statement, limit=limit, cursor=cursor
    )


@get("/shops/{shop:int}/transactions")
async def transactions(
    desk: Desk, shop: Id, limit: Limit = 20, cursor: str | None = None
) -> Answer[Listed[TransactionShown]]:
    """Every move of the available money, newest first."""
    return await desk.page(queries.transactions, show=show_transaction, shop_id=shop, limit=limit, cursor=cursor)


@get("/shops/{shop:int}/payouts")
async def payouts(desk: Desk, shop: Id, limit: Limit = 20, cursor: str | None = None) -> Answer[Listed[PayoutShown]]:
    """Payouts, newest first."""
    return await desk.page(queries.payouts, show=show_payout, shop_id=shop, limit=limit, cursor=cursor)


@post("/shops/{shop:int}/payouts", status_code=201)
async def withdraw(desk: Desk, shop: Id, last: bool = False) -> Answer[PayoutShown]:
    """Pay out every closed statement now. `last`: the rest of a shop that expects nothing more, however small."""
    return await desk.write(actions.withdraw, show=show_payout, status=201, shop_id=shop, last=last)


@get("/shops/{shop:int}/bank-accounts")
async def bank_accounts(desk: Desk, shop: Id) -> Answer[Listed[BankAccountShown]]:
    """Every account the shop has had, newest first; one is in use."""
    return await desk.read(
        queries.bank_accounts,
        shop_id=shop,
        show=listing(show_account),
    )


@post("/shops/{shop:int}/bank-accounts", status_code=201)
async def add_bank_account(desk: Desk, shop: Id, data: BankAccountBody) -> Answer[BankAccountShown]:
    """Be paid here from now on. Only the owner may."""
    return await desk.write(
        actions.add_bank_account,
        show=show_account,
        status=201,
        shop_id=shop,
        bank=data.bank,
        number=data.number,
        holder=data.holder,
    )


@delete("/shops/{shop:int}/bank-accounts/{bank_account:int}", status_code=200)
async def remove_bank_account(desk: Desk, shop: Id, bank_account: Id) -> Answer[Empty]:
    """Use it no more. Only the owner may."""
    return await desk.write(actions.remove_bank_account, show=nothing, shop_id=shop, bank_account_id=bank_account)


@get("/orders/{order:int}/invoice", media_type=PDF)
async def invoice(request: AnyRequest, desk: Desk, order: Id) -> Response[bytes]:
    """The invoice of a paid order as PDF, for its buyer and for the staff that reads the shop's orders.

    In the language of Accept-Language, if it is one of ours; else in the market's.
    """
    sheet = await desk.ask(queries.invoice_sheet, order_id=order)
    known = desk.house.texts.languages
    own = sheet.language if sheet.language in known else FALLBACK
    return await invoice_sheet(
        desk.house, sheet, language_of_header(request.headers.get("accept-language"), own, known)
    )


routes = [
    invoice,
    balance,
    held,
    statements,
    one_statement,
    statement_lines,
    transactions,
    payouts,
    withdraw,
    bank_accounts,
    add_bank_account,
    remove_bank_account,
]

"""The finance desk: what the shop has, when it is paid, and every number opened down to its transfers."""

from functools import partial
from typing import Any, Final

from litestar import get, post
from litestar.response import Response

from etalase.base.errors import Invalid, Refused
from etalase.base.texts import N_
from etalase.doorway.desk import Desk
from etalase.doorway.inputs import Id
from etalase.settlement import actions, queries
from etalase.settlement.rules.terms import TIER_NAMES
from etalase.web.flash import with_query
from etalase.web.frame import Asked
from etalase.web.pages import Html, house, say, see_other
from etalase.web.seller import finance_view
from etalase.web.seller.workplace import enter, shown
from etalase.web.typed import FINE, Trouble, Typed, act_and_return, trouble_of, typed

NEEDS: Final = "finance.read"
ASKED: Final = N_("The payout is on its way to the bank.")
ADDED: Final = N_("The bank is asked whose account this is.")
REMOVED: Final = N_("Nothing is paid to this account any more.")


@get("/seller/{shop:int}/finance")
async def finance_page(request: Asked, desk: Desk, shop: Id) -> Html:
    """The shop's money at a glance."""
    return await overview(request, desk, shop)


@get("/seller/{shop:int}/finance/held")
async def held_page(request: Asked, desk: Desk, shop: Id, cursor: str | None = None) -> Html:
    """Every amount that waits: why, by which rule, until when."""
    place = await enter(desk, shop, NEEDS)
    found = await desk.ask(queries.held, shop_id=shop, cursor=cursor)
    more = more_of(f"{place.home}/finance/held", found.next_cursor)
    return shown(
        request, place, "finance/held", held=found.items, rule=partial(finance_view.rule_text, request), more=more
    )


@get("/seller/{shop:int}/finance/statements/{statement:int}")
async def statement_page(request: Asked, desk: Desk, shop: Id, statement: Id, cursor: str | None = None) -> Html:
    """One closed day with everything in it."""
    place = await enter(desk, shop, NEEDS)
    day = await desk.ask(queries.statement, shop_id=shop, statement_id=statement)
    found = await desk.ask(queries.statement_lines, shop_id=shop, statement_id=statement, cursor=cursor)
    more = more_of(f"{place.home}/finance/statements/{statement}", found.next_cursor)
    return shown(request, place, "finance/statement", statement=day, lines=found.items, more=more)


@get("/seller/{shop:int}/finance/statements/{statement:int}/lines.csv")
async def statement_file(desk: Desk, shop: Id, statement: Id) -> Response[bytes]:
    """The same as a file for a spreadsheet: one row per transfer."""
    await enter(desk, shop, NEEDS)
    day = await desk.ask(queries.statement, shop_id=shop, statement_id=statement)
    lines = await finance_view.every_line(desk, shop, statement)
    return finance_view.csv_answer(f"statement-{day.day.isoformat()}.csv", finance_view.csv_of(lines))


@get("/seller/{shop:int}/finance/today")
async def today_page(request: Asked, desk: Desk, shop: Id, cursor: str | None = None) -> Html:
    """What came in since the last day was closed."""
    place = await enter(desk, shop, NEEDS)
    found = await desk.ask(queries.open_lines, shop_id=shop, cursor=cursor)
    more = more_of(f"{place.home}/finance/today", found.next_cursor)
    return shown(request, place, "finance/today", lines=found.items, more=more)


@get("/seller/{shop:int}/finance/transactions")
async def transactions_page(request: Asked, desk: Desk, shop: Id, cursor: str | None = None) -> Html:
    """Every move of the available money."""
    place = await enter(desk, shop, NEEDS)
    found = await desk.ask(queries.transactions, shop_id=shop, cursor=cursor)
    more = more_of(f"{place.home}/finance/transactions", found.next_cursor)
    return shown(request, place, "finance/transactions", moves=found.items, more=more)


@get("/seller/{shop:int}/finance/payouts")
async def payouts_page(request: Asked, desk: Desk, shop: Id, cursor: str | None = None) -> Html:
    """Every payout."""
    place = await enter(desk, shop, NEEDS)
    found = await desk.ask(queries.payouts, shop_id=shop, cursor=cursor)
    more = more_of(f"{place.home}/finance/payouts", found.next_cursor)
    return shown(request, place, "finance/payouts", payouts=found.items, more=more)


@get("/seller/{shop:int}/finance/payouts/{payout:int}")
async def payout_page(request: Asked, desk: Desk, shop: Id, payout: Id) -> Html:
    """One payout and the statements it is made of."""
    place = await enter(desk, shop, NEEDS)
    found = await desk.ask(queries.one_payout, shop_id=shop, payout_id=payout)
    made_of = await desk.ask(queries.statements_of_payout, shop_id=shop, payout_id=payout)
    return shown(request, place, "finance/payout", payout=found, statements=made_of)


@get("/seller/{shop:int}/finance/conditions")
async def conditions_page(request: Asked, desk: Desk, shop: Id) -> Html:
    """The shop's term and the fees of its market, with their sources."""
    place = await enter(desk, shop, NEEDS)
    found = await desk.ask(queries.conditions, shop_id=shop)
    names = finance_view.category_names(found, house().frame(request).lang)
    said = {"rule": finance_view.rule_text, "evidence": finance_view.evidence_text}
    words: dict[str, Any] = {name: partial(text, request) for name, text in said.items()}
    return shown(request, place, "finance/conditions", found=found, names=names, tiers=TIER_NAMES, **words)


@post("/seller/{shop:int}/finance/payouts")
async def withdraw(request: Asked, desk: Desk, shop: Id, last: bool = False) -> Response[None]:
    """Pay out every closed day now; `last`: the rest, before the shop closes."""
    place = await enter(desk, shop, "finance.write")
    back = f"{place.home}/settings#close" if last else f"{place.home}/finance"
    return await act_and_return(request, desk, back, ASKED, actions.withdraw, shop_id=shop, last=last)


@post("/seller/{shop:int}/finance/bank-account")
async def add_account(request: Asked, desk: Desk, shop: Id) -> Response[Any]:
    """Be paid here from now on."""
    place = await enter(desk, shop, "finance.write")
    form = await typed(request)
    told: dict[str, Any] = {field: form.text(field) for field in ("bank", "number", "holder")}
    try:
        await desk.perform(actions.add_bank_account, shop_id=shop, **told)
    except (Invalid, Refused) as no:
        return await overview(request, desk, shop, form, trouble_of(request, no))
    return see_other(f"{place.home}/finance", say(request, ADDED))


@post("/seller/{shop:int}/finance/bank-account/{account:int}/removal")
async def remove_account(request: Asked, desk: Desk, shop: Id, account: Id) -> Response[None]:
    """Use it no more."""
    place = await enter(desk, shop, "finance.write")
    inputs = {"shop_id": shop, "bank_account_id": account}
    return await act_and_return(request, desk, f"{place.home}/finance", REMOVED, actions.remove_bank_account, **inputs)


async def overview(request: Asked, desk: Desk, shop: int, form: Typed | None = None, trouble: Trouble = FINE) -> Html:
    """The page, with the form of the bank account as it was typed."""
    place = await enter(desk, shop, NEEDS)
    return shown(
        request,
        place,
        "finance/finance",
        status=trouble.status,
        balance=await desk.ask(queries.balance, shop_id=shop),
        statements=(await desk.ask(queries.statements, shop_id=shop, limit=10)).items,
        payouts=(await desk.ask(queries.payouts, shop_id=shop, limit=5)).items,
        form=form or Typed(),
        errors=trouble.errors,
        general=trouble.general,
    )


def more_of(path: str, cursor: str | None) -> str:
    """Where the next page of a list is; nothing at its end."""
    return with_query(path, cursor=cursor) if cursor else ""


routes = [
    finance_page,
    held_page,
    statement_page,
    statement_file,
    today_page,
    transactions_page,
    payouts_page,
    payout_page,
    conditions_page,
    withdraw,
    add_account,
    remove_account,
]

"""What a reviewer or time would do. These doors exist under the sandbox only; elsewhere they are 404 for everybody."""

from datetime import date, datetime
from typing import Annotated, Final

import msgspec
from litestar import put

from etalase.accounts import actions
from etalase.accounts.actions import Review
from etalase.accounts.queries import Account
from etalase.accounts.rules import STANDINGS
from etalase.api.accounts import AccountShown, show_account
from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.doorway.admitting import SANDBOX_ONLY
from etalase.doorway.desk import Answer, Desk
from etalase.doorway.inputs import Id
from etalase.doorway.sandbox import YEARS_S, ClockShown, advance
from etalase.shops.actions import set_standing
from etalase.shops.queries import Shop

# Other words for a standing, as reviewers elsewhere call it.
STANDING_WORDS: Final = {
    "NORMAL": "GOOD",
    "WARNING": "WARNED",
    "BAD": "RESTRICTED",
    "POOR": "RESTRICTED",
    "LIMITED": "RESTRICTED",
    "SUSPENDED": "RESTRICTED",
} | {standing: standing for standing in STANDINGS}


class ClockBody(msgspec.Struct):
    """How far to move the one clock that every process and job reads: on, never back."""

    advance_s: Annotated[int, msgspec.Meta(ge=0, le=YEARS_S)]


class AccountBody(msgspec.Struct):
    """What to set; what is left out stays. `birth_date` null: declared to be an adult."""

    followers: int | None = None
    verified: bool | None = None
    birth_date: date | msgspec.UnsetType | None = msgspec.UNSET
    standing: str | None = None


class ShopBody(msgspec.Struct):
    """What to set; what is left out stays."""

    verified: bool | None = None
    probation: bool | None = None


class ReviewedShop(msgspec.Struct, frozen=True):
    """A shop as the sandbox left it."""

    id: str
    name: str
    market: str
    status: str
    verified: bool
    probation: bool


async def review_shop(
    db: Db, actor: Actor, *, shop_id: int, verified: bool | None, probation: bool | None, now: datetime
) -> Shop:
    """What a reviewer or time would do to a shop."""
    return await set_standing(db, shop_id, now, verified=verified, probation=probation)


def show_sandbox_account(account: Account) -> AccountShown:
    """The account as its holder would see it."""
    return show_account(account, sandbox=True)


def show_shop(shop: Shop) -> ReviewedShop:
    """The shop as it is now."""
    return ReviewedShop(str(shop.shop_id), shop.name, shop.market, shop.status, shop.verified, shop.probation)


@put("/sandbox/clock", opt=SANDBOX_ONLY)
async def move_clock(desk: Desk, data: ClockBody) -> Answer[ClockShown]:
    """Move the one clock that every process and job reads."""
    return await desk.write(advance, show=lambda moved: moved, seconds=data.advance_s)


@put("/sandbox/accounts/{handle:str}", opt=SANDBOX_ONLY)
async def review_account(desk: Desk, handle: str, data: AccountBody) -> Answer[AccountShown]:
    """Set what a reviewer or time would set on an account."""
    standing = None if data.standing is None else STANDING_WORDS.get(data.standing.upper(), data.standing)
    review = Review(data.followers, data.verified, standing, data.birth_date)
    return await desk.write(actions.review_account, show=show_sandbox_account, handle=handle, review=review)


@put("/sandbox/shops/{shop:int}", opt=SANDBOX_ONLY)
async def change_shop(desk: Desk, shop: Id, data: ShopBody) -> Answer[ReviewedShop]:
    """Set what a reviewer or time would set on a shop."""
    return await desk.write(review_shop, show=show_shop, shop_id=shop, verified=data.verified, probation=data.probation)


routes = [move_clock, review_account, change_shop]

"""R10: sellers invite and holders answer, all at once, for slots that are not enough: no limit is ever passed."""

import asyncio
import random
import time
import uuid
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from etalase.accounts.actions.signing_in import begin_session
from etalase.accounts.rules import TOKEN
from etalase.base.db import Db
from etalase.base.pool import Pool
from etalase.shops.actions.shop import set_standing
from etalase.stock.actions import open_shop
from tests.chaos.calls import call
from tests.chaos.checks import asking, swept
from tests.chaos.city import City, city
from tests.chaos.planting import COUNT_THEN_INSERT
from tests.chaos.report import Report
from tests.makers.accounts import make_account

PLANTED = ("count_then_insert",)
SHOPS, HOLDERS, CLIENTS = 6, 40, 32
ALLOWED = {200, 201, 204, 409, 404, 429, 503}
LIMITS = {
    "a shop with two official accounts": """SELECT shop_id FROM shop_links WHERE status = 'LINKED' AND kind = 'OFFICIAL'
        GROUP BY shop_id HAVING count(*) > 1""",
    "a shop with five marketing accounts": """SELECT shop_id FROM shop_links WHERE status = 'LINKED' AND kind = 'MARKETING'
        GROUP BY shop_id HAVING count(*) > 4""",
    "an account linked to two shops": """SELECT account_id FROM shop_links WHERE status = 'LINKED'
        GROUP BY account_id HAVING count(*) > 1""",
}


class People(msgspec.Struct, frozen=True):
    """Shops with their owner's token, and holders by handle with theirs."""

    shops: list[tuple[int, str]]
    holders: list[tuple[str, str]]


async def run(home: Path, *, rounds: int, seed: int, planted: str | None) -> Report:
    """For some seconds; everybody is eligible everywhere, so that only the slots say no."""
    report = Report("links", "R10", seed)
    bug = COUNT_THEN_INSERT if planted else None
    async with city(home, bug=bug) as there:
        people = await _people(there)
        told: Counter[str] = Counter()
        until = time.monotonic() + 5 + min(rounds, 50) / 4
        await asyncio.gather(*(_play(there, people, random.Random(seed + n), until, told) for n in range(CLIENTS)))
        report.figures |= {word: number for word, number in told.items() if word in {"LINKED", "PENDING"}}
        report.wrong("answers", [f"{word}: {number}" for word, number in told.items() if word.startswith("HTTP")])
        report.wrong("limits", await asking(there, _passed))
        if not told["LINKED"]:
            report.wrong("answers", ["nobody was linked: nothing was tried"])
    return report


async def _people(there: City) -> People:
    pool = Pool(there.dsn, size=1)
    now = datetime.now(UTC)
    async with pool.transaction() as db:
        shops: list[tuple[int, str]] = []
        for number in range(SHOPS):
            owner = await make_account(db, handle=f"pemilik{number}", verified=True, now=now)
            shop = await open_shop(db, owner, name="Satu Nama", market="ID", seller_type="BUSINESS", now=now)
            await set_standing(db, shop.shop_id, now, verified=True, probation=False)
            shops.append((shop.shop_id, (await begin_session(db, owner.account_id, kind=TOKEN, wall=now)).token))
        holders: list[tuple[str, str]] = []
        for number in range(HOLDERS):
            holder = await make_account(db, handle=f"akun{number}", name="Satu Nama", verified=True, now=now)
            holders.append((holder.handle, (await begin_session(db, holder.account_id, kind=TOKEN, wall=now)).token))
    await pool.close()
    return People(shops, holders)


async def _play(there: City, people: People, chance: random.Random, until: float, told: Counter[str]) -> None:
    while time.monotonic() < until:
        shop, owner = chance.choice(people.shops)
        handle, holder = chance.choice(people.holders)
        body = {"kind": chance.choice(("OFFICIAL", "MARKETING", "MARKETING")), "handle": handle}
        invited = await _tell(there, "POST", f"/shops/{shop}/links", owner, body, told)
        if not invited:
            continue
        answers = [_tell(there, "POST", f"/links/{invited['id']}/acceptance", holder, None, told) for _ in range(2)]
        await asyncio.gather(*answers)


async def _tell(there: City, method: str, path: str, token: str, body: Any, told: Counter[str]) -> Any:
    answer = await call(there.port, method, path, token=token, key=uuid.uuid4().hex, body=body)
    if answer.status not in ALLOWED:
        told[f"HTTP {answer.status} {answer.body[:120]!r}"] += 1
        return None
    found: dict[str, Any] = answer.json() if answer.body else {}
    told[str(found.get("code") or found.get("status"))] += 1
    return found if answer.status == 201 else None


async def _passed(db: Db) -> list[str]:
    found = [what for what, question in LIMITS.items() if await db.connection.fetch(question)]
    return found + await swept(db)

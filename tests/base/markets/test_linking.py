"""The guides of linking say what the policy rows say."""

from datetime import datetime

import msgspec
import pytest

from etalase.base.db import Db
from etalase.base.markets import MARKETS, Policy, policy
from etalase.base.markets.linking import KINDS, Kind, Text, guide


def shown(texts: tuple[Text, ...]) -> str:
    return "\n".join(text.msgid % dict(text.facts) for text in texts)


@pytest.mark.parametrize("kind", KINDS)
async def test_every_market_has_a_guide_whose_texts_have_their_facts(db: Db, now: datetime, kind: Kind) -> None:
    for market in MARKETS:
        made = guide(market, kind, await policy(db, market, now))
        text = shown((*made.steps, *made.conditions, *made.limits))
        assert "%" not in text
        assert MARKETS[market].name in text


async def linked(db: Db, now: datetime, market: str, kind: Kind, **changes: int) -> str:
    rows: Policy = msgspec.structs.replace(await policy(db, market, now), **changes)
    made = guide(market, kind, rows)
    return shown((*made.steps, *made.conditions, *made.limits))


async def test_r_link_1_22_40_41_the_official_guide_names_its_numbers(db: Db, now: datetime) -> None:
    text = await linked(db, now, "ID", "official")
    for sentence in (
        "Official accounts per shop: 1.",
        "confirms within 48 hours",
        "from 24 hours after it was made",
        "end its official links 3 times in all",
        "No number of followers is required.",
    ):
        assert sentence in text


async def test_r_link_3_42_the_marketing_guide_names_its_numbers(db: Db, now: datetime) -> None:
    text = await linked(db, now, "TH", "marketing", marketing_links_per_shop_window=7)
    assert "Marketing accounts per shop: 4." in text
    assert "A shop can make 7 marketing links in 180 days." in text
    assert "An account can make 10 marketing links in 180 days." in text
    assert "0 for a private seller, 1 for a company" in text


async def test_r_aff_1_the_affiliate_guide_follows_the_market(db: Db, now: datetime) -> None:
    assert "Followers the account needs: 600." in await linked(db, now, "ID", "affiliate")
    assert "Followers the account needs: 1000." in await linked(db, now, "MY", "affiliate")
    assert "between 1 and 80 per cent" in await linked(db, now, "MY", "affiliate")
    assert "between 1.50 and 80" in await linked(db, now, "MY", "affiliate", affiliate_rate_min_bp=150)


async def test_durations_are_told_in_the_unit_that_fits(db: Db, now: datetime) -> None:
    assert "within 90 minutes" in await linked(db, now, "ID", "official", invitation_ttl_s=5400)
    assert "at any time" in await linked(db, now, "ID", "marketing", unlink_min_age_s=0)
    assert "from 3 days after" in await linked(db, now, "ID", "marketing", unlink_min_age_s=3 * 86_400)

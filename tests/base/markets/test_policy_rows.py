"""Policy rows: seeded once, dated, validated, seen when changed."""

from datetime import UTC, datetime, timedelta

import pytest

from etalase.base.db import Db, value, write
from etalase.base.errors import Invalid
from etalase.base.markets import DEFINITIONS, MARKETS, policy, seed, set_policy
from etalase.base.markets.policy_rows import SINCE
from etalase.base.pool import Pool

COUNT = value(int, "SELECT count(*) FROM policy_rows")
CLEAR = write("DELETE FROM policy_rows")
FOREIGN = write(
    "INSERT INTO policy_rows (market, name, effective_from, value) VALUES ('ID', 'of_a_later_version', $1, '1')"
)


async def test_seeding_fills_every_market_and_repeats_harmlessly(db: Db) -> None:
    await CLEAR.run(db)
    assert await seed(db) == len(MARKETS) * len(DEFINITIONS)
    assert await seed(db) == 0
    assert await COUNT.sole(db) == len(MARKETS) * len(DEFINITIONS)


async def test_seeding_keeps_what_an_operator_has_set(db: Db, now: datetime) -> None:
    await set_policy(db, "ID", "invitation_ttl_s", SINCE, 3600)
    await seed(db)
    assert (await policy(db, "ID", now)).invitation_ttl_s == 3600


async def test_a_row_counts_from_its_date_until_the_next(db: Db, now: datetime) -> None:
    await set_policy(db, "ID", "creator_followers_min", now, 1000)
    await set_policy(db, "ID", "creator_followers_min", now + timedelta(days=1), 50)
    seen = [
        (await policy(db, "ID", now + offset)).creator_followers_min
        for offset in (timedelta(seconds=-1), timedelta(0), timedelta(hours=23), timedelta(days=1), timedelta(days=900))
    ]
    assert seen == [600, 1000, 1000, 50, 50]
    assert (await policy(db, "MY", now + timedelta(days=2))).creator_followers_min == 1000


async def test_before_the_first_row_and_without_rows_the_definition_speaks(db: Db, now: datetime) -> None:
    assert (await policy(db, "GB", datetime(2020, 1, 1, tzinfo=UTC))).unpaid_ttl_s == 86_400
    await CLEAR.run(db)
    assert (await policy(db, "GB", now)).unpaid_ttl_s == 86_400


async def test_a_row_of_a_later_version_disturbs_nobody(pool: Pool, now: datetime) -> None:
    async with pool.transaction() as db:
        await FOREIGN.run(db, now)
    async with pool.connection() as db:
        assert (await policy(db, "ID", now)).official_links_per_shop == 1


async def test_a_change_is_seen_at_once_where_it_was_made_and_nowhere_before_it_commits(
    pool: Pool, now: datetime
) -> None:
    async with pool.connection() as other:
        async with pool.transaction() as db:
            await set_policy(db, "TH", "quantity_max", now, 5)
            assert (await policy(db, "TH", now)).quantity_max == 5
            assert (await policy(other, "TH", now)).quantity_max == 999
            assert (await policy(db, "TH", now)).quantity_max == 5
        async with pool.transaction() as db:
            assert (await policy(db, "TH", now)).quantity_max == 5
        assert (await policy(other, "TH", now)).quantity_max == 5


async def test_a_change_that_is_rolled_back_never_was(pool: Pool, now: datetime) -> None:
    async with pool.connection() as db:
        transaction = db.connection.transaction()
        await transaction.start()
        await set_policy(db, "TH", "quantity_max", now, 5)
        assert (await policy(db, "TH", now)).quantity_max == 5
        await transaction.rollback()
        assert (await policy(db, "TH", now)).quantity_max == 999
        async with db.transaction():
            assert (await policy(db, "TH", now)).quantity_max == 999


async def test_a_change_outside_a_transaction_is_seen_at_once(pool: Pool, now: datetime) -> None:
    async with pool.connection() as db:
        assert (await policy(db, "TH", now)).cod_max_minor == 5_000_000
        await set_policy(db, "TH", "cod_max_minor", now, None)
        assert (await policy(db, "TH", now)).cod_max_minor is None


@pytest.mark.parametrize(
    ("market", "name", "wrong", "field"),
    [
        ("XX", "invitation_ttl_s", 60, "market"),
        ("ID", "no_such_policy", 60, "name"),
        ("ID", "invitation_ttl_s", True, "value"),
        ("ID", "invitation_ttl_s", None, "value"),
        ("ID", "invitation_ttl_s", 0, "value"),
        ("ID", "cod_allowed", 1, "value"),
        ("ID", "marketing_links_per_shop", 5, "value"),
        ("ID", "affiliate_rate_min_bp", 0, "value"),
        ("ID", "affiliate_rate_max_bp", 10_001, "value"),
        ("ID", "official_may_join_affiliate", True, "value"),
        ("ID", "price_max_minor", 2**53, "value"),
    ],
)
async def test_a_value_of_the_wrong_kind_or_size_is_refused(
    db: Db, now: datetime, market: str, name: str, wrong: int | bool | None, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        await set_policy(db, market, name, now, wrong)
    assert set(refusal.value.errors) == {field}


async def test_an_unknown_market_is_our_bug(db: Db, now: datetime) -> None:
    with pytest.raises(LookupError):
        await policy(db, "UK", now)

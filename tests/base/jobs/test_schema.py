"""Our tables of the queue are those that the installed PgQueuer expects, but for the trigger we leave out."""

from pgqueuer import AsyncpgDriver, Queries
from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment
from pgqueuer.domain.settings import DBSettings, Durability

from etalase.base.db import Db, value

TRIGGERS = value(int, "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal")


async def test_the_queue_is_what_the_installed_release_expects(db: Db) -> None:
    expected = QueryBuilderEnvironment(DBSettings(durability=Durability.balanced))
    plan = await Queries(AsyncpgDriver(db.connection), qbe=expected).plan_upgrade()
    missing = [" ".join(statement.split()[:4]) for statement in plan.statements]
    assert missing == ["CREATE FUNCTION fn_pgqueuer_changed() RETURNS", "CREATE TRIGGER tg_pgqueuer_changed AFTER"]


async def test_no_table_has_a_trigger(db: Db) -> None:
    assert await TRIGGERS.sole(db) == 0

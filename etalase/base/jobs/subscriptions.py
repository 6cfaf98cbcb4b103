"""The roster's reactions as rows, so that recording an event and owing its reactions is one statement."""

from etalase.base.db import Db, write
from etalase.base.jobs.roster import Roster

FORGET = write(
    """DELETE FROM event_subscriptions
       WHERE (event, reaction) NOT IN (SELECT * FROM unnest($1::text[], $2::text[]))"""
)
REMEMBER = write(
    """INSERT INTO event_subscriptions (event, reaction)
       SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING"""
)


async def subscribe(db: Db, roster: Roster) -> None:
    """Make the rows equal to the roster. Part of every migration and start; running it again changes nothing."""
    pairs = [job.event for job in roster.reactions], [job.name for job in roster.reactions]
    await FORGET.run(db, *pairs)
    await REMEMBER.run(db, *pairs)

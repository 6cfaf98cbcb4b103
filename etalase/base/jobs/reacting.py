"""One reaction to one event: the claim and the act are one transaction, so the effects happen once however often we try."""

from datetime import datetime

from etalase.base import events
from etalase.base.db import Db, value
from etalase.base.jobs.roster import Reaction

CLAIM = value(
    int,
    """INSERT INTO event_reactions (event_id, reaction, done_at) VALUES ($1, $2, $3)
       ON CONFLICT DO NOTHING RETURNING event_id""",
)


async def react(db: Db, reaction: Reaction, event_id: int, now: datetime) -> bool:
    """Run the reaction unless it has already run for this event; whether it ran now.

    Two workers with the same job meet at the claim: the second waits for the first one's commit and then does nothing.
    """
    async with db.transaction():
        if await CLAIM.get(db, event_id, reaction.name, now) is None:
            return False
        event = await events.find(db, event_id)
        if event is None:
            raise LookupError(f"the event {event_id} of a {reaction.name} job does not exist")
        await reaction.act(db, event, now)
        return True

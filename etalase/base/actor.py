"""Who asks. The doors find the actor; actions and queries take it as an argument."""

import msgspec

from etalase.base.errors import NotAllowed


class Actor(msgspec.Struct, frozen=True):
    """A signed-in account. What it may do in a shop is asked of the shops room, never stored here."""

    account_id: int
    handle: str
    market: str
    is_operator: bool = False


# Jobs and the command line act in nobody's name: account 0 owns nothing and may be named in histories.
SYSTEM = Actor(account_id=0, handle="", market="", is_operator=True)


def only_operators(actor: Actor) -> None:
    """NotAllowed for everybody who does not act for the platform; the command line and jobs (SYSTEM) do."""
    if not actor.is_operator:
        raise NotAllowed

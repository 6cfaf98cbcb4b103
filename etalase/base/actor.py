"""Who asks. The doors find the actor; actions and queries take it as an argument."""

import msgspec


class Actor(msgspec.Struct, frozen=True):
    """A signed-in account. What it may do in a shop is asked of the shops room, never stored here."""

    account_id: int
    handle: str
    market: str
    is_operator: bool = False


# Jobs and the command line act in nobody's name: account 0 owns nothing and may be named in histories.
SYSTEM = Actor(account_id=0, handle="", market="", is_operator=True)

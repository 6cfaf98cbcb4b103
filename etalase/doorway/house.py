"""What a serving process holds: opened once at start, closed at stop."""

from collections.abc import Mapping
from typing import Any

import msgspec

from etalase.base.clock import Clock
from etalase.base.live import Hub
from etalase.base.pool import Pool
from etalase.base.settings import Settings
from etalase.base.texts import Texts
from etalase.doorway.checkouts import Checkouts


class House(msgspec.Struct, frozen=True):
    """The parts every door may need. `refusals` maps a refusal's code to its msgid; `storage` keeps media.

    `checkouts` places what buyers want, for all who are there at once.
    """

    settings: Settings
    pool: Pool
    clock: Clock
    hub: Hub
    texts: Texts
    refusals: Mapping[str, str]
    storage: Any
    checkouts: Checkouts

"""The verbs of stock. All take arrays: one SKU is a list of one.

Every verb locks the levels it changes in (shop, SKU, warehouse) order first, so no two of them can deadlock, and shop by shop,
so that a lock never spans two shards. Set-asides are changed only under the lock of their levels.

For a till: `lock_levels` shop by shop in id order, `rules.choose_warehouse` per line (what is left after the lines before it),
`take` with a `Move` per line. A line that buys through a campaign or LIVE names its `set_aside_id` and that one's warehouse;
`queries.set_asides`, read after `lock_levels`, says what is left of it. Instead, ordinary lines may be joined into a bigger
statement with TAKE_FRAGMENT, and those of set-asides be taken by `take_from_asides`.
"""

from etalase.stock.actions.asides import end_set_aside, end_set_asides, set_aside, take_from_asides
from etalase.stock.actions.levels import Opening, empty_levels, open_rows, set_levels, set_warehouse_levels
from etalase.stock.actions.moving import Move, lock_levels
from etalase.stock.actions.taking import TAKE_FRAGMENT, release, sell, take, take_back
from etalase.stock.actions.warehouses import close_warehouse, open_shop, open_warehouse, rename_warehouse

__all__ = [
    "TAKE_FRAGMENT",
    "Move",
    "Opening",
    "close_warehouse",
    "empty_levels",
    "end_set_aside",
    "end_set_asides",
    "lock_levels",
    "open_rows",
    "open_shop",
    "open_warehouse",
    "release",
    "rename_warehouse",
    "sell",
    "set_aside",
    "set_levels",
    "set_warehouse_levels",
    "take",
    "take_back",
    "take_from_asides",
]

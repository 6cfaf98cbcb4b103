"""Pack, split, combine, arrange, hand over, deliver; whole orders and single packages; what carriers report."""

from etalase.parcels.actions.cutting import cut_to_arranged
from etalase.parcels.actions.moving import arrange, deliver, hand_over
from etalase.parcels.actions.packing import combine, combine_orders, pack, split, unpack, unpack_cancelled
from etalase.parcels.actions.reporting import Report, carrier_reported, mark_overdue
from etalase.parcels.actions.whole import deliver_order, hand_over_order, ship_order

__all__ = [
    "Report",
    "arrange",
    "carrier_reported",
    "combine",
    "combine_orders",
    "cut_to_arranged",
    "deliver",
    "deliver_order",
    "hand_over",
    "hand_over_order",
    "mark_overdue",
    "pack",
    "ship_order",
    "split",
    "unpack",
    "unpack_cancelled",
]

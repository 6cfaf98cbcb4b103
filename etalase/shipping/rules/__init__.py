"""Methods, carriers, rates, zones, calendars and deadlines. Data and pure functions.

methods.py    how a parcel is sent, who carries     rates.py      what that costs: rows with dates
zones.py      how far it goes                       quotes.py     the fee of one shop's part of a cart
holidays.py   days off, 2026 and 2027               calendars.py  working days
deadlines.py  until when an order must have moved
"""

from etalase.shipping.rules.calendars import add_working_days, is_working_day, working_days
from etalase.shipping.rules.deadlines import Deadlines, deadlines, delivery_due
from etalase.shipping.rules.methods import (
    CARRIERS,
    METHOD_NAMES,
    METHODS,
    PLATFORM_METHODS,
    SANDBOX,
    Carrier,
    Method,
    carrier_name,
    carriers_of,
)
from etalase.shipping.rules.quotes import Quote, Shipped, quote
from etalase.shipping.rules.rates import RATES, Rate, rate_of
from etalase.shipping.rules.zones import HUBS, ZONES, Zone, zone_of

__all__ = [
    "CARRIERS",
    "HUBS",
    "METHODS",
    "METHOD_NAMES",
    "PLATFORM_METHODS",
    "RATES",
    "SANDBOX",
    "ZONES",
    "Carrier",
    "Deadlines",
    "Method",
    "Quote",
    "Rate",
    "Shipped",
    "Zone",
    "add_working_days",
    "carrier_name",
    "carriers_of",
    "deadlines",
    "delivery_due",
    "is_working_day",
    "quote",
    "rate_of",
    "working_days",
    "zone_of",
]

"""Reads of packages and tracking."""

from etalase.parcels.queries.labels import labels, labels_of_orders
from etalase.parcels.queries.packages import (
    Package,
    PackageDetail,
    PackageLine,
    Told,
    moving,
    numbered,
    open_packages_of_buyer,
    package,
    packages,
    packages_of_orders,
    shop_package,
)
from etalase.parcels.queries.sweeps import SWEEPS
from etalase.parcels.queries.tracking import Tally, Tracked, tallies, tracked, tracking

__all__ = [
    "SWEEPS",
    "Package",
    "PackageDetail",
    "PackageLine",
    "Tally",
    "Told",
    "Tracked",
    "labels",
    "labels_of_orders",
    "moving",
    "numbered",
    "open_packages_of_buyer",
    "package",
    "packages",
    "packages_of_orders",
    "shop_package",
    "tallies",
    "tracked",
    "tracking",
]

"""Which doors are mounted: every module of `api` and `web` that names its `routes`."""

import importlib
import pkgutil
from typing import Any

import etalase.api
import etalase.web
from etalase.api import checkout, showcase
from etalase.doorway.express import Handler


def api_routes() -> list[Any]:
    """The handlers of /api/v1."""
    return _routes_below(etalase.api)


def page_routes() -> list[Any]:
    """The handlers of the pages."""
    return _routes_below(etalase.web)


def fast_lane() -> dict[tuple[str, str], Handler]:
    """What is answered before the router is asked: ten of them at most, each proved equal to its door."""
    return {
        ("POST", "/api/v1/orders"): checkout.place_fast,
        ("GET", "/api/v1/accounts/*/showcase"): showcase.showcase_fast,
    }


def _routes_below(package: Any) -> list[Any]:
    found: list[Any] = []
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not module.name.endswith("__main__"):
            found += getattr(importlib.import_module(module.name), "routes", [])
    return found

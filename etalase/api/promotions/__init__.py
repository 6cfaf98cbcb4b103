"""Promotions and vouchers: a shop's own, the platform's, and what a shopper may claim."""

from typing import Any

from etalase.api.promotions import activities, vouchers

routes: list[Any] = [*activities.handlers, *vouchers.handlers]

"""Products: the seller's calls, and what anybody may read."""

from typing import Any

from etalase.api.products import exporting, reading, reviews, writing

routes: list[Any] = [*writing.handlers, *reading.handlers, *reviews.handlers, *exporting.handlers]

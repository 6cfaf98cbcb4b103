"""Sheets for a printer, in the language of the market they are for. Drawing takes its time, so it is done beside the loop."""

import asyncio
from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from babel.numbers import format_currency
from litestar.response import Response

from etalase.base.markets import MARKETS
from etalase.base.money import Money
from etalase.doorway.house import House
from etalase.parcels.rules.labels import Label, draw

PDF = "application/pdf"


async def label_sheets(house: House, labels: Sequence[Label], *, slips: bool) -> Response[Any]:
    """Labels, and with `slips` their packing slips, as a PDF to be opened in a browser."""
    market = MARKETS[labels[0].market]
    language = market.language if market.language in house.texts.languages else "en"
    say, words = partial(house.texts.gettext, language), partial(_words, f"{language}_{market.code}")
    content = await asyncio.to_thread(draw, labels, say, words, slips=slips)
    name = labels[0].tracking_number if len(labels) == 1 else "labels"
    safe = "".join(letter for letter in name if letter.isascii() and letter.isalnum()) or "label"
    return Response(content, media_type=PDF, headers={"content-disposition": f'inline; filename="{safe}.pdf"'})


def _words(locale: str, amount: Money) -> str:
    return format_currency(Decimal(amount.decimal()), amount.currency, locale=locale)

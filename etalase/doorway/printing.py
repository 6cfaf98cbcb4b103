"""Sheets for a printer, in the language of the market they are for. Drawing takes its time, so it is done beside the loop."""

import asyncio
from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from babel import Locale
from babel.numbers import format_currency
from litestar.response import Response

from etalase.base.markets import MARKETS
from etalase.base.money import Money
from etalase.base.written import money_text, rate_text
from etalase.doorway.house import House
from etalase.parcels.rules.labels import Label, draw
from etalase.settlement.rules.invoices import Sheet, draw_invoice

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


async def invoice_sheet(house: House, sheet: Sheet, language: str) -> Response[Any]:
    """An invoice in one of our languages, as a PDF to be opened in a browser and kept by nobody in between."""
    locale = Locale.parse(language)
    say, words = partial(house.texts.gettext, language), partial(money_text, locale)
    content = await asyncio.to_thread(draw_invoice, sheet, say, words, partial(rate_text, locale))
    name = sheet.number.replace("/", "-")
    headers = {"content-disposition": f'inline; filename="{name}.pdf"', "cache-control": "private, no-store"}
    return Response(content, media_type=PDF, headers=headers)


def _words(locale: str, amount: Money) -> str:
    return format_currency(Decimal(amount.decimal()), amount.currency, locale=locale)

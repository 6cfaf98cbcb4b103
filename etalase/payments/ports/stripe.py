"""Stripe PaymentIntents through the official SDK. The card is typed into Stripe's own frame: its number never comes here."""

from collections.abc import Awaitable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final, TypeVar

import msgspec
import stripe
import structlog

from etalase.base.settings import Settings
from etalase.payments.ports.provider import Charge, DayRow, NotGenuine, Return, Returned, Spoken, Told, Unanswered
from etalase.payments.ports.signing import LONGEST_BODY, check_time
from etalase.payments.rules import Step, Word

Answer = TypeVar("Answer")
TIMEOUT_S: Final = 10
PAGE: Final = 100
KEY: Final = "etalase_key"
# Stripe counts rupiah in hundredths, as ISO does; here they have none.
HUNDREDTHS_THERE: Final = {"IDR"}
WORDS: Final[dict[str, Word]] = {"succeeded": "PAID", "canceled": "CLOSED"}
log = structlog.get_logger()
INTERESTING: Final = {"payment_intent.succeeded", "payment_intent.canceled", "payment_intent.payment_failed"}


class Intent(msgspec.Struct, frozen=True):
    """What we read of a PaymentIntent in a webhook."""

    id: str
    amount: int
    currency: str
    status: str
    metadata: dict[str, str] | None = None


class Data(msgspec.Struct, frozen=True):
    """Where Stripe puts it."""

    object: Intent


class Head(msgspec.Struct, frozen=True):
    """What every webhook has."""

    id: str
    type: str


class Event(Head, frozen=True):
    """A webhook about a PaymentIntent."""

    data: Data


class StripeProvider:
    """One per process. `api_url` names another server than Stripe's own, as tests do."""

    def __init__(self, settings: Settings) -> None:
        addresses: Any = {"api": settings.stripe_api_url} if settings.stripe_api_url else {}
        # Repeating is ours to decide: after a question, under the same key.
        self._client = stripe.StripeClient(
            settings.stripe_key or "",
            base_addresses=addresses,
            http_client=stripe.HTTPXClient(timeout=TIMEOUT_S),
            max_network_retries=0,
        )
        self._publishable = settings.stripe_publishable_key or ""
        self._secret = settings.stripe_webhook_secret or ""

    async def open(self, charge: Charge, *, now: datetime) -> Told:
        """An intent that waits for the buyer's card. Stripe itself answers the same key with the same intent."""
        asked: Any = {
            "amount": units(charge.amount_minor, charge.currency),
            "currency": charge.currency.lower(),
            "metadata": {KEY: charge.key},
            "payment_method_types": ["card"],
        }
        intents = self._client.v1.payment_intents
        options: Any = {"idempotency_key": f"open-{charge.key}"}
        try:
            return self._told(await answered(intents.create_async(asked, options)))
        except stripe.StripeError as no:
            log.error("payments.stripe_refused", key=charge.key, code=no.code, status=no.http_status)
            return Told("FAILED", "", charge.amount_minor, charge.currency, reason=no.code or "refused")

    async def find(self, charge: Charge, *, now: datetime) -> Told | None:
        """How an intent stands. One whose name we never learnt has taken nothing: it waits for a card that nobody gave it."""
        if charge.ref is None:
            return None
        return self._told(await answered(self._client.v1.payment_intents.retrieve_async(charge.ref)))

    async def close(self, charge: Charge, *, now: datetime) -> Told:
        """Cancel an intent; one that cannot be cancelled any more says how it stands."""
        if charge.ref is None:
            return Told("CLOSED", "", charge.amount_minor, charge.currency)
        intents = self._client.v1.payment_intents
        try:
            return self._told(await answered(intents.cancel_async(charge.ref)))
        except stripe.InvalidRequestError:
            return self._told(await answered(intents.retrieve_async(charge.ref)))

    async def give_back(self, asked: Return, *, now: datetime) -> Returned:
        """Refund a part of an intent. Looked for first: Stripe forgets keys after a day, its refunds carry ours for ever."""
        if asked.charge_ref is None:
            return Returned("FAILED", reason="nothing_was_taken")
        known = await self._refund_of(asked)
        if known is None:
            wanted: Any = {
                "payment_intent": asked.charge_ref,
                "amount": units(asked.amount_minor, asked.currency),
                "metadata": {KEY: asked.key},
            }
            options: Any = {"idempotency_key": f"refund-{asked.key}"}
            try:
                known = await answered(self._client.v1.refunds.create_async(wanted, options))
            except stripe.InvalidRequestError as no:
                return Returned("FAILED", reason=(no.code or "invalid_request")[:100])
        if known.status in {"failed", "canceled"}:
            return Returned("FAILED", known.id, getattr(known, "failure_reason", None) or known.status)
        return Returned("SUCCESS" if known.status == "succeeded" else "PENDING", known.id)

    def read(self, headers: Mapping[str, str], body: bytes, *, wall: datetime) -> Spoken | None:
        """A webhook about one of our intents; its age is measured against the database's clock."""
        given = headers.get("stripe-signature", "")
        sent = next((part[2:] for part in given.split(",") if part.startswith("t=")), "")
        check_time(sent, wall)
        if len(body) > LONGEST_BODY or not self._secret:
            raise NotGenuine
        try:
            stripe.WebhookSignature.verify_header(body.decode(), given, self._secret, tolerance=None)
            return self._spoken(body)
        except (stripe.SignatureVerificationError, UnicodeDecodeError, msgspec.MsgspecError) as wrong:
            raise NotGenuine from wrong

    async def day_file(self, day: date) -> list[DayRow]:
        """Its balance transactions of one day, newest page first as Stripe lists them, turned round."""
        start = datetime.combine(day, time(), UTC)
        first, last = int(start.timestamp()), int((start + timedelta(days=1)).timestamp())
        found: list[DayRow] = []
        after: str | None = None
        while True:
            asked: Any = {"limit": PAGE, "expand": ["data.source"]} | ({"starting_after": after} if after else {})
            page: Any = await answered(self._client.v1.balance_transactions.list_async(asked))
            found += [row for each in page.data if first <= each.created < last and (row := await self._row(each))]
            if not page.has_more or page.data[-1].created < first:
                return sorted(found, key=lambda row: (row.at, row.ref))
            after = page.data[-1].id

    async def _refund_of(self, asked: Return) -> Any:
        wanted: Any = {"payment_intent": asked.charge_ref, "limit": PAGE}
        page: Any = await answered(self._client.v1.refunds.list_async(wanted))
        return next((each for each in page.data if key_in(each) == asked.key), None)

    async def _row(self, booked: Any) -> DayRow | None:
        if booked.type not in {"charge", "refund"}:
            return None
        source: Any = booked.source
        kind = "CHARGE" if booked.type == "charge" else "REFUND"
        currency = booked.currency.upper()
        intent: str | None = source.payment_intent
        named = source if kind == "REFUND" or intent is None else await self._intent(intent)
        return DayRow(
            intent if kind == "CHARGE" and intent else str(source.id),
            key_in(named) or (key_in(await self._intent(intent)) if intent else None) or "",
            kind,
            minor(booked.amount, currency),
            minor(booked.fee, currency),
            currency,
            datetime.fromtimestamp(booked.created, UTC),
        )

    async def _intent(self, name: str) -> Any:
        return await answered(self._client.v1.payment_intents.retrieve_async(name))

    def _spoken(self, body: bytes) -> Spoken | None:
        if msgspec.json.decode(body, type=Head).type not in INTERESTING:
            return None
        event = msgspec.json.decode(body, type=Event)
        intent = event.data.object
        key = (intent.metadata or {}).get(KEY)
        if not key:
            return None  # not one of ours: the account may serve others, too
        currency = intent.currency.upper()
        # A card that was declined is not the end: the buyer tries the next one on the same intent.
        word = WORDS.get(intent.status, "OPEN")
        return Spoken(event.id, key, Told(word, intent.id, minor(intent.amount, currency), currency))

    def _told(self, intent: Any) -> Told:
        currency = intent.currency.upper()
        word = WORDS.get(intent.status, "OPEN")
        step = None
        if word == "OPEN":
            step = Step("stripe", client_secret=intent.client_secret or "", publishable_key=self._publishable)
        return Told(word, intent.id, minor(intent.amount, currency), currency, step)


async def answered(call: Awaitable[Answer]) -> Answer:
    """The answer of a call. Unanswered where nobody can tell whether it was done; a plain no is raised as it is."""
    try:
        return await call
    except (stripe.APIConnectionError, stripe.RateLimitError) as lost:
        raise Unanswered(type(lost).__name__) from lost
    except stripe.StripeError as wrong:
        if wrong.http_status is not None and wrong.http_status < 500:
            raise
        raise Unanswered(type(wrong).__name__) from wrong


def key_in(named: Any) -> str | None:
    """Our key, where the thing carries it."""
    metadata: dict[str, str] = named.metadata.to_dict() if named.metadata else {}
    return metadata.get(KEY)


def units(amount_minor: int, currency: str) -> int:
    """Our minor units as Stripe counts them."""
    return amount_minor * 100 if currency in HUNDREDTHS_THERE else amount_minor


def minor(amount: int, currency: str) -> int:
    """What Stripe counts, in our minor units."""
    return amount // 100 if currency in HUNDREDTHS_THERE else amount

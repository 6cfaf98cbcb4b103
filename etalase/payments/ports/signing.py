"""Signatures of webhooks in the form of Standard Webhooks: id, time and body under HMAC-SHA256, five minutes either way."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from etalase.payments.ports.provider import NotGenuine

TOLERANCE: Final = timedelta(minutes=5)
LONGEST_BODY: Final = 64_000


def sign(secret: str, event_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """The three headers that go with a body."""
    sent = str(int(at.timestamp()))
    return {
        "webhook-id": event_id,
        "webhook-timestamp": sent,
        "webhook-signature": "v1," + _mac(secret, f"{event_id}.{sent}.".encode() + body),
    }


def verify(secret: str, headers: Mapping[str, str], body: bytes, *, wall: datetime) -> str:
    """The id of a genuine webhook. NotGenuine for any other."""
    event_id, sent = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not event_id or len(event_id) > 200 or len(body) > LONGEST_BODY:
        raise NotGenuine
    check_time(sent, wall)
    right = _mac(secret, f"{event_id}.{sent}.".encode() + body)
    given = [each.partition(",") for each in headers.get("webhook-signature", "").split(" ")]
    if not any(kind == "v1" and hmac.compare_digest(mac.encode(), right.encode()) for kind, _, mac in given):
        raise NotGenuine
    return event_id


def check_time(sent: str, wall: datetime) -> None:
    """NotGenuine unless the time (seconds since 1970) is within five minutes of ours."""
    if not sent.isascii() or not sent.isdigit() or len(sent) > 11:
        raise NotGenuine
    if abs(datetime.fromtimestamp(int(sent), UTC) - wall) > TOLERANCE:
        raise NotGenuine


def _mac(secret: str, content: bytes) -> str:
    # Standard Webhooks: the part after the prefix is base64 of the key.
    key = base64.b64decode(secret.removeprefix("whsec_"))
    return base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()

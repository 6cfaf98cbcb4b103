"""Who takes a message out of the house: a mail server, or nobody (it stays in the outbox, to be read on its page)."""

import asyncio
import smtplib
import ssl
from collections.abc import Mapping
from email.message import EmailMessage
from typing import Final, Protocol
from urllib.parse import unquote, urlsplit

import msgspec

from etalase.base.settings import Settings
from etalase.notices import rules

TIMEOUT_S: Final = 10
PORTS: Final = {"smtp": 587, "smtps": 465}


class Letter(msgspec.Struct, frozen=True):
    """What a carrier carries."""

    recipient: str
    subject: str
    body: str


class NotCarried(Exception):
    """The carrier could not take it now."""


class Carrier(Protocol):
    """Takes one message, or raises NotCarried. `keeps`: nothing left the house, so the text stays readable."""

    @property
    def keeps(self) -> bool:
        """Whether the outbox is where the message is read."""
        ...

    async def carry(self, letter: Letter) -> None:
        """Take it."""
        ...


class Outbox:
    """Leaves every message where it is: for the sandbox, the demo, and a house without a mail server."""

    keeps = True

    async def carry(self, letter: Letter) -> None:
        """Nothing to do."""


class MailServer:
    """An SMTP server, spoken to in a thread. Mail is never sent unencrypted when the server offers TLS."""

    keeps = False

    def __init__(self, url: str, sender: str) -> None:
        parts = urlsplit(url)
        self._tls = parts.scheme == "smtps"
        self._address = (parts.hostname or "localhost", parts.port or PORTS.get(parts.scheme, 25))
        self._login = (unquote(parts.username or ""), unquote(parts.password or ""))
        self._sender = sender

    async def carry(self, letter: Letter) -> None:
        """Hand it to the server."""
        try:
            await asyncio.to_thread(self._send, letter)
        except (OSError, smtplib.SMTPException, ValueError) as failed:
            raise NotCarried(type(failed).__name__) from failed

    def _send(self, letter: Letter) -> None:
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = self._sender, letter.recipient, letter.subject
        mail.set_content(letter.body)
        with self._connect() as server:
            if self._login[0]:
                server.login(*self._login)
            server.send_message(mail)

    def _connect(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self._tls:
            return smtplib.SMTP_SSL(*self._address, timeout=TIMEOUT_S, context=context)
        server = smtplib.SMTP(*self._address, timeout=TIMEOUT_S)
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=context)
        return server


def open_carriers(settings: Settings) -> Mapping[str, Carrier]:
    """The carrier of each channel. The sandbox sends nothing out, whatever is set; SMS has no carrier but the outbox yet."""
    if settings.mail_url is None or settings.sandbox:
        return {rules.MAIL: Outbox(), rules.SMS: Outbox()}
    return {rules.MAIL: MailServer(settings.mail_url, settings.mail_from), rules.SMS: Outbox()}

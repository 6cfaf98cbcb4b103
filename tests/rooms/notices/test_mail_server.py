"""The SMTP carrier against a server of the test's own, on a real socket."""

import socketserver
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from etalase.base.settings import Settings
from etalase.notices import rules
from etalase.notices.ports import Letter, MailServer, NotCarried, Outbox, open_carriers

LETTER = Letter("budi@example.com", "Pilih kata sandi – baru", "Halo,\n\nhttps://etalase.test/password/new?token=1.x\n")


class Session(socketserver.StreamRequestHandler):
    """Says yes to everything, and keeps what it was told."""

    def handle(self) -> None:
        self.wfile.write(b"220 ready\r\n")
        body = False
        for line in self.rfile:
            received(self.server).append(line.decode().rstrip("\r\n"))
            if body and line != b".\r\n":
                continue
            word = line[:4].upper()
            answers = {b"DATA": b"354 go on\r\n", b"QUIT": b"221 bye\r\n"}
            body = word == b"DATA"
            self.wfile.write(answers.get(word, b"250 fine\r\n"))
            if word == b"QUIT":
                return


class Server(socketserver.TCPServer):
    """Keeps the lines of every session."""

    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Session)
        self.lines: list[str] = []


def received(server: socketserver.BaseServer) -> list[str]:
    assert isinstance(server, Server)
    return server.lines


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


async def test_a_letter_arrives_whole(server: Server) -> None:
    await MailServer(f"smtp://127.0.0.1:{server.server_address[1]}", "Etalase <noreply@etalase.test>").carry(LETTER)
    assert "To: budi@example.com" in server.lines
    assert any(line.lower().startswith("rcpt to:<budi@example.com>") for line in server.lines)
    assert any(line.startswith("Subject: Pilih kata sandi =?utf-8?") for line in server.lines)
    assert "https://etalase.test/password/new?token=1.x" in server.lines


async def test_a_recipient_cannot_bring_headers(server: Server) -> None:
    carrier = MailServer(f"smtp://127.0.0.1:{server.server_address[1]}", "noreply@etalase.test")
    with pytest.raises(NotCarried):
        await carrier.carry(Letter("a@example.com\nBcc: b@example.com", "", "x"))


async def test_a_server_that_is_away_carries_nothing() -> None:
    with pytest.raises(NotCarried):
        await MailServer("smtp://127.0.0.1:1", "noreply@etalase.test").carry(LETTER)


def test_the_sandbox_sends_nothing_out(tmp_path: Path) -> None:
    told = Settings(home=tmp_path, mail_url="smtp://127.0.0.1:1")
    assert isinstance(open_carriers(told)[rules.MAIL], MailServer)
    for kept in (Settings(home=tmp_path), Settings(home=tmp_path, mail_url=told.mail_url, sandbox=True)):
        assert isinstance(open_carriers(kept)[rules.MAIL], Outbox)


def test_a_mail_server_is_named_by_its_protocol() -> None:
    with pytest.raises(ValueError, match="ETALASE_MAIL_URL"):
        Settings.load({"ETALASE_MAIL_URL": "http://127.0.0.1"})

"""A real mail server for tests that can also misbehave: refuse, hang up after the text, hold its answer, drip."""

import asyncio
import email
import socket
import threading
from collections.abc import Callable
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller


def free_port() -> int:
    """A port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


class MailServer:
    """`mails` is what it took, in order. `answers[address]` is its reply to RCPT, `texts[address]` to the text."""

    def __init__(self) -> None:
        self.mails: list[Message] = []
        self.answers: dict[str, str] = {}
        self.texts: dict[str, str] = {}
        self.hang_up_after_text = False
        self.hold_from = 10**9
        self.on_mail: Callable[[], None] = lambda: None
        self._news = threading.Condition()
        self._held: list[asyncio.Event] = []
        self._controller = Controller(self, hostname="127.0.0.1", port=free_port())

    @property
    def url(self) -> str:
        """For BIRO_SMTP_URL."""
        return f"smtp://127.0.0.1:{self._controller.port}"

    @property
    def ids(self) -> list[str]:
        """Message-IDs in order of arrival."""
        return [mail["Message-ID"] for mail in self.mails]

    def __enter__(self) -> "MailServer":
        self._controller.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.release()
        self._controller.stop()

    def wait_for(self, count: int, seconds: float = 20) -> bool:
        """Wait until so many mails have come."""
        with self._news:
            return self._news.wait_for(lambda: len(self.mails) >= count, seconds)

    def release(self) -> None:
        """Answer everybody who was held from `hold_from` on."""
        self.hold_from = 10**9
        self._controller.loop.call_soon_threadsafe(lambda: [waiting.set() for waiting in self._held])

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        """As told for this address."""
        reply = self.answers.get(address, "250 OK")
        if reply.startswith("250"):
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:
        """Keep the mail, then answer late, not at all, or as told."""
        reply = self.texts.get(envelope.rcpt_tos[0], "250 OK")
        if not reply.startswith("250"):
            return reply
        with self._news:
            self.mails.append(email.message_from_bytes(envelope.content))
            self._news.notify_all()
        self.on_mail()
        if self.hang_up_after_text:
            server.transport.abort()
        if len(self.mails) >= self.hold_from:
            self._held.append(asyncio.Event())
            await self._held[-1].wait()
        return reply


class DrippingServer:
    """Sends one byte of an endless greeting now and then: each single read is fast, the whole never ends."""

    def __enter__(self) -> "DrippingServer":
        self._over = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"smtp://127.0.0.1:{self._socket.getsockname()[1]}"
        self._thread = threading.Thread(target=self._drip, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._socket.close()

    def _drip(self) -> None:
        line, _peer = self._socket.accept()
        with line:
            while not self._over.wait(0.05):
                try:
                    line.sendall(b"2")
                except OSError:
                    return

"""Writing a mail and handing it over within 12 seconds, however slowly the other side drips its answers."""

import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.policy import SMTP as MAIL_RULES
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit

from flask import current_app

from biro.core import clock
from biro.core.texts import _, in_language
from biro.reminders import kinds
from biro.reminders.channels import sender
from biro.reminders.models import Outbox

DEADLINE_S = 12.0
"""For everything from connecting to the answer after the text; smtplib's own timeout counts each read anew."""
CONNECT_S = 5.0


class Refused(Exception):
    """The server says never (5xx for this recipient or text)."""


class Trouble(Exception):
    """Not now; `whole` when the server as a whole is out of order, not just this one mail."""

    def __init__(self, message: str, *, whole: bool) -> None:
        super().__init__(message)
        self.whole = whole


def compose(row: Outbox) -> EmailMessage:
    """The mail of a row in its reader's language. A secret one carries the link alone."""
    with in_language(row.person.language):
        said = kinds.render(row.kind, {} if row.secret else row.params)
        subject = _("Ada pemberitahuan untuk Anda di Biro") if row.secret else said.subject
        link = current_app.config["BASE_URL"] + row.url
        parts = [
            _("Yth. %(name)s,", name=row.person.name),
            "" if row.secret else "\n".join(filter(None, [said.subject, said.body])),
            _("Buka di Biro: %(link)s", link=link),
            _("Surel ini dikirim otomatis; balasan tidak dibaca. Surel dapat dimatikan di “Akun saya”."),
        ]
    mail = EmailMessage(policy=MAIL_RULES)
    mail["From"] = sender()
    mail["To"] = row.person.email
    mail["Subject"] = " ".join(subject.split())[:200]
    mail["Date"] = format_datetime(clock.now())
    mail["Message-ID"] = row.message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content("\n\n".join(filter(None, parts)) + "\n")
    return mail


class Courier:
    """A conversation with the mail server, kept open from mail to mail while there is something to send."""

    def __init__(self, url: str) -> None:
        self.url = urlsplit(url)
        self._server: smtplib.SMTP | None = None

    def hand_over(self, mail: EmailMessage) -> None:
        """Returns when the server has taken the mail; raises Refused or Trouble."""
        with self._watched():
            server = self._server or self._connected()
            with self._translated():
                server.send_message(mail)

    def close(self) -> None:
        """Say goodbye if anybody still listens."""
        server, self._server = self._server, None
        if server is not None:
            with suppress(smtplib.SMTPException, OSError), self._watched(server):
                server.quit()
            server.close()

    def _connected(self) -> smtplib.SMTP:
        """Whatever goes wrong before the first mail is the server's trouble (or our settings'), no mail's fault."""
        try:
            return self._connect()
        except (smtplib.SMTPException, OSError, ValueError) as error:
            self._drop()
            raise Trouble(f"{type(error).__name__}: {error}", whole=True) from error

    def _connect(self) -> smtplib.SMTP:
        secure = self.url.scheme == "smtps"
        context = ssl.create_default_context()
        server = (
            smtplib.SMTP_SSL(timeout=CONNECT_S, context=context)
            if secure
            else smtplib.SMTP(timeout=CONNECT_S)
        )
        self._server = server  # before it connects, so that the watch can cut it
        server.connect(self.url.hostname or "localhost", self.url.port or (465 if secure else 25))
        server.sock.settimeout(DEADLINE_S)  # type: ignore[union-attr]
        server.ehlo()
        if not secure and server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo()
        if self.url.username:
            server.login(unquote(self.url.username), unquote(self.url.password or ""))
        return server

    @contextmanager
    def _watched(self, server: smtplib.SMTP | None = None) -> Iterator[None]:
        """Cut the line when the deadline is over: whatever waits for an answer then gets an error."""
        watch = threading.Timer(DEADLINE_S, lambda: _cut(server or self._server))
        watch.daemon = True
        watch.start()
        try:
            yield
        finally:
            watch.cancel()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Three kinds of no: never, not this one now, and nothing works."""
        try:
            yield
        except smtplib.SMTPRecipientsRefused as error:
            self._judge(*next(iter(error.recipients.values())))
        except smtplib.SMTPDataError as error:
            self._judge(error.smtp_code, error.smtp_error)
        except (smtplib.SMTPNotSupportedError, ValueError) as error:  # an address this server cannot write
            raise Refused(str(error)) from error
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise Trouble(f"{type(error).__name__}: {error}", whole=True) from error

    def _judge(self, code: int, text: bytes | str) -> None:
        if self._server is not None and self._server.sock is None:  # 421: it hung up
            self._drop()
        if 500 <= code < 600:
            raise Refused(_said(code, text))
        raise Trouble(_said(code, text), whole=code == 421)

    def _drop(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.close()


def _cut(server: smtplib.SMTP | None) -> None:
    line = getattr(server, "sock", None)
    if line is not None:
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)


def _said(code: int, text: bytes | str) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {' '.join(words.split())}"

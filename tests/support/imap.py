"""A real IMAP server on loopback, in a thread of its own, and one that only drips."""

import asyncio
import imaplib
import socket
import threading
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager

from proxyprotocol.reader import ProxyProtocolReader
from pymap.backend.dict import DictBackend
from pymap.imap import IMAPServer, IMAPService

USER, PASSWORD = "surat", "kata-sandi-rahasia"


@contextmanager
def serving() -> Iterator[int]:
    """The port of an empty mailbox of USER."""
    loop, port, ready = asyncio.new_event_loop(), [], threading.Event()

    async def start() -> None:
        parser = ArgumentParser()
        parser.set_defaults(skip_services=[], passlib_cfg=None, debug=False)
        IMAPService.add_arguments(parser)
        DictBackend.add_subparser("dict", parser.add_subparsers())
        args = parser.parse_args(["--no-tls", "dict", "--demo-user", USER, "--demo-password", PASSWORD])
        backend, config = await DictBackend.init(
            args, reject_dnsbl=False, secure_auth=False, invalid_user_sleep=0.0
        )
        config.apply_context()
        answer = ProxyProtocolReader(config.proxy_protocol).get_callback(IMAPServer(backend.login, config))
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        port.append(server.sockets[0].getsockname()[1])
        ready.set()

    def run() -> None:
        asyncio.set_event_loop(loop)
        loop.create_task(start())
        loop.run_forever()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    ready.wait(20)
    try:
        yield port[0]
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)


def deliver(port: int, *mails: bytes) -> None:
    """Put mails into the mailbox, as a mail server would."""
    box = imaplib.IMAP4("127.0.0.1", port, timeout=20)
    box.login(USER, PASSWORD)
    for mail in mails:
        box.append("INBOX", "", "", mail)
    box.logout()


@contextmanager
def dripping() -> Iterator[int]:
    """The port of a server that begins a greeting and never ends it."""
    listener = socket.create_server(("127.0.0.1", 0))
    held = []

    def run() -> None:
        while True:
            try:
                caller, _address = listener.accept()
            except OSError:
                return
            held.append(caller)
            caller.sendall(b"* O")

    threading.Thread(target=run, daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()
        for caller in held:
            caller.close()

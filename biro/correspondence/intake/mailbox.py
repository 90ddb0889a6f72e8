"""The office's mailbox: each new mail becomes an item of the inbox, its words a page and its attachments beside it."""

import base64
import hashlib
import io
import json
import logging
import subprocess
import sys
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from flask import current_app
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from biro.accounts.actors import SYSTEM
from biro.core import clock
from biro.core.db import db
from biro.core.errors import DomainError
from biro.core.texts import _l
from biro.correspondence.intake import mails, services
from biro.correspondence.intake.models import InboxItem, InboxSource, Mailbox
from biro.correspondence.models import Register, RegisterKind
from biro.documents import pdf
from biro.files.rules import DOCUMENTS

CHILD = Path(__file__).with_name("mail_child.py")
DEADLINE_S = 45  # for everything, however slowly the server answers
TROUBLES = {
    "unreachable": _l("server surat tidak menjawab"),
    "login": _l("server surat menolak nama atau kata sandinya"),
    "folder": _l("foldernya tidak ada di server surat"),
    "broken": _l("hubungan dengan server surat terputus"),
    "slow": _l("server surat terlalu lama menjawab"),
}
log = logging.getLogger("biro")


def watch(stop: Event) -> None:
    """Fetch what is new; a mail that cannot be kept is shown, and holds up no other."""
    url = current_app.config["IMAP_URL"]
    book = _book(url) if url else None
    if book is None:
        db.session.rollback()
        return
    row = _row(url)
    asked = {**_place(url), "uid_validity": row.uid_validity, "last_uid": row.last_uid}
    key, book_id = row.key, book.id
    db.session.commit()  # nobody waits for a mail server
    lines, trouble = _fetch(asked)
    for line in lines:
        if stop.is_set():
            break
        if "validity" in line:
            _renew(key, line["validity"])
        else:
            _keep(key, line["uid"], line["raw"], book_id)
    _note(key, trouble)


def key_of(url: str) -> str:
    """What a mailbox is called, without its password."""
    place = _place(url)
    return f"{place['user']}@{place['host']}/{place['folder']}"[:200]


def _place(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    tls = parts.scheme == "imaps"
    return {
        "tls": tls, "host": parts.hostname or "", "port": parts.port or (993 if tls else 143),
        "user": unquote(parts.username or ""), "password": unquote(parts.password or ""),
        "folder": unquote(parts.path.strip("/")).replace('"', "") or "INBOX",
    }  # fmt: skip


def _book(url: str) -> Register | None:
    """The book that `?register=` names, or the office's first."""
    name = parse_qs(urlsplit(url).query).get("register", [""])[0]
    query = select(Register).where(Register.active, Register.kind == RegisterKind.INCOMING)
    query = query.where(Register.name == name) if name else query
    return db.session.scalars(query.order_by(Register.id).limit(1)).one_or_none()


def _row(url: str) -> Mailbox:
    row = db.session.get(Mailbox, key_of(url))
    if row is None:
        row = Mailbox(key=key_of(url), uid_validity=0, last_uid=0)
        db.session.add(row)
        db.session.flush()
    return row


def _fetch(asked: dict[str, Any]) -> tuple[list[dict[str, Any]], str]:
    """(what came, the trouble): also of a server that was too slow the mails that came whole."""
    command, trouble = [sys.executable, "-I", str(CHILD)], ""
    try:
        done = subprocess.run(
            command, input=json.dumps(asked).encode(), capture_output=True, timeout=DEADLINE_S, check=False, env={}
        )  # fmt: skip
        came = done.stdout
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip()
            trouble = said if said in TROUBLES else "broken"
    except subprocess.TimeoutExpired as late:
        came, trouble = late.stdout or b"", "slow"
    return [json.loads(line) for line in came.splitlines(keepends=True) if line.endswith(b"\n")], trouble


def _renew(key: str, validity: int) -> None:
    """The server numbers its mails anew: they are looked through again, and known ones are known by their id."""
    row = db.session.get_one(Mailbox, key)
    if row.uid_validity != validity:
        row.uid_validity, row.last_uid = validity, 0
    db.session.commit()


def _keep(key: str, uid: int, raw: str | None, book_id: int) -> None:
    content = base64.b64decode(raw) if raw else b""
    given: dict[str, Any] = {
        "register": db.session.get_one(Register, book_id),
        "source": InboxSource.MAIL,
        "by": SYSTEM,
    }
    try:
        if content:
            _take(mails.read(content), content, given)
        else:
            services.note_failure(
                str(_l("Surel terlalu besar")), reason=str(_l("Lebih dari 40 MB.")), **given
            )
        _read_up_to(key, uid)
        db.session.commit()
    except IntegrityError:  # another worker was faster
        db.session.rollback()
    except DomainError as refusal:
        db.session.rollback()
        if refusal.code != "full":  # with a full disk it is tried again
            services.note_failure(str(_l("Surel")), reason=str(refusal.message), **given)
            _read_up_to(key, uid)
            db.session.commit()


def _read_up_to(key: str, uid: int) -> None:
    row = db.session.get_one(Mailbox, key)
    row.last_uid = max(row.last_uid, uid)


def _take(mail: mails.Mail, content: bytes, given: dict[str, Any]) -> None:
    named = mail.message_id.encode() if mail.message_id else content
    source_key = f"mail:{hashlib.sha256(named).hexdigest()}"
    if db.session.scalar(select(InboxItem.id).where(InboxItem.source_key == source_key)) is not None:
        return
    page = pdf("surel", {
        "sender": mail.sender, "to": mail.to, "sent": mail.sent, "subject": mail.subject, "text": mail.text,
        "files": [name for name, _content in mail.files],
    })  # fmt: skip
    item = services.take_in(
        [(io.BytesIO(page), "surel.pdf")], name=mail.subject or str(_l("Surel tanpa hal")), source_key=source_key,
        **given,
    )  # fmt: skip
    item.found = {"from": [mails.sender_name(mail.sender), 40]}
    item.reason = " ".join(services.add_files(item, mail.files, kinds=DOCUMENTS, by=SYSTEM))[:1000]


def _note(key: str, trouble: str) -> None:
    row = db.session.get_one(Mailbox, key)
    row.checked_at, row.trouble = clock.now(), trouble
    row.failing_since = (row.failing_since or clock.now()) if trouble else None
    db.session.commit()


def trouble() -> tuple[Mailbox, Any] | None:
    """(mailbox, what is wrong with it) while the watched one cannot be read."""
    url = current_app.config["IMAP_URL"]
    row = db.session.get(Mailbox, key_of(url)) if url else None
    return (
        (row, TROUBLES.get(row.trouble, TROUBLES["broken"]))
        if row is not None and row.failing_since
        else None
    )

"""The folder that a scanner writes into: what lies still there comes into the inbox of its book.

Files in the folder itself are for the office's first book, those in a subfolder for the book of that name. What was
taken lies in `diambil/` afterwards; what could not be in `gagal/`, beside a text that says why.
"""

import hashlib
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from biro.accounts.actors import SYSTEM
from biro.core.db import db
from biro.core.errors import DomainError
from biro.correspondence.intake import services
from biro.correspondence.intake.models import InboxItem, InboxSource
from biro.correspondence.models import Register, RegisterKind
from biro.files.rules import clean_name

TAKEN, FAILED = "diambil", "gagal"
UNFINISHED = (".part", ".tmp", ".crdownload", "~")
log = logging.getLogger("biro")


def watch(stop: Event) -> None:
    """Take in every file that has not changed since the last look; the first look takes nothing."""
    root = current_app.config["SCAN_FOLDER"]
    if not root:
        return
    seen: dict[str, Any] = current_app.extensions.setdefault("biro-scan-looks", {})
    now = {}
    for book_id, path in _files(Path(root)):
        facts = path.stat()
        now[str(path)] = (facts.st_size, facts.st_mtime_ns)
        if seen.get(str(path)) == now[str(path)] and not stop.is_set():
            _take(path, book_id)
    seen.clear()
    seen.update(now)
    db.session.rollback()


def _files(root: Path) -> Iterator[tuple[int, Path]]:
    """(book id, file): links and what a scanner is still writing are left alone."""
    query = select(Register).where(Register.active, Register.kind == RegisterKind.INCOMING)
    books = list(db.session.scalars(query.order_by(Register.id)))
    kept = {_key(book.name): book.id for book in reversed(books)}
    folders = {root: books[0].id} if books else {}
    for each in sorted(root.iterdir()) if books else ():
        if each.is_dir() and _key(each.name) in kept:
            folders[each] = kept[_key(each.name)]
    for folder, book_id in folders.items():
        for path in sorted(folder.iterdir()):
            whole = not path.name.startswith(".") and not path.name.lower().endswith(UNFINISHED)
            if whole and path.is_file() and not path.is_symlink():
                yield book_id, path


def _key(name: str) -> str:
    return " ".join(name.lower().split())


def _take(path: Path, book_id: int) -> None:
    """Into the inbox, then out of the way; a crash between the two is healed at the next look."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        given = {"register": db.session.get_one(Register, book_id), "source": InboxSource.FOLDER}
        given |= {"source_key": f"folder:{digest}:{path.name}"[:200], "by": SYSTEM}
        why = _taken(file, clean_name(path.name), given)
    if why is None:
        _move(path, TAKEN)
    elif why:
        moved = _move(path, FAILED)
        moved.with_name(moved.name + ".txt").write_text(why + "\n", encoding="utf-8")


def _taken(file: Any, name: str, given: dict[str, Any]) -> str | None:
    """None when it is in; why it cannot be; empty when it is to be tried again."""
    if db.session.scalar(select(InboxItem.id).where(InboxItem.source_key == given["source_key"])) is not None:
        return None
    try:
        services.take_in([(file, name)], **given)
        db.session.commit()
    except IntegrityError:  # another worker was faster
        db.session.rollback()
    except DomainError as refusal:
        db.session.rollback()
        if refusal.code == "full":
            return ""
        services.note_failure(name, reason=str(refusal.message), **given)
        db.session.commit()
        return str(refusal.message)
    return None


def _move(path: Path, where: str) -> Path:
    folder = path.parent / where
    folder.mkdir(exist_ok=True)
    target, number = folder / path.name, 1
    while target.exists():
        number += 1
        target = folder / f"{path.stem}-{number}{path.suffix}"
    os.replace(path, target)
    return target

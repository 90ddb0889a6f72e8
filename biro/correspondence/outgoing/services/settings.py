"""What the office keeps of its letters: kinds and letterheads."""

from typing import Any

from sqlalchemy import select

from biro import audit
from biro.accounts.models import Unit
from biro.accounts.permissions import P
from biro.core.acts import declare
from biro.core.db import db
from biro.core.errors import DomainError, Forbidden
from biro.core.texts import _, _l
from biro.correspondence.outgoing import docx
from biro.correspondence.outgoing.models import Family, Letterhead, LetterKind, Shape
from biro.files import services as files
from biro.files.queries import attachments
from biro.files.rules import DOCX, JPEG, PNG

KIND_ADDED = declare("letter_kind.added", _l("menambahkan jenis naskah"))
KIND_CHANGED = declare("letter_kind.changed", _l("mengubah jenis naskah"))
HEAD_CHANGED = declare("letterhead.changed", _l("mengubah kop surat"))
MOST_NAMES, MOST_LINES = 5, 5


def open_kind(*, code: str, by: Any, **said: Any) -> LetterKind:
    """A kind of letter that the list did not have."""
    _allow(by)
    if db.session.scalar(select(LetterKind.id).where(LetterKind.code == code)):
        raise DomainError(_("Kode ini sudah dipakai jenis lain."), field="code")
    row = LetterKind(code=code)
    _write(row, **said)
    db.session.add(row)
    db.session.flush()
    audit.record(KIND_ADDED, row, by)
    return row


def change_kind(row: LetterKind, *, version: int | None, by: Any, **said: Any) -> None:
    """Other words, another shape; letters that are issued stay as they are."""
    _allow(by)
    row.expect(version)
    _write(row, **said)
    db.session.flush()
    audit.record(KIND_CHANGED, row, by)


def _write(row: LetterKind, *, family: str, shape: str, **said: Any) -> None:
    row.family, row.shape = Family(family), Shape(shape)
    for name, value in said.items():
        setattr(row, name, value)


def change_letterhead(
    unit: Unit, *, names: str, address: str, place: str, by: Any, version: int | None = None
) -> Letterhead:
    """The head of a unit's sheets, for letters whose text is saved from now on."""
    _allow(by)
    row = db.session.scalars(select(Letterhead).where(Letterhead.unit_id == unit.id)).one_or_none()
    lines, below = _lines(names), _lines(address)
    if not lines:
        raise DomainError(_("Isi sedikitnya satu baris nama."), field="names")
    if len(lines) > MOST_NAMES:
        raise DomainError(_("Paling banyak %(most)s baris.", most=MOST_NAMES), field="names")
    if len(below) > MOST_LINES:
        raise DomainError(_("Paling banyak %(most)s baris.", most=MOST_LINES), field="address")
    if row is None:
        row = Letterhead(unit=unit)
        db.session.add(row)
    else:
        row.expect(version)
    row.names, row.address, row.place = "\n".join(lines), "\n".join(below), place
    db.session.flush()
    audit.record(HEAD_CHANGED, row, by)
    return row


def _lines(text: str) -> list[str]:
    return [line.strip()[:120] for line in text.splitlines() if line.strip()]


def set_logo(row: Letterhead, upload: Any, *, by: Any) -> None:
    """The emblem at the left of the head; the newest one counts."""
    _allow(by)
    for old in attachments(row.owner):
        files.remove(old, by=by)
    files.store(upload.stream, upload.filename, by=by, owner=row.owner, kinds=frozenset({PNG, JPEG}))


def set_template(row: LetterKind, upload: Any, *, by: Any) -> None:
    """The Word file of a kind; the newest one counts. Without a single tag nothing would ever be filled in."""
    _allow(by)
    content = upload.stream.read()
    upload.stream.seek(0)
    stored = files.store(
        upload.stream, upload.filename, by=by, owner=files.waiting(by), kinds=frozenset({DOCX})
    )
    if not docx.tags(content):
        raise DomainError(_("Berkas ini tidak memuat satu tag pun, misalnya ${hal}."), field="scan")
    for old in attachments(row.owner):
        files.remove(old, by=by)
    files.move(stored, owner=row.owner, by=by)


def _allow(by: Any) -> None:
    if not by.may(P.CORRESPONDENCE_MANAGE):
        raise Forbidden

"""The office edits the lines of its disposition sheet."""

import re
from typing import Any

from sqlalchemy import func, select

from biro import audit
from biro.accounts.permissions import P
from biro.core.acts import declare
from biro.core.db import db
from biro.core.errors import DomainError, Forbidden
from biro.core.texts import _, _l
from biro.correspondence.models import Instruction

ADDED = declare("instruction.added", _l("menambahkan instruksi disposisi"))
CHANGED = declare("instruction.changed", _l("mengubah instruksi disposisi"))
SWITCHED = declare("instruction.switched", _l("mengubah keadaan instruksi disposisi"))


def add_instruction(*, text: str, by: Any, active: bool = True, **given: Any) -> Instruction:
    """A new line of the sheet."""
    _check_manager(by)
    row = Instruction(code=_free_code(text), text=text, active=active, **given)
    _check_free(row)
    db.session.add(row)
    db.session.flush()
    audit.record(ADDED, row, by, key=row.key)
    return row


def change_instruction(row: Instruction, *, version: int | None, by: Any, **given: Any) -> None:
    """Correct a line; dispositions that chose it show its new text."""
    _check_manager(by)
    row.expect(version)
    with db.session.no_autoflush:  # a taken key is a sentence, not the database's refusal
        for name, value in given.items():
            setattr(row, name, value)
        _check_free(row)
    db.session.flush()
    audit.record(CHANGED, row, by, key=row.key)


def switch_instruction(row: Instruction, *, by: Any) -> None:
    """Take a line off the sheet or put it back. Nothing is deleted: old dispositions keep what they chose."""
    _check_manager(by)
    with db.session.no_autoflush:
        row.active = not row.active
        _check_free(row)
    db.session.flush()
    audit.record(SWITCHED, row, by, active=row.active)


def _check_manager(by: Any) -> None:
    if not by.may(P.CORRESPONDENCE_MANAGE):
        raise Forbidden


def _check_free(row: Instruction) -> None:
    """One key, one line of the sheet; one abbreviation, one text; one text, one line."""
    others = select(Instruction.text).where(Instruction.id != (row.id or 0)).limit(1)
    checks = (
        ("key", row.active and row.key, others.where(Instruction.active, Instruction.key == row.key)),
        ("abbreviation", row.abbreviation, others.where(Instruction.abbreviation == row.abbreviation)),
        ("text", row.text, others.where(func.lower(Instruction.text) == row.text.lower())),
    )
    for field, asked, query in checks:
        other = db.session.scalar(query) if asked else None
        if other is not None:
            raise DomainError(_("Sudah dipakai instruksi “%(text)s”.", text=other), field=field)


def _free_code(text: str) -> str:
    """A name for programs: the words of the text, with a number when another line has them."""
    stem = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")[:34] or "instruksi"
    taken = set(db.session.scalars(select(Instruction.code).where(Instruction.code.startswith(stem))))
    return next(c for c in (stem, *(f"{stem}_{n}" for n in range(2, 10_000))) if c not in taken)

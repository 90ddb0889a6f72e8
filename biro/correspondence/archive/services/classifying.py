"""Keeping the classification and its retention: corrected, given a new version from a day, switched off, imported."""

from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import insert, select

from biro import audit
from biro.accounts.permissions import P
from biro.core import clock
from biro.core.acts import declare
from biro.core.db import db
from biro.core.errors import DomainError, Forbidden
from biro.core.texts import _, _l
from biro.correspondence.archive import classes, importing
from biro.correspondence.archive.importing import CHANGED, NEW, Line, Terms
from biro.correspondence.models import Classification

ADDED = declare("classification.added", _l("menambah klasifikasi"))
CORRECTED = declare("classification.corrected", _l("memperbaiki klasifikasi"))
VERSIONED = declare("classification.versioned", _l("membuat versi baru klasifikasi"))
SWITCHED_OFF = declare("classification.switched_off", _l("menonaktifkan klasifikasi"))
SWITCHED_ON = declare("classification.switched_on", _l("mengaktifkan klasifikasi"))
IMPORTED = declare("classification.imported", _l("mengimpor klasifikasi"))


def add_class(
    *, code: str, valid_from: date, by: Any, source: str = "", basis: str = "", **terms: Any
) -> Classification:
    """A code that was not there."""
    _check(by)
    why = importing.check_code(code)
    if not why and classes.versions(code):
        why = _("Kode ini sudah ada. Buat versi baru dari halamannya.")
    above = importing.parent_of(code)
    if not why and above and not classes.versions(above):
        why = _("Kode induknya, %(code)s, tidak ada.", code=above)
    if why:
        raise DomainError(why, field="code")
    made = _made(code, valid_from, source, basis, terms)
    audit.record(ADDED, made, by)
    return made


def correct(
    row: Classification, *, version: int | None, by: Any, source: str = "", basis: str = "", **terms: Any
) -> None:  # fmt: skip
    """Put right what was written wrongly. Closed files keep what they took along."""
    _check(by)
    row.expect(version)
    for name, value in asdict(_terms(terms)).items():
        setattr(row, name, value)
    row.source, row.basis = source, basis
    audit.record(CORRECTED, row, by)


def renew(
    row: Classification, *, valid_from: date, by: Any, source: str = "", basis: str = "", **terms: Any
) -> Classification:
    """From this day the code says something else; what carries the older version keeps it."""
    _check(by)
    if any(each.valid_from >= valid_from for each in classes.versions(row.code)):
        raise DomainError(_("Versi baru harus berlaku setelah versi terakhir."), field="valid_from")
    made = _made(row.code, valid_from, source, basis, terms)
    audit.record(VERSIONED, made, by, valid_from=valid_from.isoformat())
    return made


def switch_off(row: Classification, *, by: Any) -> None:
    """Nothing new gets this code; what has it keeps it."""
    _switch(row, False, by)


def switch_on(row: Classification, *, by: Any) -> None:
    """It may be chosen again."""
    _switch(row, True, by)


def preview(text: str, valid_from: date | None) -> list[Line]:
    """The rows of a file against the tree; nothing is written."""
    lines, latest = importing.read(text, classes.in_force()), classes.latest()
    late = _("Kode ini sudah punya versi yang berlaku sejak tanggal itu atau sesudahnya.")
    return [
        Line(line.number, line.code, line.text, error=late)
        if line.does == CHANGED and valid_from is not None and latest[line.code] >= valid_from
        else line
        for line in lines
    ]


def load(text: str, *, valid_from: date, source: str, basis: str, by: Any) -> int:
    """New codes and new versions of changed ones, all or none; returns how many."""
    _check(by)
    lines = preview(text, valid_from)
    if any(line.error for line in lines):
        raise DomainError(_("Perbaiki dulu baris yang keliru; belum ada yang disimpan."), field="file")
    rows = [
        {"code": line.code, **asdict(line.terms), "source": source, "basis": basis, "valid_from": valid_from,
         "active": True}
        for line in lines
        if line.does in (NEW, CHANGED) and line.terms is not None
    ]  # fmt: skip
    if rows:
        db.session.execute(insert(Classification), rows)
        first = select(Classification).where(Classification.code == rows[0]["code"])
        newest = db.session.scalars(first.order_by(Classification.valid_from.desc()).limit(1)).one()
        audit.record(IMPORTED, newest, by, rows=len(rows), valid_from=valid_from.isoformat())
    return len(rows)


def _made(code: str, valid_from: date, source: str, basis: str, terms: dict[str, Any]) -> Classification:
    said = asdict(_terms(terms))
    made = Classification(code=code, valid_from=valid_from, source=source, basis=basis, active=True, **said)
    db.session.add(made)
    db.session.flush()
    return made


def _terms(given: dict[str, Any]) -> Terms:
    terms = Terms(**{**given, "name": " ".join(str(given["name"]).split())})
    why = importing.check_terms(terms)
    if why:
        raise DomainError(why, field="fate")
    return terms


def _switch(row: Classification, active: bool, by: Any) -> None:
    _check(by)
    row.active = active
    audit.record(SWITCHED_ON if active else SWITCHED_OFF, row, by, on=clock.today().isoformat())


def _check(by: Any) -> None:
    if not by.may(P.CORRESPONDENCE_MANAGE):
        raise Forbidden

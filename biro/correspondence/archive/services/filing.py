"""Putting letters and papers into files, and taking out what lies wrongly."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select

from biro import audit
from biro.core import clock
from biro.core.acts import declare
from biro.core.db import db, locked
from biro.core.errors import DomainError, Forbidden
from biro.core.texts import _, _l
from biro.correspondence.archive.contents import LYING, Paper, side_of
from biro.correspondence.archive.models import CaseFile, CaseFileState, CaseItem, CopyForm
from biro.correspondence.archive.scopes import keeps
from biro.correspondence.archive.services.indexing import index
from biro.correspondence.models import Letter, LetterState
from biro.correspondence.outgoing.models import OutgoingState

FILED = declare("case_file.filed", _l("memberkaskan surat"))
ADDED = declare("case_file.added", _l("mencatat isi berkas"))
REMOVED = declare("case_file.removed", _l("mengeluarkan isi berkas"))
MOST = 100  # letters that are filed at once


def file_letter(
    file: CaseFile, letter: Paper, *, by: Any, form: str = CopyForm.ORIGINAL, amount: str = "", note: str = ""
) -> CaseItem:  # fmt: skip
    """Put a letter, come in or gone out, into a running file."""
    [made] = file_letters(file, [letter], by=by, form=form, amount=amount, note=note)
    return made


def file_letters(
    file: CaseFile, chosen: Sequence[Paper], *, by: Any, form: str = CopyForm.ORIGINAL, amount: str = "",
    note: str = "",
) -> list[CaseItem]:  # fmt: skip
    """Put several letters into a running file, all or none, in the order given."""
    _check_open(file, by)
    if len(chosen) > MOST:
        raise DomainError(_("Paling banyak %(most)s surat sekali jalan.", most=MOST))
    wanted = CopyForm(form)
    for letter in chosen:
        if not side_of(letter).is_visible(letter.id, by):
            raise Forbidden
        _check_place(file, letter, wanted)
    first, made = _next(file), []
    for at, letter in enumerate(chosen):
        made.append(CaseItem(
            case_file_id=file.id, number=first + at, form=wanted, amount=amount, note=note, added_by_id=by.person_id,
            **{side_of(letter).reference.key: letter.id},
        ))  # fmt: skip
        audit.record(FILED, file, by, item=first + at, **_noted(letter))
    db.session.add_all(made)
    db.session.flush()
    index(file)
    return made


def add_paper(
    file: CaseFile, *, title: str, by: Any, day: date | None = None, reference: str = "",
    form: str = CopyForm.ORIGINAL, amount: str = "", note: str = "",
) -> CaseItem:  # fmt: skip
    """Describe a paper that is no letter of the book."""
    _check_open(file, by)
    if day is not None and day > clock.today():
        raise DomainError(_("Tanggal ini ada di masa depan."), field="day")
    made = CaseItem(
        case_file_id=file.id, number=_next(file), title=title, day=day, reference=reference, form=CopyForm(form),
        amount=amount, note=note, added_by_id=by.person_id,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    audit.record(ADDED, file, by, item=made.number)
    return made


def take_out(item: CaseItem, *, reason: str, by: Any) -> None:
    """It lay in the wrong file. Its line stays in the record and its number is not used again."""
    if not reason.strip():
        raise DomainError(_("Tuliskan alasannya."), field="reason")
    _check_open(item.case_file, by)
    item.removed_at, item.removed_by_id, item.removed_reason = clock.now(), by.person_id, reason
    db.session.flush()
    audit.record(REMOVED, item.case_file, by, item=item.number)
    index(item.case_file)


def _check_open(file: CaseFile, by: Any) -> None:
    if not keeps(by, file.unit_id):
        raise Forbidden
    db.session.flush()
    if locked(file).state is not CaseFileState.OPEN:
        raise DomainError(_("Berkas ini sudah ditutup. Buka kembali dulu bila isinya belum lengkap."))


def _check_place(file: CaseFile, letter: Paper, form: CopyForm) -> None:
    """One original, nothing twice in one file, nothing that was struck out of the book and nothing unsigned."""
    _check_state(letter)
    query = select(CaseItem.case_file_id, CaseItem.form).where(side_of(letter).reference == letter.id, LYING)
    for where, kind in db.session.execute(query):
        if where == file.id:
            raise DomainError(_("Surat %(agenda)s sudah ada di berkas ini.", agenda=_named(letter)))
        if kind is CopyForm.ORIGINAL and form is CopyForm.ORIGINAL:
            raise DomainError(
                _(
                    "Asli surat %(agenda)s sudah ada di berkas lain. Masukkan sebagai kopi.",
                    agenda=_named(letter),
                )
            )


def _check_state(letter: Paper) -> None:
    if letter.state in (LetterState.VOID, OutgoingState.VOID):
        raise DomainError(_("Surat %(agenda)s dibatalkan, jadi tidak diberkaskan.", agenda=_named(letter)))
    if not isinstance(letter, Letter) and not letter.is_issued:
        raise DomainError(_("Surat keluar diberkaskan setelah ditandatangani."))


def _named(letter: Paper) -> str:
    """How people name it: by its place in the book, or by its own number."""
    return letter.agenda_label if isinstance(letter, Letter) else letter.number or letter.kind.name


def _noted(letter: Paper) -> dict[str, Any]:
    """What the Trail keeps of it."""
    return {"agenda": letter.agenda_label} if isinstance(letter, Letter) else {"outgoing": letter.id}


def _next(file: CaseFile) -> int:
    """The next place in the file; whoever files beside us waits at the file's row."""
    query = select(func.max(CaseItem.number)).where(CaseItem.case_file_id == file.id)
    return (db.session.scalar(query) or 0) + 1

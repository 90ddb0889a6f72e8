"""Opening, correcting, closing and holding files."""

from datetime import date
from typing import Any

from biro import audit
from biro.core import clock, numbering
from biro.core.acts import declare
from biro.core.db import db
from biro.core.errors import DomainError, Forbidden
from biro.core.texts import _, _l
from biro.correspondence.archive import disposals, rules
from biro.correspondence.archive.classes import version_on
from biro.correspondence.archive.models import CaseFile, CaseFileState
from biro.correspondence.archive.models.files import KEPT
from biro.correspondence.archive.scopes import keeps
from biro.correspondence.archive.services.indexing import index
from biro.correspondence.models import Classification

OPENED = declare("case_file.opened", _l("membuka berkas"))
CHANGED = declare("case_file.changed", _l("memperbaiki berkas"))
PLACED = declare("case_file.placed", _l("memindahkan lokasi berkas"))


def open_file(
    *, unit_id: int, classification_id: int | None, title: str, opened_on: date, by: Any, cabinet: str = "",
    drawer: str = "", folder: str = "", note: str = "",
) -> CaseFile:  # fmt: skip
    """A new file under the next number of its unit and year."""
    if not keeps(by, unit_id):
        raise Forbidden
    if opened_on > clock.today():
        raise DomainError(_("Tanggal buka ada di masa depan."), field="opened_on")
    file = CaseFile(
        unit_id=unit_id, classification=_classification(classification_id), title=title, opened_on=opened_on,
        cabinet=cabinet, drawer=drawer, folder=folder, note=note, year=opened_on.year, opened_by_id=by.person_id,
    )  # fmt: skip
    file.number = numbering.take(f"case_file:{unit_id}:{file.year}")
    db.session.add(file)
    db.session.flush()
    audit.record(OPENED, file, by)
    index(file)
    return file


def change(
    file: CaseFile, *, version: int | None, classification_id: int | None, title: str, by: Any, cabinet: str = "",
    drawer: str = "", folder: str = "", note: str = "",
) -> None:  # fmt: skip
    """Correct a running file. Its unit, number and year stay: they are on its cover."""
    _check_kept(file, by)
    file.expect(version)
    if file.state is not CaseFileState.OPEN:
        raise DomainError(_("Berkas yang sudah ditutup hanya bisa berpindah lokasi."))
    file.classification = _classification(classification_id)
    file.title, file.note = title, note
    file.cabinet, file.drawer, file.folder = cabinet, drawer, folder
    db.session.flush()
    audit.record(CHANGED, file, by)
    index(file)


def place(file: CaseFile, *, version: int | None, cabinet: str, drawer: str, folder: str, by: Any) -> None:
    """It stands somewhere else now."""
    _check_kept(file, by)
    file.expect(version)
    if file.state not in KEPT:
        raise DomainError(_("Berkas ini tidak ada lagi di kantor."))
    file.cabinet, file.drawer, file.folder = cabinet, drawer, folder
    audit.record(PLACED, file, by)


def close(file: CaseFile, *, version: int | None, closed_on: date, by: Any) -> None:
    """The matter is over; from here on the file carries its retention."""
    file.expect(version)
    rules.check_order(file.opened_on, closed_on, clock.today())
    row = version_on(file.classification, closed_on)
    terms = rules.retention(
        active_years=row.active_years, inactive_years=row.inactive_years, fate=row.fate,
        active_from=row.active_from, note=row.note, source=row.source,
    )  # fmt: skip
    file.close(on=closed_on, terms=terms, by=by)


def start_clock(file: CaseFile, *, version: int | None, clock_on: date, reason: str, by: Any) -> None:
    """The retention of a file whose classification names an event counts from the day a person states."""
    file.expect(version)
    if clock_on > clock.today():
        raise DomainError(_("Tanggal ini ada di masa depan."), field="clock_on")
    if file.opened_on > clock_on:
        raise DomainError(_("Retensi tidak bisa mulai sebelum berkas dibuka."), field="clock_on")
    _check_free(file)
    file.start_clock(on=clock_on, reason=reason, by=by)


def reopen(file: CaseFile, *, reason: str, by: Any) -> None:
    """The matter goes on after all."""
    _check_free(file)
    file.reopen(reason=reason, by=by)


def hold(file: CaseFile, *, reason: str, by: Any) -> None:
    """Keep it from every disposal; one that is under way cannot be carried out with it."""
    file.hold(reason=reason, by=by)


def release(file: CaseFile, *, reason: str, by: Any) -> None:
    """What held it is over."""
    file.release(reason=reason, by=by)


def _check_free(file: CaseFile) -> None:
    """What a running proposal names stays as that proposal found it."""
    batch = disposals.running_with(file.id)
    if batch is not None:
        raise DomainError(_("Berkas ini ada dalam usul penyusutan %(label)s.", label=batch.label))


def _check_kept(file: CaseFile, by: Any) -> None:
    if not keeps(by, file.unit_id):
        raise Forbidden


def _classification(classification_id: int | None) -> Classification:
    found = db.session.get(Classification, classification_id) if classification_id else None
    if found is None:
        raise DomainError(_("Pilih klasifikasinya."), field="classification_id")
    return found

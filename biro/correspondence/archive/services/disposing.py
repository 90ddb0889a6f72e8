"""Proposing, assessing, approving and carrying out what leaves the archive. People decide each step."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select, update

from biro import audit
from biro.accounts.models import Unit
from biro.core import clock, numbering
from biro.core.acts import declare
from biro.core.db import among, db, locked
from biro.core.errors import DomainError, Forbidden
from biro.core.texts import _, _l
from biro.correspondence.archive import disposals, queries, rules
from biro.correspondence.archive.models import CaseFile, CaseFileState, Disposal, DisposalFile, DisposalState
from biro.correspondence.archive.rules import Kind, Office
from biro.correspondence.archive.scopes import keeps
from biro.files import services as attachments
from biro.files.rules import clean_name

PROPOSED = declare("disposal.proposed", _l("menyusun usul penyusutan"))
WIDENED = declare("disposal.widened", _l("menambah berkas ke usul penyusutan"))
NARROWED = declare("disposal.narrowed", _l("mengeluarkan berkas dari usul penyusutan"))
MOST = 500  # files of one proposal


def propose(*, kind: Kind, file_ids: Sequence[int], by: Any) -> Disposal:
    """A draft that names these files; all must be due for this kind, none held, none in another running proposal."""
    found = _due(kind, file_ids, by)
    unit = _bureau(found[0].unit)
    if not all(unit.holds(file.unit) for file in found):
        raise DomainError(_("Satu usul memuat berkas dari satu biro saja."))
    year = clock.today(unit.zone).year
    batch = Disposal(unit=unit, year=year, kind=kind, author_id=by.person_id)
    batch.number = numbering.take(f"disposal:{unit.id}:{year}")
    db.session.add(batch)
    db.session.flush()
    _put_in(batch, found)
    audit.record(PROPOSED, batch, by, files=len(found))
    return batch


def widen(batch: Disposal, *, file_ids: Sequence[int], by: Any) -> None:
    """More files into a draft."""
    _check_draft(batch, by)
    found = _due(batch.kind, file_ids, by)
    if len(found) + len(disposals.files(batch)) > MOST:
        raise DomainError(_("Satu usul memuat paling banyak %(most)s berkas.", most=MOST))
    if not all(batch.unit.holds(file.unit) for file in found):
        raise DomainError(_("Satu usul memuat berkas dari satu biro saja."))
    _put_in(batch, found)
    audit.record(WIDENED, batch, by, files=len(found))


def narrow(batch: Disposal, file: CaseFile, *, by: Any) -> None:
    """Take a file out of a draft; the line stays."""
    _check_draft(batch, by)
    query = select(DisposalFile).where(
        DisposalFile.disposal_id == batch.id, DisposalFile.case_file_id == file.id, DisposalFile.running
    )
    line = db.session.scalars(query).one_or_none()
    if line is None:
        raise Forbidden
    line.running, line.taken_out = False, True
    audit.record(NARROWED, batch, by, file=file.label)


def assess(
    batch: Disposal, *, version: int | None, committee: str, assessed_on: date, assessment: str, by: Any
) -> None:  # fmt: skip
    """The panel's names and what it found."""
    batch.expect(version)
    if assessed_on > clock.today():
        raise DomainError(_("Tanggal ini ada di masa depan."), field="assessed_on")
    _check_files(batch)
    batch.assess(committee=committee, on=assessed_on, assessment=assessment, by=by)


def submit(batch: Disposal, *, by: Any) -> None:
    """Ask for the approval."""
    _check_files(batch)
    batch.submit(by=by)


def approve(
    batch: Disposal, *, version: int | None, office: str, approval_number: str, approval_on: date | None, scan: Any,
    by: Any,
) -> None:  # fmt: skip
    """Record the written approval: from the office that the longest retention asks for, with its letter."""
    batch.expect(version)
    needed = rules.approver(batch.kind, totals(batch))
    given = Office(office)
    rules.check_office(batch.kind, needed, given)
    _check_letter(batch, approval_number, approval_on, scan)
    _check_files(batch)
    batch.approve(office=given, number=approval_number, on=approval_on, by=by)
    if scan:
        attachments.store(scan.stream, scan.filename, by=by, owner=batch.owner)


def give_back(batch: Disposal, *, reason: str, by: Any) -> None:
    """Something is wrong with it."""
    batch.give_back(reason=reason, by=by)


def cancel(batch: Disposal, *, reason: str, by: Any) -> None:
    """It will not happen; its files are free."""
    batch.cancel(reason=reason, by=by)
    _set_free(batch)


def carry_out(
    batch: Disposal, *, version: int | None, report_number: str, report_on: date, place: str, method: str,
    witnesses: str, by: Any, scan: Any = None,
) -> None:  # fmt: skip
    """It has happened: the official report is written, every file changes its state, none is deleted."""
    batch.expect(version)
    if report_on > clock.today():
        raise DomainError(_("Tanggal ini ada di masa depan."), field="report_on")
    if batch.approval_on is not None and report_on < batch.approval_on:
        raise DomainError(_("Pelaksanaan tidak bisa mendahului persetujuan."), field="report_on")
    if batch.kind is Kind.DESTRUCTION and len(witnesses.split("\n")) < 2:
        raise DomainError(_("Pemusnahan disaksikan paling sedikit dua orang."), field="witnesses")
    found = _check_files(batch)
    batch.carry_out(
        number=report_number, on=report_on, place=place, method=method, witnesses=witnesses, by=by
    )
    for file in found:
        _verb(file, batch.kind)(report=report_number, by=by)
    _set_free(batch)
    if scan:
        file_report(batch, version=None, scan=scan, by=by)


def file_report(batch: Disposal, *, version: int | None, scan: Any, by: Any) -> None:
    """The signed official report comes on file; a better scan goes on top and the one before stays."""
    batch.expect(version)
    if not scan:
        raise DomainError(_("Pilih pindaian berita acaranya."), field="scan")
    batch.file_report(name=clean_name(scan.filename), by=by)
    attachments.store(scan.stream, scan.filename, by=by, owner=batch.report_owner)


def totals(batch: Disposal) -> list[int]:
    """The whole retention of each file of a proposal."""
    return [file.terms.total for file in disposals.files(batch) if file.terms]


def _verb(file: CaseFile, kind: Kind) -> Any:
    verbs = {Kind.TRANSFER: file.transfer, Kind.DESTRUCTION: file.destroy, Kind.HANDOVER: file.hand_over}
    return verbs[kind]


def _due(kind: Kind, file_ids: Sequence[int], by: Any) -> list[CaseFile]:
    """These files, held until the transaction ends; refuses those that are not due, held or spoken for."""
    if not file_ids:
        raise DomainError(_("Centang dulu berkasnya."))
    if len(set(file_ids)) > MOST:
        raise DomainError(_("Satu usul memuat paling banyak %(most)s berkas.", most=MOST))
    query = queries.visible_to(by).where(among(CaseFile.id, sorted(set(file_ids)))).order_by(CaseFile.id)
    found = list(db.session.scalars(query.with_for_update(of=CaseFile)))
    if len(found) < len(set(file_ids)) or not all(keeps(by, file.unit_id) for file in found):
        raise Forbidden
    spoken_for = select(DisposalFile.case_file_id).where(
        DisposalFile.running, among(DisposalFile.case_file_id, [file.id for file in found])
    )
    taken = set(db.session.scalars(spoken_for))
    for file in found:
        _check(file, kind)
        if file.id in taken:
            raise DomainError(_("Berkas %(label)s sudah ada dalam usul lain.", label=file.label))
    return found


def _check(file: CaseFile, kind: Kind) -> None:
    if file.is_held:
        raise DomainError(_("Berkas %(label)s sedang ditahan.", label=file.label))
    today = clock.today()
    if kind is Kind.TRANSFER:
        over = file.state is CaseFileState.CLOSED and rules.is_over(file.active_until, today)
    else:
        gone = file.state is CaseFileState.INACTIVE and rules.is_over(file.inactive_until, today)
        over = gone and kind in rules.kinds_for(file.fate)
    if not over:
        raise DomainError(_("Berkas %(label)s belum waktunya untuk penyusutan ini.", label=file.label))


def _check_files(batch: Disposal) -> list[CaseFile]:
    """All files of the batch are still due and none is held; a batch has at least one."""
    db.session.flush()
    locked(batch)
    found = disposals.files(batch)
    if not found:
        raise DomainError(_("Usul ini belum memuat berkas."))
    for file in found:
        _check(locked(file), batch.kind)
    return found


def _check_letter(batch: Disposal, number: str, on: date | None, scan: Any) -> None:
    if batch.kind is Kind.TRANSFER:
        return
    if not number:
        raise DomainError(_("Tuliskan nomor surat persetujuannya."), field="approval_number")
    if on is None:
        raise DomainError(_("Tuliskan tanggal surat persetujuannya."), field="approval_on")
    if on > clock.today():
        raise DomainError(_("Tanggal ini ada di masa depan."), field="approval_on")
    if batch.assessed_on is not None and on < batch.assessed_on:
        raise DomainError(_("Persetujuan tidak bisa mendahului penilaian panitia."), field="approval_on")
    if batch.kind is Kind.DESTRUCTION and not scan:
        raise DomainError(_("Lampirkan pindaian surat persetujuannya."), field="scan")


def _check_draft(batch: Disposal, by: Any) -> None:
    if not keeps(by, batch.unit_id):
        raise Forbidden
    db.session.flush()
    if locked(batch).state is not DisposalState.DRAFT:
        raise DomainError(_("Isi usul hanya bisa diubah selama masih draf."))


def _put_in(batch: Disposal, found: Sequence[CaseFile]) -> None:
    lines = {
        line.case_file_id: line
        for line in db.session.scalars(select(DisposalFile).where(DisposalFile.disposal_id == batch.id))
    }
    for file in found:
        line = lines.get(file.id)
        if line is None:
            db.session.add(DisposalFile(disposal_id=batch.id, case_file_id=file.id))
        else:
            line.running, line.taken_out = True, False
    db.session.flush()


def _set_free(batch: Disposal) -> None:
    lines = update(DisposalFile).where(DisposalFile.disposal_id == batch.id).values(running=False)
    db.session.execute(lines.execution_options(synchronize_session="fetch"))


def _bureau(unit: Unit) -> Unit:
    """The branch below the root to which a unit belongs."""
    while unit.parent is not None and unit.parent.parent_id is not None:
        unit = unit.parent
    return unit

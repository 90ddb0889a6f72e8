"""Case files of the demonstration office: running ones with this month's letters, old ones that are due, one held."""

import io
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from biro.accounts.demo import Office
from biro.core.db import db
from biro.correspondence import paper
from biro.correspondence.archive import contents, services
from biro.correspondence.archive.models import CaseFile, CaseItem, Disposal
from biro.correspondence.archive.rules import Kind
from biro.correspondence.archive.rules import Office as Approver
from biro.correspondence.demo import Scan
from biro.correspondence.models import Classification, Letter, LetterState
from biro.correspondence.outgoing.demo import answer
from biro.correspondence.outgoing.models import OutgoingLetter, OutgoingState

# unit, code, title
RUNNING = (
    ("RT", "000.1.4", "Peminjaman aula dan ruang rapat"),
    ("RT", "000.1.6", "Konsumsi rapat dan tamu"),
    ("UM", "000.1.5", "Rapat pimpinan"),
    ("UM", "400.14.1.3", "Agenda kegiatan pimpinan daerah"),
    ("UM", "400.14.1.1", "Upacara dan acara kedinasan"),
)
ANSWERED = ("UM", "000.1.5", "Permohonan dari luar dan jawabannya")
# unit, code, title, years ago that it was closed, what lies in it
OLD = (
    ("RT", "000.1.4", "Peminjaman kendaraan dinas", 9, "Surat permohonan dan persetujuan"),
    ("RT", "000.1.6", "Konsumsi rapat", 8, "Pesanan dan tanda terima"),
    ("RT", "000.1.4", "Peminjaman wisma", 8, "Surat permohonan"),
    ("UM", "000.1.5", "Rapat pimpinan", 10, "Notula rapat"),
    ("UM", "400.14.1.4", "Kunjungan kerja pimpinan", 9, "Laporan kunjungan"),
    ("UM", "400.14.1.4", "Kunjungan tamu negara", 11, "Laporan kunjungan"),
    ("TU", "000.5.3.1", "Buku agenda surat masuk", 7, "Buku agenda"),
    ("TU", "000.5.3.1", "Buku ekspedisi", 3, "Buku ekspedisi"),
    ("RT", "000.1.4", "Peminjaman aula", 3, "Surat permohonan"),
    ("UM", "000.1.5", "Rapat pimpinan", 2, "Notula rapat"),
)
WITNESSES = (
    "Siti Aminah, S.E., Kepala Bagian Tata Usaha\nMaria Tambunan, S.H., Kepala Biro Hukum\nInspektorat Daerah"
)
SIGNED = ("", "Yang menyerahkan, ditandatangani", "Yang menerima, ditandatangani")


def furnish(office: Office) -> None:
    """Running files filled from the book, and a shelf of old ones."""
    keeper = office.actor("sekretaris")
    _running(office, keeper)
    _answers(office, keeper)
    shelf = [_old(office, keeper, at, *row) for at, row in enumerate(OLD)]
    services.hold(shelf[2], reason="Masih diperlukan dalam pemeriksaan Inspektorat.", by=keeper)
    db.session.flush()
    _disposals(office, keeper, shelf)


def _disposals(office: Office, keeper: Any, shelf: list[CaseFile]) -> None:
    """A transfer that is done, a destruction that waits for its approval, a hand-over that is approved, a draft."""
    head = office.actor("kepala")
    moved = _proposal(Kind.TRANSFER, [shelf[at] for at in (0, 1, 3, 4, 5, 6)], keeper)
    services.submit(moved, by=keeper)
    services.approve(
        moved, version=None, office=Approver.CREATOR, approval_number="", approval_on=None, scan=None, by=head
    )
    services.carry_out(
        moved, version=None, report_number=f"000.5.6.1/4/{office.today.year}", report_on=office.today,
        place="Depo arsip Subbagian Kearsipan", method="", witnesses=WITNESSES, by=keeper,
    )  # fmt: skip
    sheet = paper.pdf(["BERITA ACARA", "Pemindahan arsip inaktif", f"Nomor: {moved.report_number}", *SIGNED])
    services.file_report(moved, version=None, scan=Scan(io.BytesIO(sheet), "berita-acara.pdf"), by=keeper)
    burnt, given = (
        _proposal(Kind.DESTRUCTION, shelf[0:2], keeper),
        _proposal(Kind.HANDOVER, [shelf[4]], keeper),
    )
    for batch in (burnt, given):
        services.assess(
            batch, version=None, committee=WITNESSES, assessed_on=office.today - timedelta(days=3),
            assessment="Retensi habis, tidak berkaitan dengan perkara, tidak bernilai guna lagi.", by=keeper,
        )  # fmt: skip
        services.submit(batch, by=keeper)
    services.approve(
        given, version=None, office=Approver.REGION, approval_number=f"000.5.6.3/11/{office.today.year}",
        approval_on=office.today, scan=None, by=head,
    )  # fmt: skip
    _proposal(Kind.TRANSFER, [shelf[8]], keeper)


def _proposal(kind: Kind, files: list[CaseFile], keeper: Any) -> Disposal:
    return services.propose(kind=kind, file_ids=[file.id for file in files], by=keeper)


def _running(office: Office, keeper: Any) -> None:
    done = select(Letter).where(
        Letter.state.in_((LetterState.DONE, LetterState.FILED)), Letter.security == "B"
    )
    letters = list(db.session.scalars(done.order_by(Letter.id.desc()).limit(40)))
    for at, (unit, code, title) in enumerate(RUNNING):
        file = _open(
            office, keeper, unit, code, f"{title} {office.today.year}", office.today - timedelta(days=40), at
        )
        alike = [letter for letter in letters if letter.classification_id == file.classification_id]
        services.file_letters(file, alike[:4], by=keeper)


def _answers(office: Office, keeper: Any) -> None:
    """What came in lies beside its answer; one answer more waits to be put beside what it answers."""
    sent = select(OutgoingLetter).where(
        OutgoingLetter.reply_to_id.is_not(None), OutgoingLetter.security == "B"
    )
    day, at = office.today - timedelta(days=20), len(RUNNING) + len(OLD)
    file = _open(office, keeper, *ANSWERED, day, at)
    for letter in db.session.scalars(sent.where(OutgoingLetter.state == OutgoingState.SENT)):
        if letter.reply_to and not contents.files_with(letter.reply_to):
            services.file_letters(file, [letter.reply_to, letter], by=keeper)
    filed = select(Letter).join(CaseItem, CaseItem.letter_id == Letter.id).order_by(CaseItem.id.desc())
    came = db.session.scalars(filed.where(CaseItem.case_file_id != file.id).limit(1)).one_or_none()
    if came is not None:
        answer(office, came)


def _old(
    office: Office, keeper: Any, at: int, unit: str, code: str, title: str, years: int, content: str
) -> CaseFile:  # fmt: skip
    year = office.today.year - years
    file = _open(office, keeper, unit, code, f"{title} {year}", date(year, 1, 5), at + len(RUNNING))
    for month in (2, 6, 11):
        services.add_paper(
            file, title=f"{content} bulan {month}", day=date(year, month, 9), amount="1 berkas",
            reference=f"{code}/{month}/{year}", by=keeper,
        )  # fmt: skip
    services.close(file, version=None, closed_on=date(year, 12, 30), by=keeper)
    return file


def _open(office: Office, keeper: Any, unit: str, code: str, title: str, day: date, at: int) -> CaseFile:
    found = select(Classification.id).where(Classification.code == code, Classification.active)
    return services.open_file(
        unit_id=office.unit(unit).id, classification_id=db.session.scalar(found.limit(1)), title=title,
        opened_on=day, cabinet=str(at // 5 + 1), drawer=str(at % 5 + 1), folder=str(at + 1), by=keeper,
    )  # fmt: skip

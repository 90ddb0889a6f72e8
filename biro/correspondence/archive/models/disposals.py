"""Proposals of disposal: which files leave, on whose written word, with which official report."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from biro.accounts.models import Person, Unit
from biro.accounts.permissions import P
from biro.core import clock
from biro.core.acts import Stateful, act
from biro.core.db import Model, Row, Versioned
from biro.core.states import Labelled
from biro.core.texts import _, _l
from biro.correspondence.archive.models.files import CaseFile
from biro.correspondence.archive.rules import Kind, Office
from biro.correspondence.archive.scopes import keeps


class DisposalState(Labelled):
    """How far a proposal has come."""

    DRAFT = "draft", _l("Draf"), "neutral"
    ASSESSED = "assessed", _l("Dinilai panitia"), "info"
    SUBMITTED = "submitted", _l("Menunggu persetujuan"), "warning"
    APPROVED = "approved", _l("Disetujui, belum dilaksanakan"), "info"
    DONE = "done", _l("Dilaksanakan"), "success"
    CANCELLED = "cancelled", _l("Dibatalkan"), "neutral"


BEFORE_APPROVAL = frozenset({DisposalState.DRAFT, DisposalState.ASSESSED, DisposalState.SUBMITTED})
RUNNING = BEFORE_APPROVAL | {DisposalState.APPROVED}


def _not_kept(batch: Any, by: Any) -> str | None:
    return None if keeps(by, batch.unit_id) else _("Hanya pengelola arsip yang bisa melakukan ini.")


def _not_ready(batch: Any, by: Any) -> str | None:
    if batch.kind is not Kind.TRANSFER and batch.state is DisposalState.DRAFT:
        return _("Panitia penilai harus menilainya dulu.")
    return _not_kept(batch, by)


def _needs_no_panel(batch: Any, by: Any) -> str | None:
    if batch.kind is Kind.TRANSFER:
        return _("Pemindahan tidak memerlukan panitia penilai.")
    return _not_kept(batch, by)


def _own(batch: Any, by: Any) -> str | None:
    own = {batch.author_id, batch.submitted_by_id} & set(by.ids)
    return _("Penyusun usul tidak bisa menyetujuinya sendiri.") if own else None


def _no_part_in_it(batch: Any, by: Any) -> str | None:
    if keeps(by, batch.unit_id) or by.may(P.ARCHIVE_DECIDE, batch.unit_id):
        return None
    return _("Anda tidak berwenang melakukan ini.")


class Disposal(Row, Versioned, Stateful, Model):
    """A proposal (usul penyusutan) of one kind, made for a bureau. It names files; the machine never picks nor acts.

    Destruction and hand-over are assessed by a panel first (`committee`: a name and position a line). The approval is
    a letter from outside: its office, number and day stand here, its scan hangs on the proposal.
    """

    __tablename__ = "disposal"
    __table_args__ = (
        UniqueConstraint("unit_id", "year", "number"),
        CheckConstraint(
            "state <> 'done' OR (report_number <> '' AND report_on IS NOT NULL)", name="done_with_report"
        ),
        CheckConstraint(
            "state NOT IN ('approved', 'done') OR decided_by_id IS NOT NULL", name="approved_by_someone"
        ),
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> author_id", name="not_by_its_author"),
        Index("ix_disposal_state", "state", "id"),
    )
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    year: Mapped[int] = mapped_column(Integer)
    number: Mapped[int] = mapped_column(Integer)
    kind: Mapped[Kind]
    state: Mapped[DisposalState] = mapped_column(default=DisposalState.DRAFT)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    committee: Mapped[str] = mapped_column(Text, default="")
    assessed_on: Mapped[date | None]
    assessment: Mapped[str] = mapped_column(Text, default="")
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    returned_reason: Mapped[str] = mapped_column(Text, default="")
    office: Mapped[Office | None]
    approval_number: Mapped[str] = mapped_column(String(100), default="")
    approval_on: Mapped[date | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    report_number: Mapped[str] = mapped_column(String(100), default="")
    report_on: Mapped[date | None]
    place: Mapped[str] = mapped_column(String(200), default="")
    method: Mapped[str] = mapped_column(String(120), default="")
    witnesses: Mapped[str] = mapped_column(Text, default="")
    unit: Mapped[Unit] = relationship()
    author: Mapped[Person] = relationship(foreign_keys=[author_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])

    @property
    def owner(self) -> str:
        """How rooms below name what belongs to this proposal."""
        return f"disposal:{self.id}"

    @property
    def report_owner(self) -> str:
        """How the scans of its signed official report are named; the scan of the approval hangs on `owner`."""
        return f"disposal_report:{self.id}"

    @property
    def url(self) -> str:
        """Where people read it."""
        return f"/arsip/usul/{self.id}"

    @property
    def label(self) -> str:
        """3/UM/2026."""
        return f"{self.number}/{self.unit.code}/{self.year}"

    @property
    def trail_label(self) -> str:
        """How the Trail names it."""
        return f"{self.kind.label} {self.label}"

    @act("assessed", source={DisposalState.DRAFT}, target=DisposalState.ASSESSED, unless=_needs_no_panel, hidden=True,
         label=_l("Catat penilaian"), noun="penilaian", sentence=_l("mencatat penilaian panitia"))  # fmt: skip
    def assess(self, *, committee: str, on: date, assessment: str, by: Any) -> None:
        """The panel has looked at every file."""
        self.committee, self.assessed_on, self.assessment = committee, on, assessment

    @act("submitted", source={DisposalState.DRAFT, DisposalState.ASSESSED}, target=DisposalState.SUBMITTED,
         unless=_not_ready, label=_l("Ajukan"), noun="pengajuan",
         sentence=_l("mengajukan usul penyusutan"))  # fmt: skip
    def submit(self, *, by: Any) -> None:
        """It waits for somebody else's word."""
        self.submitted_by_id, self.returned_reason = by.person_id, ""

    @act("approved", source={DisposalState.SUBMITTED}, target=DisposalState.APPROVED, needs=P.ARCHIVE_DECIDE,
         unless=_own, hidden=True, label=_l("Catat persetujuan"), noun="persetujuan", tone="success",
         sentence=_l("menyetujui usul penyusutan"))  # fmt: skip
    def approve(self, *, office: Office, number: str, on: date | None, by: Any) -> None:
        """The written approval is here; whoever records it answers for it."""
        self.office, self.approval_number, self.approval_on = office, number, on
        self.decided_by_id = by.person_id

    @act("returned", source={DisposalState.ASSESSED, DisposalState.SUBMITTED, DisposalState.APPROVED},
         target=DisposalState.DRAFT, unless=_no_part_in_it, asks_reason=True, label=_l("Kembalikan"),
         noun="pengembalian", tone="warning", sentence=_l("mengembalikan usul penyusutan"))  # fmt: skip
    def give_back(self, *, reason: str, by: Any) -> None:
        """Back to a draft; what was approved must be approved again."""
        self.returned_reason, self.submitted_by_id, self.decided_by_id = reason, None, None
        self.office, self.approval_number, self.approval_on = None, "", None

    @act("cancelled", source=RUNNING, target=DisposalState.CANCELLED, unless=_not_kept, asks_reason=True,
         label=_l("Batalkan"), noun="pembatalan", tone="danger",
         sentence=_l("membatalkan usul penyusutan"))  # fmt: skip
    def cancel(self, *, reason: str, by: Any) -> None:
        """Its files are free again."""
        self.returned_reason = reason

    @act("done", source={DisposalState.APPROVED}, target=DisposalState.DONE, unless=_not_kept, hidden=True,
         label=_l("Catat pelaksanaan"), noun="pelaksanaan", sentence=_l("melaksanakan penyusutan"))  # fmt: skip
    def carry_out(self, *, number: str, on: date, place: str, method: str, witnesses: str, by: Any) -> None:
        """It has happened, says the official report."""
        self.report_number, self.report_on = number, on
        self.place, self.method, self.witnesses = place, method, witnesses

    @act("report_filed", source={DisposalState.DONE}, unless=_not_kept, hidden=True,
         label=_l("Lampirkan berita acara bertanda tangan"), noun="berita-acara",
         sentence=_l("melampirkan berita acara bertanda tangan"))  # fmt: skip
    def file_report(self, *, name: str, by: Any) -> None:
        """The signed sheet is on file under this name."""


class DisposalFile(Row, Model):
    """A file in a proposal; in one that runs at a time. What was taken out again stays as a line."""

    __tablename__ = "disposal_file"
    __table_args__ = (
        UniqueConstraint("disposal_id", "case_file_id"),
        Index("uq_disposal_file_running", "case_file_id", unique=True,
              sqlite_where=text("running"), postgresql_where=text("running")),
        Index("ix_disposal_file_case_file_id", "case_file_id"),
    )  # fmt: skip
    disposal_id: Mapped[int] = mapped_column(ForeignKey("disposal.id"))
    case_file_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    running: Mapped[bool] = mapped_column(default=True)
    taken_out: Mapped[bool] = mapped_column(default=False)
    case_file: Mapped[CaseFile] = relationship()

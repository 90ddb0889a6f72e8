"""Case files and what lies in them."""

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
from biro.correspondence.archive.rules import Fate, Retention, ends
from biro.correspondence.archive.scopes import keeps
from biro.correspondence.models import Classification, Letter
from biro.correspondence.outgoing.models import OutgoingLetter


class CaseFileState(Labelled):
    """Where a file stands in its life. Open and closed ones are active archives."""

    OPEN = "open", _l("Berjalan"), "info"
    CLOSED = "closed", _l("Ditutup"), "success"
    INACTIVE = "inactive", _l("Inaktif"), "neutral"
    DESTROYED = "destroyed", _l("Dimusnahkan"), "danger"
    HANDED_OVER = "handed_over", _l("Diserahkan"), "neutral"


KEPT = frozenset({CaseFileState.OPEN, CaseFileState.CLOSED, CaseFileState.INACTIVE})


class CopyForm(Labelled):
    """Degree of development (tingkat perkembangan)."""

    ORIGINAL = "asli", _l("Asli"), "neutral"
    COPY = "kopi", _l("Kopi"), "neutral"


def _not_kept(file: Any, by: Any) -> str | None:
    return None if keeps(by, file.unit_id) else _("Hanya pengelola arsip yang bisa melakukan ini.")


def _not_to_hold(file: Any, by: Any) -> str | None:
    return _("Berkas ini sudah ditahan.") if file.is_held else _not_kept(file, by)


def _held(file: Any, by: Any) -> str | None:
    return _("Berkas ini sedang ditahan.") if file.is_held else _not_kept(file, by)


def _not_held(file: Any, by: Any) -> str | None:
    return None if file.is_held else _("Berkas ini tidak sedang ditahan.")


class CaseFile(Row, Versioned, Stateful, Model):
    """A case file of the unit that works on the matter. `year` and `number` count without gaps in that unit.

    From its closing it carries its retention: what the classification said that day, whatever it says later. `clock_on`
    is where the years are counted from; it stays empty while the event that the classification names has not come.
    """

    __tablename__ = "case_file"
    __table_args__ = (
        UniqueConstraint("unit_id", "year", "number"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("closed_on IS NULL OR closed_on >= opened_on", name="closed_after_opened"),
        CheckConstraint("(held_at IS NULL) = (hold_reason = '')", name="held_with_reason"),
        Index("ix_case_file_opened_on", "opened_on", "id"),
        Index("ix_case_file_classification_id", "classification_id", "state"),
        Index("ix_case_file_active_until", "state", "active_until"),
        Index("ix_case_file_inactive_until", "state", "inactive_until"),
    )
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    year: Mapped[int] = mapped_column(Integer)
    number: Mapped[int] = mapped_column(Integer)
    classification_id: Mapped[int] = mapped_column(ForeignKey("classification.id"))
    title: Mapped[str] = mapped_column(String(300))
    note: Mapped[str] = mapped_column(Text, default="")
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]
    clock_on: Mapped[date | None]
    clock_reason: Mapped[str] = mapped_column(Text, default="")
    cabinet: Mapped[str] = mapped_column(String(40), default="")
    drawer: Mapped[str] = mapped_column(String(40), default="")
    folder: Mapped[str] = mapped_column(String(40), default="")
    state: Mapped[CaseFileState] = mapped_column(default=CaseFileState.OPEN)
    active_years: Mapped[int | None] = mapped_column(Integer)
    inactive_years: Mapped[int | None] = mapped_column(Integer)
    fate: Mapped[Fate | None]
    starts_when: Mapped[str] = mapped_column(String(200), default="")
    retention_note: Mapped[str] = mapped_column(String(200), default="")
    retention_source: Mapped[str] = mapped_column(String(80), default="")
    active_until: Mapped[date | None]
    inactive_until: Mapped[date | None]
    held_at: Mapped[datetime | None]
    held_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    hold_reason: Mapped[str] = mapped_column(Text, default="")
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    unit: Mapped[Unit] = relationship()
    classification: Mapped[Classification] = relationship()
    held_by: Mapped[Person | None] = relationship(foreign_keys=[held_by_id])
    opened_by: Mapped[Person | None] = relationship(foreign_keys=[opened_by_id])

    @property
    def owner(self) -> str:
        """How rooms below name what belongs to this file."""
        return f"case_file:{self.id}"

    @property
    def url(self) -> str:
        """Where people read it."""
        return f"/arsip/{self.id}"

    @property
    def label(self) -> str:
        """12/RT/2026."""
        return f"{self.number}/{self.unit.code}/{self.year}"

    @property
    def trail_label(self) -> str:
        """Never the title: tomorrow a secret letter may lie in it."""
        return f"{self.label} · {self.classification.code}"

    @property
    def place(self) -> str:
        """Lemari 2, laci 1, folder 7."""
        named = ((_("lemari"), self.cabinet), (_("laci"), self.drawer), (_("folder"), self.folder))
        return ", ".join(f"{name} {value}" for name, value in named if value)

    @property
    def is_held(self) -> bool:
        """Whether a legal hold keeps it from every disposal."""
        return self.held_at is not None

    @property
    def terms(self) -> Retention | None:
        """The retention that it carries since its closing."""
        if self.fate is None or self.active_years is None or self.inactive_years is None:
            return None
        return Retention(
            self.active_years, self.inactive_years, self.fate, self.starts_when, self.retention_note,
            self.retention_source,
        )  # fmt: skip

    @act("closed", source={CaseFileState.OPEN}, target=CaseFileState.CLOSED, unless=_not_kept, hidden=True,
         label=_l("Tutup berkas"), noun="penutupan", sentence=_l("menutup berkas"))  # fmt: skip
    def close(self, *, on: date, terms: Retention, by: Any) -> None:
        """Nothing more will come; the retention of this day is the file's own from here on."""
        self.closed_on = on
        self.active_years, self.inactive_years, self.fate = (
            terms.active_years,
            terms.inactive_years,
            terms.fate,
        )
        self.starts_when, self.retention_note = terms.starts_when, terms.note
        self.retention_source = terms.source
        if not terms.starts_when:
            self._count_from(on)

    @act("clock", source={CaseFileState.CLOSED}, unless=_not_kept, hidden=True, label=_l("Tetapkan awal retensi"),
         noun="awal-retensi", sentence=_l("menetapkan awal retensi berkas"))  # fmt: skip
    def start_clock(self, *, on: date, reason: str, by: Any) -> None:
        """The event that the classification names has come, says a person, and how it is known."""
        self.clock_reason = reason
        self._count_from(on)

    @act("reopened", source={CaseFileState.CLOSED}, target=CaseFileState.OPEN, unless=_not_kept, asks_reason=True,
         label=_l("Buka kembali"), noun="pembukaan", tone="ghost", sentence=_l("membuka kembali berkas"))  # fmt: skip
    def reopen(self, *, reason: str, by: Any) -> None:
        """The matter goes on; closing it again counts from then."""
        self.closed_on = self.clock_on = self.active_until = self.inactive_until = None
        self.active_years = self.inactive_years = self.fate = None
        self.starts_when = self.retention_note = self.retention_source = self.clock_reason = ""

    @act("held", source=KEPT, unless=_not_to_hold, asks_reason=True, label=_l("Tahan"), noun="penahanan",
         tone="warning", sentence=_l("menahan berkas dari penyusutan"))  # fmt: skip
    def hold(self, *, reason: str, by: Any) -> None:
        """A lawsuit, an audit: whatever the schedule says, it stays until somebody in charge releases it."""
        self.held_at, self.held_by_id, self.hold_reason = clock.now(), by.person_id, reason

    @act("released", source=KEPT, needs=P.ARCHIVE_DECIDE, unless=_not_held, asks_reason=True,
         label=_l("Lepaskan penahanan"), noun="pelepasan", tone="ghost",
         sentence=_l("melepaskan penahanan berkas"))  # fmt: skip
    def release(self, *, reason: str, by: Any) -> None:
        """What held it is over."""
        self.held_at, self.held_by_id, self.hold_reason = None, None, ""

    @act("transferred", source={CaseFileState.CLOSED}, target=CaseFileState.INACTIVE, unless=_held, hidden=True,
         label=_l("Pindahkan"), noun="pemindahan", sentence=_l("memindahkan berkas ke unit kearsipan"))  # fmt: skip
    def transfer(self, *, report: str, by: Any) -> None:
        """From the unit that worked on it to the archive unit, by an approved proposal."""

    @act("destroyed", source={CaseFileState.INACTIVE}, target=CaseFileState.DESTROYED, unless=_held, hidden=True,
         label=_l("Musnahkan"), noun="pemusnahan", sentence=_l("memusnahkan berkas"))  # fmt: skip
    def destroy(self, *, report: str, by: Any) -> None:
        """The paper is gone, by an approved proposal; what Biro knows of it stays."""

    @act("handed_over", source={CaseFileState.INACTIVE}, target=CaseFileState.HANDED_OVER, unless=_held, hidden=True,
         label=_l("Serahkan"), noun="penyerahan", sentence=_l("menyerahkan berkas ke lembaga kearsipan"))  # fmt: skip
    def hand_over(self, *, report: str, by: Any) -> None:
        """The archival institution keeps it now, by an approved proposal."""

    def _count_from(self, day: date) -> None:
        terms = self.terms
        assert terms is not None
        self.clock_on = day
        self.active_until, self.inactive_until = ends(day, terms)


ORIGINAL_LIES = "form = 'asli' AND removed_at IS NULL"


class CaseItem(Row, Versioned, Model):
    """One thing in a file: a letter that came in, one of this office, or a paper that is described here.

    A letter lies in one file as original; further files may hold copies. Numbers are not used again.
    """

    __tablename__ = "case_item"
    __table_args__ = (
        UniqueConstraint("case_file_id", "number"),
        CheckConstraint(
            "letter_id IS NOT NULL OR outgoing_id IS NOT NULL OR title <> ''", name="letter_or_title"
        ),
        CheckConstraint("letter_id IS NULL OR outgoing_id IS NULL", name="one_letter"),
        Index("ix_case_item_letter_id", "letter_id", "case_file_id"),
        Index("ix_case_item_outgoing_id", "outgoing_id", "case_file_id"),
        Index("uq_case_item_original", "letter_id", unique=True,
              sqlite_where=text(ORIGINAL_LIES), postgresql_where=text(ORIGINAL_LIES)),
        Index("uq_case_item_outgoing_original", "outgoing_id", unique=True,
              sqlite_where=text(ORIGINAL_LIES), postgresql_where=text(ORIGINAL_LIES)),
    )  # fmt: skip
    case_file_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    number: Mapped[int] = mapped_column(Integer)
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"))
    outgoing_id: Mapped[int | None] = mapped_column(ForeignKey("outgoing_letter.id"))
    day: Mapped[date | None]
    reference: Mapped[str] = mapped_column(String(150), default="")
    title: Mapped[str] = mapped_column(String(500), default="")
    form: Mapped[CopyForm] = mapped_column(default=CopyForm.ORIGINAL)
    amount: Mapped[str] = mapped_column(String(40), default="")
    note: Mapped[str] = mapped_column(String(200), default="")
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime] = mapped_column(default=clock.now)
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    removed_reason: Mapped[str] = mapped_column(Text, default="")
    case_file: Mapped[CaseFile] = relationship()
    letter: Mapped[Letter | None] = relationship()
    outgoing: Mapped[OutgoingLetter | None] = relationship()

"""The incoming letter."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from biro.accounts.models import Person, Unit
from biro.accounts.permissions import P
from biro.core import clock
from biro.core.acts import Stateful, act
from biro.core.db import Model, Row, Versioned
from biro.core.errors import DomainError
from biro.core.states import Labelled
from biro.core.texts import _, _l
from biro.correspondence import objections
from biro.correspondence.models.registers import Classification, Correspondent, Register
from biro.events.models import Event, EventState


class Security(Labelled):
    """Degree of security (tingkat keamanan), codes of Perban Bapanas 3/2022 Ps. 39."""

    OPEN = "B", _l("Biasa"), "neutral"
    RESTRICTED = "T", _l("Terbatas"), "warning"
    SECRET = "R", _l("Rahasia"), "secret"
    TOP_SECRET = "SR", _l("Sangat rahasia"), "secret"


class Urgency(Labelled):
    """Degree of urgency (tingkat kecepatan)."""

    NORMAL = "biasa", _l("Biasa"), "neutral"
    URGENT = "segera", _l("Segera"), "warning"
    IMMEDIATE = "kilat", _l("Sangat segera"), "danger"


class Medium(Labelled):
    """How it came to the house (asal berkas)."""

    HAND = "langsung", _l("Diantar langsung")
    EXPEDITION = "ekspedisi", _l("Ekspedisi")
    COURIER = "kurir", _l("Kurir")
    POST = "pos", _l("Pos")
    MAIL = "surel", _l("Surel")
    SRIKANDI = "srikandi", _l("SRIKANDI")
    FAX = "faksimile", _l("Faksimile")
    MESSAGE = "pesan", _l("Pesan singkat")


class LetterState(Labelled):
    """How far the letter has come."""

    RECEIVED = "received", _l("Belum didisposisi"), "warning"
    DISPOSED = "disposed", _l("Didisposisikan"), "info"
    DONE = "done", _l("Selesai"), "success"
    FILED = "filed", _l("Diarsipkan"), "neutral"
    VOID = "void", _l("Dibatalkan"), "void"


SECRET = (Security.SECRET, Security.TOP_SECRET)
GUARDED = (*SECRET, Security.RESTRICTED)


def _kept_by_others(letter: "Letter", by: Any) -> Any:
    """Only whoever keeps the book strikes a number out of it."""
    return (
        None
        if by.may(P.LETTER_REGISTER, letter.register.unit_id)
        else _("Anda tidak berwenang melakukan ini.")
    )


def _objected(letter: "Letter", _by: Any) -> Any:
    """What the alcoves have against taking it back from the archive."""
    return objections.against("unfiled", letter)


class Letter(Row, Versioned, Stateful, Model):
    """A letter in the agenda book. `unit_id` is the unit it is addressed to: its head disposes of it.

    `year` and `agenda` are the number in the book; `number` is the sender's own, kept exactly as written, and
    `number_key` the same without case, spaces, dots and dashes, by which twins are found. `search_id` is its entry
    in the search, by which its words are found without a detour.
    """

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("register_id", "year", "agenda"),
        CheckConstraint("agenda > 0", name="agenda"),
        CheckConstraint("received_on >= letter_date", name="received_after_written"),
        Index("ix_letter_received_on", "received_on", "id"),
        Index(
            "ix_letter_twin",
            "number_key",
            "letter_date",
            postgresql_ops={"number_key": "varchar_pattern_ops"},
        ),
        Index("ix_letter_agenda", "agenda"),
        Index("ix_letter_state", "state"),
        Index("ix_letter_classification_id", "classification_id"),
        Index("ix_letter_search_id", "search_id", unique=True),
        Index("ix_letter_unit_id_state", "unit_id", "state", "received_on"),
        Index("ix_letter_sender_id", "sender_id", "id"),
        Index("ix_letter_security", "security", "unit_id", "registered_by_id"),
    )
    register_id: Mapped[int] = mapped_column(ForeignKey("register.id"))
    year: Mapped[int] = mapped_column(Integer)
    agenda: Mapped[int] = mapped_column(Integer)
    sender_id: Mapped[int] = mapped_column(ForeignKey("correspondent.id"))
    number: Mapped[str] = mapped_column(String(150))
    number_key: Mapped[str] = mapped_column(String(150))
    letter_date: Mapped[date]
    received_on: Mapped[date]
    subject: Mapped[str] = mapped_column(String(500))
    enclosures: Mapped[str] = mapped_column(String(80), default="")
    classification_id: Mapped[int | None] = mapped_column(ForeignKey("classification.id"))
    security: Mapped[Security] = mapped_column(default=Security.OPEN)
    urgency: Mapped[Urgency] = mapped_column(default=Urgency.NORMAL)
    medium: Mapped[Medium | None]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    state: Mapped[LetterState] = mapped_column(default=LetterState.RECEIVED)
    void_reason: Mapped[str] = mapped_column(String(300), default="", server_default="")
    registered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    registered_at: Mapped[datetime] = mapped_column(default=clock.now)
    srikandi_id: Mapped[str] = mapped_column(String(80), default="")
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"), index=True)
    search_id: Mapped[int | None] = mapped_column(ForeignKey("search_entry.id"))
    register: Mapped[Register] = relationship()
    sender: Mapped[Correspondent] = relationship()
    classification: Mapped[Classification | None] = relationship()
    unit: Mapped[Unit] = relationship()
    registered_by: Mapped[Person | None] = relationship()
    event: Mapped[Event | None] = relationship()

    @property
    def is_secret(self) -> bool:
        """Only for the registrar, the addressed head and the chain of dispositions."""
        return self.security in SECRET

    @property
    def owner(self) -> str:
        """How rooms below name what belongs to this letter."""
        return f"letter:{self.id}"

    @property
    def url(self) -> str:
        """Where people read it (for reminders and search, which know no request)."""
        return f"/surat/masuk/{self.id}"

    @property
    def agenda_label(self) -> str:
        """12/2026."""
        return f"{self.agenda}/{self.year}"

    @property
    def trail_label(self) -> str:
        """What the Trail may say: of a secret letter, its agenda number and no more."""
        return f"{self.agenda_label} · {'Rahasia' if self.is_secret else self.subject}"

    @property
    def neutral_title(self) -> str:
        """What a notification may say: it travels by e-mail and over shoulders."""
        return f"Surat rahasia, agenda {self.agenda_label}" if self.is_secret else self.subject

    @act("disposed", source={LetterState.RECEIVED, LetterState.DISPOSED, LetterState.DONE},
         target=LetterState.DISPOSED, label=_l("Disposisi"), noun="disposisi",
         sentence=_l("mendisposisikan surat"), hidden=True)  # fmt: skip
    def mark_disposed(self, *, by: Any) -> None:
        """A disposition was given on it (the service has checked who may)."""

    @act("settled", source={LetterState.DISPOSED}, target=LetterState.DONE, label=_l("Selesai"),
         noun="selesai", sentence=_l("menyelesaikan surat"), hidden=True)  # fmt: skip
    def settle(self, *, by: Any) -> None:
        """Everyone who had to answer has finished."""

    @act("filed", source={LetterState.RECEIVED, LetterState.DONE}, target=LetterState.FILED,
         needs=P.LETTER_DISPOSE, label=_l("Arsipkan"), noun="arsip", tone="ghost",
         sentence=_l("mengarsipkan surat"))  # fmt: skip
    def file(self, *, by: Any) -> None:
        """Nothing (more) to do: it only has to be kept. No disposition is needed for that."""

    @act("unfiled", source={LetterState.FILED}, needs=P.LETTER_DISPOSE, unless=_objected, label=_l("Batal arsip"),
         noun="batal-arsip", tone="ghost", sentence=_l("membatalkan pengarsipan surat"))  # fmt: skip
    def unfile(self, *, to: LetterState, by: Any) -> None:
        """It was filed by a slip of the key: back to where it was."""
        self.state = to

    @act("reopened", source={LetterState.DISPOSED}, target=LetterState.RECEIVED, label=_l("Tunggu disposisi lagi"),
         noun="tunggu", sentence=_l("mengembalikan surat ke daftar tunggu"), hidden=True)  # fmt: skip
    def reopen(self, *, by: Any) -> None:
        """Everyone it was passed to gave it back or had it taken away: it waits for the head again."""

    @act("voided", source={LetterState.RECEIVED}, target=LetterState.VOID, unless=_kept_by_others,
         label=_l("Batalkan nomor"), noun="pembatalan", tone="ghost", asks_reason=True,
         sentence=_l("membatalkan nomor agenda"))  # fmt: skip
    def void(self, *, reason: str, by: Any) -> None:
        """Written down by mistake. The number stays in the book, struck out, with the reason; nobody gets it again."""
        self.void_reason = reason.strip()[:300]

    def check_invitation(self) -> None:
        """An invitation becomes one event, unless that one was called off."""
        if self.event is not None and self.event.state is not EventState.CANCELLED:
            raise DomainError(_("Surat ini sudah menjadi acara."), code="accepted")

    @act("accepted", source={LetterState.RECEIVED, LetterState.DISPOSED, LetterState.DONE}, label=_l("Terima undangan"),
         noun="undangan", sentence=_l("menjadikan surat acara"), hidden=True)  # fmt: skip
    def accept(self, *, event: Event, attendance: str, by: Any) -> None:
        """The event stands; a letter that waited for nothing else is done."""
        self.event = event
        if self.state is LetterState.RECEIVED:
            self.state = LetterState.DONE

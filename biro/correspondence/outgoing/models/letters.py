"""The outgoing letter: editable while it is a draft, what is printed for good once it is signed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from biro.accounts.models import AssignmentKind, Person, Position, Unit
from biro.accounts.permissions import P
from biro.core import clock
from biro.core.acts import Stateful, act
from biro.core.db import Model, Row, Versioned
from biro.core.states import Labelled
from biro.core.texts import _, _l
from biro.correspondence.models import SECRET, Classification, Letter, Security, Urgency
from biro.correspondence.numbers.models import LetterNumber
from biro.correspondence.outgoing.models.kinds import LetterKind
from biro.correspondence.outgoing.models.parafs import Paraf
from biro.correspondence.outgoing.models.recipients import OutgoingRecipient, RecipientKind
from biro.events.models import Event
from biro.files.models import Attachment


class OutgoingState(Labelled):
    """How far the letter has come."""

    DRAFT = "draft", _l("Konsep"), "neutral"
    RETURNED = "returned", _l("Dikembalikan"), "danger"
    IN_PARAF = "in_paraf", _l("Menunggu paraf"), "warning"
    READY = "ready", _l("Menunggu tanda tangan"), "warning"
    SIGNED = "signed", _l("Ditandatangani"), "info"
    SENT = "sent", _l("Terkirim"), "success"
    DONE = "done", _l("Selesai"), "success"
    VOID = "void", _l("Dibatalkan"), "danger"


class Mandate(Labelled):
    """In whose responsibility the signer signs (Permendagri 1/2023: one level down a.n., two levels u.b.)."""

    OWN = "sendiri", _l("Atas jabatan sendiri"), "neutral"
    ON_BEHALF = "an", _l("a.n. (atas nama)"), "neutral"
    FOR_WHOM = "ub", _l("u.b. (untuk beliau)"), "neutral"


EDITABLE = frozenset(
    {OutgoingState.DRAFT, OutgoingState.RETURNED, OutgoingState.IN_PARAF, OutgoingState.READY}
)
ISSUED = frozenset({OutgoingState.SIGNED, OutgoingState.SENT, OutgoingState.DONE})


def _people(letter: Any, by: Any) -> tuple[int, ...]:
    found: tuple[int, ...] = by.secret_ids if letter.is_secret else by.ids
    return found


def not_author(letter: Any, by: Any) -> str | None:
    """Only who wrote it."""
    return None if letter.author_id in _people(letter, by) else _("Hanya penyusun konsep yang bisa ini.")


def not_in_hand(letter: Any, by: Any) -> str | None:
    """Only the person whose turn it is, or the signer."""
    mine = _people(letter, by)
    if letter.signer_id in mine or any(p.person_id in mine and p.is_next for p in letter.parafs):
        return None
    return _("Naskah ini sedang tidak di tangan Anda.")


def not_dispatcher(letter: Any, by: Any) -> str | None:
    """Whoever sends letters for this bureau; a secret one goes out by the hands of its chain."""
    if letter.is_secret:
        mine = _people(letter, by)
        may = letter.signer_id in mine or letter.author_id in mine
    else:
        may = letter.unit_id in by.house_units(P.LETTER_DISPATCH)
    return None if may else _("Anda tidak berwenang mengirim surat unit ini.")


def not_voidable(letter: Any, by: Any) -> str | None:
    """A draft by its author; what was signed by its signer, or the head of the unit."""
    if letter.state in EDITABLE:
        return not_author(letter, by)
    mine = _people(letter, by)
    head = not letter.is_secret and by.may(P.LETTER_SIGN, letter.unit_id)
    able = letter.signer_id in mine or head
    return None if able else _("Hanya penanda tangan yang bisa membatalkan surat.")


class OutgoingLetter(Row, Versioned, Stateful, Model):
    """A letter that this office writes. `unit_id` is the unit that drafts it (unit pengolah).

    `letterhead` is the head of the sheet as it was when the text was last saved, `content_hash` the SHA-256 of what
    will be printed. Once signed, `printed` is exactly what stands on the paper, `pdf_sha256` its file, and a trigger
    keeps both; `code` opens the public page that says whether it holds.
    """

    __tablename__ = "outgoing_letter"
    __table_args__ = (
        CheckConstraint(
            "state NOT IN ('signed', 'sent', 'done') OR (pdf_sha256 <> '' AND signed_on IS NOT NULL)",
            name="issued_has_its_paper",
        ),
        CheckConstraint("mandate = 'sendiri' OR principal <> ''", name="mandate_names_its_giver"),
        Index("ix_outgoing_letter_unit_id_state", "unit_id", "state", "id"),
        Index("ix_outgoing_letter_author_id", "author_id", "id"),
        Index("ix_outgoing_letter_signer_id_state", "signer_id", "state", "id"),
        Index("ix_outgoing_letter_state", "state", "id"),
        Index("ix_outgoing_letter_security", "security", "unit_id"),
        Index("ix_outgoing_letter_kind_id", "kind_id", "id"),
        Index("ix_outgoing_letter_sent_on", "sent_on", "id"),
    )
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    kind_id: Mapped[int] = mapped_column(ForeignKey("letter_kind.id"))
    subject: Mapped[str] = mapped_column(String(500))
    body: Mapped[str] = mapped_column(Text, default="")
    destination: Mapped[str] = mapped_column(String(120), default="")
    enclosures: Mapped[str] = mapped_column(String(80), default="")
    classification_id: Mapped[int | None] = mapped_column(ForeignKey("classification.id"))
    security: Mapped[Security] = mapped_column(default=Security.OPEN)
    urgency: Mapped[Urgency] = mapped_column(default=Urgency.NORMAL)
    letterhead: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    signer_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    position_id: Mapped[int] = mapped_column(ForeignKey("position.id"))
    capacity: Mapped[AssignmentKind] = mapped_column(default=AssignmentKind.DEFINITIVE)
    mandate: Mapped[Mandate] = mapped_column(default=Mandate.OWN)
    principal: Mapped[str] = mapped_column(String(200), default="")
    middle: Mapped[str] = mapped_column(String(200), default="")
    reply_to_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"), index=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"), index=True)
    state: Mapped[OutgoingState] = mapped_column(default=OutgoingState.DRAFT)
    reason: Mapped[str] = mapped_column(Text, default="")
    content_hash: Mapped[str] = mapped_column(String(64), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    year: Mapped[int | None] = mapped_column(Integer)
    number: Mapped[str] = mapped_column(String(150), default="")
    number_id: Mapped[int | None] = mapped_column(ForeignKey("letter_number.id"), unique=True)
    signed_on: Mapped[date | None]
    signed_at: Mapped[datetime | None]
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    method: Mapped[str] = mapped_column(String(20), default="")
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    code: Mapped[str | None] = mapped_column(String(43), unique=True)
    printed: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    pdf_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"))
    pdf_sha256: Mapped[str] = mapped_column(String(64), default="")
    sent_on: Mapped[date | None]
    search_id: Mapped[int | None] = mapped_column(ForeignKey("search_entry.id"), index=True)
    unit: Mapped[Unit] = relationship()
    kind: Mapped[LetterKind] = relationship()
    classification: Mapped[Classification | None] = relationship()
    author: Mapped[Person] = relationship(foreign_keys=[author_id])
    signer: Mapped[Person] = relationship(foreign_keys=[signer_id])
    signed_by: Mapped[Person | None] = relationship(foreign_keys=[signed_by_id])
    position: Mapped[Position] = relationship()
    number_row: Mapped[LetterNumber | None] = relationship()
    reply_to: Mapped[Letter | None] = relationship()
    event: Mapped[Event | None] = relationship()
    pdf: Mapped[Attachment | None] = relationship()
    recipients: Mapped[list[OutgoingRecipient]] = relationship(
        back_populates="letter",
        order_by="(OutgoingRecipient.kind.desc(), OutgoingRecipient.rank)",
        cascade="all, delete-orphan",
    )
    parafs: Mapped[list[Paraf]] = relationship(
        back_populates="letter", order_by=(Paraf.kind, Paraf.rank), cascade="all, delete-orphan"
    )

    @property
    def is_secret(self) -> bool:
        """Only for its author, the paraf chain, the signer and the head of its unit."""
        return self.security in SECRET

    @property
    def is_editable(self) -> bool:
        """Whether its text may still change."""
        return self.state in EDITABLE

    @property
    def is_issued(self) -> bool:
        """Whether it was signed and holds."""
        return self.state in ISSUED

    @property
    def owner(self) -> str:
        """How rooms below name what belongs to this letter."""
        return f"outgoing:{self.id}"

    @property
    def url(self) -> str:
        """Where people read it (for reminders and search, which know no request)."""
        return f"/surat/keluar/{self.id}"

    @property
    def neutral_title(self) -> str:
        """What a notification may say: it travels by e-mail and over shoulders."""
        return f"Surat rahasia, konsep {self.id}" if self.is_secret else self.subject

    @property
    def trail_label(self) -> str:
        """What the Trail may say."""
        return (
            f"{self.kind.name} · {self.number or self.id} · {'Rahasia' if self.is_secret else self.subject}"[
                :200
            ]
        )

    @property
    def mains(self) -> list[OutgoingRecipient]:
        """To whom."""
        return [r for r in self.recipients if r.kind is RecipientKind.MAIN]

    @property
    def copies(self) -> list[OutgoingRecipient]:
        """Who gets a copy."""
        return [r for r in self.recipients if r.kind is RecipientKind.COPY]

    @act("submitted", source={OutgoingState.DRAFT, OutgoingState.RETURNED}, unless=not_author, label=_l("Ajukan"),
         noun="pengajuan", tone="primary", sentence=_l("mengajukan naskah"))  # fmt: skip
    def submit(self, *, by: Any) -> None:
        """Into the hands of those who paraf it; straight to the signer when nobody has to."""
        waits = any(not p.is_given for p in self.parafs)
        self.state = OutgoingState.IN_PARAF if waits else OutgoingState.READY
        self.reason = ""

    @act("withdrawn", source={OutgoingState.IN_PARAF, OutgoingState.READY}, target=OutgoingState.DRAFT,
         unless=not_author, label=_l("Tarik kembali"), noun="penarikan", tone="ghost",
         sentence=_l("menarik kembali naskah"))  # fmt: skip
    def withdraw(self, *, by: Any) -> None:
        """Back on the author's desk; parafs that were given stay as long as the text does."""

    @act("returned", source={OutgoingState.IN_PARAF, OutgoingState.READY}, target=OutgoingState.RETURNED,
         unless=not_in_hand, label=_l("Kembalikan"), noun="pengembalian", tone="warning", asks_reason=True,
         sentence=_l("mengembalikan naskah"))  # fmt: skip
    def give_back(self, *, reason: str, by: Any) -> None:
        """Not yet right: back to the author, with the reason."""
        self.reason = reason

    @act("signed", source={OutgoingState.READY}, target=OutgoingState.SIGNED, label=_l("Tanda tangani"),
         noun="tanda-tangan", sentence=_l("menandatangani surat"), hidden=True)  # fmt: skip
    def mark_signed(self, *, by: Any) -> None:
        """It stands now (the service has checked who may, and has its number and its paper)."""

    @act("sent", source={OutgoingState.SIGNED}, target=OutgoingState.SENT, unless=not_dispatcher, label=_l("Kirim"),
         noun="pengiriman", sentence=_l("mengirim surat"), hidden=True)  # fmt: skip
    def mark_sent(self, *, on: date, by: Any) -> None:
        """It has left the house on this day."""
        self.sent_on = on

    @act("finished", source={OutgoingState.SENT}, target=OutgoingState.DONE, unless=not_dispatcher,
         label=_l("Selesai"), noun="selesai", tone="success", sentence=_l("menyelesaikan surat"))  # fmt: skip
    def finish(self, *, by: Any) -> None:
        """Nothing more to do."""

    @act("voided", source={*EDITABLE, *ISSUED}, target=OutgoingState.VOID, unless=not_voidable, asks_reason=True,
         label=_l("Batalkan"), noun="pembatalan", tone="danger", sentence=_l("membatalkan surat"))  # fmt: skip
    def void(self, *, reason: str, by: Any) -> None:
        """It does not hold (any more); its number is never given to another."""
        self.reason = reason

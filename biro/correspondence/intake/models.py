"""What came in and is in no agenda book yet."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from biro.accounts.models import Person
from biro.accounts.permissions import P
from biro.core import clock
from biro.core.acts import Stateful, act
from biro.core.db import Model, Row, Versioned
from biro.core.states import Labelled
from biro.core.texts import _l
from biro.correspondence.models import Letter, Register


class InboxSource(Labelled):
    """The way it came in."""

    UPLOAD = "upload", _l("Unggahan"), "neutral"
    FOLDER = "folder", _l("Folder pemindai"), "neutral"
    MAIL = "mail", _l("Surel"), "neutral"


class InboxState(Labelled):
    """How far it has come."""

    WAITING = "waiting", _l("Sedang dibaca"), "info"
    READY = "ready", _l("Menunggu dicatat"), "warning"
    LOGGED = "logged", _l("Sudah dicatat"), "success"
    ATTACHED = "attached", _l("Dilampirkan"), "success"
    DISCARDED = "discarded", _l("Disisihkan"), "neutral"
    SPLIT = "split", _l("Dipisah"), "neutral"
    FAILED = "failed", _l("Gagal masuk"), "danger"


OPEN = (InboxState.WAITING, InboxState.READY)
KEPT = (InboxState.LOGGED, InboxState.ATTACHED)


class InboxItem(Row, Versioned, Stateful, Model):
    """A document that waits: its files hang on `owner`. It belongs to the unit that keeps `register`.

    `parent_id` and the pages tell of which larger scan it was a part, `sticker` the code that stood on it, `found`
    what was read in it (field: [value, percent sure]). `source_key` is what the thing is called where it came from,
    so that the same is not taken in twice. A `secret` one is seen by `by` alone (who brought it in or marked it).
    `file_ids` are its attachments while they hang on the letter.
    """

    __tablename__ = "inbox_item"
    __table_args__ = (
        CheckConstraint("(letter_id IS NOT NULL) = (state IN ('logged', 'attached'))", name="letter"),
        Index("ix_inbox_item_register_id_state", "register_id", "state", "received_at", "id"),
    )
    register_id: Mapped[int] = mapped_column(ForeignKey("register.id"))
    name: Mapped[str] = mapped_column(String(200))
    source: Mapped[InboxSource]
    source_key: Mapped[str | None] = mapped_column(String(200), unique=True)
    received_at: Mapped[datetime] = mapped_column(default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    secret: Mapped[bool] = mapped_column(default=False)
    state: Mapped[InboxState] = mapped_column(default=InboxState.READY)
    reason: Mapped[str] = mapped_column(String(1000), default="")
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("inbox_item.id"), index=True)
    first_page: Mapped[int | None]
    last_page: Mapped[int | None]
    sticker: Mapped[str] = mapped_column(String(16), default="")
    found: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    file_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    register: Mapped[Register] = relationship(lazy="joined", innerjoin=True)
    by: Mapped[Person | None] = relationship()
    letter: Mapped[Letter | None] = relationship()

    @property
    def unit_id(self) -> int:
        """Whose registrars write it down."""
        return self.register.unit_id

    @property
    def owner(self) -> str:
        """How rooms below name what belongs to this item."""
        return f"inbox:{self.id}"

    @property
    def url(self) -> str:
        """Where it is looked at and written down."""
        return f"/surat/masuk/pindaian/{self.id}"

    @property
    def trail_label(self) -> str:
        """Never the file's name: it may turn out to be a secret letter."""
        return f"#{self.id}"

    @property
    def is_open(self) -> bool:
        """Whether it still has to be written down."""
        return self.state in OPEN

    @act("discarded", source={*OPEN, InboxState.FAILED}, target=InboxState.DISCARDED, needs=P.LETTER_REGISTER,
         label=_l("Sisihkan"), noun="penyisihan", tone="ghost", asks_reason=True,
         sentence=_l("menyisihkan pindaian"))  # fmt: skip
    def discard(self, *, reason: str = "", by: Any) -> None:
        """No letter, or one that is there already. Nothing is lost: it can be taken back."""
        self.reason = reason[:1000]

    @act("restored", source={InboxState.DISCARDED}, target=InboxState.READY, needs=P.LETTER_REGISTER,
         label=_l("Kembalikan"), noun="pengembalian-pindaian", tone="primary",
         sentence=_l("mengembalikan pindaian"))  # fmt: skip
    def restore(self, *, by: Any) -> None:
        """It was a letter after all."""
        self.reason = ""

    @act("split", source=OPEN, target=InboxState.SPLIT, needs=P.LETTER_REGISTER, label=_l("Pisahkan"),
         noun="pemisahan", hidden=True, sentence=_l("memisahkan pindaian"))  # fmt: skip
    def split(self, *, by: Any) -> None:
        """Its parts wait in its place."""

    @act("joined", source={InboxState.SPLIT}, target=InboxState.READY, needs=P.LETTER_REGISTER,
         label=_l("Gabungkan kembali"), noun="penggabungan", hidden=True,
         sentence=_l("menggabungkan kembali pindaian"))  # fmt: skip
    def join(self, *, by: Any) -> None:
        """It waits as a whole again."""

    @act("logged", source=OPEN, target=InboxState.LOGGED, needs=P.LETTER_REGISTER, label=_l("Catat"),
         noun="pencatatan", hidden=True, sentence=_l("mencatat surat dari pindaian"))  # fmt: skip
    def log(self, *, letter: Letter, by: Any) -> None:
        """It has become this letter."""
        self.letter = letter

    @act("attached", source=OPEN, target=InboxState.ATTACHED, needs=P.LETTER_REGISTER, label=_l("Lampirkan"),
         noun="pelampiran", hidden=True, sentence=_l("melampirkan pindaian pada surat"))  # fmt: skip
    def attach(self, *, letter: Letter, by: Any) -> None:
        """It belongs to a letter that is in the book already."""
        self.letter = letter

    @act("released", source={InboxState.ATTACHED}, target=InboxState.READY, needs=P.LETTER_REGISTER,
         label=_l("Lepaskan dari surat"), noun="pelepasan", hidden=True,
         sentence=_l("melepaskan pindaian dari surat"))  # fmt: skip
    def release(self, *, by: Any) -> None:
        """It does not belong there."""
        self.letter = None


class LetterSticker(Model):
    """A sticker on the paper of a letter: scans with its code belong to that letter. The first binding holds."""

    __tablename__ = "letter_sticker"
    code: Mapped[str] = mapped_column(String(16), primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)


class Mailbox(Model):
    """What is known of the mailbox that is watched (`key`: host, user and folder): how far it was read, its trouble."""

    __tablename__ = "inbox_mailbox"
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    uid_validity: Mapped[int] = mapped_column(default=0)
    last_uid: Mapped[int] = mapped_column(default=0)
    checked_at: Mapped[datetime | None]
    failing_since: Mapped[datetime | None]
    trouble: Mapped[str] = mapped_column(String(200), default="")

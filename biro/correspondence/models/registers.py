"""What letters are filed under: the agenda book, the classification tree, the senders."""

from datetime import date

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    String,
    UniqueConstraint,
    and_,
    false,
    select,
)
from sqlalchemy.orm import Mapped, aliased, mapped_column, relationship

from biro.accounts.models import Unit
from biro.core.db import Model, Row, Versioned
from biro.core.states import Labelled
from biro.core.texts import _l


class RegisterKind(Labelled):
    """What a book is for: what came in, or one of the families of what goes out."""

    INCOMING = "incoming", _l("Surat masuk")
    OUTGOING = "outgoing", _l("Surat keluar")
    INTERNAL = "internal", _l("Nota dinas")
    ASSIGNMENT = "assignment", _l("Penugasan")
    SPECIAL = "special", _l("Naskah khusus")
    DECREE = "decree", _l("Keputusan")


class NumberScope(Labelled):
    """Over what a book counts: everything in it, each classification code by itself, or each unit by itself."""

    BOOK = "book", _l("Satu urutan untuk seluruh buku")
    CLASSIFICATION = "classification", _l("Satu urutan untuk tiap kode klasifikasi")
    UNIT = "unit", _l("Satu urutan untuk tiap unit")


class Register(Row, Versioned, Model):
    """A book of letters (buku agenda), kept by a unit. Its numbers begin anew every year.

    One of incoming letters counts without gaps by the year of receipt. The others give letters their numbers:
    `pattern` with its codes for {unit}, {jabatan}, {instansi} says how they look, `scope` over what is counted,
    `day_quota` how many numbers each day of the year has of its own (0: one after the other), `alarm_below` when
    few are left, `basis` on which rule of the office all this rests. `outside` marks the book in which a house keeps
    numbers that were given elsewhere and look like none of its own.
    """

    __tablename__ = "register"
    __table_args__ = (
        UniqueConstraint("unit_id", "name"),
        CheckConstraint("day_quota >= 0 AND alarm_below >= 0", name="quota"),
    )
    name: Mapped[str] = mapped_column(String(120))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    active: Mapped[bool] = mapped_column(default=True)
    kind: Mapped[RegisterKind] = mapped_column(default=RegisterKind.INCOMING, server_default="incoming")
    pattern: Mapped[str] = mapped_column(String(120), default="", server_default="")
    scope: Mapped[NumberScope] = mapped_column(default=NumberScope.BOOK, server_default="book")
    unit_code: Mapped[str] = mapped_column(String(40), default="", server_default="")
    position_code: Mapped[str] = mapped_column(String(40), default="", server_default="")
    agency_code: Mapped[str] = mapped_column(String(40), default="", server_default="")
    day_quota: Mapped[int] = mapped_column(default=0, server_default="0")
    alarm_below: Mapped[int] = mapped_column(default=0, server_default="0")
    basis: Mapped[str] = mapped_column(String(200), default="", server_default="")
    outside: Mapped[bool] = mapped_column(default=False, server_default=false())
    unit: Mapped[Unit] = relationship()

    @property
    def gives_numbers(self) -> bool:
        """Whether letters get their numbers here (in the others they are only written down)."""
        return self.kind is not RegisterKind.INCOMING and not self.outside

    @property
    def trail_label(self) -> str:
        """How the Trail names it."""
        return self.name


class Classification(Row, Versioned, Model):
    """A code of the archive classification with its retention (JRA). Years; `fate` is musnah, permanen or
    dinilai_kembali, empty for a heading; `basis` the rule it rests on. A code has a row for each version: letters keep
    theirs.

    `active_from` says what starts the clock ("Sejak Hak dan Kewajiban Habis"); empty: the closing of the file.
    """

    __tablename__ = "classification"
    __table_args__ = (UniqueConstraint("code", "valid_from"),)
    code: Mapped[str] = mapped_column(String(40), index=True)
    name: Mapped[str] = mapped_column(String(900))
    active_years: Mapped[int | None]
    active_from: Mapped[str] = mapped_column(String(200), default="")
    inactive_years: Mapped[int | None]
    fate: Mapped[str] = mapped_column(String(20), default="")
    note: Mapped[str] = mapped_column(String(200), default="")
    source: Mapped[str] = mapped_column(String(80), default="")
    basis: Mapped[str] = mapped_column(String(200), default="", server_default="")
    valid_from: Mapped[date]
    active: Mapped[bool] = mapped_column(default=True)

    @property
    def trail_label(self) -> str:
        """How the Trail names it."""
        return self.label

    @classmethod
    def in_force(cls, day: date) -> ColumnElement[bool]:
        """Whether a row is its code's version of that day (a later one may wait for its date)."""
        later = aliased(cls)
        newer = select(later.id).where(
            later.code == cls.code, later.valid_from > cls.valid_from, later.valid_from <= day
        )
        return and_(cls.valid_from <= day, ~newer.correlate(cls).exists())

    @property
    def label(self) -> str:
        """000.1.4 Rapat Pimpinan."""
        return f"{self.code} {self.name}"[:160]


class Correspondent(Row, Versioned, Model):
    """Who writes to us. `name_key` is the name without case, dots and double spaces: one row for one sender.

    One that was merged into another stays as its second name: whoever types it means the other. Of a `secret` one
    only secret letters speak.
    """

    __tablename__ = "correspondent"
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200), unique=True)
    address: Mapped[str] = mapped_column(String(300), default="")
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("correspondent.id"), index=True)
    secret: Mapped[bool] = mapped_column(default=False, server_default=false())
    merged_into: Mapped["Correspondent | None"] = relationship(remote_side="Correspondent.id")

    @property
    def meant(self) -> "Correspondent":
        """Whom a letter of this name is from."""
        return self.merged_into or self

    @property
    def trail_label(self) -> str:
        """How the Trail names it: not at all, when only secret letters speak of it."""
        return "Pengirim surat rahasia" if self.secret else self.name

    @property
    def is_secret(self) -> bool:
        """What the Trail asks."""
        return self.secret

"""What letters are filed under: the agenda book, the classification tree, the senders."""

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from biro.accounts.models import Unit
from biro.core.db import Model, Row, Versioned


class Register(Row, Versioned, Model):
    """An agenda book (buku agenda), kept by a unit. One sequence a year, without gaps."""

    __tablename__ = "register"
    __table_args__ = (UniqueConstraint("unit_id", "name"),)
    name: Mapped[str] = mapped_column(String(120))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    active: Mapped[bool] = mapped_column(default=True)
    unit: Mapped[Unit] = relationship()

    @property
    def trail_label(self) -> str:
        """How the Trail names it."""
        return self.name


class Classification(Row, Versioned, Model):
    """A code of the archive classification with its retention (JRA). Years; `fate` is musnah or permanen.

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
    valid_from: Mapped[date]
    active: Mapped[bool] = mapped_column(default=True)

    @property
    def label(self) -> str:
        """000.1.4 Rapat Pimpinan."""
        return f"{self.code} {self.name}"[:160]


class Correspondent(Row, Versioned, Model):
    """Who writes to us. `name_key` is the name without case, dots and double spaces: one row for one sender."""

    __tablename__ = "correspondent"
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200), unique=True)
    address: Mapped[str] = mapped_column(String(300), default="")

    @property
    def trail_label(self) -> str:
        """How the Trail names it."""
        return self.name

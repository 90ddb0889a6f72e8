"""Units as a tree and the positions in them."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from biro.accounts.permissions import Role
from biro.core import clock
from biro.core.db import Model, Row, Versioned


class Unit(Row, Versioned, Model):
    """A work unit (biro, bagian, subbagian). `path` lists the ids from the root ("/1/4/"), for whole-branch queries."""

    __tablename__ = "unit"
    name: Mapped[str] = mapped_column(String(160))
    code: Mapped[str] = mapped_column(String(40), unique=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    path: Mapped[str] = mapped_column(String(200), index=True, default="")
    zone: Mapped[str] = mapped_column(String(40), default=clock.Zone.WIB)
    active: Mapped[bool] = mapped_column(default=True)
    parent: Mapped["Unit | None"] = relationship(remote_side="Unit.id")
    positions: Mapped[list["Position"]] = relationship(back_populates="unit", order_by="Position.rank")

    @property
    def trail_label(self) -> str:
        """How the Trail names it."""
        return self.name

    @property
    def depth(self) -> int:
        """0 for the root."""
        return self.path.count("/") - 2

    def holds(self, other: "Unit") -> bool:
        """Whether `other` is this unit or lies below it."""
        return other.path.startswith(self.path)


class Position(Row, Versioned, Model):
    """A chair in a unit (jabatan). Whoever sits on it, for whatever reason, holds its role in its unit."""

    __tablename__ = "position"
    title: Mapped[str] = mapped_column(String(200))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    role: Mapped[Role]
    is_head: Mapped[bool] = mapped_column(default=False)
    single: Mapped[bool] = mapped_column(default=False)  # one definitive holder at a time
    rank: Mapped[int] = mapped_column(default=50)  # order inside the unit, 0 first
    unit: Mapped[Unit] = relationship(back_populates="positions")

    @property
    def trail_label(self) -> str:
        """How the Trail names it."""
        return self.title

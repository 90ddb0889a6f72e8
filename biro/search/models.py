"""What can be found, who may find it, and the full-text table beside it (FTS5 or tsvector, made in the migration)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from biro.core import schema
from biro.core.db import BigInt, Model, Row

WORDS = "search_words"


class SearchEntry(Row, Model):
    """One findable thing. Open through a permission held for `unit_id`, or to the readers by name."""

    __tablename__ = "search_entry"
    __table_args__ = (CheckConstraint("NOT secret OR permission IS NULL", name="secret_by_name_only"),)
    ref: Mapped[str] = mapped_column(String(60), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text, default="")
    url: Mapped[str] = mapped_column(String(300))
    at: Mapped[datetime]
    permission: Mapped[str | None] = mapped_column(String(60))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    secret: Mapped[bool] = mapped_column(default=False)


class SearchReader(Model):
    """A person who may find an entry whatever their permissions."""

    __tablename__ = "search_reader"
    entry_id: Mapped[int] = mapped_column(
        BigInt, ForeignKey("search_entry.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(BigInt, ForeignKey("person.id"), primary_key=True, index=True)


schema.unmapped(WORDS)
schema.trigger(
    "search_entry_gone",
    "search_entry",
    sqlite="CREATE TRIGGER search_entry_gone AFTER DELETE ON search_entry "  # PostgreSQL cascades
    "BEGIN DELETE FROM search_words WHERE rowid = old.id; END",
)

"""Contents and the names under which they hang on letters, events and other owners."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from biro.accounts.models import Person
from biro.core import clock
from biro.core.db import Model, Row

WANTED = text("read_at IS NULL")
UNNAMED = frozenset({"upload", "inbox"})  # nobody has said yet whether it is secret


class Blob(Model):
    """A content, kept once however often it is attached. Sizes: bytes; PDF points or image pixels of the first page."""

    __tablename__ = "blob"
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    mime: Mapped[str] = mapped_column(String(100))
    pages: Mapped[int] = mapped_column(Integer, default=0)
    width: Mapped[int] = mapped_column(Integer, default=0)
    height: Mapped[int] = mapped_column(Integer, default=0)
    at: Mapped[datetime] = mapped_column(default=clock.now)


class BlobReading(Model):
    """What a machine read in a content. Wanted while `read_at` is empty; a reader holds it until `busy_until`.

    `source` is layer, ocr, none (only pictures) or failed; `pages` the text of each page, `codes` [page, code] of the
    bar codes. Of secret files nothing is read.
    """

    __tablename__ = "blob_reading"
    __table_args__ = (
        Index("ix_blob_reading_wanted", "sha256", sqlite_where=WANTED, postgresql_where=WANTED),
    )
    sha256: Mapped[str] = mapped_column(ForeignKey("blob.sha256"), primary_key=True)
    read_at: Mapped[datetime | None]
    busy_until: Mapped[datetime | None]
    source: Mapped[str] = mapped_column(String(10), default="")
    pages: Mapped[list[str]] = mapped_column(JSON, default=list)
    codes: Mapped[list[Any]] = mapped_column(JSON, default=list)


class Attachment(Row, Model):
    """A content under a name, hung on an owner ("letter:7": upward, so without a foreign key)."""

    __tablename__ = "attachment"
    __table_args__ = (Index("ix_attachment_by_id_at", "by_id", "at"),)
    owner: Mapped[str] = mapped_column(String(60), index=True)
    name: Mapped[str] = mapped_column(String(200))
    blob_sha256: Mapped[str] = mapped_column(ForeignKey("blob.sha256"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    secret: Mapped[bool] = mapped_column(default=False)
    blob: Mapped[Blob] = relationship(lazy="joined", innerjoin=True)
    by: Mapped[Person | None] = relationship()

    @property
    def is_secret(self) -> bool:
        """Whether the Trail must keep quiet about it."""
        return self.secret

    @property
    def trail_label(self) -> str:
        """How the Trail names it: a secret letter's file name may already tell too much."""
        return self.owner if self.secret or self.owner_type in UNNAMED else self.name

    @property
    def owner_type(self) -> str:
        """The kind of thing it hangs on: "letter"."""
        return self.owner.partition(":")[0]

    @property
    def owner_id(self) -> int:
        """Which one of that kind."""
        return int(self.owner.partition(":")[2])

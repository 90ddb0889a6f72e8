"""Certificates with which officials sign, and the issuers that this office trusts."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from biro.accounts.models import Person
from biro.core import clock
from biro.core.db import Model, Row, Versioned


class SigningCertificate(Row, Versioned, Model):
    """An official's certificate with its key, locked with their passphrase (PKCS #12; we cannot open it).

    `serial` and `fingerprint` (SHA-256) are hexadecimal. A removed one stays as a record, without its key.
    """

    __tablename__ = "signing_certificate"
    __table_args__ = (
        Index("uq_signing_certificate_person_id", "person_id", unique=True,
              sqlite_where=text("removed_at IS NULL"), postgresql_where=text("removed_at IS NULL")),
    )  # fmt: skip
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(200))
    issuer: Mapped[str] = mapped_column(String(200))
    serial: Mapped[str] = mapped_column(String(80))
    fingerprint: Mapped[str] = mapped_column(String(64))
    valid_from: Mapped[datetime]
    valid_until: Mapped[datetime]
    locked: Mapped[bytes] = mapped_column(LargeBinary)
    added_at: Mapped[datetime] = mapped_column(default=clock.now)
    removed_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship()

    @property
    def trail_label(self) -> str:
        """How the Trail names it."""
        return f"{self.name} · {self.serial}"[:200]

    def holds(self, now: datetime) -> bool:
        """Whether it can sign now."""
        return self.removed_at is None and self.valid_from <= now <= self.valid_until


class TrustedIssuer(Row, Versioned, Model):
    """The certificate of an issuer whose signatures this office takes for good; switched off, never deleted."""

    __tablename__ = "trusted_issuer"
    name: Mapped[str] = mapped_column(String(200))
    fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    valid_until: Mapped[datetime]
    pem: Mapped[str] = mapped_column(Text)
    basis: Mapped[str] = mapped_column(String(200), default="")
    active: Mapped[bool] = mapped_column(default=True)

    @property
    def trail_label(self) -> str:
        """How the Trail names it."""
        return self.name

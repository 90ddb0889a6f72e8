"""What the office has decided about its incoming letters."""

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from biro.core.db import Model, Row, Versioned

ONLY = 1


class LetterPolicy(Row, Versioned, Model):
    """One row. `scan_top_secret`: letters of degree SR may have scans; by default they are only written down."""

    __tablename__ = "letter_policy"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)
    scan_top_secret: Mapped[bool] = mapped_column(default=False)

    @property
    def trail_label(self) -> str:
        """How the Trail names it."""
        return "Aturan surat masuk"

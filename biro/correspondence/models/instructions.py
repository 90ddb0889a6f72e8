"""The lines of the disposition sheet, kept by the office itself."""

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from biro.core.db import Model, Row, Versioned
from biro.core.states import Labelled
from biro.core.texts import _l
from biro.events.models import Attendance


class InstructionEffect(Labelled):
    """What an instruction leads its recipient to, beside the answer."""

    NONE = "none", _l("Tidak ada"), "neutral"
    ATTEND = "attend", _l("Jadikan acara: hadiri"), "info"
    REPRESENT = "represent", _l("Jadikan acara: wakili"), "info"
    SCHEDULE = "schedule", _l("Jadikan acara: jadwalkan"), "info"
    DRAFT = "draft", _l("Siapkan konsep jawaban"), "info"

    @property
    def attendance(self) -> Attendance | None:
        """How the leader takes part in the event that it asks for; None when it asks for none."""
        return _EVENTS.get(self)


_EVENTS: dict[InstructionEffect, Attendance] = {
    InstructionEffect.ATTEND: Attendance.ATTENDS,
    InstructionEffect.REPRESENT: Attendance.REPRESENTED,
    InstructionEffect.SCHEDULE: Attendance.ATTENDS,
}


class Instruction(Row, Versioned, Model):
    """A line of the disposition sheet. `key` ticks it from the keyboard; without `needs_answer` no deadline runs.

    One that was ever chosen stays for good; `active` only says whether the sheet still offers it. `abbreviation`
    stands for the text while somebody types a note, also when the sheet does not offer the line.
    """

    __tablename__ = "instruction"
    __table_args__ = (
        Index("uq_instruction_key", "key", unique=True, sqlite_where=text("active AND key <> ''"),
              postgresql_where=text("active AND key <> ''")),
        Index("uq_instruction_abbreviation", "abbreviation", unique=True,
              sqlite_where=text("abbreviation <> ''"), postgresql_where=text("abbreviation <> ''")),
    )  # fmt: skip
    code: Mapped[str] = mapped_column(String(40), unique=True)
    text: Mapped[str] = mapped_column(String(120))
    key: Mapped[str] = mapped_column(String(1), default="")
    abbreviation: Mapped[str] = mapped_column(String(10), default="", server_default="")
    needs_answer: Mapped[bool] = mapped_column(default=True)
    effect: Mapped[InstructionEffect] = mapped_column(default=InstructionEffect.NONE, server_default="none")
    legal_basis: Mapped[str] = mapped_column(String(200), default="", server_default="")
    rank: Mapped[int] = mapped_column(default=50)
    active: Mapped[bool] = mapped_column(default=True)

    @property
    def trail_label(self) -> str:
        """How the Trail names it."""
        return self.text

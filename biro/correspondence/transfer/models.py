"""An import and its rows. The rows stay: they are where a letter of an old book came from."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from biro.accounts.models import Person, Unit
from biro.core import clock
from biro.core.acts import Stateful, act
from biro.core.db import Model, Row, Versioned
from biro.core.errors import DomainError
from biro.core.states import Labelled
from biro.core.texts import _, _l
from biro.correspondence.models import Register


class ImportState(Labelled):
    """How far an import has come; those in *-ing are the worker's."""

    UPLOADED = "uploaded", _l("Kolom belum ditetapkan"), "warning"
    CHECKING = "checking", _l("Sedang diperiksa"), "info"
    CHECKED = "checked", _l("Siap diimpor"), "warning"
    IMPORTING = "importing", _l("Sedang diimpor"), "info"
    IMPORTED = "imported", _l("Sudah diimpor"), "success"
    UNDOING = "undoing", _l("Sedang diurungkan"), "info"
    UNDONE = "undone", _l("Diurungkan"), "neutral"


WORKING = frozenset({ImportState.CHECKING, ImportState.IMPORTING, ImportState.UNDOING})


def _not_mine(batch: Any, by: Any) -> str | None:
    return None if batch.by_id == by.person_id else _("Hanya yang mengunggah yang meneruskan impor ini.")


class Import(Row, Versioned, Stateful, Model):
    """An uploaded book: `mapping` is field → column from 0, the heading spans rows `head_first` to `head_last`."""

    __tablename__ = "letter_import"
    register_id: Mapped[int] = mapped_column(ForeignKey("register.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    name: Mapped[str] = mapped_column(String(200))
    sheet: Mapped[str] = mapped_column(String(100), default="")
    state: Mapped[ImportState] = mapped_column(default=ImportState.UPLOADED, index=True)
    head_first: Mapped[int] = mapped_column(default=0)
    head_last: Mapped[int] = mapped_column(default=0)
    mapping: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    rows: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    register: Mapped[Register] = relationship()
    unit: Mapped[Unit] = relationship()
    by: Mapped[Person] = relationship()

    @property
    def trail_label(self) -> str:
        """How the Trail names it."""
        return self.name

    @property
    def url(self) -> str:
        """Its page."""
        return f"/surat/impor/{self.id}"

    @property
    def has_numbers(self) -> bool:
        """Whether the book brings its own agenda numbers."""
        return "agenda" in self.mapping

    @property
    def is_working(self) -> bool:
        """Whether the worker is at it."""
        return self.state in WORKING

    @act("checking", source={ImportState.UPLOADED, ImportState.CHECKED}, target=ImportState.CHECKING, unless=_not_mine,
         label=_l("Periksa"), noun="pemeriksaan", sentence=_l("memeriksa impor"), hidden=True)  # fmt: skip
    def check(self, *, by: Any) -> None:
        """Read every row again; nothing is written yet."""
        self.done = 0

    @act("importing", source={ImportState.CHECKED}, target=ImportState.IMPORTING, unless=_not_mine,
         label=_l("Impor sekarang"), noun="pelaksanaan", sentence=_l("mengimpor buku agenda"))  # fmt: skip
    def carry_out(self, *, by: Any) -> None:
        """Write the letters of all rows without an error."""
        self.done = 0

    @act("undoing", source={ImportState.IMPORTED}, target=ImportState.UNDOING, unless=_not_mine,
         label=_l("Urungkan impor"), noun="pembatalan", tone="warning", sentence=_l("mengurungkan impor"))  # fmt: skip
    def undo(self, *, by: Any) -> None:
        """Take back the letters that nobody has touched since."""
        self.done = 0

    def set_columns(self, mapping: dict[str, int], first: int, last: int) -> None:
        """Where the heading is and what the columns mean."""
        if not 0 <= first <= last < self.rows:
            raise DomainError(_("Baris judul itu tidak ada."), field="head_first")
        self.mapping, self.head_first, self.head_last = mapping, first, last


class ImportRow(Row, Model):
    """A row of the file (`number` as the spreadsheet counts, from 1) and what became of it.

    `notes` are [code, about] pairs: `errors` keep it from being imported, `warnings` do not.
    """

    __tablename__ = "letter_import_row"
    __table_args__ = (
        Index("ix_letter_import_row_number", "import_id", "number", unique=True),
        Index("ix_letter_import_row_agenda", "import_id", "year", "agenda"),
    )
    import_id: Mapped[int] = mapped_column(ForeignKey("letter_import.id"))
    number: Mapped[int]
    cells: Mapped[list[str]] = mapped_column(JSON)
    blank: Mapped[bool] = mapped_column(default=False)
    year: Mapped[int | None]
    agenda: Mapped[int | None]
    errors: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    warnings: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    failed: Mapped[bool] = mapped_column(default=False)
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"), unique=True)

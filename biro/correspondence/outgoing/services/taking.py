"""What leaves the house as a book or a list is written down first."""

from typing import Any

from biro import audit
from biro.core.acts import declare
from biro.core.texts import _l

LEDGER_TAKEN = declare("outgoing_ledger.taken", _l("mengambil buku surat keluar"))


def note_ledger(kept: Any, *, book: str, form: str, period: str, rows: int, by: Any) -> None:
    """Somebody took a book of this unit (or beside this agenda book), as PDF or XLSX."""
    audit.record(LEDGER_TAKEN, kept, by, book=book, form=form, period=period, rows=rows)

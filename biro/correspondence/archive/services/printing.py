"""What leaves the archive on paper or as a table is written down first."""

from typing import Any

from biro import audit
from biro.accounts.models import Unit
from biro.core.acts import declare
from biro.core.texts import _l
from biro.correspondence.archive.models import Disposal

LIST_TAKEN = declare("archive.taken", _l("mengambil daftar arsip"))
BATCH_TAKEN = declare("disposal.taken", _l("mengambil daftar usul penyusutan"))
REPORT_PRINTED = declare("disposal.printed", _l("mencetak berita acara penyusutan"))


def note_list(unit: Unit, *, title: str, form: str, rows: int, by: Any) -> None:
    """Somebody took the list of a unit, as PDF or XLSX."""
    audit.record(LIST_TAKEN, unit, by, list=title, form=form, rows=rows)


def note_batch(batch: Disposal, *, form: str, rows: int, by: Any) -> None:
    """Somebody took the list of a proposal."""
    audit.record(BATCH_TAKEN, batch, by, form=form, rows=rows)


def note_report(batch: Disposal, *, by: Any) -> None:
    """Somebody printed the official report."""
    audit.record(REPORT_PRINTED, batch, by)

"""The official report of a disposal (berita acara), as data for the printed form."""

from typing import Any

from biro.correspondence.archive import disposals
from biro.correspondence.archive.models import CaseFile, Disposal
from biro.correspondence.books import day_in_words, letterhead


def report_data(batch: Disposal, about: dict[str, str]) -> dict[str, Any]:
    """What `templates/print/berita-acara-penyusutan.typ` prints: the official report, dots where it is still open."""
    found = disposals.files(batch)
    return {
        **about,
        "kop": letterhead(batch.unit),
        "kind": batch.kind.value,
        "number": batch.report_number,
        "day": day_in_words(batch.report_on) if batch.report_on else "",
        "place": batch.place,
        "method": batch.method,
        "files": len(found),
        "years": _years(found),
        "office": str(batch.office.label) if batch.office else "",
        "approval": batch.approval_number,
        "approved": day_in_words(batch.approval_on) if batch.approval_on else "",
        "committee": batch.committee.splitlines(),
        "assessed": day_in_words(batch.assessed_on) if batch.assessed_on else "",
        "witnesses": batch.witnesses.splitlines(),
        "chief": f"Kepala {batch.unit.name}",
        "label": batch.label,
    }


def _years(found: list[CaseFile]) -> str:
    first, last = min(f.opened_on.year for f in found), max((f.closed_on or f.opened_on).year for f in found)
    return str(first) if first == last else f"{first}–{last}"

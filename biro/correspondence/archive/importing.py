"""A classification tree from a CSV file: each row with what it would do or what is wrong with it. Pure.

Headings: kode, uraian, and as far as there are any retensi_aktif_tahun, retensi_aktif_pemicu, retensi_inaktif_tahun,
nasib_akhir, catatan.
"""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass

from biro.core.texts import _
from biro.correspondence.archive.rules import Fate

MOST = 6_000  # rows of one file
CODE = re.compile(r"[A-Za-z0-9]+(?:[.\-/][A-Za-z0-9]+)*")
FATES = {"": "", **{fate.value: fate.value for fate in Fate}, "dinilai kembali": Fate.ASSESS.value}
NEW, SAME, CHANGED = "new", "same", "changed"


@dataclass(frozen=True)
class Terms:
    """What a version of a code says."""

    name: str
    active_years: int | None = None
    active_from: str = ""
    inactive_years: int | None = None
    fate: str = ""
    note: str = ""


@dataclass(frozen=True)
class Line:
    """One row of the file; `does` is new, same or changed."""

    number: int
    code: str
    text: str
    terms: Terms | None = None
    does: str = ""
    error: str = ""


def parent_of(code: str) -> str:
    """The code above, empty for one of the ten subjects."""
    return code.rpartition(".")[0]


def check_code(code: str) -> str:
    """What is wrong with a code, empty for nothing."""
    if not CODE.fullmatch(code) or len(code) > 40:
        return _("Kode terdiri atas huruf dan angka yang dipisah titik, misalnya 000.1.4.")
    return ""


def check_terms(terms: Terms) -> str:
    """What is wrong with a retention, empty for nothing."""
    if terms.fate and terms.active_years is None and terms.inactive_years is None:
        return _("Nasib akhir perlu retensi aktif atau inaktif.")
    if not terms.fate and (terms.active_years is not None or terms.inactive_years is not None):
        return _("Retensi perlu nasib akhir: musnah, permanen, atau dinilai kembali.")
    return ""


def read(text: str, known: Mapping[str, Terms]) -> list[Line]:
    """The rows of a file against the versions that are in force."""
    text = text.lstrip("\ufeff")
    head = text.splitlines()[0] if text.strip() else ""
    rows = csv.reader(io.StringIO(text), delimiter=";" if head.count(";") > head.count(",") else ",")
    names = [cell.strip().lower() for cell in next(rows, [])]
    if not {"kode", "uraian"} <= set(names):
        return [Line(1, "", head[:200], error=_("Baris pertama harus memuat judul kolom kode dan uraian."))]
    found = [
        (number, dict(zip(names, (cell.strip() for cell in cells), strict=False)))
        for number, cells in enumerate(rows, start=2)
        if any(cell.strip() for cell in cells)
    ]
    if len(found) > MOST:
        return [Line(1, "", "", error=_("Paling banyak %(most)s baris dalam satu berkas.", most=MOST))]
    codes = set(known) | {row.get("kode", "") for _number, row in found}
    seen: set[str] = set()
    return [_line(number, row, known, codes, seen) for number, row in found]


def _line(
    number: int, row: dict[str, str], known: Mapping[str, Terms], codes: set[str], seen: set[str]
) -> Line:  # fmt: skip
    code, text = row.get("kode", ""), row.get("uraian", "")
    why = check_code(code)
    if not why and code in seen:
        why = _("Kode ini tertulis dua kali dalam berkas.")
    if not why and parent_of(code) and parent_of(code) not in codes:
        why = _("Kode induknya, %(code)s, tidak ada.", code=parent_of(code))
    seen.add(code)
    terms = None if why else _terms(row)
    if isinstance(terms, str):
        why, terms = terms, None
    if terms is None:
        return Line(number, code[:60], text[:200], error=why)
    does = NEW if code not in known else SAME if known[code] == terms else CHANGED
    return Line(number, code, text[:200], terms, does)


def _terms(row: dict[str, str]) -> Terms | str:
    """What the row says, or what is wrong with it."""
    name, trigger, note = row.get("uraian", ""), row.get("retensi_aktif_pemicu", ""), row.get("catatan", "")
    if not name:
        return _("Uraiannya kosong.")
    if len(name) > 900 or len(trigger) > 200 or len(note) > 200:
        return _("Terlalu panjang: uraian 900 huruf, pemicu dan catatan 200 huruf.")
    years = [row.get(f"retensi_{part}_tahun", "") for part in ("aktif", "inaktif")]
    if any(year and not (year.isascii() and year.isdigit() and int(year) <= 100) for year in years):
        return _("Retensi ditulis dalam tahun, 0 sampai 100.")
    fate = FATES.get(row.get("nasib_akhir", "").lower())
    if fate is None:
        return _("Nasib akhir tidak dikenal: musnah, permanen, atau dinilai kembali.")
    active, inactive = (int(year) if year else None for year in years)
    terms = Terms(name, active, trigger, inactive, fate, note)
    return check_terms(terms) or terms

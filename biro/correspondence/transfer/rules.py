"""What the columns and cells of an old agenda book mean. Pure.

Old books mix what is kept apart today: "Segera" stands under Sifat, dates come in every form, headings span two rows.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from biro.core.fields import parse_day
from biro.correspondence.dates import MONTHS
from biro.correspondence.rules import OLDEST_YEARS, name_key

# Words of headings as they stand in agenda books (Perban Bapanas 3/2022 Ps. 45, Permendagri 47/2016, practice).
HEADINGS: dict[str, tuple[str, ...]] = {
    "agenda": ("no urut", "nomor urut", "no agenda", "nomor agenda", "agenda", "urut", "no", "nomor"),
    "received_on": (
        "tanggal terima", "tgl terima", "tanggal penerimaan", "tgl penerimaan", "tanggal diterima", "tgl diterima",
        "diterima tanggal", "diterima tgl", "diterima", "tanggal masuk", "tgl masuk", "terima",
    ),
    "letter_date": (
        "tanggal surat", "tgl surat", "surat tanggal", "surat tgl", "tanggal naskah", "tgl naskah", "naskah tanggal",
        "surat masuk tanggal", "masuk tanggal", "tanggal", "tgl",
    ),
    "number": (
        "nomor surat", "no surat", "surat nomor", "surat no", "nomor naskah", "no naskah", "naskah nomor",
        "surat masuk nomor", "masuk nomor",
    ),
    "sender": ("asal surat", "surat dari", "asal", "pengirim", "dari", "instansi", "masuk pengirim"),
    "subject": ("isi ringkas", "isi singkat", "perihal", "ringkasan", "uraian", "hal", "tentang"),
    "unit": ("unit kerja", "unit", "ditujukan kepada", "ditujukan", "tujuan", "kepada", "pengolah"),
    "security": ("keamanan", "sifat surat", "sifat"),
    "urgency": ("kecepatan", "urgensi", "derajat"),
    "enclosures": ("lampiran", "lamp"),
    "classification": ("kode klasifikasi", "klasifikasi", "kode arsip", "kode"),
}  # fmt: skip
NEEDED = ("sender", "subject")
ENOUGH = 3  # headings that make a row the heading
SEARCHED = 30  # rows from the top
NO_NUMBER = "tanpa nomor"
# Legacy values of "sifat": degree of security, degree of urgency.
DEGREES = {
    "b": ("B", ""), "biasa": ("B", ""), "terbuka": ("B", ""), "umum": ("B", ""), "t": ("T", ""),
    "terbatas": ("T", ""), "k": ("T", ""), "konfidensial": ("T", ""), "r": ("R", ""), "rhs": ("R", ""),
    "rahasia": ("R", ""), "sr": ("SR", ""), "sangat rahasia": ("SR", ""), "p": ("", "segera"),
    "penting": ("", "segera"), "segera": ("", "segera"), "sangat segera": ("", "kilat"),
    "amat segera": ("", "kilat"), "kilat": ("", "kilat"), "s": ("", "segera"), "ss": ("", "kilat"),
}  # fmt: skip
_LONG_DAY = re.compile(r"(\d{1,2})[\s.\-/]*([A-Za-z]{3,})[\s.,\-/]*(\d{2,4})")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Heading:
    """Where the heading stands (row numbers from 0, the last one included) and what each column is called."""

    first: int
    last: int
    labels: tuple[str, ...]


@dataclass
class Line:
    """What a row says, and what is wrong (`errors`) or was assumed (`warnings`): (code, about) pairs."""

    agenda: int | None = None
    received_on: date | None = None
    letter_date: date | None = None
    number: str = NO_NUMBER
    sender: str = ""
    subject: str = ""
    unit: str = ""
    security: str = "B"
    urgency: str = "biasa"
    enclosures: str = ""
    classification: str = ""
    errors: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[tuple[str, str]] = field(default_factory=list)

    @property
    def year(self) -> int | None:
        """The book's year: that of receipt."""
        return self.received_on.year if self.received_on else None


def find_heading(rows: Sequence[Sequence[str]]) -> Heading:
    """The row (or the pair of rows, where headings span two) near the top that names most fields; else row 0."""
    best, score = Heading(0, 0, tuple(rows[0]) if rows else ()), ENOUGH - 1
    near = range(min(len(rows), SEARCHED))
    for first, last in [*zip(near, near, strict=True), *pairwise(near)]:
        labels = _labels(rows[first], rows[last])
        if len(guess(labels)) > score:
            best, score = Heading(first, last, labels), len(guess(labels))
    return best


def heading_at(rows: Sequence[Sequence[str]], first: int, last: int) -> Heading:
    """The heading that a person has pointed at."""
    return Heading(first, last, _labels(rows[first], rows[last]))


def _labels(upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...]:
    width = max(len(upper), len(lower))
    above = [*upper, *[""] * (width - len(upper))]
    below = [*lower, *[""] * (width - len(lower))]
    return tuple(a if a == b or not b else f"{a} {b}".strip() for a, b in zip(above, below, strict=True))


def guess(labels: Sequence[str]) -> dict[str, int]:
    """Field → column, each column once: the longest words of a heading win."""
    found = []
    for column, label in enumerate(labels):
        said = _words(label)
        for name, phrases in HEADINGS.items():
            for phrase in phrases:
                if phrase == said or (len(phrase) > 4 and f" {phrase} " in f" {said} "):
                    found.append((phrase == said, len(phrase), -column, name))
    mapping: dict[str, int] = {}
    for _exact, _length, column, name in sorted(found, reverse=True):
        if name not in mapping and -column not in mapping.values():
            mapping[name] = -column
    return mapping


def _words(text: str) -> str:
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text).lower()))


def read_day(text: str, today: date) -> date | None:
    """A day in any form that old books know: 2024-03-07, 7/3/24, 7 Maret 2024, 07-Nop-2023. Day before month."""
    match = _LONG_DAY.search(text)
    if match and match[2].lower() in MONTHS:
        return parse_day(f"{match[1]}-{MONTHS[match[2].lower()]}-{match[3]}", today)
    return parse_day(text.partition(",")[2] or text, today)


def read_line(cells: Sequence[str], mapping: Mapping[str, int], today: date) -> Line:
    """What one row says."""
    said = {name: cells[column].strip() for name, column in mapping.items() if column < len(cells)}
    line = Line(
        sender=said.get("sender", "")[:200], subject=said.get("subject", "")[:500], unit=said.get("unit", ""),
        enclosures=said.get("enclosures", "")[:80], classification=said.get("classification", ""),
    )  # fmt: skip
    if not name_key(line.sender):
        line.errors.append(("sender", ""))
    if not line.subject:
        line.errors.append(("subject", ""))
    _read_agenda(line, said.get("agenda"))
    _read_number(line, said.get("number", ""))
    _read_days(line, said, today)
    _read_degree(line, said.get("security", ""))
    _read_degree(line, said.get("urgency", ""))
    return line


def is_blank(cells: Sequence[str], mapping: Mapping[str, int]) -> bool:
    """A row without a sender, a subject and a number is a rule, a sum or a month's name: it is passed over."""
    return not any(
        cells[mapping[n]].strip() for n in (*NEEDED, "number") if n in mapping and mapping[n] < len(cells)
    )


def _read_agenda(line: Line, text: str | None) -> None:
    if text is None:
        return
    digits = text.strip(" .").partition("/")[0]
    if digits.isdecimal() and 0 < int(digits) < 100_000_000:
        line.agenda = int(digits)
    else:
        line.errors.append(("agenda", text))


def _read_number(line: Line, text: str) -> None:
    if len(text) > 150:
        line.errors.append(("number", text[:40]))
    elif text.strip("-—. "):
        line.number = text
    else:
        line.warnings.append(("no_number", ""))


def _read_days(line: Line, said: Mapping[str, str], today: date) -> None:
    """One day may stand for the other, and the row says so; an impossible order is an error."""
    for name in ("received_on", "letter_date"):
        text = said.get(name, "")
        day = read_day(text, today) if text else None
        setattr(line, name, day)
        if text and day is None:
            line.errors.append((name, text))
    if line.errors and any(code in ("received_on", "letter_date") for code, _about in line.errors):
        return
    if line.received_on is None and line.letter_date is None:
        line.errors.append(("no_day", ""))
        return
    if line.received_on is None:
        line.received_on = line.letter_date
        line.warnings.append(("received_assumed", ""))
    if line.letter_date is None:
        line.letter_date = line.received_on
        line.warnings.append(("written_assumed", ""))
    _check_days(line, today)


def _check_days(line: Line, today: date) -> None:
    assert line.received_on is not None and line.letter_date is not None
    if line.received_on > today:
        line.errors.append(("future", f"{line.received_on:%d-%m-%Y}"))
    elif line.letter_date > line.received_on:
        line.errors.append(("order", f"{line.letter_date:%d-%m-%Y}"))
    elif (line.received_on - line.letter_date).days > OLDEST_YEARS * 366:
        line.warnings.append(("old", f"{line.letter_date:%d-%m-%Y}"))


def _read_degree(line: Line, text: str) -> None:
    """An unknown word is no reason to refuse the row, but none to open a letter either: it is said."""
    if not text.strip("-. "):
        return
    known = DEGREES.get(_words(text))
    if known is None:
        line.warnings.append(("degree", text[:40]))
        return
    security, urgency = known
    line.security, line.urgency = security or line.security, urgency or line.urgency

"""The arithmetic of letters: numbers, twins, deadlines, dates that cannot be. Pure."""

import re
import unicodedata
from collections.abc import Collection
from datetime import date

from biro.core import workdays
from biro.core.errors import DomainError
from biro.core.texts import _

# Working days to answer: kilat within the day, segera 2x24 hours, biasa 5 days (practice; edited on the form).
DUE_DAYS = {"kilat": 0, "segera": 2, "biasa": 5}
OLDEST_YEARS = 5
MOST_SHEETS = 100
_RANGE = re.compile(r"(\d{1,8})(?:-(\d{1,8}))?")
_NOISE = re.compile(r"[\s.‐-―−\-_]+")
_WORD = re.compile(r"\w{3,}")
_TITLE = re.compile(r"[\s.,]+")


def number_key(number: str) -> str:
    """A letter's number as twins share it: `000.5.6.2/X /2025` and `000 5 6 2/x/2025` are one."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", number)).upper()


def name_key(name: str) -> str:
    """A sender's name as twins share it: without case, dots, commas and double spaces."""
    return _TITLE.sub(" ", unicodedata.normalize("NFKC", name)).strip().casefold()[:200]


def is_meant(name: str, text: str) -> bool:
    """Whether a few letters mean this name: its beginning, or its words' beginnings from the first ("din kes").

    What only holds them somewhere is offered, but never taken by Enter: "Kementerian Agama" is not its office.
    """
    name, text = name_key(name), name_key(text)
    parts = name.split()
    if name.startswith(text) or not text:
        return bool(text)
    words = text.split()
    return parts[0].startswith(words[0]) and all(any(p.startswith(w) for p in parts) for w in words)


def alike(one: str, other: str) -> bool:
    """Whether two subjects speak of the same thing: three quarters of the shorter one's words stand in the other."""
    first, second = (set(_WORD.findall(text.casefold())) for text in (one, other))
    shared = len(first & second)
    return shared >= min(2, len(first), len(second)) > 0 and shared >= 0.75 * min(len(first), len(second))


SHORT = {
    "prov": "provinsi", "kab": "kabupaten", "kec": "kecamatan", "dir": "direktorat", "kementrian": "kementerian",
    "univ": "universitas", "kanwil": "kantor wilayah", "pemprov": "pemerintah provinsi", "pemkot": "pemerintah kota",
    "pemkab": "pemerintah kabupaten", "dinkes": "dinas kesehatan", "kemenag": "kementerian agama",
    "kemendagri": "kementerian dalam negeri", "bkd": "badan kepegawaian daerah", "setda": "sekretariat daerah",
}  # fmt: skip


def likeness(name: str) -> str:
    """The same for names that are probably one sender: abbreviations written out, the order of the words left aside."""
    words = " ".join(SHORT.get(word, word) for word in re.findall(r"\w+", name_key(name))).split()
    return " ".join(sorted(words))


def due_on(urgency: str, given_on: date, holidays: Collection[date]) -> date:
    """The day an answer is due, counted in working days after the day the disposition was given."""
    return workdays.add_workdays(given_on, DUE_DAYS[urgency], holidays)


def agenda_numbers(text: str) -> list[int]:
    """The numbers that "12, 15-20" means, ascending; refuses what is neither a number nor a range."""
    found: set[int] = set()
    for part in re.split(r"[\s,;]+", re.sub(r"\s*[-–]\s*", "-", text.strip())):
        match = _RANGE.fullmatch(part)
        if not match:
            raise DomainError(_("Tulis nomornya seperti ini: 12, 15-20."), field="numbers")
        first, last = int(match[1]), int(match[2] or match[1])
        if not 0 <= last - first < MOST_SHEETS:
            raise DomainError(
                _("Paling banyak %(most)s lembar sekali cetak.", most=MOST_SHEETS), field="numbers"
            )
        found.update(range(first, last + 1))
    return sorted(found)


def check_period(since: date, until: date) -> None:
    """Refuse a period that ends before it begins."""
    if until < since:
        raise DomainError(_("Tanggal akhir mendahului tanggal awal."), field="until")


def check_dates(letter_date: date, received_on: date, today: date) -> None:
    """Refuse what can only be a slip of the key: from the future, received before written, years old."""
    if letter_date > today:
        raise DomainError(_("Tanggal surat ada di masa depan."), field="letter_date")
    if received_on > today:
        raise DomainError(_("Tanggal terima ada di masa depan."), field="received_on")
    if received_on < letter_date:
        raise DomainError(_("Surat tidak bisa diterima sebelum tanggalnya."), field="received_on")
    if letter_date < _years_before(received_on, OLDEST_YEARS):
        raise DomainError(
            _(
                "Tanggal surat lebih dari %(years)s tahun sebelum diterima. Periksa tahunnya.",
                years=OLDEST_YEARS,
            ),
            field="letter_date",
        )


def _years_before(day: date, years: int) -> date:
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return day.replace(year=day.year - years, day=last)

"""The arithmetic of retention: when it ends, who must approve, what may be proposed. Pure.

The clock starts when a file is closed, or on the day of the event that its classification names. Destruction needs
the Head of ANRI when the whole retention is ten years or more, below that the regional head (text of code 000.5.6.2).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from biro.core.errors import DomainError
from biro.core.states import Labelled
from biro.core.texts import _, _l

LONG = 10  # years of retention from which only the national archive may approve


class Fate(Labelled):
    """What becomes of a file in the end (nasib akhir)."""

    DESTROY = "musnah", _l("Musnah"), "warning"
    KEEP = "permanen", _l("Permanen"), "info"
    ASSESS = "dinilai_kembali", _l("Dinilai kembali"), "neutral"


class Kind(Labelled):
    """The three ways of disposal (penyusutan)."""

    TRANSFER = "transfer", _l("Pemindahan arsip inaktif"), "info"
    DESTRUCTION = "destruction", _l("Pemusnahan arsip"), "danger"
    HANDOVER = "handover", _l("Penyerahan arsip statis"), "success"


class Office(Labelled):
    """Whose written approval a disposal rests on."""

    ANRI = "anri", _l("Kepala ANRI"), "neutral"
    REGION = "region", _l("Kepala daerah (pimpinan pencipta arsip)"), "neutral"
    CREATOR = "creator", _l("Pimpinan unit kearsipan"), "neutral"


@dataclass(frozen=True)
class Retention:
    """A row of the retention schedule, as it stood when a file was closed. Years."""

    active_years: int
    inactive_years: int
    fate: Fate
    starts_when: str = ""
    note: str = ""
    source: str = ""

    @property
    def total(self) -> int:
        """Years in all."""
        return self.active_years + self.inactive_years


def retention(
    *, active_years: int | None, inactive_years: int | None, fate: str, active_from: str, note: str, source: str
) -> Retention:  # fmt: skip
    """The terms of a classification row; refuses a heading, which has none."""
    if fate not in set(Fate) or (active_years is None and inactive_years is None):
        raise DomainError(
            _(
                "Klasifikasi ini belum punya retensi. Pilih kode yang lebih rinci, atau minta admin mengisinya."
            ),
            field="classification_id",
        )
    return Retention(active_years or 0, inactive_years or 0, Fate(fate), active_from, note, source)


def add_years(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes the 28th where there is none."""
    leap = (day.month, day.day) == (2, 29)
    year = day.year + years
    exists = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return day.replace(year=year, day=28) if leap and not exists else day.replace(year=year)


def ends(clock_on: date, terms: Retention) -> tuple[date, date]:
    """The last days of the active and of the whole retention, both counted from the start, so no day is lost."""
    return add_years(clock_on, terms.active_years), add_years(clock_on, terms.total)


def is_over(last_day: date | None, today: date) -> bool:
    """Whether a retention that ends on this day has ended."""
    return last_day is not None and last_day < today


def kinds_for(fate: Fate | None) -> tuple[Kind, ...]:
    """What may be proposed for a file whose whole retention is over."""
    ways = {
        Fate.DESTROY: (Kind.DESTRUCTION,),
        Fate.KEEP: (Kind.HANDOVER,),
        Fate.ASSESS: (Kind.DESTRUCTION, Kind.HANDOVER),
    }
    return ways[fate] if fate else ()


def approver(kind: Kind, totals: Iterable[int]) -> Office:
    """Whose approval a batch needs: that of its longest retention."""
    if kind is Kind.TRANSFER:
        return Office.CREATOR
    if kind is Kind.DESTRUCTION and max(totals, default=0) >= LONG:
        return Office.ANRI
    return Office.REGION


def check_order(opened_on: date, closed_on: date, today: date) -> None:
    """Refuse a closing before the opening or in the future."""
    if closed_on < opened_on:
        raise DomainError(_("Berkas tidak bisa ditutup sebelum dibuka."), field="closed_on")
    if closed_on > today:
        raise DomainError(_("Tanggal penutupan ada di masa depan."), field="closed_on")


def check_office(kind: Kind, needed: Office, given: Office) -> None:
    """Refuse an approval by an office below the one that the retention asks for."""
    if kind is not Kind.TRANSFER and given is Office.CREATOR:
        raise DomainError(
            _("Untuk ini perlu persetujuan tertulis: %(office)s.", office=needed.label), field="office"
        )
    if needed is Office.ANRI and given is not Office.ANRI:
        raise DomainError(
            _("Ada berkas dengan retensi 10 tahun atau lebih: perlu persetujuan Kepala ANRI."), field="office"
        )

"""Why this number: the facts that were true when it was given, put into sentences when they are read. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from biro.core.texts import _, tanggal_pendek
from biro.correspondence.models import NumberScope
from biro.correspondence.numbers.rules import TOKENS

NEXT, BLOCK, INSERTED, RANGE, STOCK, MANUAL = "next", "block", "inserted", "range", "stock", "manual"
OUTSIDE, FOREIGN, PASSED = (
    "outside",
    "foreign",
    "passed",
)  # given elsewhere: in our form, in another; met by ours


def sentences(why: Mapping[str, Any]) -> list[str]:
    """What a page says about a number, the most important first; empty for one that is only reserved."""
    if not why:
        return []
    if why["how"] in (FOREIGN, PASSED):
        return [_place(why)]
    said = [_place(why), _counted(why), _year(why), _looks(why)]
    if why.get("basis"):
        said.append(_("Dasar aturannya: %(basis)s.", basis=why["basis"]))
    return [sentence for sentence in said if sentence]


def table(why: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """(token, what it became, what it means) for every token of the pattern."""
    rows = why.get("parts") or []
    return [(token, text, _meaning(token.strip("{}").partition(":")[0])) for token, text in rows]


def _meaning(name: str) -> str:
    """What a token is, without how else it can be written."""
    return str(TOKENS.get(name, "")).partition(";")[0].partition(":")[0]


def _place(why: Mapping[str, Any]) -> str:
    how, seq, book = why["how"], why["seq"], why["book"]
    if how in (OUTSIDE, FOREIGN, PASSED):
        return _elsewhere(how, seq, book)
    if how == MANUAL:
        return _(
            "Nomor ini ditulis sendiri, tidak diambil dari urutan. Alasannya: %(why)s", why=why["reason"]
        )
    if how == BLOCK:
        return _(
            "Tanggal %(day)s berjatah nomor %(first)s sampai %(last)s; %(seq)s adalah yang terkecil yang belum "
            "dipakai.",
            day=_day(why), first=why["first"], last=why["last"], seq=seq,
        )  # fmt: skip
    if how == INSERTED:
        return _(
            "Nomor sisipan di belakang %(seq)s: urutan tertinggi bagi surat bertanggal sampai %(day)s.",
            seq=seq, day=_day(why),
        )  # fmt: skip
    if how == RANGE:
        return _("Nomor %(seq)s berasal dari jatah yang dipesan untuk %(unit)s.", seq=seq, unit=why["unit"])
    if how == STOCK:
        return _("Nomor %(seq)s diambil dari persediaan yang dipesan atau dilepaskan lebih dulu.", seq=seq)
    return _("Nomor %(seq)s adalah urutan berikutnya dalam buku %(book)s.", seq=seq, book=book)


def _elsewhere(how: str, seq: int, book: str) -> str:
    if how == OUTSIDE:
        return _(
            "Nomor ini diberikan di luar (SRIKANDI) dan dicatat seperti tertulis pada suratnya. Bentuknya sama dengan "
            "nomor buku %(book)s, jadi urutan %(seq)s buku ini terpakai olehnya.",
            book=book, seq=seq,
        )  # fmt: skip
    if how == FOREIGN:
        return _(
            "Nomor ini diberikan di luar (SRIKANDI) dan dicatat seperti tertulis pada suratnya. Bentuknya bukan bentuk "
            "buku kantor ini; pencatatan ini menjaga supaya ia tidak diberikan lagi."
        )
    return _(
        "Nomor ini sudah diberikan di luar (SRIKANDI) untuk surat lain. Karena itu urutan %(seq)s buku %(book)s "
        "dilewati, dan surat berikutnya mendapat nomor sesudahnya.",
        seq=seq, book=book,
    )  # fmt: skip


def _counted(why: Mapping[str, Any]) -> str:
    if why["scope"] == NumberScope.CLASSIFICATION:
        return _("Buku ini berhitung sendiri untuk tiap klasifikasi, di sini %(code)s.", code=why["counted"])
    if why["scope"] == NumberScope.UNIT:
        return _("Buku ini berhitung sendiri untuk tiap unit, di sini %(unit)s.", unit=why["counted"])
    return ""


def _year(why: Mapping[str, Any]) -> str:
    if why["how"] == OUTSIDE:
        return ""
    day, taken = date.fromisoformat(why["letter_date"]), date.fromisoformat(why["taken_on"])
    if day.year != taken.year:
        return _(
            "Tahunnya %(year)s menurut tanggal surat (%(day)s), walaupun diambil %(taken)s.",
            year=day.year, day=tanggal_pendek(day), taken=tanggal_pendek(taken),
        )  # fmt: skip
    if day != taken:
        return _(
            "Tahunnya menurut tanggal surat, %(day)s; nomornya diambil %(taken)s.",
            day=tanggal_pendek(day), taken=tanggal_pendek(taken),
        )  # fmt: skip
    return _("Urutannya mulai lagi dari 1 tiap tahun menurut tanggal surat (%(day)s).", day=_day(why))


def _looks(why: Mapping[str, Any]) -> str:
    if why["how"] == MANUAL and not why.get("parts"):
        return ""
    return _("Bentuknya mengikuti pola buku: %(pattern)s.", pattern=why["pattern"])


def _day(why: Mapping[str, Any]) -> str:
    return tanggal_pendek(date.fromisoformat(why["letter_date"]))

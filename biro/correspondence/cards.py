"""Kartu kendali and lembar pengantar: the slips with which letters go from the mail room to those who work on them.

A kartu kendali (10x15 cm, three copies: pengarah, penata arsip, pengolah) is for important letters; ordinary ones go
with a lembar pengantar, secret ones with one of their own, sealed, on which their contents are not written (practice
as taught with the kartu kendali system; the colours of the copies are the paper's).
"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from biro.core.errors import DomainError
from biro.core.texts import _
from biro.correspondence.books import day_in_words, letterhead
from biro.correspondence.models import Letter, Security
from biro.documents import Column, Table

COPIES = ("Lembar 1: pengarah", "Lembar 2: penata arsip", "Lembar 3: pengolah")
CARD = (
    Column("Indeks", 24), Column("Tanggal terima", 12), Column("No. urut", 9), Column("M/K", 5), Column("Kode", 12),
    Column("Isi ringkas", 48), Column("Lampiran", 14), Column("Dari", 32), Column("Kepada", 26),
    Column("Tanggal surat", 12), Column("No. surat", 28), Column("Pengolah", 26), Column("Paraf", 10),
    Column("Catatan", 24),
)  # fmt: skip
SLIP = (
    Column("No. urut", 9), Column("Asal", 32), Column("Tanggal surat", 12), Column("Nomor surat", 28),
    Column("Isi ringkas", 48), Column("Diterima oleh", 24), Column("Tanggal dan jam", 16), Column("Paraf", 10),
)  # fmt: skip
SEALED = "Sampul tertutup"


def card_data(letters: Sequence[Letter], about: dict[str, str]) -> dict[str, Any]:
    """What `templates/print/kartu-kendali.typ` prints: three copies for each letter."""
    return {**about, "copies": COPIES, "letters": [_card(letter) for letter in carded(letters)]}


def carded(letters: Sequence[Letter]) -> list[Letter]:
    """Those that get a card: a secret letter goes without one."""
    found = [letter for letter in letters if not letter.is_secret]
    if not found:
        raise DomainError(
            _("Surat rahasia tidak memakai kartu kendali; cetak lembar pengantarnya."), field="numbers"
        )
    return found


def card_rows(letters: Sequence[Letter]) -> list[tuple[Any, ...]]:
    """The cards as rows of a table."""
    return [
        (
            _index(letter), letter.received_on, letter.agenda, "M", _code(letter), letter.subject, letter.enclosures,
            letter.sender.name, letter.unit.name, letter.letter_date, letter.number, letter.unit.name, "", "",
        )
        for letter in carded(letters)
    ]  # fmt: skip


def card_table(letters: Sequence[Letter]) -> Table:
    """What stands around these rows."""
    return Table(
        "Kartu kendali", CARD, head=(*letterhead(letters[0].register.unit), "Kartu kendali surat masuk")
    )


def _card(letter: Letter) -> dict[str, Any]:
    return {
        "kop": letterhead(letter.register.unit),
        "index": _index(letter),
        "received": day_in_words(letter.received_on),
        "agenda": letter.agenda_label,
        "code": _code(letter),
        "subject": letter.subject,
        "enclosures": letter.enclosures,
        "from": letter.sender.name,
        "to": letter.unit.name,
        "date": day_in_words(letter.letter_date),
        "number": letter.number,
    }


def _index(letter: Letter) -> str:
    """What the letter is about, as it is filed."""
    return letter.classification.name[:60] if letter.classification else ""


def _code(letter: Letter) -> str:
    return letter.classification.code if letter.classification else ""


def slip_data(letters: Sequence[Letter], about: dict[str, str]) -> dict[str, Any]:
    """What `templates/print/lembar-pengantar.typ` prints: a sheet for each unit, ordinary and secret ones apart."""
    return {**about, "sheets": [_sheet(*group) for group in _by_unit(letters)]}


def _by_unit(letters: Sequence[Letter]) -> Iterable[tuple[bool, list[Letter]]]:
    ordered = sorted(letters, key=lambda x: (x.unit.path, x.is_secret, x.year, x.agenda))
    for (_path, secret), group in groupby(ordered, key=lambda x: (x.unit.path, x.is_secret)):
        yield secret, list(group)


def _sheet(secret: bool, letters: list[Letter]) -> dict[str, Any]:
    first = letters[0]
    return {
        "kop": letterhead(first.register.unit),
        "secret": secret,
        "code": max(letters, key=lambda x: list(Security).index(x.security)).security.value if secret else "",
        "unit": first.unit.name,
        "day": day_in_words(max(letter.received_on for letter in letters)),
        "rows": [[str(value) for value in _slip(letter)] for letter in letters],
    }


def _slip(letter: Letter) -> tuple[str, str, str, str, str]:
    if letter.is_secret:
        return (letter.agenda_label, "", "", "", SEALED)
    day = day_in_words(letter.letter_date)
    return (letter.agenda_label, letter.sender.name, day, letter.number, letter.subject)


def slip_rows(letters: Sequence[Letter]) -> list[tuple[Any, ...]]:
    """All sheets as rows of a table, in the order of the sheets."""
    return [(*_slip(letter), "", "", "") for _secret, group in _by_unit(letters) for letter in group]


def slip_table(letters: Sequence[Letter]) -> Table:
    """What stands around these rows."""
    return Table(
        "Lembar pengantar", SLIP, head=(*letterhead(letters[0].register.unit), "Lembar pengantar surat")
    )

"""What leaves the house on paper or as a table is written down first."""

from collections.abc import Iterable
from typing import Any

from biro import audit
from biro.core.acts import declare
from biro.core.texts import _l
from biro.correspondence.models import Letter, Register

BOOK_TAKEN = declare("register.taken", _l("mengambil buku agenda"))
SHEET_PRINTED = declare("letter.printed", _l("mencetak lembar disposisi"))
CARD_PRINTED = declare("letter.carded", _l("mencetak kartu kendali"))
SLIP_PRINTED = declare("letter.handed", _l("mencetak lembar pengantar"))


def note_book(register: Register, *, form: str, period: str, rows: int, by: Any) -> None:
    """Somebody took the book of a period, as PDF or XLSX."""
    audit.record(BOOK_TAKEN, register, by, form=form, period=period, rows=rows)


def note_sheets(letters: Iterable[Letter], *, by: Any, action: str = SHEET_PRINTED) -> None:
    """Somebody printed the sheets (or cards, or slips) of these letters: it stands in the history of each."""
    for letter in letters:
        audit.record(action, letter, by)

"""Few numbers left: counted when one is taken, said once when the limit is crossed."""

from sqlalchemy import func, select

from biro.accounts.permissions import P
from biro.accounts.queries import people_with
from biro.core.db import db
from biro.core.texts import _l, tanggal_pendek
from biro.correspondence.models import Register
from biro.correspondence.numbers import explaining, rules
from biro.correspondence.numbers.models import LetterNumber, NumberState
from biro.reminders import services as reminders
from biro.reminders.kinds import declare

FEW = declare(
    "register.few_numbers",
    label=_l("Nomor hampir habis"),
    subject=_l("Tinggal %(left)s nomor di %(book)s untuk %(what)s"),
    body=_l("Pesan nomor baru atau minta jatahnya diperbesar sebelum habis."),
)


def check(number: LetterNumber) -> None:
    """Tell those who take numbers there, when this one brought the reserve or the day under the book's limit."""
    book, how = number.register, (number.why or {}).get("how")
    if how == explaining.RANGE and rules.crossed(reserve_left(number), book.alarm_below):
        _tell(book, number.unit_id, reserve_left(number), number.unit.name)
    elif how == explaining.BLOCK and number.letter_date is not None:
        left = block_left(number)
        if rules.crossed(left, book.alarm_below):
            _tell(book, book.unit_id, left, tanggal_pendek(number.letter_date))


def reserve_left(number: LetterNumber) -> int:
    """What the unit of this number still has put by in the same sequence."""
    query = select(func.count()).where(
        LetterNumber.register_id == number.register_id,
        LetterNumber.state == NumberState.RESERVED,
        LetterNumber.year == number.year,
        LetterNumber.unit_id == number.unit_id,
        LetterNumber.scope_key == number.scope_key,
        LetterNumber.auto,
    )
    return db.session.scalar(query) or 0


def block_left(number: LetterNumber) -> int:
    """What is left of the block of this number's day."""
    assert number.letter_date is not None
    span = rules.block(number.letter_date, number.register.day_quota)
    query = select(func.count()).where(
        LetterNumber.register_id == number.register_id,
        LetterNumber.year == number.year,
        LetterNumber.scope_key == number.scope_key,
        LetterNumber.seq.between(span[0], span[-1]),
        LetterNumber.insertion == 0,
        LetterNumber.state != NumberState.FREE,
    )
    return len(span) - (db.session.scalar(query) or 0)


def _tell(book: Register, unit_id: int, left: int, what: str) -> None:
    reminders.tell(
        [person.id for person in people_with(P.NUMBER_TAKE, unit_id)], kind=FEW, owner=f"register:{book.id}",
        url=f"/surat/nomor?register={book.id}", params={"left": left, "book": book.name, "what": what}, by=None,
    )  # fmt: skip

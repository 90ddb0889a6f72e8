"""Giving a letter its number: a look at it first, then for good, in the transaction of whoever signs or writes it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from biro import audit
from biro.accounts.models import Unit
from biro.core import clock
from biro.core.acts import declare
from biro.core.db import db, locked
from biro.core.errors import DomainError, Forbidden
from biro.core.texts import _, _l
from biro.correspondence.models import Classification, Register, Security
from biro.correspondence.numbers import alarms, explaining, places, queries, rules
from biro.correspondence.numbers.models import LetterNumber, NumberState
from biro.correspondence.numbers.places import Place, Sequence
from biro.correspondence.numbers.services.orders import Order, code_of
from biro.correspondence.numbers.services.rights import may_take, may_use

TAKEN = declare("letter_number.taken", _l("mengambil nomor"))
USED = declare("letter_number.used", _l("memakai nomor yang dipesan"))
PASSED = declare("letter_number.passed", _l("melewati nomor yang sudah diberikan di luar"))
OVERRIDDEN = declare("letter_number.overridden", _l("menulis nomor sendiri"))
WHY_PASSED = "Sudah diberikan di luar (SRIKANDI)."


@dataclass(frozen=True)
class Preview:
    """A number as it would be now. `provisional` until it is taken; `refusal` says why there is none."""

    text: str
    provisional: bool = True
    refusal: str = ""
    why: tuple[str, ...] = ()


def preview(
    register: Register, *, letter_date: date, unit: Unit, classification_code: str = "",
    security: str = Security.OPEN, sub: str = "", position_code: str = "", insert: bool = False,
) -> Preview:  # fmt: skip
    """The number that such a letter would get now. Nothing is held: the next one who signs may get it."""
    order = Order(register, letter_date, unit, classification_code, Security(security), sub, position_code)
    try:
        rules.check_date(letter_date, clock.today())
        place = places.find(order.sequence, letter_date, unit.id, insert=insert)
        values = order.values(place.seq, place.insertion)
        text = rules.render(register.pattern, values)
        if queries.given_outside(register, letter_date.year, text):
            why = _("Nomor %(text)s sudah diberikan di luar; yang diberikan nomor sesudahnya.", text=text)
            return Preview("", refusal=why)
    except DomainError as refusal:
        return Preview("", refusal=str(refusal))
    return Preview(text, why=tuple(explaining.sentences(order.why(place, values))))


def take(
    register: Register, *, letter_date: date, unit: Unit, by: Any, classification: Classification | str | None = None,
    security: str = Security.OPEN, owner: str = "", note: str = "", addressee: str = "", sub: str = "",
    position_code: str = "", insert: bool = False,
) -> LetterNumber:  # fmt: skip
    """The next number for a letter, for good; a rollback gives it back, nothing else does.

    `insert` puts a sub-number (12.1) where the day's block is full, or behind the last letter that is not younger.
    """
    order = Order(
        register, letter_date, unit, code_of(classification), Security(security), sub, position_code
    )
    _check(order, by)
    place = _place(order, insert, by)
    row = place.row or new_row(order, place, by)
    fill(row, order, order.values(place.seq, place.insertion), order.why(
        place, order.values(place.seq, place.insertion)), owner=owner, note=note, addressee=addressee, by=by,
    )  # fmt: skip
    audit.record(TAKEN, row, by, number=row.text or "", date=letter_date.isoformat())
    alarms.check(row)
    return row


def _place(order: Order, insert: bool, by: Any) -> Place:
    """The next place whose number was not given elsewhere; those that were are closed with the reason."""
    book, day = order.register, order.letter_date
    while True:
        place = places.find(order.sequence, day, order.unit.id, insert=insert, hold=True)
        values = order.values(place.seq, place.insertion)
        text = rules.render(book.pattern, values)
        if not queries.given_outside(book, day.year, text):
            return place
        row = place.row or new_row(order, place, by)
        passed = replace(place, how=explaining.PASSED)
        given = {"owner": "", "note": "", "addressee": ""}
        fill(row, order, values, order.why(passed, values), text=text, **given, by=by)
        row.state, row.void_reason = NumberState.VOID, WHY_PASSED
        audit.record(PASSED, row, by, number=text)


def use(
    number: LetterNumber, *, letter_date: date, unit: Unit, by: Any, classification: Classification | str | None = None,
    security: str = Security.OPEN, owner: str = "", note: str = "", addressee: str = "", position_code: str = "",
) -> LetterNumber:  # fmt: skip
    """Give just this reserved or free number to a letter."""
    order = Order(
        number.register, letter_date, unit, code_of(classification), Security(security), number.sub, position_code
    )  # fmt: skip
    _check(order, by)
    order.sequence.hold()
    _check_fits(locked(number), order, by)
    place = Place(number.seq, explaining.STOCK, row=number)
    values = order.values(number.seq)
    _check_not_outside(order, rules.render(order.register.pattern, values))
    given = {"owner": owner, "note": note, "addressee": addressee}
    fill(number, order, values, order.why(place, values), **given, by=by)
    audit.record(USED, number, by, number=number.text or "", date=letter_date.isoformat())
    alarms.check(number)
    return number


def override(
    register: Register, *, seq: int, letter_date: date, unit: Unit, reason: str, by: Any, text: str = "",
    classification: Classification | str | None = None, security: str = Security.OPEN, owner: str = "", note: str = "",
    addressee: str = "", sub: str = "", position_code: str = "",
) -> LetterNumber:  # fmt: skip
    """A number that somebody wants against the sequence: written down as such, with the reason; twins are refused.

    The common sequence is left alone and goes past it when it gets there.
    """
    order = Order(
        register, letter_date, unit, code_of(classification), Security(security), sub, position_code
    )
    if not reason.strip():
        raise DomainError(_("Tuliskan alasannya."), field="reason")
    _check(order, by, by_hand=bool(text))
    if seq < 1:
        raise DomainError(_("Nomor urut mulai dari 1."), field="seq")
    if text:
        rules.check_text(text, seq)
    order.sequence.hold()
    _check_unknown(order.sequence, seq, sub)
    place, values = Place(seq, explaining.MANUAL), order.values(seq)
    _check_not_outside(order, text or rules.render(register.pattern, values))
    row = new_row(order, place, by)
    row.manual, row.reason = True, reason[:1000]
    why = order.why(place, values, reason=reason) | ({"parts": []} if text else {})
    fill(row, order, values, why, text=text, owner=owner, note=note, addressee=addressee, by=by)
    audit.record(OVERRIDDEN, row, by, number=row.text or "", reason=reason[:300])
    return row


def _check(order: Order, by: Any, *, by_hand: bool = False) -> None:
    book = order.register
    if not may_take(book, by):
        raise Forbidden
    if not (book.active and book.gives_numbers):
        raise DomainError(_("Buku ini tidak memberi nomor."), field="register_id")
    rules.check_date(order.letter_date, clock.today())
    if not by_hand:
        check_tokens(order)


def check_tokens(order: Order) -> None:
    """Refuse a letter that lacks what the pattern of its book prints."""
    empty = rules.missing(order.register.pattern, order.values(1))
    if "klasifikasi" in empty:
        raise DomainError(
            _("Pilih klasifikasinya: pola nomor buku ini memuatnya."), field="classification_id"
        )
    if empty:
        names = ", ".join(f"{{{name}}}" for name in empty)
        raise DomainError(
            _("Buku ini belum punya isi untuk %(tokens)s. Minta administrator melengkapinya.", tokens=names)
        )


def _check_fits(number: LetterNumber, order: Order, by: Any) -> None:
    if number.state not in (NumberState.RESERVED, NumberState.FREE):
        raise DomainError(_("Nomor ini sudah %(state)s.", state=number.state_label.lower()))
    if not may_use(number, by):
        raise Forbidden
    if order.letter_date.year != number.year:
        raise DomainError(
            _("Nomor ini milik tahun %(year)s; tanggal suratnya harus di tahun itu.", year=number.year),
            field="letter_date",
        )
    if order.register.day_quota and order.letter_date != number.letter_date:
        raise DomainError(
            _("Nomor ini termasuk jatah tanggal lain; samakan tanggal suratnya."), field="letter_date"
        )
    if order.sequence.scope_key != number.scope_key:
        raise DomainError(_("Nomor ini termasuk urutan klasifikasi atau unit yang lain."))


def _check_unknown(sequence: Sequence, seq: int, sub: str) -> None:
    same = sequence.rows().where(LetterNumber.seq == seq, LetterNumber.sub == sub)
    row = db.session.scalars(same.limit(1)).one_or_none()
    if row is not None:
        raise DomainError(
            _("Nomor %(seq)s sudah ada dalam buku ini (%(state)s).", seq=row.seq_label, state=row.state_label),
            field="seq",
        )  # fmt: skip


def _check_not_outside(order: Order, text: str) -> None:
    if queries.given_outside(order.register, order.letter_date.year, text):
        raise DomainError(_("Nomor %(text)s sudah diberikan di luar (SRIKANDI).", text=text), field="text")


def new_row(order: Order, place: Place, by: Any, *, sub: str = "") -> LetterNumber:
    """A row of the ledger that is about to be filled."""
    return LetterNumber(
        register=order.register, year=order.letter_date.year, scope_key=order.sequence.scope_key, seq=place.seq,
        sub=sub or order.values(place.seq, place.insertion).sub, insertion=place.insertion, made_by_id=by.person_id,
        unit=order.unit, state=NumberState.USED, auto=False,
    )  # fmt: skip


def fill(
    row: LetterNumber, order: Order, values: rules.Values, why: dict[str, Any], *, owner: str, note: str,
    addressee: str, by: Any, text: str = "",
) -> None:  # fmt: skip
    """From now on the number belongs to this letter."""
    text = text or rules.render(order.register.pattern, values)
    if len(text) > rules.MOST_CHARACTERS:
        raise DomainError(_("Nomor paling banyak %(most)s huruf.", most=rules.MOST_CHARACTERS))
    _check_text_unknown(row, text)
    row.text, row.why, row.state = text, why, NumberState.USED
    row.letter_date, row.unit, row.security = order.letter_date, order.unit, order.security
    row.classification_code, row.owner = order.code, owner
    row.note, row.addressee = note[:500], addressee[:300]
    row.used_by_id, row.used_at = by.person_id, clock.now()
    with one_of_a_kind():
        db.session.add(row)
        db.session.flush()


def _check_text_unknown(row: LetterNumber, text: str) -> None:
    same = select(LetterNumber.id).where(
        LetterNumber.register_id == row.register.id, LetterNumber.year == row.year, LetterNumber.text == text
    )
    with db.session.no_autoflush:
        if db.session.scalar(same.limit(1)) not in (None, row.id):
            raise DomainError(_("Nomor %(text)s sudah ada dalam buku ini.", text=text), field="text")


@contextmanager
def one_of_a_kind() -> Iterator[None]:
    """What the checks above can only miss when two people write at the very same moment."""
    try:
        yield
    except IntegrityError as error:
        db.session.rollback()
        raise DomainError(_("Nomor itu baru saja dipakai orang lain. Ulangi.")) from error

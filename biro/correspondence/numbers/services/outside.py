"""A number that was given elsewhere (SRIKANDI): kept as it stands on the paper, and never given a second time."""

from datetime import date
from typing import Any

from biro import audit
from biro.accounts.models import Unit
from biro.accounts.permissions import P
from biro.core.acts import declare
from biro.core.db import db, locked
from biro.core.errors import DomainError
from biro.core.texts import _, _l, tanggal_pendek
from biro.correspondence.models import Classification, Security
from biro.correspondence.numbers import explaining, places, queries, rules
from biro.correspondence.numbers.models import LetterNumber, NumberState
from biro.correspondence.numbers.places import Place
from biro.correspondence.numbers.services.orders import Order, code_of
from biro.correspondence.numbers.services.registers import outside_book
from biro.correspondence.numbers.services.rights import may_use
from biro.correspondence.numbers.services.taking import fill, new_row

ENTERED = declare("letter_number.entered", _l("mencatat nomor dari luar"))
OPEN_ENDED = frozenset({NumberState.RESERVED, NumberState.FREE})


def enter_outside(
    text: str, *, kind: str, letter_date: date, unit: Unit, by: Any,
    classification: Classification | str | None = None, security: str = Security.OPEN, owner: str = "", note: str = "",
    addressee: str = "",
) -> LetterNumber:  # fmt: skip
    """Write it into the book whose numbers look like it, otherwise into the house's book of foreign numbers.

    Whoever calls has checked that the actor may issue the letter. Our own sequence goes past it when it gets there.
    """
    if not text or len(text) > rules.MOST_CHARACTERS:
        raise DomainError(
            _("Nomor paling banyak %(most)s huruf.", most=rules.MOST_CHARACTERS), field="number"
        )
    book = queries.nearest(kind, unit) if kind else None
    terms = (letter_date, unit, code_of(classification), Security(security))
    ours = Order(book, *terms) if book else None
    fits = rules.places_of(ours.register.pattern, ours.values(1), text) if ours else None
    if ours and fits:
        row, order, values, how = _in_ours(ours, fits, text, by), ours, fits, explaining.OUTSIDE
    else:
        order = Order(outside_book(unit, by=by), *terms)
        row, how = _in_theirs(order, text, by), explaining.FOREIGN
        values = order.values(row.seq)
    why = order.why(Place(row.seq, how), values)
    fill(row, order, values, why, text=text, owner=owner, note=note, addressee=addressee, by=by)
    audit.record(ENTERED, row, by, number=text, date=letter_date.isoformat())
    return row


def _in_ours(order: Order, fits: rules.Values, text: str, by: Any) -> LetterNumber:
    """The place that it names in our sequence: one that nobody has, or that was put by for those who use it now."""
    order.sequence.hold()
    same = order.sequence.rows().where(LetterNumber.seq == fits.seq, LetterNumber.sub == fits.sub)
    row = db.session.scalars(same.limit(1)).one_or_none()
    if row is not None and not (locked(row).state in OPEN_ENDED and may_use(row, by)):
        raise _taken(row, by)
    _check_text(order, text, by, row)
    insertion = int(fits.sub) if fits.sub.isdecimal() and len(fits.sub) < 6 else 0
    return row or new_row(order, Place(fits.seq, explaining.OUTSIDE, insertion), by, sub=fits.sub)


def _in_theirs(order: Order, text: str, by: Any) -> LetterNumber:
    """The next line of the house's book of foreign numbers."""
    order.sequence.hold()
    _check_text(order, text, by, None)
    return new_row(order, places.next_free(order.sequence, hold=True), by)


def _check_text(order: Order, text: str, by: Any, own: LetterNumber | None) -> None:
    with db.session.no_autoflush:
        found = queries.same_text(order.unit, order.letter_date.year, text)
    if found is not None and found is not own:
        raise _taken(found, by)


def _taken(row: LetterNumber, by: Any) -> DomainError:
    """Names the other letter to those who may read the ledger and know what that number is for."""
    said = {"number": row.label, "book": row.register.name, "state": row.state_label.lower()}
    if row.register.unit_id not in by.house_units(P.NUMBER_TAKE) or not queries.knows(row, by):
        sentence = _("Nomor %(number)s sudah ada dalam buku %(book)s (%(state)s), pada surat lain.", **said)
    else:
        about = "; ".join(part for part in (row.note or row.reason, row.unit.name) if part)
        day = tanggal_pendek(row.letter_date) if row.letter_date else str(row.year)
        sentence = _(
            "Nomor %(number)s sudah ada dalam buku %(book)s (%(state)s, %(day)s): %(about)s.", **said, day=day,
            about=about,
        )  # fmt: skip
    return DomainError(sentence, field="number", code="number_taken")

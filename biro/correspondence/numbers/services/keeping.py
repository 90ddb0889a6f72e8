"""Numbers put by for later, given back, spoilt; and where a book's counting goes on from paper."""

from datetime import date
from typing import Any

from biro import audit
from biro.accounts.models import Unit
from biro.accounts.permissions import P
from biro.core import clock, numbering
from biro.core.acts import declare
from biro.core.db import db, locked
from biro.core.errors import DomainError, Forbidden
from biro.core.texts import _, _l
from biro.correspondence.models import Classification, Register
from biro.correspondence.numbers import places, rules
from biro.correspondence.numbers.models import LetterNumber, NumberState
from biro.correspondence.numbers.places import Place, Sequence
from biro.correspondence.numbers.services.orders import code_of
from biro.correspondence.numbers.services.rights import may_take
from biro.correspondence.numbers.services.taking import one_of_a_kind

RESERVED = declare("register.reserved", _l("memesan nomor"))
CONTINUED = declare("register.continued", _l("melanjutkan urutan nomor dari buku lama"))
MOST = 200
FAR_DAYS = 366


def reserve(
    register: Register, *, letter_date: date, count: int, unit: Unit, by: Any, reason: str = "", auto: bool = True,
    classification: Classification | str | None = None,
) -> list[LetterNumber]:  # fmt: skip
    """Put the next `count` numbers by for a unit: of the year of that date, or of that day in a book with day blocks.

    `auto`: the unit's letters take them before the common sequence; otherwise they wait until somebody picks one.
    """
    code = code_of(classification)
    _check_reserve(register, letter_date, count, code, by)
    sequence = Sequence(register, letter_date.year, rules.scope_key(register.scope, code, unit.id))
    sequence.hold()
    day = letter_date if register.day_quota else None
    rows = [_reserved(sequence, place, unit, by) for place in _places(sequence, letter_date, count)]
    for row in rows:
        row.state, row.auto, row.unit, row.letter_date = NumberState.RESERVED, auto, unit, day
        row.reason, row.classification_code = reason[:1000], code
    with one_of_a_kind():
        db.session.add_all(rows)
        db.session.flush()
    audit.record(RESERVED, register, by, first=rows[0].seq, last=rows[-1].seq, count=count, unit=unit.name)
    return rows


def _check_reserve(register: Register, letter_date: date, count: int, code: str, by: Any) -> None:
    if not may_take(register, by):
        raise Forbidden
    if not (register.active and register.gives_numbers):
        raise DomainError(_("Buku ini tidak memberi nomor."), field="register_id")
    if not 1 <= count <= MOST:
        raise DomainError(_("Pesan 1 sampai %(most)s nomor sekaligus.", most=MOST), field="count")
    if not -rules.BEHIND_DAYS <= (letter_date - clock.today()).days <= FAR_DAYS:
        raise DomainError(_("Tanggalnya terlalu jauh. Periksa tahunnya."), field="letter_date")
    if register.scope == "classification" and not code:
        raise DomainError(
            _("Pilih klasifikasinya: buku ini berhitung untuk tiap klasifikasi."), field="classification_id"
        )


def _places(sequence: Sequence, letter_date: date, count: int) -> list[Place]:
    if not sequence.register.day_quota:
        return [places.next_free(sequence, hold=True) for _each in range(count)]
    found = [
        place for place, _each in zip(places.free_in_block(sequence, letter_date), range(count), strict=False)
    ]
    if len(found) < count:
        raise DomainError(
            _("Tanggal itu tinggal punya %(left)s nomor.", left=len(found)), field="count", code="block_full"
        )
    return found


def _reserved(sequence: Sequence, place: Place, unit: Unit, by: Any) -> LetterNumber:
    return place.row or LetterNumber(
        register=sequence.register, year=sequence.year, scope_key=sequence.scope_key, seq=place.seq,
        made_by_id=by.person_id, unit=unit,
    )  # fmt: skip


def release(number: LetterNumber, *, by: Any) -> None:
    """Give a reserved number back, which never was on a letter.

    In a book with day blocks it is again the smallest free one of its day; in any other it waits in the stock until
    somebody picks it (given out by itself it would put an old number on a new letter).
    """
    _hold(number)
    number.release(by=by)


def void(number: LetterNumber, *, reason: str, by: Any, owner: str = "") -> None:
    """Spoil a number for good. `owner`: the letter in Biro that carries it and has just been cancelled."""
    _hold(number)
    if not owner:
        number.void(reason=reason, by=by)
    elif number.owner == owner:
        number.void_with_letter(reason=reason, by=by)
    else:
        raise DomainError(_("Nomor ini bukan milik surat itu."))


def _hold(number: LetterNumber) -> None:
    Sequence(number.register, number.year, number.scope_key).hold()
    locked(number)


def continue_from(register: Register, *, year: int, following: int, by: Any) -> None:
    """The book was kept on paper until now: the next number is `following`. Only ever forwards.

    For books with one sequence and no day blocks, which are the ones that can be in the middle of their year.
    """
    if not by.may(P.CORRESPONDENCE_MANAGE, register.unit_id):
        raise Forbidden
    if register.scope != "book" or register.day_quota:
        raise DomainError(
            _("Hanya buku dengan satu urutan tanpa jatah harian yang dapat dilanjutkan."), field="following"
        )
    sequence = Sequence(register, year, "")
    sequence.hold()
    now = numbering.peek(sequence.key)
    if following <= now:
        raise DomainError(
            _("Nomor berikutnya sudah %(now)s; urutan tidak bisa mundur.", now=now), field="following"
        )
    numbering.take(sequence.key, following - now)
    audit.record(CONTINUED, register, by, year=year, following=following)

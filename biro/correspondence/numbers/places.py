"""Where the next number of a book stands. Everyone who changes a sequence first holds its counter row."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select

from biro.core import numbering
from biro.core.db import db
from biro.core.errors import DomainError
from biro.core.texts import _, tanggal_pendek
from biro.correspondence.models import Register
from biro.correspondence.numbers import explaining, rules
from biro.correspondence.numbers.models import LetterNumber, NumberState


@dataclass(frozen=True)
class Sequence:
    """The numbers of one book, year and scope."""

    register: Register
    year: int
    scope_key: str

    @property
    def key(self) -> str:
        """Its counter."""
        return f"number:{self.register.id}:{self.year}:{self.scope_key}"

    def hold(self) -> None:
        """Until the transaction ends nobody else changes this sequence."""
        numbering.take(self.key, 0)

    def rows(self, *what: Any) -> Select[Any]:
        """Its rows in the ledger (or columns of them), smallest number first."""
        query = select(*(what or (LetterNumber,))).where(
            LetterNumber.register_id == self.register.id,
            LetterNumber.year == self.year,
            LetterNumber.scope_key == self.scope_key,
        )
        return query.order_by(LetterNumber.seq, LetterNumber.insertion)


@dataclass(frozen=True)
class Place:
    """A place in a sequence and how it was found. `row`: it is in the ledger already (a reserve, the free stock)."""

    seq: int
    how: str
    insertion: int = 0
    span: range = range(0)
    row: LetterNumber | None = None


def find(
    sequence: Sequence, letter_date: date, unit_id: int, *, insert: bool = False, hold: bool = False
) -> Place:
    """The place of the next letter of this day and unit; `hold` takes it, otherwise it is only looked at."""
    if hold:
        sequence.hold()
    own = _own_reserve(sequence, letter_date, unit_id)
    if own is not None:
        return Place(own.seq, explaining.RANGE, row=own)
    if sequence.register.day_quota:
        return _in_block(sequence, letter_date, insert)
    if insert and _later(sequence, letter_date):
        return _inserted(sequence, letter_date)
    return next_free(sequence, hold=hold)


def _later(sequence: Sequence, letter_date: date) -> bool:
    """Whether a younger letter has a number already, so that the next one would stand out of the order of dates."""
    younger = sequence.rows(LetterNumber.id).where(LetterNumber.letter_date > letter_date)
    return db.session.scalar(younger.order_by(None).limit(1)) is not None


def _own_reserve(sequence: Sequence, letter_date: date, unit_id: int) -> LetterNumber | None:
    """What a unit has put by for its letters goes first."""
    query = sequence.rows().where(
        LetterNumber.state == NumberState.RESERVED, LetterNumber.auto, LetterNumber.unit_id == unit_id
    )
    if sequence.register.day_quota:
        query = query.where(LetterNumber.letter_date == letter_date)
    return db.session.scalars(query.limit(1)).one_or_none()


def next_free(sequence: Sequence, *, hold: bool) -> Place:
    """The counter's next number, past those that were written in by hand ahead of it."""
    seq = numbering.take(sequence.key) if hold else numbering.peek(sequence.key)
    ahead = set(db.session.scalars(sequence.rows(LetterNumber.seq).where(LetterNumber.seq >= seq)))
    while seq in ahead:
        seq = numbering.take(sequence.key) if hold else seq + 1
    return Place(seq, explaining.NEXT)


def _in_block(sequence: Sequence, letter_date: date, insert: bool) -> Place:
    place = next(free_in_block(sequence, letter_date), None)
    if place is not None:
        return place
    span = rules.block(letter_date, sequence.register.day_quota)
    if insert:
        return Place(span[-1], explaining.INSERTED, _next_insertion(sequence, span[-1]), span)
    raise DomainError(
        _(
            "Jatah nomor tanggal %(day)s (%(first)s sampai %(last)s) sudah habis. Ambil nomor sisipan "
            "%(last)s.%(sub)s, pakai nomor yang dipesan, atau pilih tanggal lain.",
            day=tanggal_pendek(letter_date), first=span[0], last=span[-1], sub=_next_insertion(sequence, span[-1]),
        ),
        field="letter_date",
        code="block_full",
    )  # fmt: skip


def free_in_block(sequence: Sequence, letter_date: date) -> Iterator[Place]:
    """The places of a day that nobody has, smallest first; one that was given back counts as free."""
    span = rules.block(letter_date, sequence.register.day_quota)
    rows = sequence.rows().where(
        LetterNumber.seq.between(span[0], span[-1]), LetterNumber.insertion == 0
    )  # the quota of one day, not of the year
    known = {row.seq: row for row in db.session.scalars(rows)}
    taken = {seq for seq, row in known.items() if row.state is not NumberState.FREE}
    while (seq := rules.smallest_free(span, taken)) is not None:
        yield Place(seq, explaining.BLOCK, span=span, row=known.get(seq))
        taken.add(seq)


def _inserted(sequence: Sequence, letter_date: date) -> Place:
    """Behind the last number whose letter is not younger: so a back-dated letter stays in the order of dates."""
    earlier = sequence.rows(func.max(LetterNumber.seq)).where(LetterNumber.letter_date <= letter_date)
    seq = db.session.scalar(earlier.order_by(None))
    if seq is None:
        raise DomainError(
            _("Belum ada nomor sebelum tanggal itu; nomor sisipan tidak punya induk."), field="insert"
        )
    return Place(seq, explaining.INSERTED, _next_insertion(sequence, seq))


def _next_insertion(sequence: Sequence, seq: int) -> int:
    last = sequence.rows(func.max(LetterNumber.insertion)).where(LetterNumber.seq == seq).order_by(None)
    return (db.session.scalar(last) or 0) + 1

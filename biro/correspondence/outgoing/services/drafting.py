"""Writing a letter and changing what was written, as long as nobody has signed it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from biro import audit
from biro.accounts.models import Assignment, Position, Unit
from biro.accounts.permissions import P
from biro.audit.trail import history_of
from biro.core import clock
from biro.core.acts import declare
from biro.core.db import db, locked
from biro.core.errors import DomainError, Forbidden
from biro.core.texts import _, _l
from biro.correspondence.models import Classification, Letter, Security, Urgency
from biro.correspondence.outgoing import content, queries, reminders, rules
from biro.correspondence.outgoing.models import (
    Delivery,
    LetterKind,
    Mandate,
    OutgoingLetter,
    OutgoingRecipient,
    OutgoingState,
    RecipientKind,
)
from biro.correspondence.outgoing.services.holding import give_up
from biro.correspondence.outgoing.services.indexing import index
from biro.correspondence.outgoing.services.parafs import ask_again, propose_chain
from biro.correspondence.outgoing.services.reading import READINGS

DRAFTED = declare("outgoing_letter.drafted", _l("menyusun konsep surat"))
CHANGED = declare("outgoing_letter.changed", _l("mengubah konsep surat"))
MOST_RECIPIENTS = 500


@dataclass(frozen=True)
class Draft:
    """What its author says of a letter. Recipients are lines of text, one each (see `rules.read_line`)."""

    kind_id: int
    subject: str
    signer_assignment_id: int
    body: str = ""
    to: str = ""
    copies: str = ""
    way: str = Delivery.COURIER
    destination: str = ""
    enclosures: str = ""
    classification_id: int | None = None
    security: str = Security.OPEN
    urgency: str = Urgency.NORMAL
    mandate: str = Mandate.OWN
    principal: str = ""
    middle: str = ""


def draft(
    said: Draft, *, by: Any, reply_to: Letter | None = None, event_id: int | None = None
) -> OutgoingLetter:
    """A new letter of the actor's unit, with the chain of parafs that the line of command asks for."""
    unit = own_unit(by)
    row = OutgoingLetter(
        unit=unit, author=by.person, reply_to=reply_to, event_id=event_id, state=OutgoingState.DRAFT,
        capacity=None, parafs=[],
    )  # fmt: skip
    _write(row, said)
    with db.session.no_autoflush:
        row.letterhead = content.head_of(unit)
        row.content_hash = content.hash_of(row)
    db.session.add(row)
    db.session.flush()
    propose_chain(row)
    audit.record(DRAFTED, row, by)
    index(row)
    return row


def change(letter: OutgoingLetter, said: Draft, *, by: Any, version: int | None = None) -> list[int]:
    """Another text. Parafs given for the one before fall; returns the ids of the people who lost one.

    The author, those who paraf and the signer may write into it while it is a draft.
    """
    locked(letter)
    letter.expect(version)
    if not may_change(letter, by):
        raise Forbidden
    if not letter.is_editable:
        raise DomainError(_("Surat yang sudah ditandatangani tidak dapat diubah."), code="issued")
    give_up(letter, by=by)
    signer = letter.signer_id
    _write(letter, said)
    letter.letterhead = content.head_of(letter.unit)
    db.session.flush()
    fallen: list[int] = []
    text_hash = content.hash_of(letter)
    if letter.signer_id != signer:
        propose_chain(letter)
    if text_hash != letter.content_hash:
        letter.content_hash = text_hash
        fallen = ask_again(letter, by=by)
    if letter.signer_id != signer:
        reminders.tell_next(letter, by)  # other hands than before
    db.session.flush()
    audit.record(CHANGED, letter, by)
    index(letter)
    return fallen


def may_change(letter: OutgoingLetter, by: Any) -> bool:
    """Whether the actor may write into this letter now."""
    mine = by.secret_ids if letter.is_secret else by.ids
    people = {letter.author_id, letter.signer_id, *(p.person_id for p in letter.parafs)}
    return letter.is_editable and not people.isdisjoint(mine)


def last_hand(letter: OutgoingLetter) -> str:
    """Who wrote into it last; empty when nobody is known."""
    found = history_of(letter, 1, without=READINGS)
    return found[0].actor if found else ""


def own_unit(by: Any) -> Unit:
    """The unit for which the actor drafts: their own (in another's name, that person's)."""
    units = by.units_for(P.LETTER_DRAFT)
    if not units:
        raise Forbidden
    wanted = by.effective.unit_id if by.effective.unit_id in units else units[0]
    return db.session.scalars(select(Unit).where(Unit.id == wanted)).one()


def _write(row: OutgoingLetter, said: Draft) -> None:
    kind = db.session.get(LetterKind, said.kind_id)
    if kind is None or not (kind.active or row.kind_id == kind.id):
        raise DomainError(_("Jenis naskah tidak dikenal."), field="kind_id")
    if said.classification_id is not None and db.session.get(Classification, said.classification_id) is None:
        raise DomainError(_("Klasifikasi tidak dikenal."), field="classification_id")
    row.kind, row.kind_id, row.subject, row.body = kind, kind.id, said.subject, said.body
    row.destination, row.enclosures, row.classification_id = (
        said.destination,
        said.enclosures,
        said.classification_id,
    )
    row.classification = (
        db.session.get(Classification, said.classification_id) if said.classification_id else None
    )
    row.security, row.urgency = Security(said.security), Urgency(said.urgency)
    _sign_by(row, said)
    _address(row, said)


def _sign_by(row: OutgoingLetter, said: Draft) -> None:
    """Who signs: somebody who holds a signing position of this unit or above it today, or who did so before."""
    chosen = _assignment(row, said.signer_assignment_id)
    row.signer, row.signer_id = chosen.person, chosen.person_id
    row.position, row.position_id = chosen.position, chosen.position_id
    row.capacity = chosen.kind
    mandate = Mandate(said.mandate)
    if mandate is not Mandate.OWN and not said.principal.strip():
        raise DomainError(_("Tuliskan jabatan yang diatasnamakan."), field="principal")
    if mandate is Mandate.FOR_WHOM and not said.middle.strip():
        raise DomainError(
            _("Tuliskan jabatan di antaranya (satu tingkat di atas penanda tangan)."), field="middle"
        )
    row.mandate = mandate
    row.principal = said.principal.strip() if mandate is not Mandate.OWN else ""
    row.middle = said.middle.strip() if mandate is Mandate.FOR_WHOM else ""


def _assignment(row: OutgoingLetter, assignment_id: int) -> Assignment:
    found = {a.id: a for a in queries.signers(row.unit, clock.today(row.unit.zone))}
    chosen = found.get(assignment_id)
    if chosen is None:
        raise DomainError(_("Pilih penanda tangan dari daftar."), field="signer_assignment_id")
    return chosen


def _address(row: OutgoingLetter, said: Draft) -> None:
    """The lines as recipients; those that have not changed keep their rows."""
    found: list[tuple[RecipientKind, int, rules.Line]] = []
    for kind, text, field in (
        (RecipientKind.MAIN, said.to, "to"),
        (RecipientKind.COPY, said.copies, "copies"),
    ):
        lines = rules.read_lines(text)
        _check_lines(lines, field)
        found += [(kind, rank, line) for rank, line in enumerate(lines, 1)]
    have = {(r.kind, r.rank): r for r in row.recipients}
    units = _units_named({line.name for _k, _r, line in found})
    kept = []
    for kind, rank, line in found:
        each = have.get((kind, rank)) or OutgoingRecipient(kind=kind, rank=rank)
        each.name, each.attention, each.as_report = line.name, line.attention, line.as_report
        each.unit_id = units.get(line.name.casefold())
        each.way = Delivery.INTERNAL if each.unit_id else Delivery(line.way or said.way)
        kept.append(each)
    row.recipients = kept


def _check_lines(lines: list[rules.Line], field: str) -> None:
    if len(lines) > MOST_RECIPIENTS:
        raise DomainError(_("Paling banyak %(most)s penerima.", most=MOST_RECIPIENTS), field=field)
    for line in lines:
        if len(line.name) > 200 or len(line.attention) > 160:
            raise DomainError(_("Nama penerima terlalu panjang: %(name)s…", name=line.name[:40]), field=field)
        if line.way and line.way not in set(Delivery):
            raise DomainError(
                _(
                    "Cara kirim “%(way)s” tidak dikenal. Pilihannya: %(all)s.",
                    way=line.way,
                    all=", ".join(Delivery),
                ),
                field=field,
            )


def _units_named(names: set[str]) -> dict[str, int]:
    """Units of this office that the lines mean: by the unit's name or its head's title."""
    wanted = [name.casefold() for name in names]
    by_name = select(func.lower(Unit.name), Unit.id).where(Unit.active, func.lower(Unit.name).in_(wanted))
    by_head = (
        select(func.lower(Position.title), Position.unit_id)
        .join(Unit, Position.unit_id == Unit.id)
        .where(Unit.active, Position.is_head, func.lower(Position.title).in_(wanted))
    )
    return {name: unit_id for query in (by_name, by_head) for name, unit_id in db.session.execute(query)}

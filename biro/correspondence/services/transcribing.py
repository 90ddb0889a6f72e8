"""Dispositions that a head wrote by hand on the printed sheet, copied by whoever keeps the book."""

from datetime import date, time
from typing import Any

from biro import audit
from biro.accounts.models import Person
from biro.accounts.permissions import P
from biro.core import clock
from biro.core.acts import declare
from biro.core.db import db, locked
from biro.core.errors import DomainError, Forbidden
from biro.core.texts import _, _l
from biro.correspondence import chains, policies, reminders
from biro.correspondence.models import Disposition, Letter, LetterState, RecipientState
from biro.correspondence.services.disposing import put_down, settle
from biro.files import services as files
from biro.reminders import services as telling

COPIED = declare("disposition.copied", _l("mencatat disposisi dari lembar kertas"))
CONTESTED = declare("disposition.contested", _l("menyanggah disposisi yang dicatat atas namanya"))
NOON = time(12)


def copy_paper(
    letter: Letter, *, giver_id: int, given_on: date, by: Any, scan: Any = None, version: int | None = None,
    **sheet: Any,
) -> Disposition:  # fmt: skip
    """Write down what the head of the addressed unit, or who held the post that day, put on the printed sheet.

    It counts as theirs, given that day; the hand is the clerk's, and the head is told.
    """
    if not may_copy(letter, by):
        raise Forbidden
    letter.expect(version)
    if scan:
        policies.check_scan(letter.security, "scan")
    giver = _giver(letter, giver_id, given_on)
    made = put_down(
        letter, giver=giver, parent=None, day=given_on, by=by, on_paper=True, recorded_at=clock.now(),
        given_at=clock.instant(given_on, NOON, letter.unit.zone), **sheet,
    )  # fmt: skip
    if scan:
        files.store(scan.stream, scan.filename, by=by, owner=made.owner, secret=letter.is_secret)
    to = [line.person.name for line in made.recipients]
    audit.record(COPIED, made, by, giver=giver.name, given_on=given_on.isoformat(), to=to)
    if giver.id != by.person_id:
        _tell(made, [giver.id], reminders.COPIED, by)
    return made


def may_copy(letter: Letter, by: Any) -> bool:
    """Whoever keeps the letter's book, while the letter is not filed."""
    return letter.state not in (LetterState.FILED, LetterState.VOID) and by.may(
        P.LETTER_REGISTER, letter.register.unit_id
    )


def contest(made: Disposition, *, reason: str, by: Any) -> None:
    """ "Not from me": the giver takes back every line that nobody has read, and the clerk and the others are told."""
    locked(made)
    if by.person_id != made.giver_id or not made.on_paper:
        raise Forbidden
    if not made.may_contest(by, clock.now()):
        raise DomainError(_("Sanggahan hanya sekali, paling lambat tujuh hari sesudah dicatat."))
    if not reason.strip():
        raise DomainError(_("Tuliskan alasannya."), field="reason")
    for line in made.recipients:
        if line.state is RecipientState.NEW:
            line.recall(by=by)
    made.contested_at, made.contest_reason = clock.now(), reason.strip()[:1000]
    db.session.flush()
    telling.replan(made.owner, reminders.wanted(made), by=by)
    settle(made.letter, by)
    audit.record(CONTESTED, made, by, reason=made.contest_reason)
    concerned = {made.written_by_id, *(line.person_id for line in made.recipients)}
    _tell(made, sorted(concerned - {by.person_id}), reminders.CONTESTED, by)


def _giver(letter: Letter, giver_id: int, given_on: date) -> Person:
    if given_on < letter.received_on:
        raise DomainError(_("Disposisi tidak bisa diberikan sebelum suratnya diterima."), field="given_on")
    if given_on > clock.today(letter.unit.zone):
        raise DomainError(_("Tanggal disposisi ada di masa depan."), field="given_on")
    found = next((p for p in chains.signers(letter, given_on, given_on) if p.id == giver_id), None)
    if found is None:
        raise DomainError(
            _("Pada tanggal itu bukan pejabat yang berwenang mendisposisi surat ini."), field="giver_id"
        )
    return found


def _tell(made: Disposition, person_ids: list[int], kind: str, by: Any) -> None:
    params = {
        "title": made.letter.neutral_title, "name": by.name, "giver": made.giver.name,
        "given_on": clock.local(made.given_at, made.letter.unit.zone).date().isoformat(),
        "zone": made.letter.unit.zone,
    }  # fmt: skip
    telling.tell(
        person_ids, kind=kind, owner=made.owner, url=made.url, params=params, by=by, secret=made.is_secret
    )

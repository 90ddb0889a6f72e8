"""Secret letters: who read them is written down before they are shown, and who else may read them in need."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from biro import audit
from biro.accounts.models import Person
from biro.accounts.permissions import P
from biro.accounts.queries import people_with
from biro.audit.models import Trail
from biro.core import clock
from biro.core.acts import declare
from biro.core.db import db, locked
from biro.core.errors import DomainError, Forbidden
from biro.core.texts import _, _l
from biro.correspondence import reminders
from biro.correspondence.models import SECRET, Letter, OpeningState, SecretOpening
from biro.correspondence.services.indexing import chain, heads
from biro.reminders import services as telling

OPENED = declare("letter.opened", _l("membaca surat"))
SCAN_OPENED = declare("letter.scan_opened", _l("membaca pindaian surat"))
READINGS = (OPENED, SCAN_OPENED)
ASKED = declare("secret_opening.asked", _l("meminta surat rahasia dibuka"))
SAME_VISIT = timedelta(minutes=15)  # a page with thirty pictures is read once


def note_reading(letter: Any, *, by: Any, action: str = OPENED) -> None:
    """Write into the Trail that somebody reads a secret letter (of any book: a row that knows `is_secret`).

    Called before anything is shown, so what cannot be written down is not read.
    """
    if letter.is_secret and not _noted(letter, by, action):
        audit.record_alone(action, letter, by)


def _noted(letter: Any, by: Any, action: str) -> bool:
    """Whether this visit of this person (in this name) stands there already."""
    query = select(Trail.seq).where(
        Trail.subject == letter.__tablename__,
        Trail.subject_id == letter.id,
        Trail.action == action,
        Trail.actor_id == by.person_id,
        Trail.behalf_id == by.behalf_id if by.behalf_id else Trail.behalf_id.is_(None),
        Trail.at > clock.now() - SAME_VISIT,
    )
    return db.session.scalar(query.limit(1)) is not None


def ask_opening(letter: Letter | None, *, reason: str, by: Any) -> SecretOpening:
    """Ask that a secret letter be opened in need. Those who may decide are told, and those in its chain."""
    if not by.may(P.OPENING_ASK):
        raise Forbidden
    if letter is None or not letter.is_secret:
        raise DomainError(_("Tidak ada surat rahasia dengan nomor agenda itu."), field="agenda")
    if len(reason.strip()) < 10:
        raise DomainError(
            _("Tuliskan alasannya dengan satu kalimat; penerima surat akan membacanya."), field="reason"
        )
    _check_not_asked(letter, by)
    opening = SecretOpening(
        letter=letter, asked_by_id=by.person_id, reason=reason.strip(), state=OpeningState.ASKED
    )
    db.session.add(opening)
    db.session.flush()
    audit.record(ASKED, opening, by)
    deciding = {person.id for person in people_with(P.OPENING_GRANT, letter.unit_id)}
    _tell(opening, deciding | _concerned(letter), reminders.OPENING_ASKED, by)
    return opening


def _check_not_asked(letter: Letter, by: Any) -> None:
    query = select(SecretOpening).where(
        SecretOpening.letter_id == letter.id, SecretOpening.asked_by_id == by.person_id
    )
    for each in db.session.scalars(query):
        if each.state is OpeningState.ASKED or each.is_open(clock.now()):
            raise DomainError(_("Anda sudah memintanya; lihat daftar di bawah."), field="agenda")


def grant_opening(opening: SecretOpening, *, by: Any) -> None:
    """The second person agrees; everybody in the chain learns who, for whom, why and until when."""
    locked(opening).grant(by=by)
    told = _concerned(opening.letter) | {opening.asked_by_id}
    _tell(opening, told, reminders.OPENING_GRANTED, by, until_at=opening.until)


def refuse_opening(opening: SecretOpening, *, reason: str, by: Any) -> None:
    """It stays closed; the asker and the chain are told."""
    locked(opening).refuse(reason=reason, by=by)
    _tell(opening, _concerned(opening.letter) | {opening.asked_by_id}, reminders.OPENING_REFUSED, by)


def close_opening(opening: SecretOpening, *, by: Any) -> None:
    """Shut it before its time."""
    locked(opening).close(by=by)


def _concerned(letter: Letter) -> set[int]:
    """Registrar, heads of the addressed unit, everybody in the chain."""
    found = {letter.registered_by_id, *heads(letter.unit_id), *chain(letter.id)}
    return {person_id for person_id in found if person_id}


def _tell(opening: SecretOpening, people: set[int], kind: str, by: Any, **more: Any) -> None:
    """The mail names the letter by its number; the reason is read on the page."""
    second = db.session.get(Person, opening.decided_by_id) if opening.decided_by_id else None
    params = {
        "title": opening.letter.neutral_title, "name": opening.asked_by.name, "second": second.name if second else "",
        "zone": opening.letter.unit.zone, **{k: v.isoformat() for k, v in more.items() if v},
    }  # fmt: skip
    telling.tell(
        sorted(people - {by.person_id}), kind=kind, owner=f"opening:{opening.id}", url=opening.url, params=params,
        by=by, secret=True,
    )  # fmt: skip


def find_secret(register_id: int, year: int, agenda: int) -> Letter | None:
    """The secret letter with this number of a book, for those who ask that it be opened. Nothing of it is shown."""
    query = select(Letter).where(
        Letter.register_id == register_id,
        Letter.year == year,
        Letter.agenda == agenda,
        Letter.security.in_(SECRET),
    )
    return db.session.scalars(query).one_or_none()

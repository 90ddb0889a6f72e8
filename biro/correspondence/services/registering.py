"""Writing letters into the agenda book."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import select

from biro import audit
from biro.accounts.models import Unit
from biro.accounts.permissions import P
from biro.core import clock, numbering
from biro.core.acts import declare
from biro.core.db import db
from biro.core.errors import DomainError, Forbidden
from biro.core.texts import _, _l
from biro.correspondence import addresses, policies, twins
from biro.correspondence.models import (
    SECRET,
    Classification,
    Correspondent,
    Letter,
    Medium,
    Register,
    RegisterKind,
    Security,
    Urgency,
)
from biro.correspondence.rules import check_dates, number_key
from biro.correspondence.services.addressing import reveal, sender_of, settle
from biro.correspondence.services.indexing import index
from biro.files import services as files
from biro.files.models import Attachment
from biro.files.queries import attachments

REGISTERED = declare("letter.registered", _l("mencatat surat"))
CHANGED = declare("letter.changed", _l("memperbaiki catatan surat"))
OPENED = declare("register.opened", _l("membuka buku agenda"))
NAME = "Surat masuk"


def open_register(*, unit: Unit, by: Any, name: str = NAME) -> Register:
    """A new agenda book, kept by a unit."""
    row = Register(name=name, unit_id=unit.id)
    db.session.add(row)
    db.session.flush()
    audit.record(OPENED, row, by)
    return row


def register(
    *, number: str, letter_date: date, received_on: date, subject: str, by: Any, sender_id: int | None = None,
    sender_name: str = "", unit_id: int | None = None, enclosures: str = "", classification_id: int | None = None,
    security: str = Security.OPEN, urgency: str = Urgency.NORMAL, register_id: int | None = None,
    srikandi_id: str = "", medium: str = "", keep: bool = False, scan: Any = None,
) -> Letter:  # fmt: skip
    """Write a letter down under the next number of its book.

    The book's year is the year of receipt: it is a book of what came in, closed on 31 December, so a letter of
    December that arrives in January is number so-and-so of the new year. The number is taken last, because whoever
    comes next waits for it until this transaction ends; the scan is taken in before that.
    """
    check_dates(letter_date, received_on, clock.today())
    book = _book(register_id, by)
    _check_classification(classification_id)
    if scan:
        policies.check_scan(security, "scan")
    known = _sender(sender_id, sender_name, security, by)
    if not keep:
        _warn_of_twins(known, number, letter_date, by)
    upload = files.store(scan.stream, scan.filename, by=by, owner=files.waiting(by)) if scan else None
    if not keep:
        _hold(known)
        _warn_of_twins(known, number, letter_date, by)
    letter = Letter(
        register=book, year=received_on.year, sender=known, number=number, number_key=number_key(number),
        letter_date=letter_date, received_on=received_on, subject=subject, enclosures=enclosures,
        classification_id=classification_id, security=Security(security), urgency=Urgency(urgency),
        unit_id=unit_id or _addressee(book), registered_by_id=by.person_id, srikandi_id=srikandi_id,
        medium=Medium(medium) if medium else None,
    )  # fmt: skip
    letter.agenda = numbering.take(f"register:{book.id}:{letter.year}")
    db.session.add(letter)
    db.session.flush()
    if known.secret and not letter.is_secret:
        reveal([known.id])
    audit.record(REGISTERED, letter, by, number=number)
    if upload is not None:
        files.move(upload, owner=letter.owner, by=by, secret=letter.is_secret)
    index(letter)
    return letter


def attach(letter: Letter, scan: Any, *, by: Any) -> Attachment:
    """Hang a scan on a letter that was written down without one (or a further one)."""
    if not by.may(P.LETTER_REGISTER, letter.register.unit_id):
        raise Forbidden
    if not scan:
        raise DomainError(_("Pilih berkasnya dulu."), field="scan")
    policies.check_scan(letter.security, "scan")
    kept = files.store(scan.stream, scan.filename, by=by, owner=letter.owner, secret=letter.is_secret)
    index(letter)
    return kept


def change(
    letter: Letter, *, version: int | None, number: str, letter_date: date, subject: str, by: Any,
    sender_id: int | None = None, sender_name: str = "", unit_id: int | None = None, enclosures: str = "",
    classification_id: int | None = None, security: str = Security.OPEN, urgency: str = Urgency.NORMAL,
    srikandi_id: str = "", medium: str = "", drop_scans: bool = False,
) -> None:  # fmt: skip
    """Correct what was written down. The agenda number, its book and the day of receipt stay: they are the record.

    With `drop_scans` the scans go when the new degree may have none.
    """
    if not by.may(P.LETTER_REGISTER, letter.register.unit_id):
        raise Forbidden
    letter.expect(version)
    check_dates(letter_date, letter.received_on, clock.today())
    _check_classification(classification_id)
    if not policies.takes_scans(security) and security != letter.security:
        scans = policies.scans_of(letter)
        policies.check_let_go(security, bool(scans) and not drop_scans)
        let_go(scans, by=by)
    before = letter.sender_id
    letter.sender = _sender(sender_id, sender_name, security, by)
    letter.number, letter.number_key, letter.letter_date = number, number_key(number), letter_date
    letter.subject, letter.enclosures, letter.srikandi_id = subject, enclosures, srikandi_id
    letter.classification_id = classification_id
    turned = letter.is_secret is not (security in SECRET)
    letter.security, letter.urgency = Security(security), Urgency(urgency)
    letter.unit_id = unit_id or letter.unit_id
    letter.medium = Medium(medium) if medium else None
    db.session.flush()
    if turned or letter.sender_id != before:
        settle([before, letter.sender_id])
    files.guard(attachments(letter.owner), letter.is_secret)
    audit.record(CHANGED, letter, by, number=number)
    index(letter)


def let_go(scans: Iterable[Attachment], *, by: Any) -> None:
    """Take scans off a letter that may have none, and forget what was read in them."""
    gone = list(scans)
    files.guard(gone, True)
    for each in gone:
        files.remove(each, by=by)


def _book(register_id: int | None, by: Any) -> Register:
    """The wanted book, or the actor's own; the first letter of a unit opens its book."""
    if register_id is not None:
        book = db.session.get(Register, register_id)
        if book is None or book.gives_numbers or not by.may(P.LETTER_REGISTER, book.unit_id):
            raise Forbidden
        return book
    units = by.units_for(P.LETTER_REGISTER)
    incoming = Register.active, Register.kind == RegisterKind.INCOMING
    own = select(Register).where(Register.unit_id.in_(units), *incoming).order_by(Register.id).limit(1)
    found = db.session.scalars(own).one_or_none()
    if found is not None:
        return found
    if not units:
        raise Forbidden
    unit = db.session.scalars(select(Unit).where(Unit.id.in_(units)).order_by(Unit.path).limit(1)).one()
    return open_register(unit=unit, by=by)


def _addressee(book: Register) -> int:
    """Unless it says otherwise a letter is for the bureau: the branch below the root that keeps the book."""
    ids = [int(part) for part in book.unit.path.split("/") if part]
    return ids[1] if len(ids) > 1 else ids[0]


def _sender(sender_id: int | None, name: str, security: str, by: Any) -> Correspondent:
    """The chosen sender, or the one of this name, or a new one."""
    found = addresses.sender(sender_id, by)
    return found.meant if found else sender_of(name, secret=security in SECRET, by=by)


def _check_classification(classification_id: int | None) -> None:
    if classification_id is not None and db.session.get(Classification, classification_id) is None:
        raise DomainError(_("Klasifikasi tidak dikenal."), field="classification_id")


def _hold(sender: Correspondent) -> None:
    """Of two clerks who write down the same letter at once, the second waits here and then sees the first one's.

    Not before the scan is in: whoever else has a letter of this sender waits too. SQLite's writers are alone anyway.
    """
    held = select(Correspondent.id).where(Correspondent.id == sender.id).with_for_update(key_share=True)
    db.session.execute(held)


def _warn_of_twins(sender: Correspondent, number: str, letter_date: date, by: Any) -> None:
    found = twins.certain(sender.id, number, letter_date, by)
    if found:
        raise DomainError(
            _("Surat ini tampaknya sudah dicatat dengan agenda %(agenda)s.", agenda=found[0].agenda_label),
            field="number",
            code="twin",
            letter_ids=[letter.id for letter in found],
        )

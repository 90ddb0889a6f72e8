"""What a registrar does with what came in. Nothing here commits or reads the request."""

import io
from collections.abc import Iterable, Sequence
from typing import IO, Any

from sqlalchemy import select

from biro import audit
from biro.accounts.models import Unit
from biro.accounts.permissions import P
from biro.core.acts import declare
from biro.core.db import db
from biro.core.errors import DomainError, Forbidden
from biro.core.texts import _, _l
from biro.correspondence import policies
from biro.correspondence import queries as reads
from biro.correspondence import services as letters
from biro.correspondence.intake import queries
from biro.correspondence.intake.models import InboxItem, InboxSource, InboxState
from biro.correspondence.models import Letter, Register, Security
from biro.correspondence.services.indexing import index
from biro.files import services as files
from biro.files.queries import attachments

RECEIVED = declare("inbox_item.received", _l("memasukkan pindaian"))
MARKED = declare("inbox_item.marked", _l("menandai pindaian rahasia"))
MOST = 50  # files in one sending


def book(register_id: int | None, *, by: Any) -> Register:
    """The book whose inbox is meant: the wanted one, or the actor's own; the first scan of a unit opens it."""
    if register_id is not None:
        found = db.session.get(Register, register_id)
        if found is None or found.gives_numbers or not by.may(P.LETTER_REGISTER, found.unit_id):
            raise Forbidden
        return found
    own = next((b for b in reads.registers(by) if by.may(P.LETTER_REGISTER, b.unit_id)), None)
    if own is not None:
        return db.session.get_one(Register, own.id)
    units = by.units_for(P.LETTER_REGISTER)
    if not units:
        raise Forbidden
    unit = db.session.scalars(select(Unit).where(Unit.id.in_(units)).order_by(Unit.path).limit(1)).one()
    return letters.open_register(unit=unit, by=by)


def upload(
    uploads: Iterable[Any], *, register: Register, secret: bool = False, by: Any
) -> tuple[list[InboxItem], list[tuple[str, str]]]:
    """One item for each file, and (name, why) of those that cannot be taken in: these hold up no other."""
    if not by.may(P.LETTER_REGISTER, register.unit_id):
        raise Forbidden
    given = [each for each in uploads if each and each.filename]
    if not given:
        raise DomainError(_("Pilih berkasnya dulu."), field="scans")
    if len(given) > MOST:
        raise DomainError(_("Paling banyak %(most)s berkas sekaligus.", most=MOST), field="scans")
    made, refused = [], []
    for each in given:
        try:
            with db.session.begin_nested():
                made.append(
                    take_in(
                        [(each.stream, each.filename)],
                        register=register,
                        source=InboxSource.UPLOAD,
                        secret=secret,
                        by=by,
                    )
                )
        except DomainError as refusal:
            refused.append((each.filename, str(refusal.message)))
    return made, refused


def take_in(
    given: Sequence[tuple[IO[bytes], str]], *, register: Register, source: InboxSource, by: Any, name: str = "",
    source_key: str | None = None, secret: bool = False,
) -> InboxItem:  # fmt: skip
    """An item with these files (stream, name): all of them or none."""
    item = InboxItem(
        register=register,
        name=name[:200],
        source=source,
        source_key=source_key,
        by_id=by.person_id, secret=secret,
        state=InboxState.READY if secret else InboxState.WAITING,
    )  # fmt: skip
    db.session.add(item)
    db.session.flush()
    kept = [files.store(stream, named, by=by, owner=item.owner, secret=secret) for stream, named in given]
    item.name = item.name or kept[0].name
    audit.record(RECEIVED, item, by)
    return item


def add_files(
    item: InboxItem, given: Sequence[tuple[str, bytes]], *, kinds: frozenset[str], by: Any
) -> list[str]:
    """Hang further files on an item; a sentence for each that cannot come in."""
    refused = []
    for name, content in given:
        try:
            with db.session.begin_nested():
                files.store(
                    io.BytesIO(content), name, by=by, owner=item.owner, kinds=kinds, secret=item.secret
                )
        except DomainError as refusal:
            if refusal.code == "full":
                raise
            refused.append(_("%(name)s tidak masuk: %(why)s", name=name, why=str(refusal.message)))
    return refused


def note_failure(
    name: str, *, register: Register, source: InboxSource, reason: str, by: Any, source_key: str | None = None
) -> InboxItem:
    """What came by itself and cannot be taken in is shown, so that somebody scans it again."""
    item = InboxItem(
        register=register, name=name[:200], source=source, source_key=source_key, by_id=by.person_id,
        state=InboxState.FAILED, reason=reason[:1000],
    )  # fmt: skip
    db.session.add(item)
    db.session.flush()
    return item


def log(item: InboxItem, *, by: Any, drop_scans: bool = False, **letter_values: Any) -> Letter:
    """Write it into the agenda book; its files go with it, and with a secret letter its name goes.

    With `drop_scans` the files of a letter that may have none are let go.
    """
    security = letter_values.get("security", Security.OPEN)
    policies.check_let_go(security, not drop_scans)
    letter = letters.register(**letter_values, by=by)
    item.log(letter=letter, by=by)
    if not policies.takes_scans(security):
        letters.let_go(attachments(item.owner), by=by)
    _hand_over(item, letter, by)
    return letter


def attach(item: InboxItem, *, agenda: int, year: int, by: Any) -> Letter:
    """Hang it on a letter that is in the item's book already."""
    letter = queries.letter_numbered(item.register_id, agenda, year, by)
    if letter is None:
        raise DomainError(_("Tidak ada surat dengan agenda itu di buku ini."), field="agenda")
    hang_on(item, letter, by=by)
    return letter


def hang_on(item: InboxItem, letter: Letter, *, by: Any) -> None:
    """It is this letter's, if that one may have scans."""
    policies.check_scan(letter.security, "agenda")
    item.attach(letter=letter, by=by)
    _hand_over(item, letter, by)


def release(item: InboxItem, *, by: Any) -> None:
    """Take its files off the letter again."""
    letter = item.letter
    item.release(by=by)
    for each in attachments(letter.owner) if letter else []:
        if each.id in item.file_ids:
            files.move(each, owner=item.owner, by=by, secret=item.secret)
    item.file_ids = []
    if letter is not None:
        index(letter)


def _hand_over(item: InboxItem, letter: Letter, by: Any) -> None:
    """The files to the letter; of a secret one not even the name stays with the item."""
    handed = attachments(item.owner)
    item.file_ids, item.found = [each.id for each in handed], {}
    if letter.is_secret:
        item.secret, item.by_id, item.name = True, by.person_id, ""
        _hide_whole(item, letter, by)
    for each in handed:
        files.move(each, owner=letter.owner, by=by, secret=letter.is_secret)
    index(letter)


def _hide_whole(item: InboxItem, letter: Letter, by: Any) -> None:
    """The stack that a secret letter was cut from holds it, too."""
    whole = db.session.get(InboxItem, item.parent_id) if item.parent_id else None
    if whole is None:
        return
    whole.secret, whole.by_id, whole.found = True, by.person_id, {}
    files.guard(attachments(whole.owner), True)
    if whole.state is InboxState.SPLIT and not policies.takes_scans(letter.security):
        letters.let_go(attachments(whole.owner), by=by)


def guard(item: InboxItem, *, by_id: int | None) -> None:
    """Keep what is read as top secret from others, and nothing of what was read but that."""
    item.found = {name: said for name, said in item.found.items() if name == "security"}
    files.guard(attachments(item.owner), True)
    if by_id is not None:
        item.secret, item.by_id = True, by_id


def is_top_secret(item: InboxItem) -> bool:
    """Whether it says of itself that it is, and may therefore have no scans."""
    return not policies.takes_scans(item.found.get("security", [""])[0])


def mark_secret(item: InboxItem, *, by: Any) -> None:
    """From now on only whoever marks it sees it."""
    if not by.may(P.LETTER_REGISTER, item.unit_id):
        raise Forbidden
    if item.secret or not item.is_open:
        raise DomainError(_("Pindaian ini tidak bisa ditandai rahasia lagi."))
    item.secret, item.by_id, item.found, item.state = True, by.person_id, {}, InboxState.READY
    for each in attachments(item.owner):
        files.move(each, owner=item.owner, by=by, secret=True)
    audit.record(MARKED, item, by)

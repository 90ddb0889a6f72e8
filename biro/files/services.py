"""Taking files in and hanging them on their owner."""

import errno
from collections.abc import Sequence
from typing import IO, Any

from sqlalchemy.dialects import postgresql, sqlite

from biro import audit
from biro.core import clock
from biro.core.acts import declare
from biro.core.db import db
from biro.core.errors import DomainError
from biro.core.texts import _l
from biro.files import queries, readings, rules, storage
from biro.files.models import Attachment, Blob
from biro.files.parsers import inspect, refused
from biro.files.rules import SCANS, Facts
from biro.files.storage import Received

FULL = (errno.ENOSPC, errno.EDQUOT)
ATTACHED = declare("file.attached", _l("melampirkan berkas"))
MOVED = declare("file.moved", _l("memindahkan lampiran"))
REMOVED = declare("file.removed", _l("melepas lampiran"))


def store(
    stream: IO[bytes],
    name: str,
    *,
    by: Any,
    owner: str,
    kinds: frozenset[str] = SCANS,
    secret: bool = False,
) -> Attachment:
    """Take an upload in: whole, of an accepted kind, readable, on disk before the row says so.

    Raises DomainError (field "scan") with a sentence for people. `owner` is "letter:7", or `waiting(by)` until the
    thing it belongs to exists.
    """
    place = storage.here()
    try:
        with storage.receiving(place, stream, rules.MAX_BYTES) as received:
            if not received.size:
                raise refused(_l("Berkas ini kosong. Pilih berkas yang berisi."))
            _within_quota(by, received.size)
            clean = rules.clean_name(name)
            facts = inspect(received.path, kinds)
            _name_agrees(facts, clean)
            place.keep(received)
    except OSError as error:
        raise _full(error) from error
    except storage.TooLarge:
        raise refused(
            _l("Berkas lebih dari 50 MB. Pindai dengan 200–300 dpi, atau bagi menjadi beberapa berkas.")
        ) from None
    _note_blob(received, facts)
    attachment = Attachment(
        owner=owner, name=clean, blob_sha256=received.sha256, by_id=by.person_id, secret=secret
    )
    db.session.add(attachment)
    db.session.flush()
    audit.record(ATTACHED, attachment, by, owner=owner)
    if not secret and facts.mime in SCANS:
        readings.want(received.sha256)
    return attachment


def _full(error: OSError) -> Exception:
    """A full disk in words; whatever else the disk has stays what it is."""
    if error.errno not in FULL:
        return error
    said = _l("Tempat penyimpanan server penuh, jadi berkas tidak disimpan. Kabari pengelola server.")
    return DomainError(said, field="scan", code="full")


def waiting(by: Any) -> str:
    """The owner of an upload whose letter is still being written: its uploader alone sees it."""
    return f"upload:{by.person_id}"


def move(attachment: Attachment, *, owner: str, by: Any, secret: bool | None = None) -> None:
    """Hang an attachment on another owner, for example on the letter that has just been registered."""
    attachment.owner = owner
    if secret is not None:
        guard([attachment], secret)
    db.session.flush()
    audit.record(MOVED, attachment, by, owner=owner)


def guard(attachments: Sequence[Attachment], secret: bool) -> None:
    """Make files secret, or open: what was read in secret ones is forgotten, open ones are read."""
    turned = [each for each in attachments if each.secret is not secret]
    for each in turned:
        each.secret = secret
    readings.settle(each.blob_sha256 for each in turned)


def remove(attachment: Attachment, *, by: Any) -> None:
    """Take an attachment off its owner. The content stays: others may carry it, and backups look for it."""
    audit.record(REMOVED, attachment, by, owner=attachment.owner)
    db.session.flush()
    db.session.delete(attachment)


def _within_quota(by: Any, size: int) -> None:
    if by.person_id is None:
        return
    since, _until = clock.day_bounds(clock.today())
    if queries.bytes_of(by.person_id, since) + size > rules.MAX_BYTES_A_DAY:
        raise refused(_l("Jatah unggahan Anda hari ini (1 GB) sudah terpakai. Lanjutkan besok."))


def _name_agrees(facts: Facts, name: str) -> None:
    if rules.agrees(facts.mime, name):
        return
    raise refused(
        _l(
            "Isi berkas ini %(kind)s, tetapi namanya berakhiran “.%(extension)s”. Periksa berkasnya.",
            kind=rules.WORDS[facts.mime],
            extension=rules.extension_of(name),
        )
    )


def _note_blob(received: Received, facts: Facts) -> None:
    """One row for one content, also when two people send it at the same moment."""
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    row = {"sha256": received.sha256, "size": received.size, "at": clock.now(), **vars(facts)}
    db.session.execute(dialect.insert(Blob).values(**row).on_conflict_do_nothing())

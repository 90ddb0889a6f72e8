"""What was read in contents, kept once a content. Of secret files nothing is read, and nothing stays that was."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from biro.core import clock
from biro.core.db import db
from biro.files import reading
from biro.files.models import Attachment, Blob, BlobReading

LEASE = timedelta(minutes=12)  # longer than the longest reading
MOST_TEXT = 12_000  # letters that stay as they are; of what follows only the new words count
MOST_WORDS = 20_000


def want(sha256: str) -> None:
    """Have it read, unless it is read already."""
    engine = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    row = {"sha256": sha256, "source": "", "pages": [], "codes": []}
    db.session.execute(engine.insert(BlobReading).values(**row).on_conflict_do_nothing())


def settle(sha256s: Iterable[str]) -> None:
    """After a file has become secret or open: forget what only secret files hold, have the others read."""
    for sha256 in set(sha256s):
        if _is_open(sha256):
            want(sha256)
        else:
            db.session.execute(delete(BlobReading).where(BlobReading.sha256 == sha256))


def _is_open(sha256: str) -> bool:
    query = select(Attachment.id).where(Attachment.blob_sha256 == sha256, Attachment.secret.is_(False))
    return db.session.scalar(query.limit(1)) is not None


def text_of(owner: str) -> str:
    """The words of an owner's files, for the search: the beginning as it stands, then words not met before."""
    query = (
        select(BlobReading.pages)
        .join(Attachment, Attachment.blob_sha256 == BlobReading.sha256)
        .where(Attachment.owner == owner, Attachment.secret.is_(False), BlobReading.read_at.is_not(None))
        .order_by(Attachment.id)
    )
    text = " ".join(" ".join(" ".join(pages).split()) for pages in db.session.scalars(query))
    if len(text) <= MOST_TEXT:
        return text
    head = text[:MOST_TEXT].rpartition(" ")[0]
    more = dict.fromkeys(text[len(head) :].split())
    known = set(head.split())
    return " ".join([head, *[word for word in more if word not in known]])[:MOST_WORDS]


def claim(urgent: str) -> str | None:
    """The next content to be read, held for a while; commits. None when none is wanted.

    Those on owners of the kind `urgent` come first: somebody is looking at them.
    """
    now = clock.now()
    free = BlobReading.busy_until.is_(None) | (BlobReading.busy_until < now)
    looked_at = carried_by(BlobReading.sha256, urgent)
    query = select(BlobReading.sha256).where(BlobReading.read_at.is_(None), free)
    query = query.order_by(looked_at.desc(), BlobReading.sha256).limit(1)
    found = db.session.scalar(query.with_for_update(skip_locked=True))
    if found is not None:
        held = update(BlobReading).where(BlobReading.sha256 == found)
        db.session.execute(held.values(busy_until=now + LEASE))
    db.session.commit()
    return found


def carried_by(sha256: Any, kind: str) -> ColumnElement[bool]:
    """Whether a content hangs on an owner of this kind."""
    return (
        select(Attachment.id)
        .where(Attachment.blob_sha256 == sha256, Attachment.owner.startswith(f"{kind}:"))
        .exists()
    )


def read(sha256: str, *, codes: bool) -> bool:
    """Read a claimed content and note what was found; False when nobody may read it any more. Does not commit."""
    blob = db.session.get_one(Blob, sha256)
    if not _is_open(sha256):
        settle([sha256])
        return False
    db.session.expunge(blob)
    db.session.commit()  # nobody waits while a stranger's file is opened
    found = reading.read(blob, codes=codes)
    noted = update(BlobReading).where(BlobReading.sha256 == sha256)
    values = {"read_at": clock.now(), "busy_until": None, **vars(found)}
    db.session.execute(noted.values(**values))
    settle([sha256])
    return True


def of(sha256s: Iterable[str]) -> dict[str, BlobReading]:
    """The readings of these contents, whether they are done or only wanted."""
    query = select(BlobReading).where(BlobReading.sha256.in_(set(sha256s)))
    return {row.sha256: row for row in db.session.scalars(query)}

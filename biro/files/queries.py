"""Named reads of attachments."""

from datetime import datetime

from sqlalchemy import func, select

from biro.core.db import db
from biro.files.models import Attachment, Blob


def attachments(owner: str) -> list[Attachment]:
    """What hangs on an owner, oldest first (the page must already be allowed to show the owner)."""
    query = select(Attachment).where(Attachment.owner == owner).order_by(Attachment.id)
    return list(db.session.scalars(query))


def attachment_counts(owners: list[str]) -> dict[str, int]:
    """How many hang on each of these owners: one query for a whole list page."""
    query = (
        select(Attachment.owner, func.count()).where(Attachment.owner.in_(owners)).group_by(Attachment.owner)
    )
    return {row.owner: row[1] for row in db.session.execute(query)}


def bytes_of(person_id: int, since: datetime) -> int:
    """How many bytes a person has brought in since an instant."""
    query = (
        select(func.coalesce(func.sum(Blob.size), 0))
        .join(Attachment, Attachment.blob_sha256 == Blob.sha256)
        .where(Attachment.by_id == person_id, Attachment.at >= since)
    )
    return int(db.session.scalar(query) or 0)

"""Letters that are, or may be, the one that is being written down. Only such as the actor may see."""

from datetime import date
from typing import Any

from sqlalchemy import select

from biro.core.db import among, db
from biro.correspondence import queries
from biro.correspondence.models import SECRET, Letter, LetterState
from biro.correspondence.rules import alike, number_key
from biro.files.models import Attachment

MOST = 3
OF_A_DAY = 50  # letters of one sender on one day that are compared by their words


def certain(sender_id: int, number: str, letter_date: date, actor: Any) -> list[Letter]:
    """Sender, number without its noise, date."""
    query = queries.visible_to(actor).where(
        Letter.number_key == number_key(number),
        Letter.letter_date == letter_date,
        Letter.sender_id == sender_id,
        Letter.state != LetterState.VOID,
    )
    return list(db.session.scalars(query.order_by(Letter.id).limit(MOST)))


def near(sender_id: int, subject: str, letter_date: date, actor: Any) -> list[Letter]:
    """Sender and date, and nearly the same words; a secret letter is not asked for its words."""
    newest = select(Letter.id).where(Letter.sender_id == sender_id).order_by(Letter.id.desc()).limit(1_000)
    query = queries.visible_to(actor).where(
        Letter.id.in_(newest),
        Letter.letter_date == letter_date,
        Letter.state != LetterState.VOID,
        ~among(Letter.security, SECRET),
    )
    found = db.session.scalars(query.order_by(Letter.id.desc()).limit(OF_A_DAY))
    return [letter for letter in found if alike(subject, letter.subject)][:MOST]


def with_file(sha256: str, actor: Any, *, but: int = 0) -> list[Letter]:
    """Letters on which exactly this file hangs."""
    owners = db.session.scalars(
        select(Attachment.owner)
        .where(Attachment.blob_sha256 == sha256, Attachment.owner.startswith("letter:"))
        .limit(OF_A_DAY)
    )
    ids = {int(owner.removeprefix("letter:")) for owner in owners} - {but}
    query = queries.visible_to(actor).where(Letter.id.in_(ids)).order_by(Letter.id).limit(MOST)
    return list(db.session.scalars(query)) if ids else []


def same_scan(letter: Letter, actor: Any) -> list[Letter]:
    """Other letters with the file that was hung on this one last."""
    last = (
        select(Attachment.blob_sha256).where(Attachment.owner == letter.owner).order_by(Attachment.id.desc())
    )
    sha256 = db.session.scalars(last.limit(1)).one_or_none()
    return with_file(sha256, actor, but=letter.id) if sha256 else []

"""A letter that becomes secret takes the titles of its files out of the search in the same transaction.

A letter of this office is filed once it is signed, and from then on its degree does not change.
"""

from typing import Any

from sqlalchemy import event, select
from sqlalchemy.orm import Session, object_session

from biro.core.db import db
from biro.correspondence.archive import services
from biro.correspondence.archive.models import CaseFile, CaseItem
from biro.correspondence.models import Letter

CHANGED = "archive-letters"


def _note(letter: Letter, value: Any, before: Any, _initiator: Any) -> None:
    session = object_session(letter)
    if session is not None and letter.id is not None and value != before:
        session.info.setdefault(CHANGED, set()).add(letter.id)


def _reindex(session: Session) -> None:
    if session.in_nested_transaction() or session is not db.session():
        return
    ids = session.info.pop(CHANGED, None)
    if ids:
        inside = select(CaseItem.case_file_id).where(CaseItem.letter_id.in_(ids))
        for file in session.scalars(select(CaseFile).where(CaseFile.id.in_(inside))):
            services.index(file)


def init_app() -> None:
    """Once per process; the session factory is shared by all apps."""
    if not event.contains(Letter.security, "set", _note):
        event.listen(Letter.security, "set", _note)
        event.listen(Session, "before_commit", _reindex)

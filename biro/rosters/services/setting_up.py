"""Posts, shifts and cover: what the office wants manned."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from sqlalchemy import delete, select

from biro.accounts.models import Unit
from biro.accounts.permissions import P
from biro.audit.trail import record
from biro.core.acts import declare
from biro.core.db import db
from biro.core.errors import DomainError, Forbidden
from biro.core.texts import _, _l
from biro.rosters.models import Cover, DayType, Post, Shift

POST_SAVED = declare("post.saved", _l("mengatur pos piket"))
SHIFT_SAVED = declare("shift.saved", _l("mengatur gilir jaga"))

Counts = Mapping[tuple[int, DayType], int]


def save_post(
    post: Post | None, *, unit: Unit, name: str, by: Any, competence: str = "", active: bool = True,
    counts: Counts | None = None, version: int | None = None,
) -> Post:  # fmt: skip
    """A new post or a changed one, with its cover: (shift id, day type) → people; 0 or missing is none."""
    if not by.may(P.ROSTER_DRAFT, unit.id) or (post and not by.may(P.ROSTER_DRAFT, post.unit_id)):
        raise Forbidden
    twin = db.session.scalars(select(Post).where(Post.unit_id == unit.id, Post.name == name)).one_or_none()
    if twin is not None and twin is not post:
        raise DomainError(_("Unit ini sudah punya pos dengan nama itu."), field="name")
    if post is None:
        post = Post()
        db.session.add(post)
    else:
        post.expect(version)
    post.unit, post.name, post.competence, post.active = unit, name, competence, active
    db.session.flush()
    if counts is not None:
        _set_cover(post, counts)
    record(POST_SAVED, post, by)
    return post


def _set_cover(post: Post, counts: Counts) -> None:
    db.session.execute(delete(Cover).where(Cover.post_id == post.id))
    for (shift_id, day_type), count in counts.items():
        if count > 0:
            db.session.add(Cover(post_id=post.id, shift_id=shift_id, day_type=day_type, count=count))
    db.session.flush()


def save_shift(
    shift: Shift | None, *, name: str, code: str, starts: time, minutes: int, by: Any, active: bool = True,
    version: int | None = None,
) -> Shift:  # fmt: skip
    """A new shift or a changed one; duties already drafted keep their hours."""
    if not by.may(P.ROSTER_DRAFT):
        raise Forbidden
    twin = db.session.scalars(select(Shift).where(Shift.name == name)).one_or_none()
    if twin is not None and twin is not shift:
        raise DomainError(_("Sudah ada gilir jaga dengan nama itu."), field="name")
    if shift is None:
        shift = Shift()
        db.session.add(shift)
    else:
        shift.expect(version)
    shift.name, shift.code, shift.starts, shift.minutes, shift.active = name, code, starts, minutes, active
    db.session.flush()
    record(SHIFT_SAVED, shift, by)
    return shift

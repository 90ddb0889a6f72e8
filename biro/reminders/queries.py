"""Named reads: the inbox of a person, the rules of a subject, the queue for the administrator."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, false, func, or_, select
from sqlalchemy.orm import joinedload

from biro.accounts.actors import Actor
from biro.accounts.permissions import P
from biro.core.db import UTCDateTime, among, db, read
from biro.reminders.models import UNSENT, Channel, Notice, Outbox, OutboxState, ReminderRule
from biro.reminders.rules import Rule


def visible_to(actor: Actor) -> Select[Notice]:
    """One's own notices, and the giver's while acting in their name (secret ones only if the delegation says so)."""
    return select(Notice).where(_of(actor.ids, actor.secret_ids))


def _of(ids: Any, secret_ids: Any) -> ColumnElement[bool]:
    return and_(Notice.person_id.in_(ids), or_(~Notice.secret, Notice.person_id.in_(secret_ids)))


def inbox(actor: Actor, *, unread: bool = False) -> Select[Notice]:
    """What was said to this actor; order and page are the caller's."""
    query = visible_to(actor)
    return query.where(Notice.read_at.is_(None)) if unread else query


def waiting(actor: Actor, before: datetime) -> tuple[int, datetime | None]:
    """What the frame of every page says: how many notices are unread, since when a row due before that time waits."""
    of = {"own": actor.person_id, "other": actor.ids[-1], "secret_other": actor.secret_ids[-1]}
    found = read(_WAITING, **of, before=before)
    return found[0].unread, found[0].since


def rules_for(subject: str) -> list[Rule]:
    """When the office wants to be reminded of an "event", a "disposition", a "duty"; the earliest reminder first."""
    query = (
        select(ReminderRule)
        .where(ReminderRule.subject == subject, ReminderRule.active)
        .order_by(ReminderRule.days_before.desc(), ReminderRule.minutes_before.desc(), ReminderRule.id)
    )
    return [row.rule for row in db.session.scalars(query)]


def all_rules() -> list[ReminderRule]:
    """Every rule, by subject, the earliest reminder first."""
    order = (ReminderRule.subject, ReminderRule.days_before.desc(), ReminderRule.minutes_before.desc())
    return list(db.session.scalars(select(ReminderRule).order_by(*order, ReminderRule.id)))


def missed(actor: Actor, since: datetime) -> list[Outbox]:
    """Reminders of this actor that could not be given in time, the newest first."""
    query = select(Outbox).where(
        Outbox.person_id.in_(actor.ids),
        or_(~Outbox.secret, Outbox.person_id.in_(actor.secret_ids)),
        Outbox.state == OutboxState.MISSED,
        Outbox.channel == Channel.IN_APP,
        Outbox.due_at > since,
    )
    return list(db.session.scalars(query.order_by(Outbox.due_at.desc()).limit(100)))


def queue(actor: Actor, states: tuple[OutboxState, ...]) -> Select[Outbox]:
    """Rows of the outbox for whoever looks after it: to whom, when and what became of it, never what it says."""
    query = select(Outbox).options(joinedload(Outbox.person)).where(Outbox.state.in_(states))
    return query if actor.may(P.REMINDER_MANAGE) else query.where(false())


def queue_counts(now: datetime) -> dict[OutboxState, int]:
    """How many rows are due, failed and missed (of the last 30 days)."""
    recent = or_(Outbox.state.in_(UNSENT), Outbox.due_at > now - timedelta(days=30))
    query = select(Outbox.state, func.count()).where(recent).group_by(Outbox.state)
    return {row[0]: row[1] for row in db.session.execute(query)}


def oldest_due(now: datetime) -> datetime | None:
    """Since when the oldest due row waits; None when nothing is due."""
    found: datetime | None = read(_SINCE, before=now)[0][0]
    return found


# Built once: the frame of every page asks.
_SINCE = select(func.min(Outbox.next_try_at)).where(
    among(Outbox.state, UNSENT), Outbox.next_try_at <= bindparam("before", type_=UTCDateTime())
)
_UNREAD = select(func.count(Notice.id)).where(
    _of([bindparam("own"), bindparam("other")], [bindparam("own"), bindparam("secret_other")]),
    Notice.read_at.is_(None),
)
_WAITING = select(_UNREAD.scalar_subquery().label("unread"), _SINCE.scalar_subquery().label("since"))

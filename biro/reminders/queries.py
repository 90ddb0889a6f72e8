"""Named reads: the inbox of a person, the rules of a subject."""

from sqlalchemy import Select, func, or_, select

from biro.accounts.actors import Actor
from biro.core.db import db
from biro.reminders.models import Notice, ReminderRule
from biro.reminders.rules import Rule


def visible_to(actor: Actor) -> Select[Notice]:
    """One's own notices, and the giver's while acting in their name (secret ones only if the delegation says so)."""
    return select(Notice).where(
        Notice.person_id.in_(actor.ids), or_(~Notice.secret, Notice.person_id.in_(actor.secret_ids))
    )


def inbox(actor: Actor, *, unread: bool = False) -> Select[Notice]:
    """What was said to this actor; order and page are the caller's."""
    query = visible_to(actor)
    return query.where(Notice.read_at.is_(None)) if unread else query


def unread_count(actor: Actor) -> int:
    """How many notices wait to be read."""
    query = inbox(actor, unread=True).with_only_columns(func.count())
    return db.session.scalar(query) or 0


def rules_for(subject: str) -> list[Rule]:
    """When the office wants to be reminded of an "event", a "disposition", a "duty"; the earliest reminder first."""
    query = (
        select(ReminderRule)
        .where(ReminderRule.subject == subject, ReminderRule.active)
        .order_by(ReminderRule.days_before.desc(), ReminderRule.minutes_before.desc(), ReminderRule.id)
    )
    return [row.rule for row in db.session.scalars(query)]

"""Short words for planning reminders and looking at what became of them."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from biro.accounts.actors import SYSTEM
from biro.core.db import db
from biro.reminders import kinds, services
from biro.reminders.models import Channel, Notice, Outbox
from biro.reminders.rules import Wanted

SOON = kinds.declare(
    "test.soon",
    label="Acara segera mulai",
    subject="%(title)s mulai %(starts_at)s",
    body="Tempat: %(place)s.",
)
MOVED = kinds.declare("test.moved", label="Acara dipindah", subject="%(title)s dipindah")
NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def wanted(person, after=HOUR, title="Rapat", **more) -> Wanted:
    """A reminder so long after NOW of something that starts an hour later."""
    starts_at = NOW + after + HOUR
    params = {"title": title, "starts_at": starts_at.isoformat(), "place": "Aula"}
    return Wanted(SOON, NOW + after, person.id, "/acara/5", params, **more)


def plan(*rows: Wanted, owner="test:5", by=SYSTEM) -> None:
    """Replan and commit."""
    services.replan(owner, rows, by=by)
    db.session.commit()


def outbox(**of) -> list[Outbox]:
    """Rows of the outbox, oldest first."""
    db.session.expire_all()
    return list(db.session.scalars(select(Outbox).filter_by(**of).order_by(Outbox.due_at, Outbox.id)))


def states(channel=Channel.IN_APP, **of) -> list[str]:
    """Their states."""
    return [row.state.value for row in outbox(channel=channel, **of)]


def notices(person) -> list[Notice]:
    """A person's inbox."""
    return list(db.session.scalars(select(Notice).where(Notice.person_id == person.id).order_by(Notice.id)))

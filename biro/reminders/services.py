"""Plan, withdraw, tell: the verbs of the rooms above. They write rows in the caller's transaction, nothing else."""

from collections.abc import Iterable, Mapping
from datetime import time
from typing import Any

from sqlalchemy import select, update

from biro import audit
from biro.core import clock
from biro.core.acts import declare
from biro.core.db import db
from biro.core.errors import DomainError
from biro.core.texts import _, _l
from biro.reminders import kinds
from biro.reminders.channels import channels_of, message_id
from biro.reminders.models import UNSENT, Channel, Notice, Outbox, OutboxState, ReminderRule, insert_new
from biro.reminders.rules import NEWS_LIVES, Wanted, key_of, useful_until

RETRIED = declare("outbox.retried", _l("mengirim ulang surel pengingat"))
RULE_ADDED = declare("reminder_rule.added", _l("menambahkan aturan pengingat"))
RULE_SWITCHED = declare("reminder_rule.switched", _l("mengubah aturan pengingat"))

WITHDRAWN = {"state": OutboxState.WITHDRAWN, "lease_owner": None, "lease_until": None}
FRESH = {"attempts": 0, "last_error": "", "done_at": None}
FOLLOWING = ("params", "url", "useful_until", "secret")
"""What a waiting reminder takes over from its object; its time and person are its identity."""


def replan(owner: str, wanted: Iterable[Wanted], *, by: Any) -> None:
    """Make the unsent reminders of an object ("event:5") exactly these: add, keep, take back what was withdrawn.

    A reminder whose time has passed is not added: whoever causes one so late tells people directly.
    """
    rows = _rows(owner, list(wanted), by)
    query = select(Outbox).where(Outbox.owner == owner, Outbox.planned)
    have = {row.key: row for row in db.session.scalars(query.execution_options(populate_existing=True))}
    _withdraw([key for key, row in have.items() if row.state in UNSENT and key not in rows], "")
    now = clock.now()
    for key, values in rows.items():
        row = have.get(key)
        if row is not None and row.state in UNSENT:
            _set(row, {name: values[name] for name in FOLLOWING})
        elif row is not None and row.state is OutboxState.WITHDRAWN and row.due_at > now:
            _set(row, {**values, **FRESH})
    insert_new(Outbox, [row for key, row in rows.items() if key not in have and row["due_at"] > now])


def withdraw(owner: str, *, reason: str, by: Any) -> None:
    """Take back every reminder of the object that has not gone out; news about it (`tell`) still goes."""
    query = select(Outbox.key).where(Outbox.owner == owner, Outbox.planned, Outbox.state.in_(UNSENT))
    _withdraw(list(db.session.scalars(query)), reason)


def tell(
    person_ids: Iterable[int],
    *,
    kind: str,
    owner: str,
    url: str,
    params: Mapping[str, str | int],
    by: Any,
    secret: bool = False,
) -> None:
    """Say something now: the notice is in their inbox with this very commit, the mail follows."""
    kinds.kind(kind)
    now = clock.now()
    notices, mails = [], []
    for person_id, ways in channels_of(person_ids).items():
        said = {
            "owner": owner,
            "kind": kind,
            "person_id": person_id,
            "url": url,
            "params": dict(params),
            "secret": secret,
        }
        notices.append({"key": key_of(owner, kind, now, person_id, Channel.IN_APP), "at": now, **said})
        if Channel.EMAIL in ways:
            mail = _row(key_of(owner, kind, now, person_id, Channel.EMAIL), Channel.EMAIL, by, now, **said)
            mails.append({**mail, "planned": False, "useful_until": now + NEWS_LIVES})
    insert_new(Notice, notices)
    insert_new(Outbox, mails)


def mark_read(notices: Iterable[Notice]) -> None:
    """They have been seen."""
    for notice in notices:
        notice.read_at = notice.read_at or clock.now()


def retry(row: Outbox, *, by: Any) -> None:
    """Try a failed mail once more, from the beginning (an address was corrected, a server mended)."""
    if row.state is not OutboxState.FAILED:
        raise DomainError(_("Hanya surel yang gagal dapat dikirim ulang."), code="act_refused")
    now = clock.now()
    row.state, row.attempts, row.next_try_at = OutboxState.WAITING, 0, now
    row.useful_until, row.done_at = now + NEWS_LIVES, None
    audit.record(RETRIED, row, by)


def add_rule(
    *, kind: str, days_before: int, at: time | None, minutes_before: int, by: Any, days_after: int = 0,
    workdays: bool = False, times: int = 1,
) -> ReminderRule:  # fmt: skip
    """One more moment at which the office wants to be reminded; it holds for what is planned from now on."""
    if days_before and days_after:
        raise DomainError(_("Isi hari sebelum atau hari sesudahnya, jangan keduanya."), field="days_after")
    if at is not None and minutes_before:
        raise DomainError(_("Isi jam atau menit sebelum mulai, jangan keduanya."), field="minutes_before")
    same = select(ReminderRule.id).filter_by(
        kind=kind, days_before=days_before, at=at, minutes_before=minutes_before, days_after=days_after
    )
    if db.session.scalar(same.limit(1)):
        raise DomainError(_("Aturan ini sudah ada."), field="days_before")
    rule = ReminderRule(
        subject=kind.partition(".")[0],
        kind=kind,
        days_before=days_before,
        at=at,
        minutes_before=minutes_before,
        days_after=days_after,
        workdays=workdays,
        times=times,
    )
    db.session.add(rule)
    db.session.flush()
    audit.record(RULE_ADDED, rule, by)
    return rule


def switch_rule(rule: ReminderRule, *, by: Any) -> None:
    """Turn a rule off, or on again."""
    rule.active = not rule.active
    audit.record(RULE_SWITCHED, rule, by, active=rule.active)


def _rows(owner: str, wanted: list[Wanted], by: Any) -> dict[str, dict[str, Any]]:
    """The outbox rows of what is wanted, one a channel, by key."""
    ways = channels_of(w.person_id for w in wanted)
    rows = {}
    for each in wanted:
        kinds.kind(each.kind)
        for channel in ways.get(each.person_id, []):
            key = key_of(owner, each.kind, each.due_at, each.person_id, channel, each.about)
            row = _row(
                key, channel, by, each.due_at, owner=owner, kind=each.kind, person_id=each.person_id,
                url=each.url, params=dict(each.params), secret=each.secret,
            )  # fmt: skip
            rows[key] = {**row, "planned": True, "useful_until": useful_until(each)}
    return rows


def _row(key: str, channel: Channel, by: Any, due_at: Any, **said: Any) -> dict[str, Any]:
    mail = message_id(key) if channel is Channel.EMAIL else ""
    by_id = getattr(by, "person_id", None)
    return {
        "key": key, "channel": channel, "by_id": by_id, "due_at": due_at, "next_try_at": due_at,
        "message_id": mail, "state": OutboxState.WAITING, **said,
    }  # fmt: skip


def _set(row: Outbox, values: dict[str, Any]) -> None:
    """Only what differs is written."""
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)


def _withdraw(keys: list[str], reason: str) -> None:
    db.session.execute(
        update(Outbox)
        .where(Outbox.key.in_(keys), Outbox.state.in_(UNSENT))
        .values(**WITHDRAWN, last_error=reason[:300], done_at=clock.now())
    )

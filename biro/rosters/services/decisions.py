"""Submit, approve, return, publish: each once; of two at the same time the slower gets a sentence."""

from collections import defaultdict
from typing import Any

from biro.core.db import locked
from biro.core.errors import DomainError
from biro.core.texts import _
from biro.reminders import services as reminders
from biro.reminders.queries import rules_for
from biro.rosters import queries
from biro.rosters.models import Duty, Roster
from biro.rosters.reminders import PUBLISHED, wanted
from biro.rosters.services.holding import make_firm

MINE = "/piket/saya"


def submit(roster: Roster, *, by: Any) -> None:
    """Hand the draft to the head."""
    if not any(d.person_id for d in locked(roster).duties):
        raise DomainError(_("Belum ada petugas di jadwal ini."))
    roster.submit(by=by)


def approve(roster: Roster, *, by: Any) -> None:
    """The head agrees; the lock lets every later click see what the first one did."""
    locked(roster).approve(by=by)


def send_back(roster: Roster, *, reason: str, by: Any) -> None:
    """The head wants something changed."""
    locked(roster).send_back(by=by, reason=reason)


def publish(roster: Roster, *, by: Any) -> None:
    """People's time is firm from now on; everyone on it is told now and reminded before each duty."""
    locked(roster).publish(by=by)
    duties = [d for d in queries.duties(roster.id) if d.person_id]
    make_firm(duties)
    announce(roster, duties, by=by)


def announce(roster: Roster, duties: list[Duty], *, by: Any) -> None:
    """Tell each person how often and when first; plan the reminders of every duty."""
    of_person: dict[int, list[Duty]] = defaultdict(list)
    for duty in duties:
        of_person[duty.person_id or 0].append(duty)
    for person_id, theirs in of_person.items():
        params: dict[str, str | int] = {
            "title": roster.title, "count": len(theirs), "zone": roster.zone,
            "starts_at": theirs[0].starts_at.isoformat(),
        }  # fmt: skip
        reminders.tell([person_id], kind=PUBLISHED, owner=owner(roster), url=MINE, params=params, by=by)
    reminders.replan(owner(roster), wanted(roster, duties, rules_for("duty"), MINE), by=by)


def reopen(roster: Roster, *, reason: str, by: Any) -> None:
    """Back to the drafter: nobody is reminded of what may change."""
    locked(roster).reopen(by=by, reason=reason)
    reminders.withdraw(owner(roster), reason="reopened", by=by)


def owner(roster: Roster) -> str:
    """How reminders name a roster."""
    return f"roster:{roster.id}"

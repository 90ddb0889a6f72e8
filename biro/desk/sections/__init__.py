"""The sections of the desk, in reading order: each room's work for one person, a constant number of queries each."""

from biro.accounts.actors import Actor
from biro.desk.sections import agenda, bookings, letters, notices, outgoing, rosters, scans
from biro.desk.sections.shape import Section

BUILDERS = (
    agenda.today,
    letters.to_dispose,
    letters.for_me,
    letters.with_head,
    scans.waiting,
    outgoing.waiting,
    bookings.to_approve,
    rosters.waiting,
    agenda.incomplete,
    rosters.duties,
    letters.awaited,
    notices.unread,
)


def for_actor(actor: Actor) -> list[Section]:
    """What waits for this actor (in the giver's name: for the giver); sections that never apply are left out."""
    found = (build(actor) for build in BUILDERS)
    return [section for section in found if section is not None]

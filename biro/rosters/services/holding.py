"""A duty takes its person's time: many at once, because a month has hundreds."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from biro.accounts.models import Person
from biro.allocations.models import NO_OVERLAP, Allocation, AllocationState, Resource
from biro.allocations.services import person_resource
from biro.core.db import db, is_conflict
from biro.core.errors import DomainError
from biro.core.texts import _
from biro.rosters.models import Duty, RosterState


def hold(duties: Sequence[Duty], *, by: Any) -> None:
    """Take the time of everyone on these duties; HELD until the roster is published."""
    duties = [d for d in duties if d.person_id is not None]
    try:
        with db.session.begin_nested():
            db.session.flush()
            resources = _resources({d.person_id for d in duties if d.person_id})
            db.session.add_all([_allocation(d, resources[d.person_id or 0], by) for d in duties])
            db.session.flush()
    except IntegrityError as error:
        if not is_conflict(error, NO_OVERLAP):
            raise
        raise DomainError(
            _("Waktu salah seorang petugas baru saja terpakai untuk hal lain. Susun sekali lagi."),
            code="clash",
        ) from error


def _allocation(duty: Duty, resource_id: int, by: Any) -> Allocation:
    firm = duty.roster.state is RosterState.PUBLISHED
    return Allocation(
        resource_id=resource_id, starts_at=duty.starts_at, ends_at=duty.ends_at,
        block_starts_at=duty.starts_at, block_ends_at=duty.ends_at,
        state=AllocationState.FIRM if firm else AllocationState.HELD,
        title=f"Piket: {duty.name}"[:200], owner=duty.owner, by_id=by.person_id,
    )  # fmt: skip


def _resources(ids: set[int]) -> dict[int, int]:
    query = select(Resource.person_id, Resource.id).where(Resource.person_id.in_(ids))
    found = {person_id: row_id for person_id, row_id in db.session.execute(query) if person_id}
    for person in db.session.scalars(select(Person).where(Person.id.in_(ids - set(found)))):
        found[person.id] = person_resource(person).id
    return found


def unhold(duties: Iterable[Duty]) -> None:
    """Give the time back; what was only a plan leaves no trace (the Trail keeps what was decided)."""
    owners = [d.owner for d in duties if d.id is not None]
    for start in range(0, len(owners), 500):
        db.session.execute(delete(Allocation).where(Allocation.owner.in_(owners[start : start + 500])))


def make_firm(duties: Iterable[Duty]) -> None:
    """HELD becomes FIRM for a published roster."""
    owners = [d.owner for d in duties]
    for start in range(0, len(owners), 500):
        db.session.execute(
            update(Allocation)
            .where(
                Allocation.owner.in_(owners[start : start + 500]), Allocation.state == AllocationState.HELD
            )
            .values(state=AllocationState.FIRM, version=Allocation.version + 1)
        )

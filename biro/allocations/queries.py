"""Who has what, and what is free."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from biro.allocations.models import Allocation, AllocationState, Resource
from biro.allocations.rules import Span, capacity_fit, nearest
from biro.core.db import db
from biro.core.texts import _

AHEAD = timedelta(days=15)


@dataclass(frozen=True)
class Alternative:
    """Something free instead: another resource at the same time, or the same one at another time."""

    resource: Resource
    starts_at: datetime
    ends_at: datetime
    reason: str


def overlapping(resource_ids: Sequence[int], start: datetime, end: datetime) -> list[Allocation]:
    """Guarding allocations whose blocked span (buffers included) meets the given one, in order."""
    if not resource_ids:
        return []
    query = (
        select(Allocation)
        .options(joinedload(Allocation.by), joinedload(Allocation.resource))
        .where(
            Allocation.resource_id.in_(resource_ids),
            Allocation.state != AllocationState.RELEASED,
            Allocation.block_ends_at > start,
            Allocation.block_starts_at < end,
        )
        .order_by(Allocation.starts_at, Allocation.id)
    )
    return list(db.session.scalars(query))


def owned(owner: str) -> list[Allocation]:
    """What still stands for one cause."""
    query = select(Allocation).where(Allocation.owner == owner, Allocation.state != AllocationState.RELEASED)
    return list(db.session.scalars(query.order_by(Allocation.id)))


def free(resources: Sequence[Resource], start: datetime, end: datetime) -> list[Resource]:
    """Those of the given resources that could take the span, their own buffers included."""
    reach = max((max(r.buffer_before, r.buffer_after) for r in resources), default=0)
    pad = timedelta(minutes=reach)
    taken = overlapping([r.id for r in resources], start - pad, end + pad)
    return [r for r in resources if not _meets(r, (start, end), taken)]


def _meets(resource: Resource, span: Span, taken: Sequence[Allocation]) -> bool:
    start, end = resource.blocked_span(*span)
    return any(
        a.resource_id == resource.id and a.block_starts_at < end and a.block_ends_at > start for a in taken
    )


def alternatives(
    resource: Resource, start: datetime, end: datetime, among: Sequence[Resource] = (), *, limit: int = 5
) -> list[Alternative]:
    """What to offer when `resource` is taken: others of the same kind then, best fitting first; then other times."""
    others = [r for r in among if r.id != resource.id and r.kind is resource.kind and r.active]
    fitting = sorted(
        free(others, start, end), key=lambda r: (capacity_fit(r.capacity, resource.capacity), r.name)
    )
    found = [Alternative(r, start, end, _("bebas pada waktu yang sama")) for r in fitting[: limit - 2]]
    busy = [
        (a.block_starts_at, a.block_ends_at)
        for a in overlapping([resource.id], start - timedelta(days=1), end + AHEAD)
    ]
    buffers = (timedelta(minutes=resource.buffer_before), timedelta(minutes=resource.buffer_after))
    for span in nearest((start, end), busy, resource.zone, buffers=buffers):
        found.append(Alternative(resource, *span, _("waktu lain yang paling dekat")))
    return found[:limit]

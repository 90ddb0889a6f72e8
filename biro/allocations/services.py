"""Taking, moving, confirming and releasing. The database refuses an overlap; here it becomes a helpful sentence."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.exc import IntegrityError

from biro.accounts.models import Person
from biro.allocations import queries, signals
from biro.allocations.models import NO_OVERLAP, Allocation, AllocationState, Resource, ResourceKind
from biro.core import clock
from biro.core.db import db, is_conflict
from biro.core.errors import DomainError
from biro.core.texts import _, rentang


class Clash(DomainError):
    """The resource is taken. Says by what, by whom and until when, and carries what is free instead."""

    def __init__(
        self,
        resource: Resource,
        starts_at: datetime,
        ends_at: datetime,
        others: list[Allocation],
        among: Sequence[Resource],
    ) -> None:
        self.resource, self.starts_at, self.ends_at, self.others = resource, starts_at, ends_at, others
        self.alternatives = queries.alternatives(resource, starts_at, ends_at, among)
        super().__init__(clash_sentence(resource, others), code="clash")


def clash_sentence(resource: Resource, others: list[Allocation]) -> str:
    """Who has it, for what, from when until when."""
    if not others:
        return _("%(name)s baru saja diambil orang lain pada waktu itu.", name=resource.name)
    first = others[0]
    return _(
        "%(name)s sudah terpakai %(span)s untuk “%(title)s” (%(by)s).",
        name=resource.name,
        span=rentang((first.starts_at, first.ends_at), resource.zone),
        title=first.title or _("Terpakai"),
        by=first.by.name if first.by else _("Sistem"),
    )


def allocate(
    resource: Resource, *, starts_at: datetime, ends_at: datetime, title: str, owner: str, by: Any,
    state: AllocationState = AllocationState.FIRM, among: Sequence[Resource] = (),
) -> Allocation:  # fmt: skip
    """Take a resource for a span (aware instants, half open); raises Clash when any part, buffers included, is taken.

    `among`: resources of the same kind to look for alternatives in.
    """
    _check_span(starts_at, ends_at)
    if not resource.active:
        raise DomainError(_("%(name)s sedang tidak dipakai.", name=resource.name))
    block_starts_at, block_ends_at = resource.blocked_span(starts_at, ends_at)
    row = Allocation(
        resource=resource, starts_at=starts_at, ends_at=ends_at, block_starts_at=block_starts_at,
        block_ends_at=block_ends_at, state=state, title=title[:200], owner=owner, by_id=by.person_id,
    )  # fmt: skip
    _guarded(row, among)
    return row


def move(
    allocation: Allocation, *, starts_at: datetime, ends_at: datetime, by: Any, among: Sequence[Resource] = ()
) -> None:
    """The same thing at another time; Clash leaves everything where it was."""
    _check_span(starts_at, ends_at)
    block = allocation.resource.blocked_span(starts_at, ends_at)
    allocation.starts_at, allocation.ends_at = starts_at, ends_at
    allocation.block_starts_at, allocation.block_ends_at = block
    _guarded(allocation, among)


def _check_span(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise DomainError(_("Waktu selesai harus sesudah waktu mulai."), field="ends")


def _guarded(row: Allocation, among: Sequence[Resource]) -> None:
    """Ask first, for the sentence; then let the database decide, for the truth."""
    resource, span = row.resource, (row.starts_at, row.ends_at)
    with db.session.no_autoflush:
        found = queries.overlapping([resource.id], row.block_starts_at, row.block_ends_at)
        others = [a for a in found if a is not row]
    if others:
        _discard(row)
        raise Clash(resource, *span, others, among)
    try:
        with db.session.begin_nested():
            db.session.add(row)
            db.session.flush()
    except IntegrityError as error:
        if not is_conflict(error, NO_OVERLAP):
            raise
        others = queries.overlapping([resource.id], *resource.blocked_span(*span))
        raise Clash(resource, *span, others, among) from error


def _discard(row: Allocation) -> None:
    """Take back what was only tried: a new row leaves the session, a moved one returns to what is stored."""
    if inspect(row).persistent:
        db.session.refresh(row)
    elif row in db.session:
        db.session.expunge(row)


def rename(allocation: Allocation, title: str, *, by: Any) -> None:
    """What everyone may read of it; when and where stay."""
    allocation.title = title[:200]


def confirm(allocation: Allocation, *, by: Any) -> None:
    """HELD becomes FIRM; others were kept out already."""
    allocation.state = AllocationState.FIRM


def release(allocation: Allocation, *, by: Any) -> None:
    """Let others in again, and tell the rooms above."""
    if allocation.state is AllocationState.RELEASED:
        return
    allocation.state = AllocationState.RELEASED
    db.session.flush()
    signals.released.send(allocation, by=by)


def release_owned(owner: str, *, by: Any) -> list[Allocation]:
    """Release everything that stands for one cause."""
    rows = queries.owned(owner)
    for row in rows:
        release(row, by=by)
    return rows


def person_resource(person: Person) -> Resource:
    """A person's time as a resource, made when first needed."""
    found = db.session.scalars(select(Resource).where(Resource.person_id == person.id)).one_or_none()
    if found is not None:
        return found
    zone = person.unit.zone if person.unit else clock.Zone.WIB
    found = Resource(
        kind=ResourceKind.PERSON, name=person.name, person_id=person.id, unit_id=person.unit_id, zone=zone,
        buffer_before=0, buffer_after=0, active=True,
    )  # fmt: skip
    db.session.add(found)
    db.session.flush()
    return found

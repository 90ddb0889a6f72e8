"""Very many bookings at once: for the demonstration office and for a table of bookings from elsewhere.

The database still refuses an overlap; what would overlap is left out beforehand, first come, first served.
"""

import csv
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import func, insert, select

from biro.accounts.actors import SYSTEM
from biro.accounts.models import Unit
from biro.allocations.models import Allocation, AllocationState, Resource, ResourceKind
from biro.core import clock
from biro.core.db import db
from biro.core.errors import DomainError
from biro.core.texts import _
from biro.facilities import inventory
from biro.facilities.models import Booking, BookingState

CHUNK = 5000
HELD_AS = {
    BookingState.ASKED: AllocationState.HELD,
    BookingState.FIRM: AllocationState.FIRM,
    BookingState.REJECTED: AllocationState.RELEASED,
    BookingState.CANCELLED: AllocationState.RELEASED,
}


class Wish(NamedTuple):
    """A booking to be; instants are aware."""

    resource: Resource
    starts_at: datetime
    ends_at: datetime
    title: str
    state: BookingState = BookingState.FIRM
    asked_by_id: int | None = None


def load_bookings_csv(path: str) -> int:
    """Load `room,start,end,title` (wall time in WIB) as firm bookings, add missing rooms; returns how many.

    Rows that would overlap what is there, or an earlier row, are left out.
    """
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        rows = list(_read(csv.DictReader(file)))
    rooms = _rooms({name for name, *_rest in rows})
    wishes = (Wish(rooms[name], start, end, title) for name, start, end, title in rows)
    loaded = store(_without_overlaps(wishes, rooms))
    db.session.commit()
    return loaded


def _read(rows: Iterable[dict[str, str]]) -> Iterator[tuple[str, datetime, datetime, str]]:
    for number, row in enumerate(rows, 2):
        try:
            start, end = _instant(row["start"]), _instant(row["end"])
            found = (row["room"].strip()[:160], start, end, (row["title"] or "").strip()[:200])
        except (KeyError, ValueError, AttributeError) as error:
            raise DomainError(
                _("Baris %(number)s tidak terbaca; yang diminta: room,start,end,title.", number=number)
            ) from error
        if not found[0] or end <= start:
            raise DomainError(_("Baris %(number)s: ruang kosong atau waktunya terbalik.", number=number))
        yield found


def _instant(text: str) -> datetime:
    at = datetime.fromisoformat(text.strip())
    return at if at.tzinfo else at.replace(tzinfo=clock.zone_info(clock.Zone.WIB))


def _rooms(names: set[str]) -> dict[str, Resource]:
    query = select(Resource).where(Resource.kind == ResourceKind.ROOM)
    known = {row.name: row for row in db.session.scalars(query)}
    unit = db.session.scalars(select(Unit).where(Unit.code == "RT")).one_or_none()
    unit = unit or db.session.scalars(select(Unit).order_by(Unit.id).limit(1)).one_or_none()
    if unit is None:
        raise DomainError(_("Belum ada unit kerja; isi dulu data kantor."))
    for name in sorted(names - set(known)):
        known[name] = inventory.add_room(name=name, unit=unit, by=SYSTEM).resource
    return known


def _without_overlaps(wishes: Iterable[Wish], rooms: dict[str, Resource]) -> Iterator[Wish]:
    taken: dict[int, list[tuple[datetime, datetime]]] = {row.id: [] for row in rooms.values()}
    query = select(Allocation.resource_id, Allocation.block_starts_at, Allocation.block_ends_at).where(
        Allocation.resource_id.in_(taken), Allocation.state != AllocationState.RELEASED
    )
    for resource_id, start, end in db.session.execute(query.order_by(Allocation.block_starts_at)):
        taken[resource_id].append((start, end))
    for wish in wishes:
        spans, block = taken[wish.resource.id], wish.resource.blocked_span(wish.starts_at, wish.ends_at)
        at = bisect_left(spans, block)
        if (at and spans[at - 1][1] > block[0]) or (at < len(spans) and spans[at][0] < block[1]):
            continue
        insort(spans, block)
        yield wish


def store(wishes: Iterable[Wish]) -> int:
    """Bookings with their allocations, their keys taken beforehand; returns how many."""
    now, stored, wishes = clock.now(), 0, iter(wishes)
    while batch := list(islice(wishes, CHUNK)):
        numbers = list(zip(_keys(Allocation, len(batch)), _keys(Booking, len(batch)), strict=True))
        pairs = list(zip(batch, numbers, strict=True))
        db.session.execute(insert(Allocation), [_allocation(w, *ids, now) for w, ids in pairs])
        db.session.execute(insert(Booking), [_booking(w, *ids, now) for w, ids in pairs])
        stored += len(batch)
    return stored


def _keys(model: Any, count: int) -> list[int]:
    """The next keys: from PostgreSQL's sequence; on SQLite, whose writer is alone, after the last."""
    if db.session.get_bind().dialect.name == "postgresql":
        sequence = func.pg_get_serial_sequence(model.__tablename__, "id")
        numbers = select(func.nextval(sequence)).select_from(func.generate_series(1, count))
        return list(db.session.scalars(numbers))
    last = db.session.scalar(select(func.max(model.id))) or 0
    return list(range(last + 1, last + 1 + count))


def _allocation(wish: Wish, number: int, booking: int, now: datetime) -> dict[str, Any]:
    block = wish.resource.blocked_span(wish.starts_at, wish.ends_at)
    return {
        "id": number,
        "resource_id": wish.resource.id, "starts_at": wish.starts_at, "ends_at": wish.ends_at,
        "block_starts_at": block[0], "block_ends_at": block[1], "state": HELD_AS[wish.state], "title": wish.title,
        "owner": f"booking:{booking}", "by_id": wish.asked_by_id, "created_at": now, "version": 1,
    }  # fmt: skip


def _booking(wish: Wish, allocation: int, number: int, now: datetime) -> dict[str, Any]:
    decided = wish.state is not BookingState.ASKED
    off = wish.state in (BookingState.REJECTED, BookingState.CANCELLED)
    return {
        "id": number,
        "resource_id": wish.resource.id, "allocation_id": allocation, "unit_id": wish.resource.unit_id,
        "purpose": wish.title or "–", "note": "", "asked_by_id": wish.asked_by_id,
        "entered_by_id": wish.asked_by_id, "asked_at": now, "state": wish.state,
        "reason": _("Ada keperluan lain.") if off else "", "decided_at": now if decided else None, "version": 1,
    }  # fmt: skip

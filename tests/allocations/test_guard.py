"""A thing is in one place at a time: by the service, by the database, and with fifty people at once."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from biro.accounts.actors import SYSTEM
from biro.allocations import queries, rules, services, signals
from biro.allocations.models import NO_OVERLAP, Allocation, AllocationState, Resource, ResourceKind
from biro.allocations.services import Clash
from biro.core.db import db, is_conflict
from biro.core.errors import DomainError

NINE = datetime(2026, 12, 1, 2, tzinfo=UTC)  # 09.00 WIB
HOUR = timedelta(hours=1)


@pytest.fixture
def hall(app, cast):
    return make("Aula Timur", capacity=200)


def make(name, **fields):
    row = Resource(
        kind=ResourceKind.ROOM, name=name, active=True, **{"buffer_before": 0, "buffer_after": 0, **fields}
    )
    db.session.add(row)
    db.session.flush()
    return row


def take(resource, start=NINE, hours=1.0, **fields):
    given = {"title": "Rapat", "owner": "event:1", "by": SYSTEM, **fields}
    return services.allocate(resource, starts_at=start, ends_at=start + hours * HOUR, **given)


def test_touching_is_no_clash_and_overlapping_says_who_what_and_until_when(hall, cast):
    take(hall, title="Rapat anggaran", by=cast.as_("staff"))
    take(hall, NINE + HOUR)
    with pytest.raises(Clash) as refused:
        take(hall, NINE + HOUR / 2)
    sentence = str(refused.value)
    assert "Aula Timur" in sentence
    assert "Rapat anggaran" in sentence
    assert "Agus Salim" in sentence
    assert "09.00–10.00 WIB" in sentence


def test_buffers_before_and_after_keep_others_out(app):
    hall = make("Pendopo", buffer_before=30, buffer_after=60)
    take(hall)
    with pytest.raises(Clash):
        take(hall, NINE + 2 * HOUR)
    take(hall, NINE + 2.5 * HOUR)


def test_a_clash_offers_a_free_hall_of_fitting_size_and_the_nearest_other_times(hall):
    small, fitting = make("Ruang Kecil", capacity=10), make("Aula Barat", capacity=220)
    take(hall)
    take(make("Aula Penuh", capacity=200))
    with pytest.raises(Clash) as refused:
        take(hall, among=[small, fitting, hall])
    offered = [(a.resource.name, a.starts_at) for a in refused.value.alternatives]
    assert offered[0] == ("Aula Barat", NINE)
    assert ("Aula Timur", NINE + HOUR) in offered
    assert ("Aula Timur", NINE - HOUR) in offered


def test_a_moved_booking_that_clashes_stays_where_it_was(hall):
    take(hall)
    other = take(hall, NINE + 3 * HOUR)
    with pytest.raises(Clash):
        services.move(other, starts_at=NINE, ends_at=NINE + HOUR, by=SYSTEM)
    assert other.starts_at == NINE + 3 * HOUR
    services.move(other, starts_at=NINE + HOUR, ends_at=NINE + 2 * HOUR, by=SYSTEM)
    assert other.block_starts_at == NINE + HOUR


def test_released_lets_others_in_and_signals(hall):
    row = take(hall, state=AllocationState.HELD)
    heard = []
    with signals.released.connected_to(lambda sender, by: heard.append(sender)):
        assert services.release_owned("event:1", by=SYSTEM) == [row]
    assert heard == [row]
    take(hall)


def test_an_end_before_the_start_is_refused_beside_its_field(hall):
    with pytest.raises(DomainError) as refused:
        take(hall, hours=-1)
    assert refused.value.field == "ends"


def test_raw_sql_cannot_double_book(hall):
    take(hall)
    other = take(hall, NINE + 5 * HOUR)
    for statement in (
        "INSERT INTO allocation (resource_id, starts_at, ends_at, block_starts_at, block_ends_at, state, title, owner,"
        " created_at, version) SELECT resource_id, starts_at, ends_at, block_starts_at, block_ends_at, 'held', '', 'x',"
        " created_at, 1 FROM allocation WHERE id <> :id",
        "UPDATE allocation SET starts_at = (SELECT min(starts_at) FROM allocation),"
        " block_starts_at = (SELECT min(starts_at) FROM allocation) WHERE id = :id",
    ):
        with pytest.raises(DBAPIError) as refused, db.session.begin_nested():
            db.session.execute(text(statement), {"id": other.id})
        assert is_conflict(refused.value, NO_OVERLAP)


def test_a_persons_time_is_one_resource(app, cast):
    first = services.person_resource(cast.head)
    assert services.person_resource(cast.head) is first
    take(first)
    assert queries.free([first], NINE, NINE + HOUR) == []


def test_nearest_slots_keep_inside_the_day_and_respect_buffers():
    quarter = timedelta(minutes=15)
    busy = [(NINE - quarter, NINE + HOUR + quarter)]
    found = rules.nearest((NINE, NINE + HOUR), busy, "Asia/Jakarta", buffers=(quarter, quarter))
    assert found[0] == (NINE - 1.5 * HOUR, NINE - HOUR / 2)
    assert found[1] == (NINE + 1.5 * HOUR, NINE + 2.5 * HOUR)
    assert found[2][0] == NINE + timedelta(days=1)


def test_fifty_at_once_get_the_hall_exactly_once(live_app):
    with live_app.app_context():
        hall_id = make("Aula Utama").id
        db.session.commit()
        db.session.remove()
    won, lost, start = [], [], threading.Barrier(50)

    def ask(number):
        with live_app.app_context():
            start.wait()
            shift = timedelta(minutes=number)
            try:
                take(db.session.get(Resource, hall_id), NINE + shift, 2, owner=f"event:{number}")
                db.session.commit()
                won.append(number)
            except (Clash, DBAPIError) as refusal:
                db.session.rollback()
                lost.append(refusal)

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with live_app.app_context():
        stored = db.session.scalar(select(func.count()).select_from(Allocation))
    assert (len(won), len(lost), stored) == (1, 49, 1)
    assert all(isinstance(refusal, Clash) or "deadlock" in str(refusal) for refusal in lost)

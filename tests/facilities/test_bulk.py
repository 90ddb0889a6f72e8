"""Many bookings from a table, and the demonstration office."""

from datetime import date

from sqlalchemy import func, select

from biro.accounts.demo import Office
from biro.allocations.models import Allocation, AllocationState
from biro.core.db import db
from biro.facilities import bulk, demo, queries
from biro.facilities.models import Booking, BookingState


def test_a_table_of_bookings_is_loaded_and_overlaps_are_left_out(place, cast, tmp_path):
    path = tmp_path / "bookings.csv"
    path.write_text(
        "room,start,end,title\n"
        "Aula Timur,2027-03-02T09:00,2027-03-02T10:00,Rapat A\n"
        "Aula Timur,2027-03-02T09:30,2027-03-02T10:30,Bentrok\n"
        "Ruang Baru,2027-03-02 22:00,2027-03-03 01:00,Malam\n",
        encoding="utf-8",
    )
    assert bulk.load_bookings_csv(str(path)) == 2
    assert bulk.load_bookings_csv(str(path)) == 0
    rows = {b.purpose: b for b in db.session.scalars(select(Booking))}
    assert set(rows) == {"Rapat A", "Malam"}
    assert rows["Malam"].resource.name == "Ruang Baru"
    assert rows["Rapat A"].starts_at.hour == 2
    assert all(b.allocation.owner == f"booking:{b.id}" for b in rows.values())
    assert "Ruang Baru" in {r.name for r in queries.rooms(cast.as_("staff"))}


def test_the_demonstration_office_gets_its_halls_and_as_many_bookings_as_wanted(app, cast):
    office = Office(bookings=300, today=date(2026, 11, 24))
    demo.furnish(office)
    db.session.commit()
    assert (len(queries.rooms()), len(queries.vehicles()), len(queries.equipment())) == (12, 15, 20)
    states = dict(db.session.execute(select(Booking.state, func.count()).group_by(Booking.state)).all())
    assert sum(states.values()) == 300
    assert set(states) == set(BookingState)
    firm = db.session.scalar(
        select(func.count()).select_from(Allocation).where(Allocation.state == AllocationState.FIRM)
    )
    assert firm == states[BookingState.FIRM]

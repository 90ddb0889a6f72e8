"""One act plans everything, or nothing at all remains."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from biro.allocations.models import Allocation, AllocationState, Resource
from biro.allocations.services import Clash
from biro.core import clock
from biro.core.db import db
from biro.core.errors import DomainError, Forbidden
from biro.events import services
from biro.events.models import Attendance, Event, EventNeed, EventVenue, NeedKind, NeedState
from biro.events.signals import event_changed
from biro.facilities import queries as fleet
from biro.facilities.models import Booking
from biro.reminders.models import Notice, Outbox
from biro.rosters import queries as rosters
from biro.rosters.models import Duty, Roster
from biro.rosters.services import PostNeed
from tests.story import Cast
from tests.support import events as support
from tests.support.events import HOUR, planned, soon

EVERYTHING = (Event, EventNeed, EventVenue, Allocation, Booking, Roster, Duty, Outbox, Notice)


def counts():
    return {m.__tablename__: db.session.scalar(select(func.count()).select_from(m)) for m in EVERYTHING}


def whole(cast, things, **more):
    given = {
        "hall": things.hall, "leader": cast.head, "vehicles": [things.car], "drivers": [things.driver],
        "equipment": [things.projector], "posts": [PostNeed(things.post.id, 1)], **more,
    }  # fmt: skip
    return planned(cast.as_("secretary"), **given)


def test_one_act_holds_hall_car_people_posts_and_reminders(cast, things):
    heard = []
    with event_changed.connected_to(lambda sender, what, by: heard.append((sender, what))):
        event = whole(cast, things)
    db.session.commit()
    assert {b.resource_id for b in fleet.bookings_of(event.owner)} == {
        things.hall.id, things.car.id, things.driver.id, things.projector.id,
    }  # fmt: skip
    own = db.session.scalars(select(Allocation).where(Allocation.owner == event.owner)).one()
    assert (own.resource.person_id, own.state) == (cast.head.id, AllocationState.FIRM)
    roster = rosters.roster_of(event.owner)
    assert (roster.unit_id, len(roster.duties)) == (cast.unit("RT").id, 1)  # whose post it is
    reminded = set(
        db.session.scalars(select(Outbox.person_id).where(Outbox.owner == event.owner, Outbox.planned))
    )
    assert reminded == {cast.head.id, cast.secretary.id}
    assert {n.kind for n in event.needs} == set(NeedKind)
    assert event.venue_text == "Aula Timur"
    assert heard == [(event, "planned")]


@pytest.mark.parametrize("last", ["hall", "car", "driver", "leader", "posts"])
def test_a_clash_anywhere_leaves_no_row_of_any_kind(cast, things, last):
    start = soon()
    secretary = cast.as_("secretary")
    before_more = {
        "hall": {"hall": things.hall}, "car": {"vehicles": [things.car]}, "driver": {"drivers": [things.driver]},
        "leader": {"leader": cast.head}, "posts": {"posts": [PostNeed(things.post.id, 1)]},
    }  # fmt: skip
    planned(secretary, start, **before_more[last])
    db.session.commit()
    before = counts()
    posts = [PostNeed(things.post.id, 40)] if last == "posts" else [PostNeed(things.post.id, 1)]
    with pytest.raises(DomainError) as refused:
        whole(cast, things, start=start + HOUR, posts=posts)
    db.session.rollback()
    fields = {"car": "vehicles", "driver": "drivers"}
    assert refused.value.field == fields.get(last, last)
    assert counts() == before


def test_a_represented_leader_is_free_and_the_representative_is_not(cast, things):
    event = planned(
        cast.as_("secretary"),
        leader=cast.head,
        attendance=Attendance.REPRESENTED,
        representative=cast.household,
    )
    rows = db.session.scalars(select(Allocation).where(Allocation.owner == event.owner)).all()
    assert [r.resource.person_id for r in rows] == [cast.household.id]
    with pytest.raises(Clash) as refused:
        planned(cast.as_("secretary"), leader=cast.household)
    assert refused.value.field == "leader"
    planned(cast.as_("secretary"), leader=cast.head)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"hours": -1}, "ends"),
        ({"hours": 0}, "ends"),
        ({"hours": 15 * 24}, "until"),
        ({"start": soon(-1)}, "day"),
        ({"zone": "Europe/Paris"}, "zone"),
        ({"attendance": Attendance.ATTENDS}, "leader"),
        ({"attendance": Attendance.REPRESENTED, "leader": "head"}, "representative"),
        (
            {"attendance": Attendance.REPRESENTED, "leader": "head", "representative": "head"},
            "representative",
        ),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(cast, more, field):
    given = {k: getattr(cast, v) if k in {"leader", "representative"} else v for k, v in more.items()}
    with pytest.raises(DomainError) as refused:
        planned(cast.as_("secretary"), **given)
    assert refused.value.field == field


def test_who_may_not_plan_for_a_unit_cannot(cast):
    for username, code in (("staff", "RT"), ("outsider_head", "RT"), ("secretary", "HK"), ("admin", "UM")):
        with pytest.raises(Forbidden):
            planned(cast.as_(username), unit=cast.unit(code))


def test_one_event_at_three_residences_books_each(cast, things):
    third = support.hall(cast.unit("RT"), "Rumah dinas Sekda")
    venues = [
        services.Venue("Gubernur", things.hall), services.Venue("Wakil Gubernur", things.other_hall),
        services.Venue("Sekretaris Daerah", third),
    ]  # fmt: skip
    event = planned(cast.as_("secretary"), venues=venues, venue_text="")
    assert [(v.host, v.resource_id) for v in event.venues] == [(v.host, v.hall.id) for v in venues]
    assert len(fleet.bookings_of(event.owner)) == 3
    with pytest.raises(Clash):
        planned(cast.as_("secretary"), hall=third)


def test_a_lost_hall_marks_the_need_and_tells_the_planner_who_chooses_another(cast, things):
    event = planned(cast.as_("secretary"), hall=things.hall)
    booking = fleet.bookings_of(event.owner)[0]
    booking.reject(by=cast.as_("household"), reason="Aula dicat")
    db.session.flush()
    need = event.needs[0]
    assert (need.state, need.note) == (NeedState.UNMET, "Aula dicat")
    told = db.session.scalars(select(Notice).where(Notice.kind == "event.need_lost")).one()
    assert told.person_id == cast.secretary.id
    found = services.replace(need, resource=things.other_hall, by=cast.as_("secretary"))
    assert found.state is NeedState.WAITING
    assert [n.resource_id for n in event.needs] == [things.other_hall.id]
    assert event.venue_text == "Aula Barat"
    fleet.bookings_of(event.owner)[-1].approve(by=cast.as_("household"))
    assert found.met


@pytest.mark.slow
def test_fifty_planners_get_the_hall_exactly_once(live_app):
    with live_app.app_context():
        hall_id = support.hall(Cast().unit("RT")).id
        db.session.commit()
        db.session.remove()
    won, lost, gate = [], [], threading.Barrier(50)

    def ask(number):
        with live_app.app_context():
            gate.wait()
            try:
                hall = db.session.get(Resource, hall_id)
                start = soon() + timedelta(minutes=number)
                won.append(planned(Cast().as_("secretary"), start, hall=hall).id)
                db.session.commit()
            except (Clash, DBAPIError) as refusal:
                db.session.rollback()
                lost.append(refusal)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with live_app.app_context():
        events = db.session.scalar(select(func.count()).select_from(Event))
        bookings = db.session.scalar(select(func.count()).select_from(Booking))
    assert (events, bookings, len(lost)) == (1, 1, 49)


def test_reminders_of_another_zone_come_at_that_zones_morning(cast, things):
    start = clock.instant(support.day(10), clock.local(soon()).time(), clock.Zone.WIT)
    event = planned(cast.as_("secretary"), start, zone=clock.Zone.WIT.value)
    query = select(Outbox.due_at).where(Outbox.owner == event.owner, Outbox.planned)
    hours = {clock.local(at, clock.Zone.WIT).strftime("%H:%M") for at in db.session.scalars(query)}
    assert "08:00" in hours

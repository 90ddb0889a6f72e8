"""Events of the demonstration office: two real cases, a few with their needs, and a month (or any number) of others."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import insert, select

from biro.accounts.actors import SYSTEM
from biro.accounts.demo import Office
from biro.accounts.models import Person
from biro.allocations.models import Allocation, AllocationState, Resource
from biro.allocations.rules import Span, overlaps
from biro.allocations.services import person_resource
from biro.core import clock
from biro.core.db import db
from biro.core.errors import DomainError
from biro.events import findable, holdings, rules, services
from biro.events.models import Attendance, Event, EventState
from biro.events.rules import Participant
from biro.facilities import queries as fleet
from biro.rosters import queries as rosters
from biro.rosters.services import PostNeed
from biro.search import services as search

WIB = clock.Zone.WIB.value
# Idul Fitri, 1 Syawal, by the calendar of the Ministry of Religion; the day itself is decided on the eve of it.
IDUL_FITRI = {
    1447: date(2026, 3, 21),
    1448: date(2027, 3, 10),
    1449: date(2028, 2, 27),
    1450: date(2029, 2, 15),
}
RESIDENCES = (
    ("Gubernur", "gubernur", "Balai Kediaman Gubernur"),
    ("Wakil Gubernur", "wagub", "Balai Kediaman Wakil Gubernur"),
    ("Sekretaris Daerah", "sekda", "Balai Kediaman Sekretaris Daerah"),
)
BUREAUS = (
    Participant("Kepala Biro Umum", "sekretariat daerah seluruh provinsi", 38),
    Participant("Kepala Bagian Rumah Tangga", "biro umum seluruh provinsi", 38),
    Participant("Kepala Bagian Perlengkapan", "biro umum seluruh provinsi", 38),
)
# what, where
ORDINARY = (
    ("Rapat pimpinan", "Kantor Gubernur"),
    ("Audiensi forum kerukunan umat beragama", "Kantor Gubernur"),
    ("Penerimaan tamu kementerian", "Bandara Nusa Raya"),
    ("Pembukaan bimbingan teknis", "Hotel Nusa Raya"),
    ("Rapat koordinasi pengendalian inflasi", "Kantor Perwakilan Bank Indonesia"),
    ("Upacara hari besar", "Alun-alun provinsi"),
    ("Penandatanganan nota kesepahaman", "Balai Kota"),
    ("Kunjungan kerja ke kabupaten", "Kantor Bupati Sukamaju"),
    ("Pelantikan pejabat administrator", "Kantor Gubernur"),
    ("Rapat paripurna DPRD", "Gedung DPRD"),
    ("Jamuan makan siang delegasi", "Hotel Nusa Raya"),
    ("Dialog dengan mahasiswa", "Universitas Nusa Raya"),
)
SLOTS = (time(8), time(10, 30), time(13, 30), time(15, 30))
LENGTH = timedelta(minutes=90)
LOT = 1000
FEW = 200  # up to here coming events also get their reminders


def furnish(office: Office) -> None:
    """The two real cases first, then the ordinary ones around them."""
    _coordination_meeting(office)
    _open_house(office)
    wanted = 36 if office.events is None else office.events
    _with_needs(office, min(6, wanted))
    _others(office, max(0, wanted - 6))


def _coordination_meeting(office: Office) -> None:
    """The national coordination meeting of General Affairs bureaus, approved hall, cars waiting for approval."""
    by = office.actor("kepala")
    cars = [r for r in _resources("vehicle") if r.name.startswith("Hiace")][:2]

    def plan(day: date, posts: Sequence[PostNeed]) -> Event:
        return services.plan(
            title="Rapat Koordinasi Nasional Biro Umum", theme="Biro Umum Melayani: Sederhana, Cepat, Terukur",
            starts_at=clock.instant(day, time(8), WIB), ends_at=clock.instant(day, time(16), WIB), zone=WIB, by=by,
            hall=_resource("Gedung Serbaguna"), leader=office.person("sekda"), attendance=Attendance.ATTENDS,
            vehicles=cars, drivers=_resources("driver")[:2], equipment=_resources("equipment")[:1], posts=posts,
            participants=BUREAUS, unit=office.unit("UM"), host="Biro Umum",
            note="Tamu datang sehari sebelumnya; penjemputan dari bandara mulai pukul 13.00.",
        )  # fmt: skip

    event = _first_fitting(_workdays(office.today, 18, 60), plan, _posts(3, 2))
    hall = event.venue_resource_id if event else None
    for booking in fleet.bookings_of(event.owner) if event else []:
        if booking.resource_id == hall:
            booking.approve(by=office.actor("rumahtangga"))


def _open_house(office: Office) -> None:
    """Idul Fitri: three leaders receive guests at three residences at the same time."""
    year, day = next(((y, d) for y, d in IDUL_FITRI.items() if d > office.today), (0, office.today))
    venues = [
        services.Venue(host, _resource(hall), hall, office.person(username))
        for host, username, hall in RESIDENCES
    ]

    def plan(when: date, posts: Sequence[PostNeed]) -> Event:
        return services.plan(
            title=f"Gelar griya Idul Fitri {year} H", theme="Saling memaafkan, terbuka untuk semua", zone=WIB,
            starts_at=clock.instant(when, time(9), WIB), ends_at=clock.instant(when, time(12), WIB),
            by=office.actor("kepala"), venues=venues, leader=office.person("gubernur"),
            attendance=Attendance.ATTENDS, posts=posts, unit=office.unit("UM"), provisional=True,
            host="Gubernur, Wakil Gubernur, dan Sekretaris Daerah",
            participants=[Participant("Masyarakat umum", "", 1500), Participant("Pejabat eselon II", "", 60)],
        )  # fmt: skip

    if year:
        _first_fitting([day], plan, _posts(3, 3))


def _with_needs(office: Office, wanted: int) -> None:
    """Coming events with a hall, a car and a leader, asked for by the secretary; some already decided."""
    halls, cars = _resources("room")[:5], _resources("vehicle")
    by, leaders = office.actor("sekretaris"), [office.person(u) for u in ("sekda", "kepala", "wagub")]
    for number in range(wanted):

        def plan(day: date, posts: Sequence[PostNeed], number: int = number) -> Event:
            starts_at = clock.instant(day, SLOTS[number % 3], WIB)
            return services.plan(
                title=ORDINARY[number][0], starts_at=starts_at, ends_at=starts_at + LENGTH, zone=WIB, by=by,
                hall=halls[number % len(halls)] if halls else None, vehicles=cars[number : number + 1], posts=posts,
                leader=leaders[number % 3], representative=office.person("tatausaha") if number == 2 else None,
                attendance=Attendance.REPRESENTED if number == 2 else Attendance.ATTENDS,
            )  # fmt: skip

        days = _workdays(office.today, 1 + number * 2, 20 + number * 2)
        event = _first_fitting(days, plan, _posts(1, 1) if number == 0 else [])
        for booking in fleet.bookings_of(event.owner) if event and number % 2 else []:
            booking.approve(by=office.actor("rumahtangga"))


def _first_fitting(
    days: Sequence[date], plan: Callable[[date, Sequence[PostNeed]], Event], posts: Sequence[PostNeed]
) -> Event | None:
    """Plan on the first day on which everything is free; without posts rather than not at all."""
    for people in [posts, []] if posts else [[]]:
        for day in days:
            try:
                with db.session.begin_nested():
                    return plan(day, people)
            except DomainError:  # something is taken that day: the next
                continue
    return None


def _workdays(today: date, first: int, last: int) -> list[date]:
    days = [today + timedelta(days=n) for n in range(first, last)]
    return [day for day in days if day.weekday() < 5]


def _resources(kind: str) -> list[Resource]:
    query = select(Resource).where(Resource.kind == kind, Resource.active).order_by(Resource.id)
    return list(db.session.scalars(query))


def _resource(name: str) -> Resource | None:
    return db.session.scalars(select(Resource).where(Resource.name == name).limit(1)).one_or_none()


def _posts(kinds: int, count: int) -> list[PostNeed]:
    suited = [post for post in rosters.posts() if not post.competence]
    return [PostNeed(post.id, count) for post in suited[:kinds]]


def _others(office: Office, wanted: int) -> None:
    """Plain events in bulk: each leader in one place at a time, the rest without a leader."""
    leaders = [office.person(u) for u in ("gubernur", "wagub", "sekda", "kepala")]
    rows = list(office.progress("acara", _rows(office, leaders, wanted)))
    numbers: list[int] = []
    for lot in (rows[i : i + LOT] for i in range(0, len(rows), LOT)):
        made = insert(Event).returning(Event.id, sort_by_parameter_order=True)
        numbers += db.session.scalars(made, lot)
    _hold_time(numbers, rows, {p.id: person_resource(p) for p in leaders})
    for lot_ids in (numbers[i : i + LOT] for i in range(0, len(numbers), LOT)):
        events = list(db.session.scalars(select(Event).where(Event.id.in_(lot_ids))))
        search.put_all([findable.entry(event) for event in events])
        for event in events if len(numbers) <= FEW else []:
            if event.starts_at > clock.now():
                holdings.replan(event, SYSTEM)


def _rows(office: Office, leaders: Sequence[Person], wanted: int) -> Iterator[dict[str, Any]]:
    """A day back, a day ahead, further and further: a small office has a month of them, a large one years."""
    unit_id, planner_id = office.unit("UM").id, office.person("sekretaris").id
    each_day = -(-wanted // (30 if wanted <= FEW else 360 * office.years))
    busy = _busy(leaders)
    for number in range(wanted):
        turn, place = divmod(number, each_day)
        day = office.today + timedelta(days=(turn + 1) // 2 * (1 if turn % 2 else -1))
        starts_at = clock.instant(day, SLOTS[(place + turn) % len(SLOTS)], WIB)
        round_, seat = divmod(place, len(SLOTS))
        leader = leaders[(turn + seat + round_) % len(leaders)] if round_ < len(leaders) else None
        if leader and any(
            overlaps((starts_at, starts_at + LENGTH), s) for s in busy.get((leader.id, day), [])
        ):
            leader = None
        yield _row(office, starts_at, leader, unit_id, planner_id)


def _busy(leaders: Sequence[Person]) -> dict[tuple[int, date], list[Span]]:
    """What the leaders have already, by day."""
    query = (
        select(Resource.person_id, Allocation.starts_at, Allocation.ends_at)
        .join(Resource)
        .where(Resource.person_id.in_([p.id for p in leaders]), Allocation.state != AllocationState.RELEASED)
    )
    found: dict[tuple[int, date], list[Span]] = defaultdict(list)
    for person_id, starts_at, ends_at in db.session.execute(query):
        day, last = clock.local(starts_at, WIB).date(), clock.local(ends_at, WIB).date()
        while day <= last:
            found[person_id or 0, day].append((starts_at, ends_at))
            day += rules.ONE_DAY
    return found


def _row(
    office: Office, starts_at: datetime, leader: Person | None, unit_id: int, planner_id: int
) -> dict[str, Any]:
    past = starts_at + LENGTH < clock.now()
    title, place = office.rng.choice(ORDINARY)
    return {
        "title": title, "starts_at": starts_at, "ends_at": starts_at + LENGTH, "zone": WIB,
        "venue_text": place, "unit_id": unit_id,
        "state": EventState.DONE if past else EventState.PLANNED, "leader_id": leader.id if leader else None,
        "attendance": Attendance.ATTENDS if leader else Attendance.NONE, "planned_by_id": planner_id,
        "theme": "", "host": "", "note": "", "provisional": False, "secret": False, "cancel_reason": "",
        "created_at": clock.now(), "version": 1,
    }  # fmt: skip


def _hold_time(
    numbers: Sequence[int], rows: Sequence[dict[str, Any]], resources: dict[int, Resource]
) -> None:
    """The leaders' time, as `plan` would hold it."""
    taken = [
        {
            "resource_id": resources[row["leader_id"]].id, "starts_at": row["starts_at"], "ends_at": row["ends_at"],
            "block_starts_at": row["starts_at"], "block_ends_at": row["ends_at"], "state": AllocationState.FIRM,
            "title": row["title"], "owner": f"event:{number}", "by_id": row["planned_by_id"],
            "created_at": row["created_at"], "version": 1,
        }
        for number, row in zip(numbers, rows, strict=True) if row["leader_id"]
    ]  # fmt: skip
    for start in range(0, len(taken), LOT):
        db.session.execute(insert(Allocation), taken[start : start + LOT])

"""The demonstration office's halls, cars, drivers and equipment, and a believable month of requests."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from biro.accounts.actors import SYSTEM
from biro.accounts.demo import Office
from biro.accounts.models import Unit
from biro.allocations.models import Resource, ResourceKind
from biro.core import clock
from biro.facilities import bulk, inventory
from biro.facilities.models import BookingState, Facility, VehicleUse

# name, building, floor, capacity, buffer before, buffer after (minutes), layouts, equipment
ROOMS = (
    (
        "Aula Utama",
        "Gedung Utama",
        "Lt. 1",
        500,
        60,
        60,
        "teater 500, meja bundar 300",
        "panggung, layar LED, 8 mik",
    ),
    ("Ruang Rapat Gubernur", "Gedung Utama", "Lt. 2", 40, 30, 30, "bentuk U 40", "layar, konferensi video"),
    ("Ruang Rapat Wakil Gubernur", "Gedung Utama", "Lt. 2", 24, 15, 15, "bentuk U 24", "layar"),
    (
        "Ruang Rapat Sekretaris Daerah",
        "Gedung Utama",
        "Lt. 3",
        30,
        15,
        15,
        "bentuk U 30",
        "layar, konferensi video",
    ),
    ("Ruang Rapat Biro Umum", "Gedung Utama", "Lt. 1", 16, 0, 15, "meja panjang 16", "televisi"),
    ("Ruang Tamu Pimpinan", "Gedung Utama", "Lt. 1", 12, 15, 15, "kursi tamu 12", ""),
    (
        "Gedung Serbaguna",
        "Gedung Serbaguna",
        "",
        1200,
        120,
        120,
        "teater 1.200, pameran 60 stan",
        "pengeras suara",
    ),
    ("Pendopo", "Pendopo", "", 350, 60, 60, "lesehan 350, kursi 250", "gamelan, pengeras suara"),
    ("Wisma Provinsi", "Wisma", "", 60, 60, 120, "24 kamar, ruang makan 60", "dapur"),
    (
        "Balai Kediaman Gubernur",
        "Kediaman Gubernur",
        "",
        150,
        60,
        60,
        "meja bundar 120, teater 150",
        "pengeras suara",
    ),
    (
        "Balai Kediaman Wakil Gubernur",
        "Kediaman Wakil Gubernur",
        "",
        100,
        60,
        60,
        "meja bundar 80",
        "pengeras suara",
    ),
    ("Balai Kediaman Sekretaris Daerah", "Kediaman Sekretaris Daerah", "", 60, 60, 60, "meja bundar 50", ""),
)
# name, class, seats, how many, use
VEHICLES = (
    ("Innova", "minibus", 7, 5, VehicleUse.OPERATIONAL),
    ("Hiace", "minibus", 14, 3, VehicleUse.OPERATIONAL),
    ("Camry", "sedan", 4, 2, VehicleUse.PERSONAL),
    ("Bus Sedang", "bus", 31, 2, VehicleUse.OPERATIONAL),
    ("Hilux", "pikap kabin ganda", 5, 2, VehicleUse.SPECIAL),
    ("Ambulans", "ambulans", 4, 1, VehicleUse.SPECIAL),
)
EQUIPMENT = (
    ("Proyektor", "PRY", 6),
    ("Pengeras Suara Jinjing", "PSJ", 4),
    ("Tenda 6×12", "TND", 4),
    ("Kamera Dokumentasi", "KMR", 2),
    ("Genset", "GNS", 2),
    ("Podium", "PDM", 2),
)
PURPOSES = (
    "Rapat koordinasi pengadaan", "Rapat evaluasi kinerja triwulan", "Penerimaan tamu DPRD", "Pelantikan pejabat",
    "Sosialisasi aplikasi kearsipan", "Rapat persiapan hari jadi provinsi", "Audiensi organisasi pemuda",
    "Bimbingan teknis bendahara", "Rapat forum perangkat daerah", "Jamuan tamu kementerian", "Kunjungan kerja",
    "Gladi upacara", "Rapat tim anggaran", "Silaturahmi purnabakti",
)  # fmt: skip
SHARES = (
    (BookingState.FIRM,) * 7 + (BookingState.ASKED,) * 2 + (BookingState.CANCELLED, BookingState.REJECTED)
)
NEAR = 20  # requests of today and tomorrow, made first
FEW = 2000  # up to here requests keep to working days; more of them fill the weekends too


def furnish(office: Office) -> None:
    """Facilities of the household section, and requests of a month before today and a month after."""
    unit = office.unit("RT")
    things: list[Facility] = [*_rooms(unit), *_vehicles(unit), *_drivers(office, unit), *_equipment(unit)]
    wanted = 220 if office.bookings is None else office.bookings
    rows = list(_requests(office, [t.resource for t in things], wanted))
    bulk.store(office.progress("Peminjaman", rows))


def _rooms(unit: Unit) -> Iterator[Facility]:
    for name, building, floor, capacity, before, after, layouts, kit in ROOMS:
        yield inventory.add_room(
            name=name, unit=unit, by=SYSTEM, capacity=capacity, building=building, floor=floor, layouts=layouts,
            equipment=kit, buffer_before=before, buffer_after=after,
        )  # fmt: skip


def _vehicles(unit: Unit) -> Iterator[Facility]:
    plate = 1001
    for name, body, seats, count, use in VEHICLES:
        for number in range(1, count + 1):
            yield inventory.add_vehicle(
                name=f"{name} {number}" if count > 1 else name, plate=f"B {plate} NR", unit=unit, by=SYSTEM,
                capacity=seats, body=body, use=use, buffer_after=30,
            )  # fmt: skip
            plate += 1


def _drivers(office: Office, unit: Unit) -> Iterator[Facility]:
    people = [p for p in office.people if p.title.endswith("Pengemudi")]
    for person in people[:6]:
        yield inventory.add_driver(person=person, unit=unit, by=SYSTEM, licence="SIM A, B1")


def _equipment(unit: Unit) -> Iterator[Facility]:
    for sort, code, count in EQUIPMENT:
        for number in range(1, count + 1):
            yield inventory.add_equipment(
                name=f"{sort} {number}", code=f"{code}-{number:02d}", unit=unit, by=SYSTEM, sort=sort
            )


class _Diary:
    """What each resource has so far, a day at a time, so that made-up requests never overlap."""

    def __init__(self) -> None:
        self.free_from: dict[tuple[int, date], int] = {}

    def place(self, resource: Resource, day: date, hour: int, hours: int) -> tuple[datetime, datetime] | None:
        """The span from the first free hour at or after `hour`; None when the day is full."""
        first = max(hour, self.free_from.get((resource.id, day), 6))
        if first + hours > 22:
            return None
        pad = -(-(resource.buffer_before + resource.buffer_after) // 60)
        self.free_from[resource.id, day] = first + hours + pad
        start = clock.instant(day, time(first), resource.zone)
        return start, start + timedelta(hours=hours)


def _requests(office: Office, resources: list[Resource], wanted: int) -> Iterator[bulk.Wish]:
    """`wanted` requests: as many days around today as they need, mostly on working days and in rooms and cars."""
    rng, diary, made = office.rng, _Diary(), 0
    people = [p.id for p in office.people if p.unit and p.unit.path.startswith(office.unit("UM").path)]
    reach = max(30, wanted // (len(resources) * 2) + 1)
    resources = [r for r in resources for _n in range(4 if r.kind is ResourceKind.ROOM else 1)]
    while made < wanted:
        days = made // 10 if made < NEAR else rng.randint(-reach, reach)  # today's timeline is never empty
        day = office.today + timedelta(days=days)
        resource = rng.choice(resources)
        span = diary.place(
            resource, day, rng.choice((7, 8, 9, 9, 10, 13, 14, 19)), rng.choice((1, 2, 2, 3, 4))
        )
        reach += span is None and made * 20 > wanted * 19
        if span is None or (day.weekday() > 4 and rng.random() < 0.8 and wanted < FEW):
            continue
        made += 1
        state = rng.choice(SHARES)
        state = BookingState.FIRM if state is BookingState.ASKED and day <= office.today else state
        yield bulk.Wish(resource, *span, rng.choice(PURPOSES), state, rng.choice(people))

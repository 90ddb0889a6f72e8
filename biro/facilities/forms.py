"""Forms of the facilities room: shape and messages beside the field; the rules are the services'."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from wtforms import BooleanField, HiddenField, IntegerField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from biro.accounts.fields import PersonLookup
from biro.allocations.models import Resource, ResourceKind
from biro.allocations.services import Clash
from biro.core import clock
from biro.core.choices import SelectField
from biro.core.errors import DomainError
from biro.core.fields import DayField, HourField, PickField, TextField, VersionField
from biro.core.forms import FilterForm, Form
from biro.core.texts import _, _l
from biro.facilities.models import BookingState, VehicleUse

LONGEST = timedelta(days=31)


class BookingForm(Form):
    """What, when, for what. A wrong end, a past day or too many people are said beside their field."""

    resource = PickField(_l("Fasilitas"), [InputRequired()])
    day = DayField(_l("Tanggal"), [InputRequired()])
    starts = HourField(_l("Mulai"), [InputRequired()])
    ends = HourField(_l("Sampai"), [InputRequired()])
    ends_on = DayField(
        _l("Selesai tanggal"), [Optional()], description=_l("Hanya bila berakhir pada hari lain.")
    )
    purpose = TextField(_l("Keperluan"), [DataRequired(), Length(max=200)])
    attendees = IntegerField(
        _l("Jumlah peserta"),
        [Optional(), NumberRange(min=1, max=100_000)],
        render_kw={"inputmode": "numeric"},
    )
    crowded = BooleanField(_l("Tetap ajukan walau melebihi kapasitas"))
    note = TextAreaField(_l("Catatan"), [Optional(), Length(max=1000)], render_kw={"rows": 2})

    chosen: Resource | None = None
    clash: Clash | None = None

    def offer(self, resources: Iterable[Resource]) -> "BookingForm":
        """Fill the list of what may be asked for, grouped by kind."""
        groups: dict[str, list[tuple[int, str]]] = {}
        self._known = {row.id: row for row in resources}
        for row in self._known.values():
            groups.setdefault(str(row.kind.label), []).append((row.id, name_with_capacity(row)))
        self.resource.choices = {"": [("", _("Pilih fasilitas"))], **groups}
        return self

    @property
    def span(self) -> tuple[datetime, datetime] | None:
        """The instants meant, in the zone of the chosen facility."""
        if self.chosen is None or not (self.day.data and self.starts.data and self.ends.data):
            return None
        last, zone = self.ends_on.data or self.day.data, self.chosen.zone
        return clock.instant(self.day.data, self.starts.data, zone), clock.instant(last, self.ends.data, zone)

    def validate(self, extra_validators: Any = None) -> bool:
        """Field by field, then what belongs together."""
        fine = super().validate(extra_validators)
        self.chosen = self._known.get(self.resource.data or 0)
        return self._times_fit() and self._people_fit() and fine

    def _times_fit(self) -> bool:
        span = self.span
        if self.chosen is None or span is None:
            return True
        start, end = span
        wrong: tuple[Any, str] | None = None
        if self.day.data and self.day.data < clock.today(self.chosen.zone):
            wrong = (self.day, _("Tanggal ini sudah lewat."))
        elif end <= start and self.ends_on.data:
            wrong = (self.ends_on, _("Selesainya mendahului mulainya."))
        elif end <= start:
            wrong = (
                self.ends,
                _("Selesainya mendahului mulainya. Isi juga tanggal selesai bila lewat tengah malam."),
            )
        elif end - start > LONGEST:
            wrong = (self.ends_on, _("Paling lama 31 hari."))
        return wrong is None or _say(*wrong)

    def _people_fit(self) -> bool:
        room = self.chosen.capacity if self.chosen else None
        if not room or not self.attendees.data or self.attendees.data <= room or self.crowded.data:
            return True
        return _say(
            self.attendees,
            _(
                "Kapasitas %(name)s hanya %(room)s orang.",
                name=self.chosen.name if self.chosen else "",
                room=room,
            ),
        )

    @property
    def is_crowded(self) -> bool:
        """Whether the question about too many people must be shown."""
        room, people = (self.chosen.capacity if self.chosen else None), self.attendees.data
        return bool(room and people and people > room)

    def wish(self) -> dict[str, Any]:
        """Keyword arguments of `services.book`."""
        assert self.span is not None
        return {
            "resource": self.chosen,
            "starts_at": self.span[0],
            "ends_at": self.span[1],
            "purpose": self.purpose.data,
            "attendees": self.attendees.data,
            "note": self.note.data or "",
        }

    def refuse(self, refusal: DomainError) -> None:
        """A clash belongs to the facility, and brings alternatives."""
        if isinstance(refusal, Clash):
            self.clash, refusal.field = refusal, "resource"
        super().refuse(refusal)

    def again(self, resource: Resource, starts_at: datetime, ends_at: datetime) -> dict[str, Any]:
        """The query string that opens this form anew with another thing or time and everything else as typed."""
        first, last = clock.local(starts_at, resource.zone), clock.local(ends_at, resource.zone)
        typed = {"purpose": self.purpose.data, "attendees": self.attendees.data, "note": self.note.data}
        return {**prefill(resource.id, first, last), **{k: v for k, v in typed.items() if v}}


def prefill(resource_id: int, first: datetime, last: datetime) -> dict[str, Any]:
    """The query string of a request for a thing from one wall time to another."""
    found = {
        "resource": resource_id,
        "day": first.date(),
        "starts": f"{first:%H:%M}",
        "ends": f"{last:%H:%M}",
    }
    return found | ({"ends_on": last.date()} if last.date() != first.date() else {})


def _say(field: Any, sentence: str) -> bool:
    field.errors = [*field.errors, sentence]
    return False


def name_with_capacity(resource: Resource) -> str:
    """Aula Timur (200)."""
    return f"{resource.name} ({resource.capacity})" if resource.capacity else resource.name


class BookingFilter(FilterForm):
    """The list's filter; which list is a tab."""

    keadaan = SelectField(_l("Status"), choices=lambda: [("", _("Semua")), *BookingState.choices()])
    lihat = HiddenField()


class TimelineFilter(FilterForm):
    """Which day, how long, what kind, which building."""

    hari = DayField(_l("Tanggal"), [Optional()])
    rentang = SelectField(_l("Rentang"), choices=[("hari", _l("Sehari")), ("minggu", _l("Sepekan"))])
    jenis = SelectField(
        _l("Jenis"),
        choices=lambda: (
            [("", _("Ruang dan kendaraan"))]
            + [(kind.value, kind.label) for kind in ResourceKind if kind is not ResourceKind.PERSON]
        ),
    )
    gedung = SelectField(_l("Gedung"), choices=[], validate_choice=False)

    def offer_buildings(self, things: Iterable[Any]) -> None:
        """The buildings of what is shown."""
        names = sorted({thing.building for thing in things if thing.building})
        self.gedung.choices = [("", _("Semua gedung")), *((name, name) for name in names)]


class ThingFilter(FilterForm):
    """Search in the list of facilities."""

    q = TextField(_l("Cari nama"), [Optional(), Length(max=80)])
    jenis = HiddenField()


class ThingForm(Form):
    """What every facility has."""

    name = TextField(_l("Nama"), [DataRequired(), Length(max=160)])
    unit_id = PickField(_l("Dikelola oleh"), [InputRequired()])
    capacity = IntegerField(_l("Kapasitas (orang)"), [Optional(), NumberRange(min=1, max=100_000)])
    buffer_before = IntegerField(
        _l("Jeda sebelum (menit)"), [Optional(), NumberRange(min=0, max=1440)], default=0,
        description=_l("Waktu menyiapkan; ikut menutup jadwal."),
    )  # fmt: skip
    buffer_after = IntegerField(
        _l("Jeda sesudah (menit)"), [Optional(), NumberRange(min=0, max=1440)], default=0,
        description=_l("Waktu membereskan; ikut menutup jadwal."),
    )  # fmt: skip
    note = TextAreaField(_l("Catatan"), [Optional(), Length(max=500)], render_kw={"rows": 2})
    active = BooleanField(_l("Dapat dipinjam"), default=True)
    version = VersionField()

    @property
    def values(self) -> dict[str, Any]:
        """For the inventory's keyword arguments; an empty buffer is none."""
        found = super().values
        return {
            k: (v or 0) if k.startswith("buffer") else v for k, v in found.items() if k not in {"unit_id"}
        }


class RoomForm(ThingForm):
    """A room."""

    building = TextField(_l("Gedung"), [Optional(), Length(max=120)])
    floor = TextField(_l("Lantai"), [Optional(), Length(max=20)])
    layouts = TextField(
        _l("Tata letak"), [Optional(), Length(max=300)], description=_l("Misal: teater 200, kelas 90")
    )
    equipment = TextField(_l("Perlengkapan"), [Optional(), Length(max=300)])


class VehicleForm(ThingForm):
    """A vehicle."""

    plate = TextField(_l("Nomor polisi"), [DataRequired(), Length(max=20)])
    body = TextField(
        _l("Jenis kendaraan"), [Optional(), Length(max=60)], description=_l("Misal: minibus, sedan, bus")
    )
    use = SelectField(_l("Peruntukan"), choices=lambda: VehicleUse.choices())


class DriverForm(ThingForm):
    """A driver: a person of the office."""

    name = None  # type: ignore[assignment]
    capacity = None  # type: ignore[assignment]
    person_id = PersonLookup(_l("Pegawai"), [InputRequired()])
    licence = TextField(_l("SIM"), [Optional(), Length(max=40)])


class EquipmentForm(ThingForm):
    """A piece of equipment."""

    capacity = None  # type: ignore[assignment]
    code = TextField(_l("Kode barang"), [DataRequired(), Length(max=40)])
    sort = TextField(
        _l("Kelompok"),
        [Optional(), Length(max=80)],
        description=_l("Misal: proyektor, tenda, pengeras suara"),
    )


FORMS: dict[ResourceKind, type[ThingForm]] = {
    ResourceKind.ROOM: RoomForm,
    ResourceKind.VEHICLE: VehicleForm,
    ResourceKind.DRIVER: DriverForm,
    ResourceKind.EQUIPMENT: EquipmentForm,
}

"""The form of an event, whole or as a part of another room's page, and what it offers when something is taken."""

from datetime import date, datetime, time
from typing import Any

from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from biro.accounts.actors import actor
from biro.accounts.fields import PersonLookup
from biro.accounts.models import Person
from biro.allocations.models import Resource, ResourceKind
from biro.allocations.services import Clash
from biro.core import clock
from biro.core.choices import RadioField, SelectField
from biro.core.db import db
from biro.core.errors import DomainError
from biro.core.fields import DayField, HourField, PickField, TextField, VersionField
from biro.core.forms import FilterForm, Form
from biro.core.texts import _l
from biro.events import rules
from biro.events.clashes import TAKE, ClashHelp, clash_help, refilled
from biro.events.fields import CountsField, TickField
from biro.events.models import Attendance
from biro.facilities import queries as fleet
from biro.rosters import queries as rosters
from biro.rosters.services import PostNeed

ZONES = [(zone.value, zone.short) for zone in clock.Zone]


def _things(kind: ResourceKind) -> list[tuple[int, str]]:
    found = fleet.resources(kind, actor())
    return [(r.id, f"{r.name} ({r.capacity})" if r.capacity else r.name) for r in found]


class WhenFields(Form):
    """A day and hours as people write them, in a zone; `until` only when it ends on another day."""

    day = DayField(_l("Tanggal"), [InputRequired()])
    starts = HourField(_l("Mulai"), [InputRequired()])
    ends = HourField(_l("Sampai"), [InputRequired()])
    until = DayField(_l("Tanggal selesai"), [Optional()], description=_l("Hanya bila selesai di hari lain."))
    zone = SelectField(_l("Zona waktu"), choices=ZONES, default=clock.Zone.WIB.value)
    clash: ClashHelp | None = None
    refilled = False

    def process(self, formdata: Any = None, obj: Any = None, data: Any = None, **kwargs: Any) -> None:
        """A chosen alternative changes the inputs it concerns; everything else stays as typed."""
        formdata = self.meta.wrap_formdata(self, formdata)
        if formdata and formdata.get(TAKE):
            formdata, self.refilled = refilled(formdata), True
        super().process(formdata, obj, data, **kwargs)

    def is_submitted(self) -> bool:
        """Not while an alternative is being filled in: the person looks first, then saves."""
        return not self.refilled and bool(super().is_submitted())

    def refuse(self, refusal: DomainError) -> None:
        """Also keep what to offer instead."""
        super().refuse(refusal)
        if isinstance(refusal, Clash):
            self.clash = clash_help(refusal, str(self.zone.data), frozenset(self._fields) - {"day"})

    def span(self) -> tuple[datetime, datetime]:
        """The instants; refuses an unknown zone."""
        day, starts, ends = self.day.data, self.starts.data, self.ends.data
        assert isinstance(day, date) and isinstance(starts, time) and isinstance(ends, time)
        return rules.span_of(day, starts, ends, str(self.zone.data), self.until.data)


class NameFields(Form):
    """What it is called and how lists name the place."""

    title = TextField(_l("Nama acara"), [InputRequired(), Length(max=200)])
    venue = TextField(
        _l("Tempat"),
        [Length(max=300)],
        description=_l("Isi bila di luar ruang kita, atau untuk memperjelas."),
    )


class AboutFields(NameFields):
    """What an event says of itself: theme, host, participants, note."""

    theme = TextField(_l("Tema"), [Length(max=300)])
    host = TextField(_l("Tuan rumah"), [Length(max=160)])
    participants = TextAreaField(
        _l("Peserta menurut jabatan"), [Length(max=10_000)], render_kw={"rows": 4},
        description=_l("Satu baris satu kelompok: jabatan; instansi; jumlah."),
    )  # fmt: skip
    note = TextAreaField(_l("Catatan"), [Length(max=2000)], render_kw={"rows": 3})

    def about_values(self) -> dict[str, Any]:
        """Keyword arguments of `events.services` for these words. Call it inside `settling`."""
        return {
            "title": self.title.data, "venue_text": self.venue.data or "", "theme": self.theme.data or "",
            "host": self.host.data or "", "note": "\n".join((self.note.data or "").strip().splitlines()),
            "participants": rules.read_participants(self.participants.data or ""),
        }  # fmt: skip


class EventFields(WhenFields, NameFields):
    """What `events.services.plan` needs. Rooms above extend it; `_fields.html` draws it; `plan_values` feeds it."""

    hall = PickField(_l("Ruang"), [Optional()], choices=lambda: [("", ""), *_things(ResourceKind.ROOM)])
    leader = PersonLookup(_l("Pimpinan"), [Optional()])
    attendance = RadioField(
        _l("Kehadiran pimpinan"), choices=Attendance.choices(), default=Attendance.ATTENDS.value
    )
    representative = PersonLookup(_l("Diwakili oleh"), [Optional()])
    vehicles = TickField(_l("Kendaraan"), choices=lambda: _things(ResourceKind.VEHICLE))
    drivers = TickField(_l("Pengemudi"), choices=lambda: _things(ResourceKind.DRIVER))
    equipment = TickField(_l("Peralatan"), choices=lambda: _things(ResourceKind.EQUIPMENT))
    posts = CountsField(
        _l("Petugas"), options=lambda: [(p.id, p.name) for p in rosters.posts()],
        description=_l("Jumlah orang tiap pos. Jadwalnya disusun adil, lalu disetujui kepala."),
    )  # fmt: skip
    secret = BooleanField(_l("Rahasia: hanya terlihat oleh yang berkepentingan"))

    def plan_values(self) -> dict[str, Any]:
        """Keyword arguments for `events.services.plan` (all but `by`). Call it inside `settling`."""
        starts_at, ends_at = self.span()
        leader = self._one(Person, self.leader)
        attendance = Attendance(self.attendance.data)
        if leader is None and attendance is Attendance.ATTENDS:
            attendance = Attendance.NONE
        return {
            "title": self.title.data, "starts_at": starts_at, "ends_at": ends_at, "zone": self.zone.data,
            "venue_text": self.venue.data or "", "hall": self._one(Resource, self.hall),
            "leader": leader, "attendance": attendance,
            "representative": self._one(Person, self.representative), "secret": bool(self.secret.data),
            "vehicles": self._many(self.vehicles), "drivers": self._many(self.drivers),
            "equipment": self._many(self.equipment),
            "posts": [PostNeed(key, count) for key, count in (self.posts.data or {}).items()],
        }  # fmt: skip

    @staticmethod
    def _one(model: type[Any], field: Any) -> Any:
        return db.session.get(model, field.data) if field.data else None

    @staticmethod
    def _many(field: Any) -> list[Resource]:
        found = [db.session.get(Resource, key) for key in field.data or []]
        return [row for row in found if row is not None]


class EventForm(EventFields, AboutFields):
    """The page of its own: also theme, host, participants."""

    def plan_values(self) -> dict[str, Any]:
        """With what this page has more."""
        return {**super().plan_values(), **self.about_values()}


class EditEventForm(AboutFields):
    """Other words about the same event."""

    venue = TextField(
        _l("Tempat"), [Length(max=300)], description=_l("Kosongkan bila cukup nama ruang yang dipesan.")
    )
    version = VersionField()


class MoveForm(WhenFields):
    """Another time for everything."""

    version = VersionField()


class ReplaceForm(Form):
    """Another thing for a lost need; the view sets what is free."""

    resource = PickField(_l("Ganti dengan"), [InputRequired()])


class AgendaFilter(FilterForm):
    """Which events to list."""

    waktu = SelectField(
        _l("Waktu"),
        choices=[("", _l("Akan datang")), ("lewat", _l("Sudah lewat"))],
        default="",
        validate_choice=False,
    )
    keadaan = SelectField(
        _l("Status"), choices=[("", _l("Semua")), ("planned", _l("Terjadwal")), ("done", _l("Selesai")),
        ("cancelled", _l("Dibatalkan"))], default="", validate_choice=False,
    )  # fmt: skip
    q = StringField(_l("Cari"), render_kw={"type": "search"})

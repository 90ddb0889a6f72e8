"""Forms of the rosters room."""

from datetime import date
from typing import Any

from wtforms import BooleanField, IntegerField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from biro.accounts.fields import PersonLookup
from biro.core.choices import SelectField
from biro.core.fields import DayField, HourField, PickField, TextField, VersionField
from biro.core.forms import Form
from biro.core.texts import _, _l, bulan
from biro.rosters.models import DayType, LeaveKind, Post, Shift


class MonthForm(Form):
    """Which unit, which month."""

    unit_id = PickField(_l("Unit"), [DataRequired()])
    month = SelectField(_l("Bulan"), [DataRequired()])

    def offer(self, units: list[Any], today: date) -> "MonthForm":
        """This month and the six after it; the next one is proposed."""
        self.unit_id.choices = [(u.id, u.name) for u in units]
        months = [add_months(today.replace(day=1), n) for n in range(7)]
        self.month.choices = [(m.isoformat(), bulan(m)) for m in months]
        if not self.is_submitted():
            self.month.data = months[1].isoformat()
        return self


def add_months(first: date, count: int) -> date:
    """The first of the month `count` months on."""
    total = first.year * 12 + first.month - 1 + count
    return date(total // 12, total % 12 + 1, 1)


class CellForm(Form):
    """A post and shift for a person on a day."""

    slot = SelectField(_l("Pos dan gilir"), [DataRequired()])


class PlaceForm(Form):
    """A person for a place."""

    person_id = PickField(_l("Petugas"), [Optional()])


class LeaveForm(Form):
    """Leave of a person."""

    person_id = PersonLookup(_l("Pegawai"), [InputRequired()])
    kind = SelectField(_l("Jenis cuti"), [DataRequired()], choices=LeaveKind.choices())
    starts_on = DayField(_l("Hari pertama"), [DataRequired()])
    ends_on = DayField(_l("Hari terakhir"), [DataRequired()])
    reason = TextField(_l("Keterangan"), [Length(max=300)])


class ShiftForm(Form):
    """A shift by wall time."""

    name = TextField(_l("Nama"), [DataRequired(), Length(max=40)])
    code = TextField(
        _l("Singkatan"), [DataRequired(), Length(max=3)], description=_l("Dipakai di kisi, misalnya P.")
    )
    starts = HourField(_l("Mulai"), [InputRequired()])
    minutes = IntegerField(
        _l("Lama (menit)"),
        [InputRequired(), NumberRange(15, 1440)],
        description=_l("Boleh melewati tengah malam."),
    )
    active = BooleanField(_l("Dipakai"), default=True)
    version = VersionField(validators=[Optional()])


class PostForm(Form):
    """A post; the cover fields of each shift and day type are added by `post_form`."""

    name = TextField(_l("Nama pos"), [DataRequired(), Length(max=80)])
    unit_id = PickField(_l("Unit"), [DataRequired()])
    competence = StringField(
        _l("Kompetensi"), [Length(max=200)],
        description=_l("Kata dalam nama jabatan, pisahkan dengan koma. Kosong: semua pegawai unit bisa."),
    )  # fmt: skip
    active = BooleanField(_l("Dipakai"), default=True)
    version = VersionField(validators=[Optional()])

    @property
    def counts(self) -> dict[tuple[int, DayType], int]:
        """(shift id, day type) → people."""
        return {key: self[name].data or 0 for key, name in self.cover_names.items()}

    cover_names: dict[tuple[int, DayType], str] = {}


def post_form(shifts: list[Shift], post: Post | None, counts: dict[tuple[int, DayType], int]) -> PostForm:
    """The form with one number for each shift and day type."""
    fields: dict[str, Any] = {}
    names: dict[tuple[int, DayType], str] = {}
    for shift in shifts:
        for kind in DayType:
            name = f"cover_{shift.id}_{kind.value}"
            label = _("%(shift)s, %(kind)s", shift=shift.name, kind=str(kind.label).lower())
            have = counts.get((shift.id, kind), 0)
            fields[name] = IntegerField(label, [Optional(), NumberRange(0, 50)], default=have)
            names[shift.id, kind] = name
    made: PostForm = type("PostForm", (PostForm,), {**fields, "cover_names": names})(obj=post)
    return made

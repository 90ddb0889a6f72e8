"""Forms of the accounts room."""

from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, PasswordField
from wtforms.validators import DataRequired, Email, EqualTo, Length, Optional

from biro.accounts import queries
from biro.accounts.fields import PersonLookup
from biro.accounts.models import AssignmentKind, Person
from biro.accounts.permissions import Role
from biro.core.acts import CATALOGUE
from biro.core.choices import SelectField
from biro.core.clock import Zone, day_bounds
from biro.core.db import db
from biro.core.errors import DomainError
from biro.core.fields import DayField, PickField, TextField, VersionField
from biro.core.forms import FilterForm, Form
from biro.core.texts import LANGUAGES, _, _l
from biro.core.workdays import HolidayKind

NEW_PASSWORD = {"autocomplete": "new-password"}


def unit_choices() -> list[tuple[Any, str]]:
    """Units as an indented list, the empty choice first."""
    return [("", "–"), *((u.id, "\u2003" * u.depth + u.name) for u in queries.units())]


def position_choices() -> list[tuple[Any, str]]:
    """Positions with their unit."""
    return [("", "–"), *((p.id, f"{p.title} · {p.unit.name}") for p in queries.positions())]


class LoginForm(Form):
    """Username and password."""

    username = TextField(
        _l("Nama pengguna"),
        [DataRequired(), Length(max=60)],
        render_kw={"autocomplete": "username", "autofocus": True},
    )
    password = PasswordField(
        _l("Kata sandi"), [DataRequired(), Length(max=200)], render_kw={"autocomplete": "current-password"}
    )


class ContactForm(Form):
    """What people keep up to date about themselves."""

    email = TextField(
        _l("Surel"), [Optional(), Email(), Length(max=254)], render_kw={"autocomplete": "email"}
    )
    phone = TextField(_l("Telepon"), [Length(max=40)], render_kw={"autocomplete": "tel"})
    version = VersionField(validators=[Optional()])


class ProfileForm(ContactForm):
    """One's own profile."""

    language = SelectField(_l("Bahasa"), choices=list(LANGUAGES.items()))
    by_email = BooleanField(_l("Kirim pengingat juga lewat surel"))
    digest = BooleanField(
        _l("Kumpulkan surel tentang disposisi dalam satu ringkasan pagi"),
        description=_l("Bila tidak: satu surel untuk tiap kabar. Yang sangat segera selalu dikirim saat itu juga."),
    )  # fmt: skip


class PersonForm(ContactForm):
    """Someone of the office, for the administrator."""

    name = TextField(_l("Nama lengkap"), [DataRequired(), Length(max=160)], description=_l("Dengan gelar."))
    nip = TextField(_l("NIP"), [Length(max=30)])
    unit_id = PickField(_l("Unit kerja"), [DataRequired()], choices=unit_choices)
    grade = TextField(_l("Pangkat/golongan"), [Length(max=60)])
    username = TextField(
        _l("Nama pengguna"),
        [Length(max=60)],
        description=_l("Kosongkan bila tidak perlu masuk ke Biro."),
        render_kw={"autocomplete": "off", "autocapitalize": "none"},
    )


class NewPersonForm(PersonForm):
    """The first password is handed over in person and must be changed."""

    password = TextField(
        _l("Kata sandi sementara"),
        [Length(max=200)],
        description=_l("Paling sedikit 10 huruf; wajib diganti saat pertama kali masuk."),
        render_kw=NEW_PASSWORD,
    )


class ResetForm(Form):
    """A temporary password."""

    password = TextField(
        _l("Kata sandi sementara"),
        [DataRequired(), Length(max=200)],
        description=_l("Serahkan langsung kepada pemiliknya; ia wajib menggantinya saat masuk."),
        render_kw=NEW_PASSWORD,
    )


class PasswordForm(Form):
    """One's own new password."""

    current = PasswordField(
        _l("Kata sandi sekarang"),
        [DataRequired(), Length(max=200)],
        render_kw={"autocomplete": "current-password"},
    )
    password = PasswordField(
        _l("Kata sandi baru"),
        [DataRequired(), Length(max=200)],
        description=_l("Paling sedikit 10 huruf. Beberapa kata acak lebih kuat daripada satu kata rumit."),
        render_kw=NEW_PASSWORD,
    )
    again = PasswordField(
        _l("Ulangi kata sandi baru"), [DataRequired(), EqualTo("password")], render_kw=NEW_PASSWORD
    )


class AssignmentForm(Form):
    """Putting a person on a position."""

    position_id = PickField(_l("Jabatan"), [DataRequired()], choices=position_choices)
    kind = SelectField(_l("Jenis"), choices=AssignmentKind.choices, coerce=AssignmentKind)
    starts_on = DayField(_l("Mulai"), [DataRequired()])
    ends_on = DayField(
        _l("Sampai dengan"), [Optional()], description=_l("Wajib untuk Plt. dan Plh.; hari terakhir ikut.")
    )
    decree = TextField(_l("Nomor SK"), [Length(max=160)])


class EndForm(Form):
    """The last day of an assignment."""

    ends_on = DayField(_l("Hari terakhir"), [DataRequired()])


class RoleForm(Form):
    """A role beside the position."""

    role = SelectField(_l("Peran"), choices=Role.choices, coerce=Role)
    unit_id = PickField(
        _l("Berlaku di unit"), [DataRequired()], choices=unit_choices, description=_l("Termasuk bawahannya.")
    )
    starts_on = DayField(_l("Mulai"), [DataRequired()])
    ends_on = DayField(_l("Sampai dengan"), [Optional()])


class DelegationForm(Form):
    """Letting somebody act in one's name."""

    receiver_id = PersonLookup(_l("Penerima kuasa"), [DataRequired()])
    starts_on = DayField(_l("Mulai"), [DataRequired()])
    ends_on = DayField(_l("Sampai dengan"), [DataRequired()], description=_l("Paling lama 90 hari."))
    reason = TextField(_l("Alasan"), [DataRequired(), Length(max=300)])
    with_secret = BooleanField(
        _l("Termasuk yang rahasia"), description=_l("Tanpa ini, surat rahasia Anda tetap hanya milik Anda.")
    )

    def terms(self, giver: Person) -> dict[str, Any]:
        """Days become instants in the giver's zone; the last day counts in full."""
        zone = giver.unit.zone if giver.unit else Zone.WIB
        values = self.values
        starts_at, _end = day_bounds(values.pop("starts_on"), zone)
        _start, ends_at = day_bounds(values.pop("ends_on"), zone)
        receiver = db.session.get(Person, values.pop("receiver_id"))
        return {**values, "receiver": receiver, "starts_at": starts_at, "ends_at": ends_at}


class UnitForm(Form):
    """A work unit."""

    name = TextField(_l("Nama unit"), [DataRequired(), Length(max=160)])
    code = TextField(_l("Kode"), [DataRequired(), Length(max=40)])
    parent_id = PickField(_l("Di bawah"), [DataRequired()], choices=unit_choices)
    zone = SelectField(_l("Zona waktu"), choices=[(z.value, z.short) for z in Zone])


class PositionForm(Form):
    """A chair in a unit."""

    title = TextField(_l("Nama jabatan"), [DataRequired(), Length(max=200)])
    role = SelectField(_l("Peran"), choices=Role.choices, coerce=Role)
    is_head = BooleanField(_l("Pemimpin unit ini"))
    single = BooleanField(_l("Hanya satu pejabat definitif"))


class PeopleFilter(FilterForm):
    """What the list of people is narrowed by."""

    q = TextField(_l("Nama atau NIP"))
    unit = PickField(_l("Unit kerja"), choices=lambda: [("", _("Semua unit")), *unit_choices()[1:]])
    status = SelectField(
        _l("Status"),
        choices=[("aktif", _l("Aktif")), ("nonaktif", _l("Nonaktif")), ("semua", _l("Semua"))],
        default="aktif",
    )


def action_choices() -> list[tuple[str, str]]:
    """Every action of the catalogue in words, once for each sentence and subject."""
    return [
        ("", _("Semua tindakan")),
        *sorted(((k, str(v)) for k, v in CATALOGUE.items()), key=lambda pair: pair[1]),
    ]


class TrailFilter(FilterForm):
    """What the Trail is narrowed by."""

    person = PersonLookup(_l("Pelaku"))
    action = SelectField(_l("Tindakan"), choices=action_choices, default="")
    since = DayField(_l("Sejak"), [Optional()])
    until = DayField(_l("Sampai dengan"), [Optional()])


class HolidayForm(Form):
    """A day off."""

    day = DayField(_l("Tanggal"), [DataRequired()])
    name = TextField(_l("Nama"), [DataRequired(), Length(max=120)])
    kind = SelectField(_l("Jenis"), choices=HolidayKind.choices, coerce=HolidayKind)
    source = TextField(
        _l("Sumber"),
        [Length(max=160)],
        description=_l("Nomor SKB, keputusan, atau edaran yang menetapkannya."),
    )
    provisional = BooleanField(_l("Sementara, menunggu penetapan"))
    version = VersionField(validators=[Optional()])

    @property
    def terms(self) -> dict[str, Any]:
        """The day itself, without the version."""
        return {k: v for k, v in self.values.items() if k != "version"}


class HolidayImportForm(Form):
    """A CSV file, then its text again with the decision to take it."""

    file = FileField(
        _l("Berkas CSV"),
        description=_l("Kolom: tanggal, nama, jenis, sumber, sementara."),
        render_kw={"accept": ".csv,text/csv"},
    )
    text = HiddenField(validators=[Length(max=60_000)])
    sure = HiddenField()

    def uploaded(self) -> str:
        """The file's text (UTF-8, or what Excel writes), or the text that was shown before; faults go to the field."""
        if not self.file.data:
            if not self.text.data:
                self.refuse(DomainError(_("Pilih berkasnya."), field="file"))
            return str(self.text.data or "")
        raw = self.file.data.read(60_001)
        if len(raw) > 60_000 or b"\0" in raw:
            self.refuse(DomainError(_("Ini bukan berkas CSV yang wajar (paling besar 60 KB)."), field="file"))
            return ""
        try:
            self.text.data = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            self.text.data = raw.decode("cp1252", "replace")
        return str(self.text.data)

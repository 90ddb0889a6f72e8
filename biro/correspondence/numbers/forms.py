"""Numbers as they are asked for, and books as they are set up."""

from typing import Any

from wtforms import BooleanField, IntegerField, SearchField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from biro.accounts import queries as accounts
from biro.accounts.models import Unit
from biro.accounts.permissions import P
from biro.core import clock
from biro.core.choices import SelectField
from biro.core.db import db
from biro.core.errors import Forbidden
from biro.core.fields import DayField, LookupField, PickField, TextField, VersionField
from biro.core.forms import FilterForm, Form
from biro.core.texts import _, _l
from biro.correspondence.forms.letters import _class_id, _class_label
from biro.correspondence.models import Classification, NumberScope, Register, RegisterKind, Security
from biro.correspondence.numbers import presets, rules
from biro.correspondence.numbers.models import NumberState


def units_of(actor: Any) -> list[tuple[Any, str]]:
    """For which units the actor may take numbers: those of the house, indented."""
    house = set(actor.house_units(P.NUMBER_TAKE))
    return [(u.id, "\u2003" * u.depth + u.name) for u in accounts.units() if u.id in house]


def own_unit(actor: Any) -> int | None:
    """The unit in which the actor works."""
    return next((grant.unit_id for grant in actor.grants if grant.title), None)


class UnitFields(Form):
    """For which unit."""

    unit_id = PickField(_l("Untuk unit"), [InputRequired()])

    def __init__(self, actor: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.unit_id.choices = units_of(actor)
        if self.unit_id.data is None:
            self.unit_id.data = own_unit(actor)

    @property
    def unit(self) -> Unit:
        """The chosen one."""
        found = db.session.get(Unit, self.unit_id.data or 0)
        if found is None:
            raise Forbidden
        return found


class CodeFields(Form):
    """A code of the classification."""

    classification_id = LookupField(
        _l("Klasifikasi"), lookup="correspondence.classification", label_of=_class_label, resolve=_class_id,
        description=_l("Ketik kode atau kata, misalnya 000.1 atau rapat."),
    )  # fmt: skip

    @property
    def classification(self) -> Classification | None:
        """The chosen one."""
        return db.session.get(Classification, self.classification_id.data or 0)


class BookFields(Form):
    """From which book; without any the first letter opens one."""

    register_id = PickField(_l("Buku"), validate_choice=False)

    def offer(self, books: list[Register]) -> None:
        """The books that still give numbers."""
        self.register_id.choices = [(b.id, b.name) for b in books if b.active] or [("", _("Buku baru"))]


class UseForm(UnitFields, CodeFields):
    """What a number that is already there will be for."""

    letter_date = DayField(_l("Tanggal surat"), [InputRequired()], default=clock.today)
    security = SelectField(_l("Keamanan"), choices=Security.choices(), default=Security.OPEN.value)
    note = TextField(_l("Hal"), [InputRequired(), Length(max=500)])
    addressee = TextField(_l("Tujuan"), [Length(max=300)])
    position_code = TextField(
        _l("Kode jabatan penanda tangan"), [Length(max=40)], description=_l("Kosong: kode jabatan dari buku.")
    )

    @property
    def order(self) -> dict[str, Any]:
        """Keyword arguments of `services.take` and its sisters."""
        return {
            "letter_date": self.letter_date.data, "unit": self.unit, "classification": self.classification,
            "security": self.security.data, "note": self.note.data or "", "addressee": self.addressee.data or "",
            "position_code": (self.position_code.data or "") if self.position_code else "",
        }  # fmt: skip

    def drop_unused(self, books: list[Register]) -> None:
        """Ask only for what the pattern of a book prints."""
        patterns = [book.pattern for book in books if book.pattern]
        for name, token in (("position_code", "jabatan"), ("sub", "sub")):
            if name in self._fields and not any(rules.has(pattern, token) for pattern in patterns):
                delattr(self, name)


class TakeForm(UseForm, BookFields):
    """The next number of a book."""

    sub = TextField(_l("Subnomor"), [Length(max=12)])
    insert = BooleanField(
        _l("Sisipkan menurut tanggal surat"),
        description=_l("Untuk surat bertanggal mundur: nomor seperti 12.1 di belakang nomor tanggal itu."),
    )

    @property
    def order(self) -> dict[str, Any]:
        """With what only the next number can have."""
        return {
            **super().order, "insert": bool(self.insert.data),
            "sub": (self.sub.data or "") if "sub" in self._fields else "",
        }  # fmt: skip


class OverrideForm(UseForm, BookFields):
    """A number written by hand."""

    seq = IntegerField(_l("Nomor urut"), [InputRequired(), NumberRange(min=1, max=9_999_999)])
    sub = TextField(_l("Subnomor"), [Length(max=12)])
    text = TextField(
        _l("Nomor lengkap"), [Length(max=150)], description=_l("Kosong: dibentuk dari pola buku dengan nomor urut itu.")
    )  # fmt: skip
    reason = TextAreaField(_l("Alasan"), [InputRequired(), Length(max=1000)], render_kw={"rows": 3})

    @property
    def order(self) -> dict[str, Any]:
        """With the number itself."""
        sub = (self.sub.data or "") if "sub" in self._fields else ""
        given = {
            "seq": self.seq.data,
            "text": self.text.data or "",
            "reason": self.reason.data or "",
            "sub": sub,
        }
        return {**super().order, **given}


class ReserveForm(UnitFields, CodeFields, BookFields):
    """Numbers put by."""

    letter_date = DayField(
        _l("Untuk tanggal"), [InputRequired()], default=clock.today,
        description=_l("Buku berjatah harian: nomor tanggal itu. Buku lain: nomor berikutnya dari tahun itu."),
    )  # fmt: skip
    count = IntegerField(_l("Berapa nomor"), [InputRequired(), NumberRange(min=1, max=200)], default=10)
    auto = SelectField(
        _l("Kapan dipakai"),
        choices=[
            ("1", _l("Lebih dulu, untuk setiap surat unit itu")), ("", _l("Hanya bila dipilih, untuk surat tertentu"))
        ],
    )  # fmt: skip
    reason = TextField(_l("Keperluan"), [Length(max=1000)])

    @property
    def order(self) -> dict[str, Any]:
        """Keyword arguments of `services.reserve`."""
        return {
            "letter_date": self.letter_date.data, "count": self.count.data, "unit": self.unit,
            "auto": bool(self.auto.data), "classification": self.classification, "reason": self.reason.data or "",
        }  # fmt: skip


class LedgerFilter(FilterForm):
    """Which numbers of which book."""

    q = SearchField(_l("Cari"), render_kw={"placeholder": _l("nomor, hal, tujuan")})
    register = SelectField(_l("Buku"), validate_choice=False)
    year = SelectField(_l("Tahun"), validate_choice=False)
    state = SelectField(_l("Status"), validate_choice=False)

    def __init__(self, books: list[Register], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        this = clock.today().year
        self.register.choices = [(str(b.id), b.name) for b in books]
        self.year.choices = [(str(y), str(y)) for y in range(this + 1, this - 6, -1)]
        self.state.choices = [("", _("Semua status")), *NumberState.choices()]
        if not self.year.data:
            self.year.data = str(this)

    @property
    def book_id(self) -> int | None:
        """The chosen book."""
        text = self.register.data or ""
        return int(text) if text.isdecimal() and len(text) < 18 else None

    @property
    def chosen_year(self) -> int:
        """The chosen year, this one when it is none."""
        text = self.year.data or ""
        return int(text) if text.isdecimal() and len(text) == 4 else clock.today().year


class RegisterForm(Form):
    """A book as the administrator sets it up."""

    name = TextField(_l("Nama buku"), [InputRequired(), Length(max=120)])
    unit_id = PickField(_l("Dipegang oleh"), [InputRequired()])
    kind = SelectField(_l("Jenis"), choices=RegisterKind.choices(), default=RegisterKind.OUTGOING.value)
    preset = SelectField(_l("Contoh pola"), validate_choice=False)
    pattern = TextField(
        _l("Pola nomor"), [Length(max=120)], description=_l("Contoh: {klasifikasi}/{urut}/{unit}")
    )
    scope = SelectField(_l("Cara berhitung"), choices=NumberScope.choices(), default=NumberScope.BOOK.value)
    unit_code = TextField(
        "{unit}", [Length(max=40)], description=_l("Kosong: kode unit pembuat surat."), render_kw={"size": 12}
    )  # fmt: skip
    position_code = TextField("{jabatan}", [Length(max=40)], description=_l("Kode jabatan penanda tangan."))
    agency_code = TextField("{instansi}", [Length(max=40)], description=_l("Kode instansi."))
    day_quota = IntegerField(
        _l("Jatah nomor per hari"), [Optional(), NumberRange(min=0, max=10_000)], default=0,
        description=_l("0: berurutan. Dengan jatah, surat bertanggal mundur mendapat nomor tanggalnya."),
    )  # fmt: skip
    alarm_below = IntegerField(
        _l("Ingatkan bila sisa kurang dari"), [Optional(), NumberRange(min=0, max=10_000)], default=0,
        description=_l("Sisa jatah sehari atau jatah unit. 0: tidak diingatkan."),
    )  # fmt: skip
    basis = TextField(
        _l("Dasar aturan"), [Length(max=200)], description=_l("Peraturan kantor tentang penomoran.")
    )
    active = BooleanField(_l("Dipakai"), default=True)
    version = VersionField(validators=[Optional()])

    def __init__(self, actor: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        managed = set(actor.units_for(P.CORRESPONDENCE_MANAGE))
        self.unit_id.choices = [
            (u.id, "\u2003" * u.depth + u.name) for u in accounts.units() if u.id in managed
        ]
        self.preset.choices = [
            ("", _("Pilih")),
            *((p.code, f"{p.name}: {p.example}") for p in presets.presets()),
        ]

    @property
    def terms(self) -> dict[str, Any]:
        """What `services.open_register` and `change_register` have in common."""
        skip = {"unit_id", "kind", "preset", "active", "version"}
        found = {name: value for name, value in self.values.items() if name not in skip}
        return {name: (value if value is not None else 0) for name, value in found.items()}

    def fill(self) -> None:
        """Take over the chosen pattern; what was typed elsewhere stays."""
        preset = next((p for p in presets.presets() if p.code == self.preset.data), None)
        if preset is not None:
            self.pattern.data, self.basis.data, self.kind.data = (
                preset.pattern,
                preset.basis,
                preset.kind.value,
            )


class ContinueForm(Form):
    """Where the book on paper stood."""

    year = IntegerField(_l("Tahun"), [InputRequired(), NumberRange(min=2000, max=2200)])
    following = IntegerField(_l("Nomor berikutnya"), [InputRequired(), NumberRange(min=2, max=9_999_999)])

"""A file as it is opened, corrected, closed, looked for; and what is put into it."""

from typing import Any

from flask import request
from wtforms import SearchField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from biro.accounts import queries as accounts
from biro.accounts.actors import actor
from biro.core import clock
from biro.core.choices import SelectField
from biro.core.db import db
from biro.core.fields import DayField, LookupField, PickField, TextField, VersionField
from biro.core.forms import FilterForm, Form
from biro.core.texts import _, _l
from biro.correspondence.archive import queries
from biro.correspondence.archive.models import CaseFile, CaseFileState, CopyForm
from biro.correspondence.forms.letters import _class_id, _class_label


def unit_choices(ids: Any) -> list[tuple[int, str]]:
    """These units as an indented list."""
    return [(u.id, "\u2003" * u.depth + u.name) for u in accounts.units() if u.id in set(ids)]


def class_field(label: Any = None, **kwargs: Any) -> LookupField:
    """A classification by code or words."""
    return LookupField(
        label or _l("Klasifikasi"), lookup="correspondence.classification", label_of=_class_label,
        resolve=_class_id, **kwargs,
    )  # fmt: skip


class PlaceFields(Form):
    """Where it stands."""

    cabinet = TextField(_l("Lemari/rak"), [Length(max=40)])
    drawer = TextField(_l("Laci/boks"), [Length(max=40)])
    folder = TextField(_l("Folder"), [Length(max=40)])


class PlaceForm(PlaceFields):
    """A new place of a file that is closed."""

    version = VersionField()


class EditFileForm(PlaceFields):
    """Correcting a running file."""

    title = TextField(_l("Uraian berkas"), [InputRequired(), Length(max=300)])
    classification_id = class_field(
        validators=[InputRequired()], description=_l("Ketik kode atau kata, misalnya 000.1 atau rapat.")
    )
    note = TextAreaField(_l("Keterangan"), [Length(max=2000)], render_kw={"rows": 2})
    version = VersionField()


class NewFileForm(EditFileForm):
    """A new file of a unit."""

    unit_id = PickField(_l("Unit pengolah"), [InputRequired()])
    opened_on = DayField(_l("Dibuka"), [InputRequired()], default=clock.today)

    def __init__(self, units: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.unit_id.choices = unit_choices(units)

    @property
    def file_values(self) -> dict[str, Any]:
        """Keyword arguments of `services.open_file`."""
        return {name: value for name, value in self.values.items() if name != "version"}


class CloseForm(Form):
    """The day on which the matter was over."""

    closed_on = DayField(_l("Ditutup"), [InputRequired()], default=clock.today)
    version = VersionField()


class ClockForm(Form):
    """The day of the event that the classification names."""

    clock_on = DayField(_l("Retensi dihitung sejak"), [InputRequired()])
    reason = TextAreaField(_l("Dasar"), [InputRequired(), Length(max=1000)], render_kw={"rows": 2},
                           description=_l("Misalnya nomor dan tanggal keputusan yang mengakhirinya."))  # fmt: skip
    version = VersionField()


class PaperForm(Form):
    """A paper that is no letter of the book."""

    title = TextField(
        _l("Uraian"), [InputRequired(), Length(max=500)],
        description=_l("Naskah rahasia dicatat dulu sebagai surat, lalu diberkaskan dari halamannya."),
    )  # fmt: skip
    day = DayField(_l("Tanggal"), [Optional()])
    reference = TextField(_l("Nomor"), [Length(max=150)])
    form = SelectField(_l("Tingkat perkembangan"), choices=CopyForm.choices())
    amount = TextField(_l("Jumlah"), [Length(max=40)], description=_l("Misalnya 3 lembar."))
    note = TextField(_l("Keterangan"), [Length(max=200)])


class RemovalForm(Form):
    """Why it lies here wrongly."""

    reason = TextAreaField(_l("Alasan"), [InputRequired(), Length(max=1000)], render_kw={"rows": 2})


class FilingForm(Form):
    """Into which file: one that runs, or a new one."""

    case_file_id = LookupField(
        _l("Berkas"), lookup="archive.lookup", label_of=lambda row_id: _file_label(row_id),
        resolve=lambda text: _file_id(text), description=_l("Ketik nomor, kode atau kata dari uraian berkas."),
    )  # fmt: skip
    title = TextField(_l("Uraian berkas baru"), [Length(max=300)])
    classification_id = class_field(_l("Klasifikasi berkas baru"))
    unit_id = PickField(_l("Unit pengolah"), validate_choice=False)
    form = SelectField(_l("Tingkat perkembangan"), choices=CopyForm.choices())

    def __init__(self, units: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.unit_id.choices = [("", "–"), *unit_choices(units)]


class FileFilter(FilterForm):
    """Which files."""

    q = SearchField(_l("Cari"), render_kw={"placeholder": _l("nomor atau kata dari uraian")})
    unit = SelectField(_l("Unit"), validate_choice=False)
    kode = SearchField(_l("Klasifikasi"), render_kw={"placeholder": _l("kode, misalnya 000.1")})
    state = SelectField(_l("Status"), validate_choice=False)
    year = SelectField(_l("Tahun"), validate_choice=False)
    lokasi = SearchField(_l("Lokasi"), render_kw={"placeholder": _l("lemari, laci atau folder")})

    def __init__(self, units: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        this = clock.today().year
        self.unit.choices = [("", _("Semua unit")), *[(str(i), name) for i, name in unit_choices(units)]]
        self.state.choices = [("", _("Semua status")), *CaseFileState.choices()]
        self.year.choices = [("", _("Semua tahun"))] + [(str(y), str(y)) for y in range(this, this - 31, -1)]

    @property
    def wanted(self) -> dict[str, Any]:
        """Keyword arguments of `queries.listed`."""
        unit, year = self.unit.data or "", self.year.data or ""
        return {
            "text": self.q.data or "",
            "unit_id": int(unit) if unit.isdecimal() and len(unit) < 10 else None,
            "code": (self.kode.data or "").strip(),
            "state": self.state.data or "",
            "year": int(year) if year.isdecimal() and len(year) < 6 else None,
            "place": (self.lokasi.data or "").strip(),
        }


class UnfiledFilter(FilterForm):
    """Of which year: the book is a million letters long."""

    year = SelectField(_l("Tahun"), validate_choice=False)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        this = clock.today().year
        self.year.choices = [(str(y), str(y)) for y in range(this, this - 31, -1)]
        if self.year.data not in {str(y) for y in range(this, this - 31, -1)}:
            self.year.data = str(this)


def _file_label(row_id: int) -> str | None:
    row = db.session.get(CaseFile, row_id)
    return row.trail_label if row else None


def _file_id(text: str) -> int | None:
    found = queries.find_open(text, actor())
    return found[0].id if len(found) == 1 else None


def asked_letters() -> list[int]:
    """The letters that were ticked."""
    return [int(v) for v in request.form.getlist("letter_ids") if v.isdecimal() and len(v) < 18]

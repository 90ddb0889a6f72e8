"""A code of the classification and its retention; a whole tree at once."""

from typing import Any

from wtforms import IntegerField, SearchField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from biro.core import clock
from biro.core.choices import SelectField
from biro.core.fields import DayField, TextField, VersionField
from biro.core.forms import FilterForm, Form
from biro.core.texts import _, _l
from biro.correspondence.archive.rules import Fate

YEARS = [Optional(), NumberRange(0, 100)]


class TermsForm(Form):
    """What a version of a code says."""

    name = TextAreaField(_l("Uraian"), [InputRequired(), Length(max=900)], render_kw={"rows": 3})
    active_years = IntegerField(_l("Retensi aktif (tahun)"), YEARS)
    inactive_years = IntegerField(_l("Retensi inaktif (tahun)"), YEARS)
    active_from = TextField(
        _l("Dihitung sejak"), [Length(max=200)], description=_l("Kosong: sejak berkas ditutup.")
    )
    fate = SelectField(_l("Nasib akhir"))
    note = TextField(_l("Catatan jadwal"), [Length(max=200)])
    source = TextField(_l("Sumber"), [Length(max=80)])
    basis = TextField(_l("Dasar hukum"), [Length(max=200)], description=_l("Periksa aturan daerah."))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fate.choices = [("", _("Tanpa retensi (judul)")), *Fate.choices()]


class CorrectForm(TermsForm):
    """Putting right what was written."""

    version = VersionField()


class RenewForm(TermsForm):
    """A new version of a code."""

    valid_from = DayField(_l("Berlaku sejak"), [InputRequired()])


class AddForm(RenewForm):
    """A code that was not there."""

    code = TextField(_l("Kode"), [InputRequired(), Length(max=40)], description=_l("Misalnya 000.1.4."))
    valid_from = DayField(_l("Berlaku sejak"), [InputRequired()], default=clock.today)


class ClassFilter(FilterForm):
    """Looking for a code."""

    q = SearchField(_l("Cari"), render_kw={"placeholder": _l("kode atau kata, misalnya 000.1 atau rapat")})

"""What is put into a file, and what is taken out of it."""

from typing import Any

from flask import request
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from biro.accounts.actors import actor
from biro.core.choices import SelectField
from biro.core.db import db
from biro.core.fields import DayField, LookupField, PickField, TextField
from biro.core.forms import Form
from biro.core.texts import _l
from biro.correspondence.archive import queries
from biro.correspondence.archive.forms.files import class_field, unit_choices
from biro.correspondence.archive.models import CaseFile, CopyForm


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


def _file_label(row_id: int) -> str | None:
    row = db.session.get(CaseFile, row_id)
    return row.trail_label if row else None


def _file_id(text: str) -> int | None:
    found = queries.find_open(text, actor())
    return found[0].id if len(found) == 1 else None


def asked_letters() -> list[int]:
    """The letters that were ticked."""
    return [int(v) for v in request.form.getlist("letter_ids") if v.isdecimal() and len(v) < 18]

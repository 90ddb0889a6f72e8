"""Kinds of letters and letterheads as an administrator edits them."""

from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, IntegerField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp

from biro.core.choices import SelectField
from biro.core.fields import TextField, VersionField
from biro.core.forms import Form
from biro.core.texts import _, _l
from biro.correspondence.models import RegisterKind
from biro.correspondence.outgoing.forms.drafts import LinesField
from biro.correspondence.outgoing.models import Family, Shape


class KindForm(Form):
    """A kind of letter."""

    name = TextField(_l("Nama"), [InputRequired(), Length(max=80)])
    family = SelectField(_l("Keluarga"), choices=Family.choices())
    shape = SelectField(_l("Bentuk cetak"), choices=Shape.choices())
    title = TextField(
        _l("Judul cetak"), [Length(max=120)], description=_l("Kosong: tanpa judul di atas surat.")
    )
    register = SelectField(_l("Buku nomor"), choices=[], description=_l("Kosong: tanpa nomor."))
    with_titles = BooleanField(_l("Nama penanda tangan dengan gelar"))
    basis = TextField(_l("Dasar hukum"), [Length(max=200)])
    rank = IntegerField(_l("Urutan"), [InputRequired(), NumberRange(min=0, max=9999)], default=50)
    active = BooleanField(_l("Dipakai"), default=True)
    scan = FileField(
        _l("Templat Word"), description=_l("Berkas .docx dengan tag seperti ${hal}. Kosong: yang lama tetap."),
    )  # fmt: skip
    version = VersionField(validators=[Optional()])

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        books = [(m.value, m.label) for m in RegisterKind if m is not RegisterKind.INCOMING]
        self.register.choices = [("", _("Tanpa nomor")), *books]

    @property
    def kind_values(self) -> dict[str, Any]:
        """Keyword arguments of the services."""
        return {name: value for name, value in self.values.items() if name not in ("version", "code", "scan")}


class NewKindForm(KindForm):
    """With the code by which it is known."""

    code = TextField(
        _l("Kode"), [InputRequired(), Length(max=40), Regexp(r"^[a-z0-9_]+$")],
        description=_l("Huruf kecil, angka dan garis bawah, misalnya surat_izin."),
    )  # fmt: skip


class LetterheadForm(Form):
    """The head of a unit's sheets."""

    names = LinesField(
        _l("Baris nama"), [InputRequired(), Length(max=700)], render_kw={"rows": 3},
        description=_l("Satu baris satu nama, dari induk ke unit; baris terakhir tercetak paling besar."),
    )  # fmt: skip
    address = LinesField(
        _l("Alamat"), [Length(max=700)], render_kw={"rows": 3},
        description=_l("Jalan, telepon, surel, laman; paling banyak lima baris."),
    )  # fmt: skip
    place = TextField(
        _l("Tempat"), [Length(max=80)], description=_l("Di depan tanggal surat, misalnya Nusa Jaya.")
    )
    scan = FileField(_l("Lambang"), description=_l("PNG atau JPEG. Kosong: yang lama tetap."))
    version = VersionField(validators=[Optional()])

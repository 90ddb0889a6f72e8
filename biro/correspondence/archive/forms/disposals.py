"""The steps of a proposal."""

from flask_wtf.file import FileField
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from biro.core import clock
from biro.core.choices import SelectField
from biro.core.fields import DayField, TextField, VersionField
from biro.core.forms import Form
from biro.core.texts import _l
from biro.correspondence.archive.rules import Office


class AssessForm(Form):
    """The panel and what it found."""

    committee = TextAreaField(
        _l("Panitia penilai"), [InputRequired(), Length(max=2000)], render_kw={"rows": 4},
        description=_l("Satu orang satu baris: nama, jabatan."),
    )  # fmt: skip
    assessed_on = DayField(_l("Tanggal penilaian"), [InputRequired()], default=clock.today)
    assessment = TextAreaField(_l("Pertimbangan"), [InputRequired(), Length(max=4000)], render_kw={"rows": 4})
    version = VersionField()


class ApproveForm(Form):
    """The written approval, as it came."""

    office = SelectField(_l("Pemberi persetujuan"), choices=Office.choices())
    approval_number = TextField(_l("Nomor surat persetujuan"), [Length(max=100)])
    approval_on = DayField(_l("Tanggal surat persetujuan"), [Optional()])
    scan = FileField(_l("Pindaian surat persetujuan"), description=_l("PDF atau gambar."))
    version = VersionField()


class CarryOutForm(Form):
    """The official report (berita acara)."""

    report_number = TextField(_l("Nomor berita acara"), [InputRequired(), Length(max=100)])
    report_on = DayField(_l("Tanggal pelaksanaan"), [InputRequired()], default=clock.today)
    place = TextField(_l("Tempat atau penerima"), [InputRequired(), Length(max=200)])
    method = TextField(
        _l("Cara"), [Length(max=120)], description=_l("Untuk pemusnahan: dicacah, dibakar, atau lainnya.")
    )
    witnesses = TextAreaField(
        _l("Saksi"), [InputRequired(), Length(max=2000)], render_kw={"rows": 3},
        description=_l("Satu orang satu baris: nama, jabatan."),
    )  # fmt: skip
    scan = FileField(
        _l("Pindaian berita acara bertanda tangan"),
        description=_l("PDF atau gambar; bisa juga dilampirkan kemudian."),
    )
    version = VersionField()


class SignedReportForm(Form):
    """The official report with ink on it."""

    scan = FileField(_l("Pindaian berita acara bertanda tangan"), description=_l("PDF atau gambar."))
    version = VersionField()

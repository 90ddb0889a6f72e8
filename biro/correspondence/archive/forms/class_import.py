"""A whole classification tree from a file."""

from flask_wtf.file import FileField
from wtforms import HiddenField
from wtforms.validators import InputRequired, Length

from biro.core import clock
from biro.core.errors import DomainError
from biro.core.fields import DayField, TextField
from biro.core.forms import Form
from biro.core.texts import _, _l

LARGEST = 1_000_000


class ClassImportForm(Form):
    """A CSV file, then its text again with the decision to take it."""

    file = FileField(
        _l("Berkas CSV"), render_kw={"accept": ".csv,text/csv"},
        description=_l(
            "Kolom: kode, uraian, retensi_aktif_tahun, retensi_aktif_pemicu, retensi_inaktif_tahun, "
            "nasib_akhir, catatan."
        ),
    )  # fmt: skip
    valid_from = DayField(_l("Berlaku sejak"), [InputRequired()], default=clock.today)
    source = TextField(_l("Sumber"), [InputRequired(), Length(max=80)])
    basis = TextField(_l("Dasar hukum"), [Length(max=200)], description=_l("Periksa aturan daerah."))
    text = HiddenField(validators=[Length(max=LARGEST)])
    sure = HiddenField()

    def uploaded(self) -> str:
        """The file's text (UTF-8, or what Excel writes), or the text that was shown before; faults go to the field."""
        if not self.file.data:
            if not self.text.data:
                self.refuse(DomainError(_("Pilih berkasnya."), field="file"))
            return str(self.text.data or "")
        raw = self.file.data.read(LARGEST + 1)
        if len(raw) > LARGEST or b"\0" in raw:
            self.refuse(DomainError(_("Ini bukan berkas CSV yang wajar (paling besar 1 MB)."), field="file"))
            return ""
        try:
            self.text.data = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            self.text.data = raw.decode("cp1252", "replace")
        return str(self.text.data)

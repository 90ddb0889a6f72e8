"""Signing and sending: the days of both, and what comes from outside."""

from typing import Any

from flask_wtf.file import FileField
from wtforms import PasswordField
from wtforms.validators import InputRequired, Length

from biro.core import clock
from biro.core.choices import SelectField
from biro.core.fields import DayField, TextField, VersionField
from biro.core.forms import Form
from biro.core.texts import _l
from biro.correspondence.outgoing import signing


class SignForm(Form):
    """On which day it was signed, and how."""

    on = DayField(_l("Tanggal surat"), [InputRequired()], default=clock.today)
    method = SelectField(_l("Cara menandatangani"), choices=[], default="basah")
    passphrase = PasswordField(
        _l("Frasa sandi sertifikat"), [Length(max=200)],
        description=_l("Tidak disimpan. Kosong untuk tanda tangan basah."),
        render_kw={"autocomplete": "off"},
    )  # fmt: skip
    nik = TextField(
        _l("NIK"), [Length(max=20)], description=_l("Hanya untuk BSrE; tidak disimpan."),
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )  # fmt: skip
    version = VersionField()

    def __init__(self, methods: list[signing.Method], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.method.choices = [(each.name, each.label) for each in methods]
        names = {each.name for each in methods}
        if not names - {"basah"}:
            del self.passphrase
        if "bsre" not in names:
            del self.nik


class OutsideForm(Form):
    """Signed elsewhere: its number and its PDF."""

    number = TextField(_l("Nomor surat"), [InputRequired(), Length(max=150)])
    on = DayField(_l("Tanggal surat"), [InputRequired()], default=clock.today)
    scan = FileField(_l("Berkas PDF"), description=_l("Surat yang sudah ditandatangani."))
    version = VersionField()


class SendForm(Form):
    """On which day it leaves."""

    on = DayField(_l("Tanggal kirim"), [InputRequired()], default=clock.today)
    version = VersionField()


class SignedScanForm(Form):
    """The scan of the sheet with ink on it."""

    scan = FileField(_l("Pindaian bertanda tangan"), description=_l("PDF atau gambar."))

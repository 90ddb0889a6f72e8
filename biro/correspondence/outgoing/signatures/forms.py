"""One's certificate, and an issuer to trust."""

from flask_wtf.file import FileField
from wtforms import PasswordField
from wtforms.validators import InputRequired, Length

from biro.core.fields import TextField
from biro.core.forms import Form
from biro.core.texts import _l


class CertificateForm(Form):
    """A PKCS #12 file with its passphrase."""

    file = FileField(
        _l("Berkas sertifikat"), description=_l("PKCS#12 (.p12 atau .pfx), berisi sertifikat dan kuncinya."),
        render_kw={"accept": ".p12,.pfx"},
    )  # fmt: skip
    passphrase = PasswordField(
        _l("Frasa sandi sertifikat"), [InputRequired(), Length(max=200)],
        description=_l("Hanya untuk memeriksanya, tidak disimpan: setiap menandatangani Anda menuliskannya lagi."),
        render_kw={"autocomplete": "off"},
    )  # fmt: skip


class IssuerForm(Form):
    """An issuer's certificate and why it is trusted."""

    file = FileField(
        _l("Sertifikat penerbit"),
        description=_l("PEM atau DER."),
        render_kw={"accept": ".pem,.crt,.cer,.der"},
    )
    basis = TextField(
        _l("Dasar kepercayaan"), [Length(max=200)],
        description=_l("Misalnya nomor keputusan atau alamat resmi penerbit."),
    )  # fmt: skip

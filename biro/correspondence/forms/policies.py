"""The rules for incoming letters."""

from wtforms import BooleanField

from biro.core.fields import VersionField
from biro.core.forms import Form
from biro.core.texts import _l


class PolicyForm(Form):
    """What the office has decided."""

    scan_top_secret = BooleanField(
        _l("Surat sangat rahasia (SR) boleh dipindai"),
        description=_l(
            "Bila tidak dicentang, surat SR hanya dicatat di buku agenda: pindaian ditolak di semua tempat, dan "
            "pindaian yang sudah ada tetap."
        ),
    )
    version = VersionField()

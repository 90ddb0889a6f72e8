"""Books as they are set up."""

from typing import Any

from wtforms import BooleanField, IntegerField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from biro.accounts import queries as accounts
from biro.accounts.permissions import P
from biro.core.choices import SelectField
from biro.core.fields import PickField, TextField, VersionField
from biro.core.forms import Form
from biro.core.texts import _, _l
from biro.correspondence.models import NumberScope, RegisterKind
from biro.correspondence.numbers import presets


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

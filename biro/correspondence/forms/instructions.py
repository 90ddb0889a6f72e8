"""A line of the disposition sheet as the office writes it."""

from typing import Any

from wtforms import BooleanField, IntegerField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp

from biro.core.choices import SelectField
from biro.core.fields import TextField, VersionField
from biro.core.forms import Form
from biro.core.texts import _l
from biro.correspondence.models import InstructionEffect


class InstructionForm(Form):
    """Text, key, abbreviation, and what it means."""

    text = TextField(_l("Instruksi"), [InputRequired(), Length(max=120)])
    key = TextField(
        _l("Tombol"), [Regexp(r"^[A-Za-z0-9]?$", message=_l("Satu huruf atau angka."))],
        description=_l("Satu huruf yang mencentangnya dari papan ketik. Boleh kosong."),
    )  # fmt: skip
    abbreviation = TextField(
        _l("Singkatan"), [Regexp(r"^[A-Za-z]{0,10}$", message=_l("Huruf saja, paling banyak sepuluh."))],
        description=_l("Menjadi kalimat lengkap ketika diketik di catatan, juga bila instruksinya mati."),
    )  # fmt: skip
    effect = SelectField(
        _l("Akibat"), choices=InstructionEffect.choices(),
        description=_l("Ke mana penerima diantar selain menjawab."),
    )  # fmt: skip
    needs_answer = BooleanField(_l("Menunggu jawaban (batas waktu berjalan)"), default=True)
    rank = IntegerField(_l("Urutan"), [InputRequired(), NumberRange(0, 999)], default=50)
    legal_basis = TextField(_l("Dasar atau sumber"), [Length(max=200)])
    active = BooleanField(_l("Tampil di lembar disposisi"), default=True)
    version = VersionField(validators=[Optional()])

    @property
    def instruction_values(self) -> dict[str, Any]:
        """Keyword arguments of the services, without the version."""
        values = self.values
        values.pop("version")
        return {
            **values,
            "key": (values["key"] or "").lower(),
            "abbreviation": (values["abbreviation"] or "").upper(),
            "effect": InstructionEffect(values["effect"]),
        }

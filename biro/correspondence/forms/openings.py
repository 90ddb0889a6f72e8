"""Asking that a secret letter be opened."""

from typing import Any

from wtforms import IntegerField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from biro.core import clock
from biro.core.fields import PickField
from biro.core.forms import Form
from biro.core.texts import _l


class OpeningForm(Form):
    """Which number of which book, and why. Whoever asks knows the number from the book, and nothing more."""

    register_id = PickField(_l("Buku agenda"), [InputRequired()])
    agenda = IntegerField(
        _l("Nomor agenda"), [InputRequired(), NumberRange(1, 99_999_999)], render_kw={"inputmode": "numeric"}
    )
    year = IntegerField(
        _l("Tahun"), [InputRequired(), NumberRange(1900, 2999)], default=lambda: clock.today().year,
        render_kw={"inputmode": "numeric"},
    )  # fmt: skip
    reason = TextAreaField(
        _l("Alasan"), [InputRequired(), Length(max=1000)], render_kw={"rows": 3},
        description=_l("Dibaca oleh orang kedua yang memutuskan dan oleh semua yang memegang surat ini."),
    )  # fmt: skip

    def __init__(self, registers: list[Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.register_id.choices = [(r.id, r.label) for r in registers]

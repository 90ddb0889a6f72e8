"""Bringing scans in, writing one down, hanging one on a letter."""

from typing import Any

from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, IntegerField
from wtforms.validators import InputRequired, Length, NumberRange

from biro.core.fields import PickField, TextField
from biro.core.forms import Form
from biro.core.texts import _l
from biro.correspondence.forms.letters import DROP, NewLetterForm
from biro.correspondence.intake.sheets import MOST_SHEETS


class UploadForm(Form):
    """Several files at once, for one book."""

    scans = MultipleFileField(
        _l("Berkas pindaian"),
        description=_l(
            "PDF atau gambar, boleh beberapa sekaligus (bersama paling besar 60 MB). Bisa ditarik ke sini."
        ),
    )
    register_id = PickField(_l("Buku agenda"), validate_choice=False)
    secret = BooleanField(
        _l("Rahasia"), description=_l("Hanya Anda yang melihatnya, dan tidak dibaca untuk pencarian.")
    )

    def __init__(self, registers: list[Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.register_id.choices = [(r.id, r.name) for r in registers]


class ItemLetterForm(NewLetterForm):
    """The letter that a scan becomes: the file is there already."""

    scan = None
    drop_scans = BooleanField(DROP)
    sticker = TextField(
        _l("Kode stiker"),
        [Length(max=40)],
        description=_l("Bila kertasnya berstiker: ketik atau pindai kodenya."),
    )

    @property
    def letter_values(self) -> dict[str, Any]:
        """Keyword arguments of the service."""
        return {name: value for name, value in super().letter_values.items() if name != "scan"}


class AttachForm(Form):
    """The letter in the book that the scan belongs to."""

    agenda = IntegerField(_l("Nomor agenda"), [InputRequired(), NumberRange(min=1)])
    year = IntegerField(_l("Tahun"), [InputRequired(), NumberRange(min=1900, max=9999)])


class StickerForm(Form):
    """A sticker on a letter's paper."""

    sticker = TextField(_l("Kode stiker"), [InputRequired(), Length(max=40)])


class SheetForm(Form):
    """Sheets of stickers to be printed."""

    sheets = IntegerField(_l("Lembar"), [InputRequired(), NumberRange(min=1, max=MOST_SHEETS)], default=1)
    register_id = PickField(_l("Buku agenda"), validate_choice=False)

    def __init__(self, registers: list[Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.register_id.choices = [(r.id, r.name) for r in registers]

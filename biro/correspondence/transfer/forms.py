"""An old book, and what its columns mean."""

from collections.abc import Sequence
from typing import Any

from flask_wtf.file import FileField
from wtforms import IntegerField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from biro.accounts import queries as accounts
from biro.core.fields import PickField, TextField, VersionField
from biro.core.forms import Form
from biro.core.texts import _, _l
from biro.correspondence.transfer.rules import HEADINGS

LABELS = {
    "agenda": _l("Nomor agenda"), "received_on": _l("Tanggal terima"), "letter_date": _l("Tanggal surat"),
    "number": _l("Nomor surat"), "sender": _l("Pengirim"), "subject": _l("Hal"), "unit": _l("Ditujukan kepada"),
    "security": _l("Keamanan"), "urgency": _l("Kecepatan"), "enclosures": _l("Lampiran"),
    "classification": _l("Klasifikasi"),
}  # fmt: skip


class UploadForm(Form):
    """The file, the book it goes into, and to whom its letters were addressed."""

    file = FileField(
        _l("Berkas buku agenda"), description=_l("XLSX, XLS, ODS atau CSV, paling banyak 60.000 baris."),
        render_kw={"accept": ".xlsx,.xls,.ods,.csv,.txt"},
    )  # fmt: skip
    sheet = TextField(
        _l("Nama lembar"), [Length(max=100)], description=_l("Kosong: lembar pertama yang berisi.")
    )
    register_id = PickField(_l("Masuk ke buku agenda"), [InputRequired()])
    unit_id = PickField(
        _l("Ditujukan kepada"), [InputRequired()],
        description=_l("Bila barisnya tidak menyebut unit, atau menyebut unit yang tidak dikenal."),
    )  # fmt: skip

    def __init__(self, registers: list[Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.register_id.choices = [(r.id, r.name) for r in registers]
        self.unit_id.choices = [(u.id, u.name) for u in accounts.units()]


class ColumnsForm(Form):
    """Which rows are the heading (as the spreadsheet counts) and which column is what."""

    agenda = PickField(LABELS["agenda"], validate_choice=False)
    received_on = PickField(LABELS["received_on"], validate_choice=False)
    letter_date = PickField(LABELS["letter_date"], validate_choice=False)
    number = PickField(LABELS["number"], validate_choice=False)
    sender = PickField(LABELS["sender"], validate_choice=False)
    subject = PickField(LABELS["subject"], validate_choice=False)
    unit = PickField(LABELS["unit"], validate_choice=False)
    security = PickField(LABELS["security"], validate_choice=False)
    urgency = PickField(LABELS["urgency"], validate_choice=False)
    enclosures = PickField(LABELS["enclosures"], validate_choice=False)
    classification = PickField(LABELS["classification"], validate_choice=False)
    head_first = IntegerField(_l("Baris judul"), [InputRequired(), NumberRange(1, 60_000)])
    head_last = IntegerField(
        _l("sampai baris"), [Optional(), NumberRange(1, 60_000)], description=_l("Bila judulnya dua baris.")
    )
    version = VersionField()

    def set_labels(self, labels: Sequence[str]) -> None:
        """Offer the columns by their letter and heading."""
        choices = [
            ("", _("Tidak ada")),
            *[(i, f"{_letter(i)} · {label}"[:80]) for i, label in enumerate(labels)],
        ]
        for name in HEADINGS:
            self[name].choices = choices

    @property
    def columns(self) -> dict[str, int | None]:
        """Field → column."""
        return {name: self[name].data for name in HEADINGS}


def _letter(column: int) -> str:
    """A, B, … Z, AA as spreadsheets call them."""
    text = ""
    while column >= 0:
        text, column = chr(65 + column % 26) + text, column // 26 - 1
    return text

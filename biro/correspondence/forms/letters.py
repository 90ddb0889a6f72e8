"""A letter as it is written down, corrected and looked for."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, SearchField
from wtforms.validators import InputRequired, Length

from biro.accounts import queries as accounts
from biro.accounts.actors import actor
from biro.core import clock
from biro.core.choices import SelectField
from biro.core.db import db
from biro.core.fields import LookupField, PastDayField, PickField, TextField, VersionField
from biro.core.forms import FilterForm, Form
from biro.core.texts import _, _l
from biro.correspondence import addresses, policies, queries
from biro.correspondence.models import (
    Classification,
    Letter,
    LetterState,
    Medium,
    Security,
    Urgency,
)

DROP = _l("Lepaskan pindaiannya: surat ini hanya dicatat di buku")


def _sender_label(row_id: int) -> str | None:
    row = addresses.sender(row_id, actor())
    return row.name if row else None


def _sender_id(text: str) -> int | None:
    row = addresses.named(text, actor())
    return row.id if row else None


def _class_label(row_id: int) -> str | None:
    row = db.session.get(Classification, row_id)
    return row.label if row else None


def _class_id(text: str) -> int | None:
    found = queries.find_classification(text)
    exact = [row for row in found if text.lower() in (row.code, row.name.lower())]
    chosen = exact or (found if len(found) == 1 else [])
    return chosen[0].id if chosen else None


class LetterForm(Form):
    """A letter in the order the eye meets it: sender, number, date, subject, then what has a default."""

    sender_id = LookupField(
        _l("Pengirim"),
        lookup="correspondence.senders",
        label_of=_sender_label,
        resolve=_sender_id,
        create=True,
    )
    number = TextField(_l("Nomor surat"), [InputRequired(), Length(max=150)])
    letter_date = PastDayField(_l("Tanggal surat"), [InputRequired()])
    subject = TextField(_l("Hal"), [InputRequired(), Length(max=500)])
    enclosures = TextField(_l("Lampiran"), [Length(max=80)])
    classification_id = LookupField(
        _l("Klasifikasi"), lookup="correspondence.classification", label_of=_class_label, resolve=_class_id,
        description=_l("Ketik kode atau kata, misalnya 000.1 atau rapat."),
    )  # fmt: skip
    security = SelectField(_l("Keamanan"), choices=Security.choices())
    urgency = SelectField(_l("Kecepatan"), choices=Urgency.choices())
    unit_id = PickField(_l("Ditujukan kepada"))
    medium = SelectField(_l("Asal berkas"), filters=[lambda way: way or ""])
    drop_scans: Any = None
    srikandi_id = TextField(_l("Nomor SRIKANDI"), [Length(max=80)])

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.unit_id.choices = [("", _("Biro sendiri"))] + [(u.id, u.name) for u in accounts.units()]
        self.without_scan = not policies.takes_scans(Security.TOP_SECRET)
        if self.without_scan:
            self.security.description = _("Sangat rahasia: dicatat tanpa pindaian.")
        self.medium.choices = [("", _("Tidak dicatat")), *Medium.choices()]

    @property
    def letter_values(self) -> dict[str, Any]:
        """Keyword arguments of the services."""
        return {**self.values, "sender_name": self.sender_id.typed}


class NewLetterForm(LetterForm):
    """With the day of receipt (kept from letter to letter), the scan, and the word that it is no twin."""

    received_on = PastDayField(_l("Tanggal terima"), [InputRequired()], default=clock.today)
    register_id = PickField(_l("Buku agenda"), validate_choice=False)
    scan = FileField(_l("Pindaian"), description=_l("PDF atau gambar. Boleh menyusul."))
    keep = BooleanField(_l("Tetap simpan: ini bukan surat yang sama"))

    def __init__(self, registers: list[Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.register_id.choices = [(r.id, r.name) for r in registers]


class ScanForm(Form):
    """A scan that comes later."""

    scan = FileField(_l("Pindaian"), description=_l("PDF atau gambar."))


class EditLetterForm(LetterForm):
    """Correcting what was written down."""

    drop_scans = BooleanField(DROP)
    version = VersionField()


class LetterFilter(FilterForm):
    """Which letters of the book."""

    q = SearchField(_l("Cari"), render_kw={"placeholder": _l("agenda, nomor, hal, pengirim")})
    register = SelectField(_l("Buku"), validate_choice=False)
    year = SelectField(_l("Tahun"), validate_choice=False)
    state = SelectField(_l("Status"), validate_choice=False)
    unit = SelectField(_l("Ditujukan kepada"), validate_choice=False)
    code = SearchField(_l("Klasifikasi"), render_kw={"placeholder": _l("kode, misalnya 000.1")})
    more = ("unit", "code")

    def __init__(self, registers: list[Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.unit.choices = [("", _("Semua unit")), *[(str(u.id), u.name) for u in accounts.unit_names()]]
        this = clock.today().year
        self.register.choices = [(str(r.id), r.name) for r in registers] + [("semua", _("Semua buku"))]
        self.year.choices = [("", _("Semua tahun"))] + [(str(y), str(y)) for y in range(this, this - 6, -1)]
        self.state.choices = [("", _("Semua status")), *LetterState.choices()]


def stick(form: NewLetterForm, given: Mapping[str, str], before: Letter | None) -> None:
    """What stays from one letter to the next: day of receipt, way, book; from the clerk's last letter at first."""
    form.received_on.data = _day(given.get("terima")) or clock.today()
    form.medium.data = given.get("asal") or (before and before.medium) or Medium.HAND
    book = given.get("buku", "")
    form.register_id.data = int(book) if book.isdecimal() else before and before.register_id


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None

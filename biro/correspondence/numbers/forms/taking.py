"""Numbers as they are asked for."""

from typing import Any

from wtforms import BooleanField, IntegerField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from biro.core import clock
from biro.core.choices import SelectField
from biro.core.fields import DayField, TextField
from biro.core.texts import _l
from biro.correspondence.models import Register, Security
from biro.correspondence.numbers import rules
from biro.correspondence.numbers.forms.fields import BookFields, CodeFields, UnitFields


class UseForm(UnitFields, CodeFields):
    """What a number that is already there will be for."""

    letter_date = DayField(_l("Tanggal surat"), [InputRequired()], default=clock.today)
    security = SelectField(_l("Keamanan"), choices=Security.choices(), default=Security.OPEN.value)
    note = TextField(_l("Hal"), [InputRequired(), Length(max=500)])
    addressee = TextField(_l("Tujuan"), [Length(max=300)])
    position_code = TextField(
        _l("Kode jabatan penanda tangan"), [Length(max=40)], description=_l("Kosong: kode jabatan dari buku.")
    )

    @property
    def order(self) -> dict[str, Any]:
        """Keyword arguments of `services.take` and its sisters."""
        return {
            "letter_date": self.letter_date.data, "unit": self.unit, "classification": self.classification,
            "security": self.security.data, "note": self.note.data or "", "addressee": self.addressee.data or "",
            "position_code": (self.position_code.data or "") if self.position_code else "",
        }  # fmt: skip

    def drop_unused(self, books: list[Register]) -> None:
        """Ask only for what the pattern of a book prints."""
        patterns = [book.pattern for book in books if book.pattern]
        for name, token in (("position_code", "jabatan"), ("sub", "sub")):
            if name in self._fields and not any(rules.has(pattern, token) for pattern in patterns):
                delattr(self, name)


class TakeForm(UseForm, BookFields):
    """The next number of a book."""

    sub = TextField(_l("Subnomor"), [Length(max=12)])
    insert = BooleanField(
        _l("Sisipkan menurut tanggal surat"),
        description=_l("Untuk surat bertanggal mundur: nomor seperti 12.1 di belakang nomor tanggal itu."),
    )

    @property
    def order(self) -> dict[str, Any]:
        """With what only the next number can have."""
        return {
            **super().order, "insert": bool(self.insert.data),
            "sub": (self.sub.data or "") if "sub" in self._fields else "",
        }  # fmt: skip


class OverrideForm(UseForm, BookFields):
    """A number written by hand."""

    seq = IntegerField(_l("Nomor urut"), [InputRequired(), NumberRange(min=1, max=9_999_999)])
    sub = TextField(_l("Subnomor"), [Length(max=12)])
    text = TextField(
        _l("Nomor lengkap"), [Length(max=150)], description=_l("Kosong: dibentuk dari pola buku dengan nomor urut itu.")
    )  # fmt: skip
    reason = TextAreaField(_l("Alasan"), [InputRequired(), Length(max=1000)], render_kw={"rows": 3})

    @property
    def order(self) -> dict[str, Any]:
        """With the number itself."""
        sub = (self.sub.data or "") if "sub" in self._fields else ""
        given = {
            "seq": self.seq.data,
            "text": self.text.data or "",
            "reason": self.reason.data or "",
            "sub": sub,
        }
        return {**super().order, **given}


class ReserveForm(UnitFields, CodeFields, BookFields):
    """Numbers put by."""

    letter_date = DayField(
        _l("Untuk tanggal"), [InputRequired()], default=clock.today,
        description=_l("Buku berjatah harian: nomor tanggal itu. Buku lain: nomor berikutnya dari tahun itu."),
    )  # fmt: skip
    count = IntegerField(_l("Berapa nomor"), [InputRequired(), NumberRange(min=1, max=200)], default=10)
    auto = SelectField(
        _l("Kapan dipakai"),
        choices=[
            ("1", _l("Lebih dulu, untuk setiap surat unit itu")), ("", _l("Hanya bila dipilih, untuk surat tertentu"))
        ],
    )  # fmt: skip
    reason = TextField(_l("Keperluan"), [Length(max=1000)])

    @property
    def order(self) -> dict[str, Any]:
        """Keyword arguments of `services.reserve`."""
        return {
            "letter_date": self.letter_date.data, "count": self.count.data, "unit": self.unit,
            "auto": bool(self.auto.data), "classification": self.classification, "reason": self.reason.data or "",
        }  # fmt: skip

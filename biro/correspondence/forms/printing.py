"""What to print: which book, from when to when, which letters."""

from typing import Any

from wtforms.validators import InputRequired, Length

from biro.core import clock
from biro.core.fields import DayField, PickField, TextField
from biro.core.forms import Form
from biro.core.texts import _l


class PrintForm(Form):
    """A book; one that the reader has no part in is answered like one that does not exist."""

    register_id = PickField(_l("Buku agenda"), validate_choice=False)

    def __init__(self, registers: list[Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.register_id.choices = [(r.id, r.name) for r in registers]


class BookForm(PrintForm):
    """A period, as a rule the month that is running."""

    since = DayField(_l("Diterima dari"), [InputRequired()], default=lambda: clock.today().replace(day=1))
    until = DayField(_l("Sampai"), [InputRequired()], default=clock.today)


class SheetsForm(PrintForm):
    """The letters of a day, or those with certain numbers."""

    received_on = DayField(_l("Tanggal terima"), [InputRequired()], default=clock.today)
    numbers = TextField(
        _l("Nomor agenda"), [Length(max=200)],
        description=_l("Misalnya 12, 15-20, dari tahun tanggal itu. Kosong: semua surat pada tanggal itu."),
    )  # fmt: skip

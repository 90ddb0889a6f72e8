"""Which numbers are shown."""

from typing import Any

from wtforms import SearchField

from biro.core import clock
from biro.core.choices import SelectField
from biro.core.forms import FilterForm
from biro.core.texts import _, _l
from biro.correspondence.models import Register
from biro.correspondence.numbers.models import NumberState


class LedgerFilter(FilterForm):
    """Which numbers of which book."""

    q = SearchField(_l("Cari"), render_kw={"placeholder": _l("nomor, hal, tujuan")})
    register = SelectField(_l("Buku"), validate_choice=False)
    year = SelectField(_l("Tahun"), validate_choice=False)
    state = SelectField(_l("Status"), validate_choice=False)

    def __init__(self, books: list[Register], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        this = clock.today().year
        self.register.choices = [(str(b.id), b.name) for b in books]
        self.year.choices = [(str(y), str(y)) for y in range(this + 1, this - 6, -1)]
        self.state.choices = [("", _("Semua status")), *NumberState.choices()]
        if not self.year.data:
            self.year.data = str(this)

    @property
    def book_id(self) -> int | None:
        """The chosen book."""
        text = self.register.data or ""
        return int(text) if text.isdecimal() and len(text) < 18 else None

    @property
    def chosen_year(self) -> int:
        """The chosen year, this one when it is none."""
        text = self.year.data or ""
        return int(text) if text.isdecimal() and len(text) == 4 else clock.today().year

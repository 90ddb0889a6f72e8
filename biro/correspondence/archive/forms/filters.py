"""Which files, and letters of which year."""

from typing import Any

from wtforms import SearchField

from biro.core import clock
from biro.core.choices import SelectField
from biro.core.forms import FilterForm
from biro.core.texts import _, _l
from biro.correspondence.archive.forms.files import unit_choices
from biro.correspondence.archive.models import CaseFileState


class FileFilter(FilterForm):
    """Which files."""

    q = SearchField(_l("Cari"), render_kw={"placeholder": _l("nomor atau kata dari uraian")})
    unit = SelectField(_l("Unit"), validate_choice=False)
    kode = SearchField(_l("Klasifikasi"), render_kw={"placeholder": _l("kode, misalnya 000.1")})
    state = SelectField(_l("Status"), validate_choice=False)
    year = SelectField(_l("Tahun"), validate_choice=False)
    lokasi = SearchField(_l("Lokasi"), render_kw={"placeholder": _l("lemari, laci atau folder")})

    def __init__(self, units: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        this = clock.today().year
        self.unit.choices = [("", _("Semua unit")), *[(str(i), name) for i, name in unit_choices(units)]]
        self.state.choices = [("", _("Semua status")), *CaseFileState.choices()]
        self.year.choices = [("", _("Semua tahun"))] + [(str(y), str(y)) for y in range(this, this - 31, -1)]

    @property
    def wanted(self) -> dict[str, Any]:
        """Keyword arguments of `queries.listed`."""
        unit, year = self.unit.data or "", self.year.data or ""
        return {
            "text": self.q.data or "",
            "unit_id": int(unit) if unit.isdecimal() and len(unit) < 10 else None,
            "code": (self.kode.data or "").strip(),
            "state": self.state.data or "",
            "year": int(year) if year.isdecimal() and len(year) < 6 else None,
            "place": (self.lokasi.data or "").strip(),
        }


class UnfiledFilter(FilterForm):
    """Of which book and year: the book is a million letters long."""

    arah = SelectField(_l("Surat"), validate_choice=False)
    year = SelectField(_l("Tahun"), validate_choice=False)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        this = clock.today().year
        self.year.choices = [(str(y), str(y)) for y in range(this, this - 31, -1)]
        if self.year.data not in {str(y) for y in range(this, this - 31, -1)}:
            self.year.data = str(this)
        self.arah.choices = [("", _("Surat masuk")), ("keluar", _("Surat keluar"))]
        if self.arah.data != "keluar":
            self.arah.data = ""

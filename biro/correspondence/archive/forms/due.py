"""What is due and what is proposed: which of it, and into which proposal."""

from typing import Any

from flask import request

from biro.core.choices import SelectField
from biro.core.fields import PickField
from biro.core.forms import FilterForm, Form
from biro.core.texts import _, _l
from biro.correspondence.archive.forms.files import unit_choices
from biro.correspondence.archive.models import DisposalState
from biro.correspondence.archive.rules import Fate, Kind


class DueFilter(FilterForm):
    """Which of the files whose retention is over."""

    year = SelectField(_l("Retensi berakhir"), validate_choice=False)
    unit = SelectField(_l("Unit"), validate_choice=False)
    fate = SelectField(_l("Nasib akhir"), validate_choice=False)

    def __init__(self, years: list[int], units: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.year.choices = [("", _("Semua tahun")), *[(str(y), str(y)) for y in years]]
        self.unit.choices = [("", _("Semua unit")), *[(str(i), name) for i, name in unit_choices(units)]]
        self.fate.choices = [("", _("Semua")), *Fate.choices()]

    @property
    def wanted(self) -> dict[str, Any]:
        """Keyword arguments of `disposals.due`."""
        unit, year = self.unit.data or "", self.year.data or ""
        return {
            "unit_id": int(unit) if unit.isdecimal() and len(unit) < 10 else None,
            "year": int(year) if year.isdecimal() and len(year) == 4 else None,
            "fate": self.fate.data or "",
        }


class ProposeForm(Form):
    """Into a new proposal, or one that is still a draft."""

    disposal_id = PickField(_l("Masukkan ke"), validate_choice=False)

    def __init__(self, drafts: list[Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        named = [(batch.id, _("Draf %(label)s", label=batch.label)) for batch in drafts]
        self.disposal_id.choices = [("", _("Usul baru")), *named]


class BatchFilter(FilterForm):
    """Which proposals."""

    kind = SelectField(_l("Jenis"), validate_choice=False)
    state = SelectField(_l("Status"), validate_choice=False)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind.choices = [("", _("Semua jenis")), *Kind.choices()]
        self.state.choices = [("", _("Semua status")), *DisposalState.choices()]


def asked_files() -> list[int]:
    """The files that were ticked."""
    return [int(v) for v in request.form.getlist("file_ids") if v.isdecimal() and len(v) < 18]

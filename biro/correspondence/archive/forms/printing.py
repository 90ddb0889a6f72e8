"""Which list of which unit."""

from typing import Any

from biro.core.choices import SelectField
from biro.core.fields import PickField
from biro.core.forms import Form
from biro.core.texts import _l
from biro.correspondence.archive.forms.files import unit_choices
from biro.correspondence.archive.lists import Which


class ListForm(Form):
    """A unit; one that the reader has no part in is answered like one that does not exist."""

    which = SelectField(_l("Daftar"), choices=Which.choices())
    unit_id = PickField(_l("Unit"), validate_choice=False, description=_l("Termasuk unit di bawahnya."))

    def __init__(self, units: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.unit_id.choices = unit_choices(units)

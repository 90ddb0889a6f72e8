"""Which book of what goes out, from when to when."""

from typing import Any

from wtforms.validators import InputRequired

from biro.core import clock
from biro.core.fields import DayField, PickField
from biro.core.forms import Form
from biro.core.texts import _l


class LedgerForm(Form):
    """A unit or an agenda book, and a period, as a rule the month that is running."""

    place_id = PickField(_l("Unit atau buku"), validate_choice=False)
    since = DayField(_l("Dari"), [InputRequired()], default=lambda: clock.today().replace(day=1))
    until = DayField(_l("Sampai"), [InputRequired()], default=clock.today)

    def __init__(self, places: list[Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.place_id.choices = [(place.id, place.name) for place in places]

"""Forms of the reminders room."""

from typing import Any

from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange, Optional

from biro.core.choices import SelectField
from biro.core.fields import HourField
from biro.core.forms import Form
from biro.core.texts import _l


class RuleForm(Form):
    """A moment before something."""

    kind = SelectField(_l("Pengingat"), [InputRequired()])
    days_before = IntegerField(_l("Hari sebelumnya"), [InputRequired(), NumberRange(0, 365)], default=1)
    at = HourField(_l("Jam"), [Optional()], description=_l("Kosongkan untuk menghitung dari jam mulai."))
    minutes_before = IntegerField(_l("Menit sebelum mulai"), [Optional(), NumberRange(0, 1440)], default=0)

    @property
    def values(self) -> dict[str, Any]:
        """No minutes are zero minutes."""
        return {**super().values, "minutes_before": self.minutes_before.data or 0}

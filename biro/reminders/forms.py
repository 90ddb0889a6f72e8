"""Forms of the reminders room."""

from typing import Any

from wtforms import BooleanField, IntegerField
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
    days_after = IntegerField(_l("Hari sesudahnya"), [Optional(), NumberRange(0, 365)], default=0)
    times = IntegerField(
        _l("Berapa kali, tiap minggu"), [Optional(), NumberRange(1, 52)], default=1,
        description=_l("Hanya untuk yang lewat batas."),
    )  # fmt: skip
    workdays = BooleanField(_l("Hitung hari kerja"))

    @property
    def values(self) -> dict[str, Any]:
        """No minutes are zero minutes, no number of times is once."""
        return {
            **super().values,
            "minutes_before": self.minutes_before.data or 0,
            "days_after": self.days_after.data or 0,
            "times": self.times.data or 1,
        }

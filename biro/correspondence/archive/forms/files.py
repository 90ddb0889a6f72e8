"""A file as it is opened, corrected, closed, looked for; and what is put into it."""

from typing import Any

from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from biro.accounts import queries as accounts
from biro.core import clock
from biro.core.fields import DayField, LookupField, PickField, TextField, VersionField
from biro.core.forms import Form
from biro.core.texts import _l
from biro.correspondence.forms.letters import _class_id, _class_label


def unit_choices(ids: Any) -> list[tuple[int, str]]:
    """These units as an indented list."""
    return [(u.id, "\u2003" * u.depth + u.name) for u in accounts.units() if u.id in set(ids)]


def class_field(label: Any = None, **kwargs: Any) -> LookupField:
    """A classification by code or words."""
    return LookupField(
        label or _l("Klasifikasi"), lookup="correspondence.classification", label_of=_class_label,
        resolve=_class_id, **kwargs,
    )  # fmt: skip


class PlaceFields(Form):
    """Where it stands."""

    cabinet = TextField(_l("Lemari/rak"), [Length(max=40)])
    drawer = TextField(_l("Laci/boks"), [Length(max=40)])
    folder = TextField(_l("Folder"), [Length(max=40)])


class PlaceForm(PlaceFields):
    """A new place of a file that is closed."""

    version = VersionField()


class EditFileForm(PlaceFields):
    """Correcting a running file."""

    title = TextField(_l("Uraian berkas"), [InputRequired(), Length(max=300)])
    classification_id = class_field(
        validators=[InputRequired()], description=_l("Ketik kode atau kata, misalnya 000.1 atau rapat.")
    )
    note = TextAreaField(_l("Keterangan"), [Length(max=2000)], render_kw={"rows": 2})
    version = VersionField()


class NewFileForm(EditFileForm):
    """A new file of a unit."""

    unit_id = PickField(_l("Unit pengolah"), [InputRequired()])
    opened_on = DayField(_l("Dibuka"), [InputRequired()], default=clock.today)

    def __init__(self, units: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.unit_id.choices = unit_choices(units)

    @property
    def file_values(self) -> dict[str, Any]:
        """Keyword arguments of `services.open_file`."""
        return {name: value for name, value in self.values.items() if name != "version"}


class CloseForm(Form):
    """The day on which the matter was over."""

    closed_on = DayField(_l("Ditutup"), [InputRequired()], default=clock.today)
    version = VersionField()


class ClockForm(Form):
    """The day of the event that the classification names."""

    clock_on = DayField(_l("Retensi dihitung sejak"), [InputRequired()])
    reason = TextAreaField(_l("Dasar"), [InputRequired(), Length(max=1000)], render_kw={"rows": 2},
                           description=_l("Misalnya nomor dan tanggal keputusan yang mengakhirinya."))  # fmt: skip
    version = VersionField()

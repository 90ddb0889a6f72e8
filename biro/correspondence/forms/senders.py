"""A sender as it is corrected and looked for."""

from wtforms import SearchField
from wtforms.validators import InputRequired, Length

from biro.core.fields import TextField, VersionField
from biro.core.forms import FilterForm, Form
from biro.core.texts import _l


class SenderForm(Form):
    """Name and address."""

    name = TextField(_l("Nama"), [InputRequired(), Length(max=200)])
    address = TextField(_l("Alamat"), [Length(max=300)])
    version = VersionField()


class SenderFilter(FilterForm):
    """Which senders."""

    q = SearchField(_l("Cari"))


class MergeForm(Form):
    """The rows and their versions come by name; nothing else is typed."""

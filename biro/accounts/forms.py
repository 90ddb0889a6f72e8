"""Forms of the accounts room."""

from wtforms import PasswordField
from wtforms.validators import DataRequired, Length

from biro.core.fields import TextField
from biro.core.forms import Form
from biro.core.texts import _l


class LoginForm(Form):
    """Username and password."""

    username = TextField(
        _l("Nama pengguna"),
        [DataRequired(), Length(max=60)],
        render_kw={"autocomplete": "username", "autofocus": True},
    )
    password = PasswordField(
        _l("Kata sandi"), [DataRequired(), Length(max=200)], render_kw={"autocomplete": "current-password"}
    )

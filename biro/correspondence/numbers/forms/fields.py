"""What several forms ask: for which unit, under which code, from which book."""

from typing import Any

from wtforms.validators import InputRequired

from biro.accounts import queries as accounts
from biro.accounts.models import Unit
from biro.accounts.permissions import P
from biro.core.db import db
from biro.core.errors import Forbidden
from biro.core.fields import LookupField, PickField
from biro.core.forms import Form
from biro.core.texts import _, _l
from biro.correspondence.forms.letters import _class_id, _class_label
from biro.correspondence.models import Classification, Register


def units_of(actor: Any) -> list[tuple[Any, str]]:
    """For which units the actor may take numbers: those of the house, indented."""
    house = set(actor.house_units(P.NUMBER_TAKE))
    return [(u.id, "\u2003" * u.depth + u.name) for u in accounts.units() if u.id in house]


def own_unit(actor: Any) -> int | None:
    """The unit in which the actor works."""
    return next((grant.unit_id for grant in actor.grants if grant.title), None)


class UnitFields(Form):
    """For which unit."""

    unit_id = PickField(_l("Untuk unit"), [InputRequired()])

    def __init__(self, actor: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.unit_id.choices = units_of(actor)
        if self.unit_id.data is None:
            self.unit_id.data = own_unit(actor)

    @property
    def unit(self) -> Unit:
        """The chosen one."""
        found = db.session.get(Unit, self.unit_id.data or 0)
        if found is None:
            raise Forbidden
        return found


class CodeFields(Form):
    """A code of the classification."""

    classification_id = LookupField(
        _l("Klasifikasi"), lookup="correspondence.classification", label_of=_class_label, resolve=_class_id,
        description=_l("Ketik kode atau kata, misalnya 000.1 atau rapat."),
    )  # fmt: skip

    @property
    def classification(self) -> Classification | None:
        """The chosen one."""
        return db.session.get(Classification, self.classification_id.data or 0)


class BookFields(Form):
    """From which book; without any the first letter opens one."""

    register_id = PickField(_l("Buku"), validate_choice=False)

    def offer(self, books: list[Register]) -> None:
        """The books that still give numbers."""
        self.register_id.choices = [(b.id, b.name) for b in books if b.active and b.gives_numbers] or [
            ("", _("Buku baru"))
        ]

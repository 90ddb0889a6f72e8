"""Fields that choose one of the office's people; every room's forms may use them."""

from typing import Any

from biro.accounts import queries
from biro.accounts.models import Person
from biro.core.db import db
from biro.core.fields import LookupField


def name_of(person_id: int) -> str | None:
    """The name behind an id, None when there is no such person."""
    person = db.session.get(Person, person_id)
    return person.name if person else None


class PersonLookup(LookupField):
    """A person, found by a few letters of the name or by NIP; `data` is the person's id (int) or None.

    `receiver_id = PersonLookup(_l("Penerima"), [DataRequired()])`
    """

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        kwargs = {
            "lookup": "accounts.find_people",
            "label_of": name_of,
            "resolve": queries.person_meant,
            **kwargs,
        }
        super().__init__(label, validators, **kwargs)

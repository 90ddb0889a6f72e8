"""Who acts: a signed-in person, perhaps in another's name, with today's permissions.

Loaded with two column queries on every request, so logout, disabling and a change of position bite at once.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from flask_login import AnonymousUserMixin, UserMixin, current_user
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Date,
    bindparam,
    literal,
    or_,
    select,
    union_all,
)

from biro.accounts.models import Assignment, Person, Position, RoleGrant, Unit
from biro.accounts.permissions import P, may_role
from biro.core import clock
from biro.core.db import db, read

_PATHS = select(Unit.id, Unit.path)


@dataclass(frozen=True)
class Grant:
    """A role held in a unit and everything below it (`path` is the unit's)."""

    role: str
    path: str
    unit_id: int
    title: str = ""


@dataclass(eq=False)
class Actor(UserMixin):
    """A person at work. `effective_id` is whose desk it is: the giver's when acting in their name."""

    person_id: int
    name: str
    token: str = ""
    session_id: int | None = None
    behalf_id: int | None = None
    behalf_name: str | None = None
    behalf_secret: bool = False
    must_change: bool = False
    grants: tuple[Grant, ...] = ()
    title: str = ""
    _units: dict[int, str] | None = field(default=None, repr=False)

    def get_id(self) -> str:
        """What Flask-Login keeps in the cookie: the session's random token, never the person's id."""
        return self.token

    @property
    def effective_id(self) -> int:
        """Whose desk, letters and approvals these are."""
        return self.behalf_id or self.person_id

    @property
    def ids(self) -> tuple[int, ...]:
        """The people whose ordinary things this actor sees."""
        return (self.person_id, self.behalf_id) if self.behalf_id else (self.person_id,)

    @property
    def secret_ids(self) -> tuple[int, ...]:
        """The people whose secret things this actor sees: a delegation covers them only when it says so."""
        return self.ids if self.behalf_secret else (self.person_id,)

    @cached_property
    def person(self) -> Person:
        """The real person."""
        found = db.session.get(Person, self.person_id)
        assert found is not None
        return found

    @cached_property
    def behalf(self) -> Person | None:
        """The person in whose name they act."""
        return db.session.get(Person, self.behalf_id) if self.behalf_id else None

    @cached_property
    def effective(self) -> Person:
        """The person whose desk it is."""
        return self.behalf or self.person

    def act_for(self, giver_id: int, name: str, *, with_secret: bool) -> None:
        """From now on in another's name: with their roles, but never to administer."""
        self.behalf_id, self.behalf_name, self.behalf_secret = giver_id, name, with_secret
        self.grants += tuple(g for g in grants_of(giver_id, clock.today()) if g.role != "administrator")

    def _paths(self) -> dict[int, str]:
        if self._units is None:
            self._units = dict(tuple(row) for row in read(_PATHS))
        return self._units

    def may(self, permission: str, unit_id: int | None = None) -> bool:
        """Whether the permission is held anywhere, or for the given unit."""
        held = [g for g in self.grants if may_role(g.role, permission)]
        if unit_id is None or not held:
            return bool(held)
        path = self._paths().get(unit_id, "")
        return path.startswith(tuple(g.path for g in held))

    def units_for(self, permission: str) -> list[int]:
        """Ids of the units for which the permission is held (for `visible_to` filters)."""
        roots = tuple(g.path for g in self.grants if may_role(g.role, permission))
        return [i for i, path in self._paths().items() if path.startswith(roots)] if roots else []

    def house_units(self, permission: str) -> list[int]:
        """Ids of the units of the whole bureau in which the permission is held, and of the root above it.

        Halls and vehicles belong to one section and serve every section of the bureau.
        """
        held = [g.path for g in self.grants if may_role(g.role, permission)]
        houses = {"/".join(path.split("/")[:3]).rstrip("/") + "/" for path in held}
        return [i for i, path in self._paths().items() if any(_same_house(path, house) for house in houses)]


def _same_house(path: str, house: str) -> bool:
    return path.startswith(house) or house.startswith(path)


class Anonymous(AnonymousUserMixin):
    """Nobody: may nothing."""

    person_id = None
    name = ""
    must_change = False

    def may(self, permission: str, unit_id: int | None = None) -> bool:
        """Never."""
        return False


@dataclass(eq=False)
class SystemActor:
    """The machine itself (jobs, commands, demonstration): the Trail calls it "Sistem"."""

    person_id: int | None = None
    effective_id: int | None = None
    behalf_id: int | None = None
    behalf_name: str | None = None
    name: str = "Sistem"
    ids: tuple[int, ...] = ()
    secret_ids: tuple[int, ...] = ()

    def may(self, permission: str, unit_id: int | None = None) -> bool:
        """The machine only does what a person or a rule set up."""
        return permission in set(P)


SYSTEM = SystemActor()


def actor() -> Actor:
    """The signed-in actor of this request (views only; services receive it as `by`)."""
    found: Actor = current_user._get_current_object()
    return found


def _on(table: type[Assignment] | type[RoleGrant]) -> ColumnElement[bool]:
    day: BindParameter[date] = bindparam("day", type_=Date())
    return (table.starts_on <= day) & or_(table.ends_on.is_(None), table.ends_on >= day)


# Built once: every request asks this, and building it costs more than running it.
_GRANTS: CompoundSelect[Any] = union_all(
    select(Position.role, Unit.path, Unit.id, Position.title, Assignment.kind, Position.rank)
    .join_from(Assignment, Position)
    .join(Unit, Position.unit_id == Unit.id)
    .where(Assignment.person_id == bindparam("person_id"), _on(Assignment)),
    select(RoleGrant.role, Unit.path, Unit.id, literal(""), literal("definitif"), literal(99))
    .join_from(RoleGrant, Unit)
    .where(RoleGrant.person_id == bindparam("person_id"), _on(RoleGrant)),
)


def grants_of(person_id: int, today: date) -> list[Grant]:
    """Roles by position (any kind of assignment) and by grant, on a day; acting ones and heads first."""
    rows = read(_GRANTS, person_id=person_id, day=today)
    ordered = sorted(rows, key=lambda r: (r[4] != "definitif", r[5]))
    return [Grant(role, path, unit_id, title) for role, path, unit_id, title, _kind, _rank in ordered]


def actor_of(person_id: int, name: str, *, must_change: bool = False, today: date | None = None) -> Actor:
    """The actor with this day's roles (today's, if no day is given)."""
    grants = tuple(grants_of(person_id, today or clock.today()))
    title = next((g.title for g in grants if g.title), "")
    return Actor(person_id, name, grants=grants, title=title, must_change=must_change)


def actor_for(person: Person, *, today: date | None = None) -> Actor:
    """An actor outside a web session: commands, API tokens, tests."""
    return actor_of(person.id, person.name, must_change=person.must_change, today=today)

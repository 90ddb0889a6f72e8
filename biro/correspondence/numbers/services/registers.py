"""Books that give numbers: opened, changed, found for a letter."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from biro import audit
from biro.accounts.models import Unit
from biro.accounts.permissions import P
from biro.core import clock
from biro.core.acts import declare
from biro.core.db import db
from biro.core.errors import DomainError, Forbidden
from biro.core.texts import _, _l
from biro.correspondence.models import NumberScope, Register, RegisterKind
from biro.correspondence.numbers import presets, queries, rules
from biro.correspondence.services.registering import OPENED

OUTSIDE = "Nomor dari luar (SRIKANDI)"
CHANGED = declare("register.changed", _l("mengubah buku"))


def open_register(
    *, unit: Unit, name: str, kind: str, by: Any, pattern: str = "", scope: str = NumberScope.BOOK, unit_code: str = "",
    position_code: str = "", agency_code: str = "", day_quota: int = 0, alarm_below: int = 0, basis: str = "",
) -> Register:  # fmt: skip
    """A new book."""
    if not by.may(P.CORRESPONDENCE_MANAGE, unit.id):
        raise Forbidden
    return _open(
        unit=unit, name=name, kind=kind, pattern=pattern, scope=scope, unit_code=unit_code, day_quota=day_quota,
        position_code=position_code, agency_code=agency_code, alarm_below=alarm_below, basis=basis, by=by,
    )  # fmt: skip


def _open(*, unit: Unit, name: str, kind: str, by: Any, **terms: Any) -> Register:
    row = Register(name=name.strip(), unit=unit, kind=RegisterKind(kind), **_terms(kind, **terms))
    _check_name(row)
    db.session.add(row)
    db.session.flush()
    audit.record(OPENED, row, by, kind=kind, pattern=row.pattern)
    return row


def change_register(
    register: Register, *, version: int | None, name: str, active: bool, by: Any, pattern: str = "",
    scope: str = NumberScope.BOOK, unit_code: str = "", position_code: str = "", agency_code: str = "",
    day_quota: int = 0, alarm_below: int = 0, basis: str = "",
) -> None:  # fmt: skip
    """New terms for numbers to come; those given stay as they are. How it counts changes only between years."""
    if not by.may(P.CORRESPONDENCE_MANAGE, register.unit_id):
        raise Forbidden
    register.expect(version)
    counts = register.kind if register.gives_numbers else RegisterKind.INCOMING
    terms = _terms(
        counts, pattern=pattern, scope=scope, unit_code=unit_code, position_code=position_code,
        agency_code=agency_code, day_quota=day_quota, alarm_below=alarm_below, basis=basis,
    )  # fmt: skip
    recount = (register.scope, register.day_quota) != (terms["scope"], terms["day_quota"])
    if recount and queries.has_numbers(register, clock.today().year):
        raise DomainError(
            _(
                "Buku ini sudah memberi nomor tahun ini. Cara berhitung (cakupan, jatah harian) hanya bisa diubah "
                "sebelum nomor pertama; buka buku baru untuk cara lain."
            ),
            field="scope" if register.scope != terms["scope"] else "day_quota",
        )
    register.name, register.active = name.strip(), active
    for key, value in terms.items():
        setattr(register, key, value)
    _check_name(register)
    db.session.flush()
    audit.record(CHANGED, register, by, pattern=register.pattern, active=active)


def _terms(kind: str, **terms: Any) -> dict[str, Any]:
    """A book of incoming letters only counts; any other must have a pattern that keeps its numbers apart."""
    if kind == RegisterKind.INCOMING:
        return {"scope": NumberScope.BOOK, "day_quota": 0}
    rules.check_pattern(terms["pattern"], terms["scope"], terms["unit_code"])
    terms["pattern"], terms["scope"] = terms["pattern"].strip(), NumberScope(terms["scope"])
    for name in ("day_quota", "alarm_below"):
        terms[name] = terms[name] or 0
        if not 0 <= terms[name] <= 10_000:
            raise DomainError(_("Isi 0 sampai 10.000."), field=name)
    return terms


def _check_name(row: Register) -> None:
    unit_id = row.unit_id or row.unit.id
    same = select(Register.id).where(Register.unit_id == unit_id, Register.name == row.name)
    with db.session.no_autoflush:
        found = db.session.scalar(same)
    if found is not None and found != row.id:
        raise DomainError(_("Unit ini sudah punya buku dengan nama itu."), field="name")


def house_of(unit: Unit) -> Unit:
    """The bureau (the branch below the root) to which a unit belongs."""
    path = [int(part) for part in unit.path.split("/") if part]
    return db.session.get_one(Unit, path[1] if len(path) > 1 else path[0])


def outside_book(unit: Unit, *, by: Any) -> Register:
    """Where this house keeps numbers that were given elsewhere; the first such letter opens it."""
    house = house_of(unit)
    known = select(Register).where(Register.unit_id == house.id, Register.outside)
    found = db.session.scalars(known).one_or_none()
    if found is not None:
        return found
    try:
        with db.session.begin_nested():
            row = Register(name=OUTSIDE, unit=house, kind=RegisterKind.OUTGOING, outside=True)
            db.session.add(row)
            db.session.flush()
            audit.record(OPENED, row, by, kind=row.kind.value, pattern="")
            return row
    except IntegrityError:
        return db.session.scalars(known).one()  # somebody opened it a moment ago


def register_for(*, kind: str, unit: Unit, by: Any) -> Register:
    """The book of this kind nearest to a unit, upwards from its own; the first letter of its kind opens one.

    A new one is kept by the bureau (the branch below the root) and begins with the common pattern of its kind.
    """
    found = queries.nearest(kind, unit)
    if found is not None:
        return found
    house = house_of(unit)
    usual = presets.usual(kind)
    try:
        with db.session.begin_nested():
            return _open(
                unit=house, name=str(RegisterKind(kind).label), kind=kind, pattern=usual.pattern,
                scope=NumberScope.BOOK, unit_code="", position_code=usual.position, agency_code=house.code,
                day_quota=0, alarm_below=10, basis=usual.basis, by=by,
            )  # fmt: skip
    except IntegrityError:
        found = queries.nearest(kind, unit)  # somebody opened it a moment ago
        if found is None:
            raise
        return found

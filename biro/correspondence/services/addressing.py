"""Senders of whom only secret letters speak: who is one is kept at the sender, and nobody else learns of it."""

from collections.abc import Collection
from typing import Any, cast

from sqlalchemy import Column, select, update
from sqlalchemy.dialects import postgresql, sqlite

from biro.core.db import Base, among, db
from biro.core.errors import DomainError
from biro.core.texts import _
from biro.correspondence import addresses
from biro.correspondence.models import SECRET, Correspondent, CorrespondentMerge, Letter
from biro.correspondence.rules import name_key


def sender_of(name: str, *, secret: bool, by: Any) -> Correspondent:
    """The correspondent of this name, a new one if need be (once, though two type it at the same time).

    Whoever types the name of one that they may not know of gets a new one, as if there were none: with the same row
    they would also get its spelling, its address and its number of letters, and a refusal would say that it is there.
    Those who see both rows may merge them.
    """
    found = addresses.named(name, by)
    if found is not None:
        return found
    if not name_key(name):
        raise DomainError(_("Tuliskan pengirimnya."), field="sender_id")
    make_room([name_key(name)], by=by)
    engine = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    made = engine.insert(Correspondent).values(
        name=name[:200], name_key=name_key(name), address="", secret=secret
    )
    db.session.execute(made.on_conflict_do_nothing(index_elements=["name_key"]))
    query = select(Correspondent).where(Correspondent.name_key == name_key(name))
    return db.session.scalars(query).one().meant


def make_room(keys: Collection[str], *, by: Any) -> None:
    """Senders of these names that the actor may not know of step aside: others may be called the same."""
    hidden = Correspondent.name_key.in_(keys), Correspondent.secret, ~addresses.may_know(by)
    for row in db.session.scalars(select(Correspondent).where(*hidden)):
        row.name_key = f"{row.name_key[:180]} · {row.id}"
    db.session.flush()


def reveal(ids: Collection[int]) -> None:
    """Those of them are no secret any more of whom an ordinary letter speaks."""
    told = _letters(~among(Letter.security, SECRET))
    _turn(
        update(Correspondent)
        .where(Correspondent.id.in_(ids), Correspondent.secret, told)
        .values(secret=False),
        ids,
    )


def settle(ids: Collection[int]) -> None:
    """After degrees or senders of letters have changed: which of these are known from secret letters alone."""
    reveal(ids)
    told, whispered = _letters(~among(Letter.security, SECRET)), _letters(among(Letter.security, SECRET))
    hide = update(Correspondent).where(
        Correspondent.id.in_(ids),
        Correspondent.secret.is_(False),
        whispered,
        ~told,
        *_named_by_nothing_else(),
    )
    _turn(hide.values(secret=True), ids)


def _letters(degree: Any) -> Any:
    return select(Letter.id).where(Letter.sender_id == Correspondent.id, degree).exists()


def _named_by_nothing_else() -> list[Any]:
    """No letter that goes out is addressed to it."""
    return [
        ~select(column).where(column == Correspondent.id).exists()
        for column in pointing()
        if column.table.name not in (Letter.__tablename__, Correspondent.__tablename__)
    ]


def _turn(statement: Any, ids: Collection[int]) -> None:
    """Beside the ORM: this is no edit of the sender, so its version stays."""
    db.session.execute(statement.execution_options(synchronize_session=False))
    for row in db.session.identity_map.values():
        if isinstance(row, Correspondent) and row.id in ids:
            db.session.expire(row, ["secret"])


def pointing() -> list[Column[Any]]:
    """Every column that names a sender, in whichever room it stands; also the aliases of the merged ones.

    Not the record of the merges itself.
    """
    key = cast(Any, Correspondent.__table__).c.id
    return [
        c
        for table in Base.metadata.tables.values()
        for c in table.c
        if table.name != CorrespondentMerge.__tablename__
        if any(f.column is key for f in c.foreign_keys)
    ]

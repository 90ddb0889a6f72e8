"""Fifty people take numbers at once, every tenth changes their mind: no number is missing or given twice."""

from sqlalchemy import select

from biro.accounts.actors import SYSTEM, actor_for
from biro.accounts.models import Person, Unit
from biro.core import clock
from biro.core.db import db
from biro.correspondence.models import Register, RegisterKind
from biro.correspondence.numbers import services
from biro.correspondence.numbers.models import LetterNumber
from tests.core.test_concurrency import all_at_once

TURNS = 3


def test_the_ledger_has_no_gap_and_no_twin_though_every_tenth_taker_changes_their_mind(live_app):
    with live_app.app_context():
        unit = db.session.scalars(select(Unit).where(Unit.code == "UM")).one()
        for name, quota in (("Urut", 0), ("Harian", 40)):
            services.open_register(
                unit=unit, name=name, kind=RegisterKind.OUTGOING, pattern="{urut}/{tahun}", day_quota=quota,
                by=SYSTEM,
            )  # fmt: skip
        db.session.commit()
        db.session.remove()
    kept = {"Urut": 0, "Harian": 0}

    def write(number):
        taker = actor_for(db.session.scalars(select(Person).where(Person.username == "secretary")).one())
        unit = db.session.scalars(select(Unit).where(Unit.code == "TU")).one()
        books = {book.name: book for book in db.session.scalars(select(Register))}
        db.session.commit()
        for turn in range(TURNS):
            name = ("Urut", "Harian")[turn % 2]
            services.take(
                books[name], letter_date=clock.today(), unit=unit, by=taker, insert=True, note=f"{number}"
            )  # fmt: skip
            if (number + turn) % 10 == 0:
                db.session.rollback()
                continue
            db.session.commit()
            kept[name] += 1

    assert all_at_once(live_app, write) == []
    with live_app.app_context():
        rows = db.session.execute(
            select(Register.name, LetterNumber.seq, LetterNumber.insertion)
            .join(Register, LetterNumber.register_id == Register.id)
            .order_by(LetterNumber.seq, LetterNumber.insertion)
        ).all()
        plain = [seq for name, seq, _insertion in rows if name == "Urut"]
        daily = [(seq, insertion) for name, seq, insertion in rows if name == "Harian"]
        assert plain == list(range(1, kept["Urut"] + 1))
        first = (clock.today().timetuple().tm_yday - 1) * 40 + 1
        inside, beyond = list(range(first, first + 40)), list(range(1, kept["Harian"] - 40 + 1))
        assert daily == [(n, 0) for n in inside] + [(inside[-1], n) for n in beyond]

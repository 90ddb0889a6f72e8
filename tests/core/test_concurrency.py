"""Fifty people write at once: no number is missing or given twice, no edit is lost, and the Trail stays one chain."""

import threading

from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from biro import audit
from biro.accounts.actors import SYSTEM
from biro.accounts.models import Person, Unit
from biro.accounts.services import CHANGED
from biro.audit.cli import verify_chain
from biro.audit.models import Trail
from biro.core import numbering
from biro.core.db import db
from biro.core.errors import DomainError

PEOPLE, TURNS = 50, 6


def all_at_once(app, work, people=PEOPLE):
    """Run `work(number)` in as many threads, each with a session of its own, started together."""
    start, failures = threading.Barrier(people), []

    def run(number):
        with app.app_context():
            start.wait()
            try:
                work(number)
            except Exception as error:
                failures.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


def test_numbers_have_no_gap_and_no_twin_though_every_tenth_writer_changes_their_mind(live_app):
    kept = []

    def write(number):
        for turn in range(TURNS):
            taken = numbering.take("register:1:2026")
            if (number + turn) % 10 == 0:
                db.session.rollback()
                continue
            audit.record(CHANGED, "test", SYSTEM, number=taken)
            db.session.commit()
            kept.append(taken)

    assert all_at_once(live_app, write) == []
    assert sorted(kept) == list(range(1, len(kept) + 1))
    with live_app.app_context():
        assert numbering.peek("register:1:2026") == len(kept) + 1
        noted = db.session.scalars(select(Trail.data).where(Trail.subject == "test")).all()
        assert sorted(row["number"] for row in noted) == sorted(kept)
        assert verify_chain() is None


def test_of_fifty_edits_on_the_same_text_none_is_silently_overwritten(live_app):
    with live_app.app_context():
        unit_id = db.session.scalars(select(Unit.id).where(Unit.code == "UM")).one()
        before = db.session.get(Unit, unit_id).version
        db.session.remove()
    saved, opened = [], threading.Barrier(PEOPLE)

    def edit(number):
        version = db.session.get(Unit, unit_id).version
        db.session.rollback()
        opened.wait()
        unit = db.session.get(Unit, unit_id)
        try:
            unit.expect(version)
            unit.name = f"Biro Umum {number}"
            db.session.commit()
            saved.append(number)
        except (DomainError, StaleDataError):
            db.session.rollback()

    assert all_at_once(live_app, edit) == []
    with live_app.app_context():
        unit = db.session.get(Unit, unit_id)
        assert len(saved) == 1
        assert unit.name == f"Biro Umum {saved[0]}"
        assert unit.version == before + 1


def test_readers_are_not_held_up_by_a_writer(live_app):
    with live_app.app_context():
        db.session.add(Person(name="Sedang ditulis"))
        db.session.flush()
        seen = []

        def read(_number):
            with live_app.test_request_context("/"):
                seen.append(db.session.scalar(select(Person.name).where(Person.username == "head")))

        assert all_at_once(live_app, read, people=5) == []
        db.session.rollback()
    assert seen == ["Ratna Dewi Kusuma"] * 5

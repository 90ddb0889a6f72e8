"""The Trail: written with the act, undone with it, never changed, and any touch of it is seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from biro import audit
from biro.accounts import services
from biro.accounts.actors import SYSTEM
from biro.accounts.services import CHANGED
from biro.audit.chain import first_break, link
from biro.audit.cli import verify_chain
from biro.audit.models import Trail, TrailHead
from biro.core.db import db


def rows_of(count):
    """A whole chain of plain rows and its head."""
    previous, rows = "", []
    for seq in range(1, count + 1):
        row = {
            "seq": seq,
            "actor": "Siti",
            "action": "person.changed",
            "subject": "person",
            "data": {"n": seq},
        }
        row |= {"previous": previous, "hash": link(previous, row)}
        rows.append(row)
        previous = row["hash"]
    return rows, (count, previous)


@given(count=st.integers(1, 12), data=st.data())
def test_every_touch_of_the_chain_is_seen_at_the_first_row_it_breaks(count, data):
    rows, head = rows_of(count)
    assert first_break(rows, head) is None
    at = data.draw(st.integers(0, count - 1))
    kind = data.draw(st.sampled_from(["change", "delete", "cut", "swap hash"]))
    if kind == "change":
        rows[at]["data"] = {"n": -1}
    elif kind == "delete":
        del rows[at]
    elif kind == "cut":
        del rows[at:]
    else:
        rows[at]["hash"] = "0" * 64
    assert first_break(rows, head) == (at + 1, first_break(rows, head)[1])


def test_an_act_and_its_record_are_one(app, cast):
    before = db.session.scalar(select(TrailHead.seq))
    audit.record(CHANGED, cast.staff, cast.as_("head"), field="email")
    db.session.rollback()
    audit.record(CHANGED, cast.staff, cast.as_("head"), field="phone")
    db.session.commit()
    written = db.session.scalars(select(Trail).where(Trail.seq > before)).all()
    assert [(r.seq, r.actor, r.label, r.data) for r in written] == [
        (before + 1, "Ratna Dewi Kusuma", "Agus Salim", {"field": "phone"})
    ]
    assert verify_chain() is None


def test_what_a_savepoint_undid_is_not_recorded(app, cast):
    before = db.session.scalar(select(TrailHead.seq))
    audit.record(CHANGED, cast.staff, SYSTEM, n=1)
    nested = db.session.begin_nested()
    audit.record(CHANGED, cast.staff, SYSTEM, n=2)
    nested.rollback()
    db.session.commit()
    written = db.session.scalars(select(Trail).where(Trail.seq > before)).all()
    assert [r.data for r in written] == [{"n": 1}]


def test_an_action_outside_the_catalogue_is_refused(app, cast):
    with pytest.raises(LookupError):
        audit.record("person.enchanted", cast.staff, SYSTEM)


@pytest.mark.parametrize("touch", ["UPDATE trail SET actor = 'Bukan saya'", "DELETE FROM trail"])
def test_the_database_itself_refuses_to_change_or_delete_a_row(app, touch):
    with pytest.raises(DBAPIError, match="jejak tidak dapat diubah"), db.session.begin_nested():
        db.session.execute(text(touch))


def test_verification_names_the_row_where_the_tail_was_cut(app):
    head = db.session.scalar(select(TrailHead.seq))
    db.session.execute(update(TrailHead).values(seq=head + 1, hash="f" * 64))
    assert verify_chain() == (head + 1, "ekor terpotong")


def test_acting_in_anothers_name_writes_both_names(app, cast):
    actor = cast.as_("secretary")
    actor.behalf_id, actor.behalf_name = cast.head.id, cast.head.name
    services.set_active(cast.driver, False, by=SYSTEM)
    audit.record(CHANGED, cast.staff, actor)
    db.session.commit()
    last = db.session.scalars(select(Trail).order_by(Trail.seq.desc())).first()
    assert (last.actor, last.behalf) == ("Dewi Lestari", "Ratna Dewi Kusuma")

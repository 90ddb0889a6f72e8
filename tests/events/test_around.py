"""What other rooms see of events: the search box, reminders at the last moment, the furnished office."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from biro.core.db import db
from biro.events import services
from biro.events.models import Event, EventVenue
from biro.reminders import checks
from biro.reminders.models import Outbox
from tests.support.events import planned, soon
from tests.support.web import text_of


def found(sign_in, username, word):
    return "/acara/" in sign_in(username).get(f"/cari?q={word}").get_data(as_text=True).split("<main", 1)[1]


def test_an_event_is_found_by_its_unit_and_a_secret_one_only_by_those_concerned(cast, things, sign_in):
    planned(cast.as_("finance"), title="Sosialisasi kearsipan", unit=cast.unit("TU"))
    planned(cast.as_("secretary"), soon(11), title="Mutasi jabatan", leader=cast.head, secret=True)
    db.session.commit()
    assert {name: found(sign_in, name, "kearsipan") for name in ("secretary", "head", "outsider", "admin")} == {
        "secretary": True, "head": True, "outsider": False, "admin": False,
    }  # fmt: skip
    assert {name: found(sign_in, name, "mutasi") for name in ("secretary", "head", "finance", "household")} == {
        "secretary": True, "head": True, "finance": False, "household": False,
    }  # fmt: skip


def test_a_reminder_of_a_moved_or_cancelled_event_does_not_stand(cast, things):
    event = planned(cast.as_("secretary"), leader=cast.head)
    db.session.flush()
    query = select(Outbox).where(Outbox.owner == event.owner, Outbox.planned)
    row = db.session.scalars(query.order_by(Outbox.due_at.desc()).limit(1)).one()  # an hour before
    assert checks.refusal(row) is None
    services.move(
        event, starts_at=event.starts_at + timedelta(hours=1), ends_at=event.ends_at + timedelta(hours=1),
        by=cast.as_("secretary"),
    )  # fmt: skip
    assert "pindah" in str(checks.refusal(row))
    event.cancel(by=cast.as_("secretary"), reason="Ditunda")
    assert "dibatalkan" in str(checks.refusal(row))


@pytest.mark.parametrize("username", ["secretary", "head"])
def test_the_pages_speak_english_too(cast, things, sign_in, username):
    event = planned(cast.as_("secretary"), hall=things.hall, leader=cast.head)
    db.session.commit()
    client = sign_in(username)
    client.post("/bahasa/en", data={"next": "/acara"})
    page = text_of(client.get(f"/acara/{event.id}"))
    assert "Waiting for approval" in page
    assert "Menunggu persetujuan" not in page


def test_the_open_house_is_one_event_at_three_residences(cast, things):
    event = planned(
        cast.as_("secretary"),
        venues=[services.Venue("Gubernur", things.hall, "", cast.head), services.Venue("Sekda", things.other_hall)],
        leader=cast.head,
    )  # fmt: skip
    db.session.flush()
    assert db.session.scalars(select(EventVenue.host).where(EventVenue.event_id == event.id)).all() == [
        "Gubernur",
        "Sekda",
    ]
    assert db.session.scalars(select(Event.venue_text)).all() == ["Aula Timur; Aula Barat"]

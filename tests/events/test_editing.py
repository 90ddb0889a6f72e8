"""Other words about an event: everything that names it follows, and nobody's words are overwritten unseen."""

import pytest
from sqlalchemy import select

from biro.allocations.models import Allocation
from biro.audit.trail import history_of
from biro.core.db import db
from biro.core.errors import DomainError, Forbidden, Stale
from biro.events import services
from biro.events.models import TAKEN, Event, EventParticipant, EventState
from biro.events.rules import Participant
from biro.events.signals import event_changed
from biro.facilities import queries as fleet
from biro.facilities.models import BookingState
from biro.reminders.models import Outbox, OutboxState
from biro.rosters import queries as rosters
from biro.rosters.services import PostNeed
from tests.support.events import HOUR, planned, soon
from tests.support.web import fields_of, text_of

WORDS = {"title": "Rapat pimpinan", "theme": "Bersama", "host": "Sekda", "venue": "Lantai dua",
         "participants": "Kepala Biro; seluruh provinsi; 38\nKepala Bagian", "note": "Bawa bahan"}  # fmt: skip


def furnished(cast, things, **more):
    given = {"leader": cast.head, "hall": things.hall, "posts": [PostNeed(things.post.id, 1)], **more}
    event = planned(cast.as_("secretary"), **given)
    db.session.commit()
    return event


def found(sign_in, word):
    return "/acara/" in sign_in("head").get(f"/cari?q={word}").get_data(as_text=True).split("<main", 1)[1]


def waiting(event):
    query = select(Outbox).where(Outbox.owner == event.owner, Outbox.planned)
    return [row for row in db.session.scalars(query) if row.state is OutboxState.WAITING]


def test_the_page_shows_what_is_and_writes_what_is_typed(cast, things, sign_in):
    event = furnished(cast, things, participants=[Participant("Camat", "", 2)], theme="Lama")
    client, url = sign_in("secretary"), f"/acara/{event.id}/ubah"
    assert url in client.get(event.url).get_data(as_text=True)
    page = client.get(url)
    shown = page.get_data(as_text=True)
    for word in ('value="Rapat koordinasi"', 'value="Lama"', 'value="Aula Timur"', "Camat; 2"):
        assert word in shown
    answer = client.post(url, data={**fields_of(page), **WORDS})
    assert answer.headers["Location"] == event.url
    assert (event.title, event.theme, event.host) == ("Rapat pimpinan", "Bersama", "Sekda")
    assert (event.venue_text, event.note) == ("Lantai dua", "Bawa bahan")
    groups = [(p.position, p.organisation, p.count) for p in event.participants]
    assert groups == [("Kepala Biro", "seluruh provinsi", 38), ("Kepala Bagian", "", 1)]
    assert len(db.session.scalars(select(EventParticipant)).all()) == 2
    seen = text_of(client.get(event.url))
    for word in ("mengubah keterangan acara", "Semula: Rapat koordinasi", "39 orang", "Lantai dua"):
        assert word in seen


def test_a_new_title_reaches_search_reminders_bookings_roster_and_calendars(cast, things, sign_in):
    event, heard = furnished(cast, things), []
    before = {row.id: row.due_at for row in waiting(event)}
    with event_changed.connected_to(lambda sender, what, by: heard.append((sender, what))):
        services.change(
            event, by=cast.as_("secretary"), title="Apel besar", participants=[Participant("Camat", "", 30)]
        )
    db.session.commit()
    assert heard == [(event, "changed")]
    assert (found(sign_in, "apel"), found(sign_in, "koordinasi")) == (True, False)
    assert {row.id: row.due_at for row in waiting(event)} == before
    assert {row.params["title"] for row in waiting(event)} == {"Apel besar"}
    booking = fleet.bookings_of(event.owner)[0]
    assert (booking.purpose, booking.attendees, booking.state) == ("Apel besar", 30, BookingState.ASKED)
    titles = select(Allocation.title).where(Allocation.owner.in_([event.owner, f"booking:{booking.id}"]))
    assert set(db.session.scalars(titles)) == {"Apel besar"}
    assert rosters.roster_of(event.owner).title == "Apel besar"


def test_an_approval_outlives_another_name(cast, things):
    event = furnished(cast, things)
    booking = fleet.bookings_of(event.owner)[0]
    booking.approve(by=cast.as_("household"))
    services.change(event, by=cast.as_("secretary"), title="Apel besar")
    db.session.commit()
    assert (booking.purpose, booking.state) == ("Apel besar", BookingState.FIRM)


@pytest.mark.parametrize("later", [{"title": "Apel besar"}, {"participants": [Participant("Camat", "", 3)]}])
def test_of_two_editors_the_slower_is_told_even_when_only_participants_changed(cast, things, sign_in, later):
    event = furnished(cast, things)
    client, url = sign_in("secretary"), f"/acara/{event.id}/ubah"
    hidden = fields_of(client.get(url))
    services.change(
        event, by=cast.as_("head"), **{"title": event.title, "venue_text": event.venue_text, **later}
    )
    db.session.commit()
    answer = client.post(url, data={**hidden, **WORDS})
    assert answer.status_code == 422
    assert "diubah orang lain" in text_of(answer)
    assert 'value="Rapat pimpinan"' in answer.get_data(as_text=True)  # what was typed is kept
    assert event.title != "Rapat pimpinan"
    with pytest.raises(Stale):
        services.change(event, by=cast.as_("secretary"), title="x", version=int(hidden["version"]))


def test_saving_without_a_change_leaves_no_trace(cast, things, sign_in):
    event = furnished(cast, things, note="Baris satu\nBaris dua", theme="Lama")
    client, url, version = sign_in("secretary"), f"/acara/{event.id}/ubah", event.version
    same = {"title": event.title, "theme": "Lama", "host": "", "venue": "Aula Timur", "participants": "",
            "note": "Baris satu\r\nBaris dua"}  # fmt: skip
    assert client.post(url, data={**fields_of(client.get(url)), **same}).status_code == 303
    assert event.version == version
    assert [row.action for row in history_of(event)] == ["event.planned"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"title": ""}, "Wajib diisi"),
        ({"title": "x" * 201}, "200"),
        ({"participants": "Kepala Biro; a; b; c"}, "tidak terbaca"),
    ],
)
def test_a_wrong_input_gets_its_sentence_beside_it(cast, things, sign_in, change, sentence):
    event = furnished(cast, things)
    client, url = sign_in("secretary"), f"/acara/{event.id}/ubah"
    answer = client.post(url, data={**fields_of(client.get(url)), **WORDS, **change})
    assert answer.status_code == 422
    name = next(iter(change))
    beside = answer.get_data(as_text=True).split(f'id="{name}-error"')[1].split("</p>")[0]
    assert sentence in beside
    assert event.title == "Rapat koordinasi"


def test_only_who_may_plan_it_may_edit_it_and_strangers_see_nothing(cast, things, sign_in):
    event = furnished(cast, things)
    for username in ("outsider", "outsider_head", "admin", "staff"):
        client = sign_in(username)
        assert client.get(f"/acara/{event.id}/ubah").status_code == 404, username
        assert client.post(f"/acara/{event.id}/ubah", data=WORDS).status_code == 404, username
        with pytest.raises(Forbidden):
            services.change(event, by=cast.as_(username), title="Diam-diam")
    assert sign_in("visitor").get(f"/acara/{event.id}/ubah").status_code == 303
    assert "/ubah" not in sign_in("staff").get(event.url).get_data(as_text=True)
    assert event.title == "Rapat koordinasi"


@pytest.mark.parametrize("noun", ["pembatalan", "penyelesaian"])
def test_nobody_ends_an_event_that_has_changed_since_they_looked(cast, things, sign_in, noun):
    event = furnished(cast, things)
    event.starts_at, event.ends_at = soon(-3), soon(-3) + HOUR
    db.session.commit()
    client = sign_in("secretary")
    path = f"{event.url}/pembatalan" if noun == "pembatalan" else event.url
    sent = {"version": fields_of(client.get(path))["version"], "reason": "Ditunda"}
    event.note = "Jangan dibatalkan"
    db.session.commit()
    answer = client.post(f"{event.url}/{noun}", data=sent, follow_redirects=True)
    assert "diubah orang lain" in text_of(answer)
    assert event.state is EventState.PLANNED
    client.post(f"{event.url}/{noun}", data={**sent, "version": str(event.version)})
    assert event.state is not EventState.PLANNED


def test_a_secret_event_is_renamed_for_those_concerned_only(cast, things, sign_in):
    event = furnished(cast, things, secret=True, title="Mutasi", posts=())
    assert sign_in("household").get(f"/acara/{event.id}/ubah").status_code == 404
    services.change(event, by=cast.as_("secretary"), title="Sertijab", venue_text=event.venue_text)
    db.session.commit()
    assert {b.purpose for b in fleet.bookings_of(event.owner)} == {TAKEN}
    assert set(db.session.scalars(select(Allocation.title))) == {TAKEN}
    assert all("Sertijab" not in f"{r.label}{r.data}" for r in history_of(event))


def test_what_is_over_or_called_off_keeps_its_words(cast, things, sign_in):
    event = furnished(cast, things)
    event.cancel(by=cast.as_("secretary"), reason="Ditunda")
    db.session.commit()
    assert "/ubah" not in sign_in("secretary").get(event.url).get_data(as_text=True)
    with pytest.raises(DomainError, match="terjadwal"):
        services.change(event, by=cast.as_("secretary"), title="Apel besar")


def test_an_emptied_place_falls_back_to_the_halls_and_the_only_place_follows(cast, things):
    event = furnished(cast, things, venue_text="Lantai dua", host="Sekda")
    services.change(event, by=cast.as_("secretary"), title=event.title, host="Gubernur")
    assert (event.venue_text, event.venues[0].host) == ("Aula Timur", "Gubernur")
    outside = planned(cast.as_("secretary"), venue_text="Hotel Savoy")
    services.change(outside, by=cast.as_("secretary"), title=outside.title, venue_text="Hotel Preanger")
    assert (outside.venue_text, outside.venues[0].place) == ("Hotel Preanger", "Hotel Preanger")


def test_several_places_keep_their_own_hosts(cast, things):
    venues = [services.Venue("Gubernur", things.hall), services.Venue("Sekda", things.other_hall)]
    event = planned(cast.as_("secretary"), venues=venues)
    services.change(event, by=cast.as_("secretary"), title="Halalbihalal", host="Pemerintah provinsi")
    assert [v.host for v in event.venues] == ["Gubernur", "Sekda"]
    assert db.session.get(Event, event.id).venue_text == "Aula Timur; Aula Barat"

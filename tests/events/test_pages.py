"""The pages of events: one page plans, clashes help, moves say what goes along, strangers see nothing."""

import re
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import func, select

from biro.accounts import services as accounts
from biro.accounts.actors import SYSTEM
from biro.allocations import queries as taken
from biro.allocations.models import Allocation, AllocationState
from biro.audit.trail import history_of
from biro.core import clock
from biro.core.db import db
from biro.events import queries, services
from biro.events.models import TAKEN, Event, EventState
from biro.facilities import queries as fleet
from biro.facilities.models import Booking, BookingState
from biro.reminders.models import Notice, Outbox, OutboxState
from biro.rosters import queries as rosters
from biro.rosters.services import PostNeed
from tests.support.events import HOUR, planned, soon, typed
from tests.support.web import counted, fields_of, text_of


def only_event():
    return db.session.scalars(select(Event).order_by(Event.id.desc()).limit(1)).one()


def field_value(response, name):
    found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', response.get_data(as_text=True))
    return unescape(found[1]) if found else None


def test_an_event_is_planned_on_one_page(cast, things, sign_in):
    client = sign_in("secretary")
    hidden = fields_of(client.get("/acara/baru"))
    sent = typed(
        soon(), hall=str(things.hall.id), vehicles=[str(things.car.id)], leader=str(cast.head.id), attendance="attends",
        theme="Bersama", participants="Kepala Biro Umum; seluruh provinsi; 38\nKepala Bagian Rumah Tangga", **hidden,
        **{f"posts-{things.post.id}": "1"},
    )  # fmt: skip
    answer = client.post("/acara/baru", data=sent)
    event = only_event()
    assert answer.headers["Location"] == f"/acara/{event.id}"
    page = text_of(client.get(f"/acara/{event.id}"))
    for word in ("Aula Timur", "B 1 NR", "Ratna Dewi Kusuma", "Bersama", "39 orang", "Menunggu persetujuan"):
        assert word in page
    assert client.post("/acara/baru", data=sent).status_code == 303
    assert only_event() is event or only_event().id == event.id


def test_a_clash_keeps_what_was_typed_and_one_click_takes_the_alternative(cast, things, sign_in):
    planned(cast.as_("household"), hall=things.hall, title="Rapat anggaran")
    db.session.commit()
    client = sign_in("secretary")
    sent = typed(soon(), hall=str(things.hall.id), venue="Lantai dua", theme="Bersama")
    page = client.post("/acara/baru", data=sent)
    assert page.status_code == 422
    text = text_of(page)
    for word in ("Aula Timur sudah terpakai", "Rapat anggaran", "Bambang Prasetyo", "Pakai Aula Barat (120)"):
        assert word in text
    offers = re.findall(r'name="pakai" value="([^"]*)"', page.get_data(as_text=True))
    again = client.post("/acara/baru", data={**sent, "pakai": offers[0]})
    assert (again.status_code, field_value(again, "venue")) == (200, "Lantai dua")
    assert f'<option value="{things.other_hall.id}" selected>' in again.get_data(as_text=True)
    later = client.post("/acara/baru", data={**sent, "pakai": offers[-1]})
    when = [(field_value(p, "day"), field_value(p, "starts")) for p in (later, page)]
    assert when[0] != when[1]
    assert db.session.scalar(select(func.count()).select_from(Event)) == 1


def test_an_offer_that_makes_no_sense_changes_nothing(things, sign_in):
    client = sign_in("secretary")
    for nonsense in ("waktu:x", "ganti:hall", "ganti:hall:1:x", "lain", "waktu:2026-01-01"):
        page = client.post("/acara/baru", data={**typed(soon()), "pakai": nonsense})
        assert (page.status_code, field_value(page, "title")) == (200, "Rapat koordinasi")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"ends": "08.00"}, "Waktu selesai harus sesudah waktu mulai"),
        ({"day": "31/02/2027"}, "Tanggal tidak dikenal"),
        ({"day": "01/01/2020"}, "Waktu mulai sudah lewat"),
        ({"zone": "Mars"}, "Pilihan tidak dikenal"),
        ({"starts": "25.00"}, "Jam tidak dikenal"),
        ({"title": ""}, "Wajib diisi"),
        ({"hall": "999999"}, "Pilihan tidak dikenal"),
        ({"participants": "Kepala Biro; a; b; c"}, "tidak terbaca"),
        ({"attendance": "represented"}, "Pilih pimpinan"),
    ],
)
def test_a_wrong_input_gets_its_sentence(things, sign_in, change, sentence):
    page = sign_in("secretary").post("/acara/baru", data=typed(soon(), **change))
    assert page.status_code == 422
    assert sentence in text_of(page)


def test_posts_are_counted_by_number_only(things, sign_in):
    sent = typed(soon(), **{f"posts-{things.post.id}": "banyak"})
    page = sign_in("secretary").post("/acara/baru", data=sent)
    assert page.status_code == 422
    assert field_value(page, f"posts-{things.post.id}") == "banyak"


def test_moving_takes_everything_along_or_nothing(cast, things, sign_in):
    event = planned(
        cast.as_("secretary"), hall=things.hall, leader=cast.head, vehicles=[things.car],
        posts=[PostNeed(things.post.id, 1)],
    )  # fmt: skip
    other = planned(cast.as_("household"), soon(12), hall=things.hall)
    db.session.commit()
    client, url = sign_in("secretary"), f"/acara/{event.id}/pindah"
    page = client.get(url)
    assert "Yang ikut pindah" in text_of(page)
    assert "Kendaraan: B 1 NR" in text_of(page)
    hidden, old = fields_of(page), event.starts_at
    clash = client.post(url, data={**typed(other.starts_at), **hidden})
    assert clash.status_code == 422
    assert "Aula Timur sudah terpakai" in text_of(clash)
    assert {a.starts_at for a in spans(event)} == {old}
    new = soon(11, 13)
    assert client.post(url, data={**typed(new), **hidden}).status_code == 303
    assert (event.starts_at, {a.starts_at for a in spans(event)}) == (new, {new})
    waiting = db.session.scalars(select(Outbox).where(Outbox.owner == event.owner, Outbox.planned)).all()
    stand = {r.params["starts_at"] for r in waiting if r.state is OutboxState.WAITING}
    assert stand == {new.isoformat()}
    told = db.session.scalars(select(Notice.person_id).where(Notice.kind == "event.moved")).all()
    assert told == [cast.head.id]
    stale = client.post(url, data={**typed(soon(13)), **hidden, "nonce": "lain"})
    assert "diubah orang lain" in text_of(stale)


def spans(event):
    """Everything that stands for the event: its own time, bookings, duties."""
    booked = [b.allocation for b in fleet.bookings_of(event.owner)]
    duties = [a for d in rosters.roster_of(event.owner).duties for a in taken.owned(d.owner)]
    return [*taken.owned(event.owner), *booked, *duties]


def test_cancelling_frees_everything_withdraws_reminders_and_tells_people(cast, things, sign_in):
    event = planned(
        cast.as_("secretary"), hall=things.hall, leader=cast.head, posts=[PostNeed(things.post.id, 1)]
    )  # fmt: skip
    db.session.commit()
    client, url = sign_in("secretary"), f"/acara/{event.id}/pembatalan"
    assert "Ruang: Aula Timur" in text_of(client.get(url))
    assert "Tuliskan alasannya" in text_of(client.post(url, data={}, follow_redirects=True))
    assert event.state is EventState.PLANNED
    client.post(url, data={"reason": "Gubernur berhalangan"})
    assert (event.state, event.cancel_reason) == (EventState.CANCELLED, "Gubernur berhalangan")
    standing = (
        select(func.count()).select_from(Allocation).where(Allocation.state != AllocationState.RELEASED)
    )
    assert db.session.scalar(standing) == 0
    assert set(db.session.scalars(select(Booking.state))) == {BookingState.CANCELLED}
    assert rosters.roster_of(event.owner) is None
    planned_rows = select(Outbox.state).where(Outbox.owner == event.owner, Outbox.planned)
    assert set(db.session.scalars(planned_rows)) == {OutboxState.WITHDRAWN}
    assert db.session.scalars(select(Notice.person_id).where(Notice.kind == "event.cancelled")).all() == [
        cast.head.id
    ]
    assert "Gubernur berhalangan" in text_of(client.get(f"/acara/{event.id}"))
    planned(cast.as_("secretary"), hall=things.hall, leader=cast.head)


def test_strangers_get_the_same_answer_as_for_nothing(cast, things, sign_in):
    event = planned(cast.as_("secretary"), hall=things.hall)
    db.session.commit()
    for username in ("outsider", "outsider_head", "admin"):
        client = sign_in(username)
        for path in ("", "/pindah", "/pembatalan"):
            assert client.get(f"/acara/{event.id}{path}").status_code == 404
            assert client.post(f"/acara/{event.id}{path}").status_code in {404, 405}
        assert client.post(f"/acara/{event.id}/penyelesaian").status_code == 404
    assert "Rapat koordinasi" not in text_of(sign_in("outsider").get("/acara"))
    assert sign_in("visitor").get(f"/acara/{event.id}").status_code == 303
    staff = sign_in("staff")
    assert staff.get(f"/acara/{event.id}").status_code == 200  # of the same bureau
    assert staff.post(f"/acara/{event.id}/pembatalan", data={"reason": "x"}).status_code == 404
    assert event.state is EventState.PLANNED


def test_a_secret_event_is_only_for_those_concerned(cast, things, sign_in):
    event = planned(cast.as_("secretary"), hall=things.hall, leader=cast.head, secret=True, title="Sertijab")
    db.session.commit()
    seen = {name for name in ("head", "secretary", "household", "staff", "finance", "outsider")
            if sign_in(name).get(f"/acara/{event.id}").status_code == 200}  # fmt: skip
    assert seen == {"head", "secretary"}
    assert "Sertijab" not in text_of(sign_in("household").get("/acara"))
    assert set(db.session.scalars(select(Allocation.title))) == {TAKEN}
    assert {b.purpose for b in fleet.bookings_of(event.owner)} == {TAKEN}
    assert all("Sertijab" not in f"{r.label}{r.data}" for r in history_of(event))


@pytest.mark.parametrize("with_secret", [True, False])
def test_a_deputy_sees_a_secret_event_only_when_the_delegation_says_so(cast, things, with_secret):
    event = planned(cast.as_("secretary"), leader=cast.head, secret=True)
    now = clock.now()
    made = accounts.delegate(
        giver=cast.head, receiver=cast.finance, starts_at=now - HOUR, ends_at=now + timedelta(days=2),
        reason="Dinas luar", with_secret=with_secret, by=SYSTEM,
    )  # fmt: skip
    db.session.flush()
    deputy = cast.as_("finance")
    deputy.behalf_id, deputy.behalf_secret = made.giver_id, made.with_secret
    assert (queries.event(deputy, event.id) is not None) is with_secret


def test_list_and_calendar_cost_the_same_for_many_events(cast, things, sign_in):
    client = sign_in("secretary")
    start = clock.instant(clock.today().replace(day=1), clock.local(soon()).time())
    costs = {}
    for number in range(6):
        planned(cast.as_("secretary"), soon(20 + number), leader=cast.head, title=f"Acara {number}")
        db.session.commit()
        for path in ("/acara", f"/acara/kalender?bulan={clock.local(soon(20)):%Y-%m}"):
            with counted() as statements:
                assert client.get(path).status_code == 200
            costs.setdefault(path, []).append(len(statements))
    assert start
    assert all(len(set(found)) == 1 for found in costs.values()), costs
    assert "Acara 5" in text_of(client.get("/acara"))
    assert "Acara 0" in text_of(client.get(f"/acara/kalender?bulan={clock.local(soon(20)):%Y-%m}"))


def test_past_events_have_their_list_and_can_be_marked_done(cast, things, sign_in):
    event = planned(cast.as_("secretary"), title="Sudah berlangsung")
    event.starts_at, event.ends_at = soon(-3), soon(-3) + HOUR
    db.session.commit()
    client = sign_in("secretary")
    assert "Sudah berlangsung" not in text_of(client.get("/acara"))
    assert "Sudah berlangsung" in text_of(client.get("/acara?waktu=lewat&q=BERLANGSUNG"))
    assert "Tandai selesai" in text_of(client.get(f"/acara/{event.id}"))
    client.post(f"/acara/{event.id}/penyelesaian")
    assert event.state is EventState.DONE


def test_the_planner_replaces_a_rejected_hall_on_a_page(cast, things, sign_in):
    event = planned(cast.as_("secretary"), hall=things.hall)
    fleet.bookings_of(event.owner)[0].reject(by=cast.as_("household"), reason="Aula dicat")
    db.session.commit()
    client, need = sign_in("secretary"), event.needs[0]
    url = f"/acara/{event.id}/kebutuhan/{need.id}"
    page = text_of(client.get(f"/acara/{event.id}"))
    assert "Aula dicat" in page
    assert "Belum terpenuhi" in page
    assert client.post(url, data={"resource": str(things.other_hall.id)}).status_code == 303
    assert [n.resource_id for n in event.needs] == [things.other_hall.id]
    assert client.get(url).status_code == 404


def test_a_broken_month_shows_this_month(sign_in):
    client = sign_in("secretary")
    assert client.get("/acara/kalender?bulan=2026-13").status_code == 200
    assert client.get("/acara/kalender?bulan=9999-12").status_code == 200


def test_an_event_over_midnight_stands_on_both_days_and_moves_whole(cast, things):
    start = soon(10, 22)
    event = planned(cast.as_("secretary"), start, hours=6, hall=things.hall)
    services.move(event, starts_at=start + HOUR, ends_at=start + 7 * HOUR, by=cast.as_("secretary"))
    day = clock.local(start).date()
    for offset in (0, 1):
        first, last = clock.day_bounds(day + timedelta(days=offset))
        assert queries.agenda(cast.as_("secretary"), first, last) == [event]

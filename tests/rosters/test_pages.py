"""The pages, for those who may see them and for those who may not."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from biro.accounts.actors import SYSTEM
from biro.core import clock
from biro.core.db import db
from biro.rosters import queries, services
from biro.rosters.models import Cover, DayType, Post, RosterState, Shift
from biro.rosters.services import PostNeed
from tests.rosters.conftest import EVENING, THREE_HOURS, drafted
from tests.support.web import counted, fields_of, text_of

HOUR = timedelta(hours=1)


@pytest.fixture
def roster(place, cast):
    found = drafted(place, cast)
    db.session.commit()
    return found


def test_a_month_is_drafted_submitted_approved_and_published_through_the_pages(place, cast, sign_in):
    household, head = sign_in("household"), sign_in("head")
    month = date(clock.today().year + clock.today().month // 12, clock.today().month % 12 + 1, 1)
    answer = household.post("/piket/baru", data={"unit_id": place.unit.id, "month": month.isoformat()})
    assert answer.status_code == 303
    url = answer.headers["Location"]
    page = household.get(url).get_data(as_text=True)
    assert "grid-roster" in page
    assert f"{url}/pengajuan" in page
    assert "Rumah Tangga" in text_of(household.get("/piket"))
    household.post(f"{url}/pengajuan")
    assert f"{url}/persetujuan" not in household.get(url).get_data(as_text=True)
    head.post(f"{url}/persetujuan")
    household.post(f"{url}/penerbitan")
    assert queries.month_roster(place.unit.id, month).state is RosterState.PUBLISHED
    assert "Pengamanan · Pagi" in text_of(sign_in("staff").get("/piket/saya"))


@pytest.mark.parametrize("noun", ["persetujuan", "pengembalian"])
def test_the_head_does_not_decide_about_hours_that_moved_since_the_page_was_drawn(place, cast, sign_in, noun):
    made = services.plan_for_event(
        source="event:5", title="Rakor", needs=[PostNeed(place.guard.id, 1)], starts_at=EVENING,
        ends_at=EVENING + THREE_HOURS, unit=place.unit, zone="Asia/Jakarta", by=cast.as_("secretary"),
    )  # fmt: skip
    services.submit(made, by=cast.as_("household"))
    db.session.commit()
    head, url = sign_in("head"), f"/piket/{made.id}"
    sent = {"version": fields_of(head.get(url))["version"], "reason": "x"}
    services.move_source("event:5", starts_at=EVENING + HOUR, ends_at=EVENING + THREE_HOURS, by=SYSTEM)
    db.session.commit()
    answer = head.post(f"{url}/{noun}", data=sent, follow_redirects=True)
    assert "baru saja diubah orang lain" in text_of(answer)
    assert made.state is RosterState.SUBMITTED
    head.post(f"{url}/{noun}", data={**sent, "version": fields_of(head.get(url))["version"]})
    assert made.state is not RosterState.SUBMITTED


def test_the_same_month_twice_is_said_beside_the_month(place, cast, sign_in):
    client, today = sign_in("household"), clock.today().replace(day=1)
    given = {"unit_id": place.unit.id, "month": today.isoformat()}
    client.post("/piket/baru", data=given)
    answer = client.post("/piket/baru", data=given)
    assert answer.status_code == 422
    assert "sudah punya jadwal" in text_of(answer)


@pytest.mark.parametrize("username", ["outsider", "outsider_head", "secretary"])
def test_for_others_a_roster_does_not_exist(roster, cast, sign_in, username):
    client, duty = sign_in(username), roster.duties[0].id
    url = f"/piket/{roster.id}"
    paths = [url, f"{url}/ubah?hari=2026-12-03&orang={cast.staff.id}", f"{url}/tugas/{duty}"]
    assert [client.get(path).status_code for path in paths] == [404, 404, 404]
    nouns = (
        "pengajuan",
        "persetujuan",
        "pengembalian",
        "penerbitan",
        "pembukaan",
        "susunan",
        f"tugas/{duty}/pengosongan",
    )
    assert {client.post(f"{url}/{noun}").status_code for noun in nouns} == {404}
    assert "Rumah Tangga" not in client.get("/piket").get_data(as_text=True)


def test_visitors_are_sent_to_the_door(roster, sign_in):
    for path in ("", f"/{roster.id}", "/saya", "/cuti", "/baru", "/pengaturan"):
        assert "/masuk" in sign_in("visitor").get(f"/piket{path}").headers["Location"]


def test_staff_read_the_grid_but_have_no_way_to_change_it(roster, cast, sign_in):
    client = sign_in("staff")
    page = client.get(f"/piket/{roster.id}")
    assert page.status_code == 200
    assert "/ubah?" not in page.get_data(as_text=True)
    assert client.get(f"/piket/{roster.id}/ubah?hari=2026-12-03&orang={cast.staff.id}").status_code == 404


def test_a_cell_takes_a_duty_and_a_place_takes_another_person(roster, place, cast, sign_in):
    client, duty = sign_in("household"), roster.duties[2]
    other = cast.driver if duty.person_id == cast.staff.id else cast.staff
    cell = f"/piket/{roster.id}/ubah?hari={duty.day}&orang={duty.person_id}"
    assert "Pengamanan · Pagi" in text_of(client.get(cell))
    refused = client.post(cell, data={"slot": f"{place.guard.id}-{place.day.id}"})
    assert refused.status_code == 422
    assert "sudah bertugas" in text_of(refused)
    assert client.post(f"/piket/{roster.id}/tugas/{duty.id}/pengosongan").status_code == 303
    page = text_of(client.get(f"/piket/{roster.id}"))
    assert "1 tempat belum terisi" in page
    assert "kurang 1" in page
    answer = client.post(
        f"/piket/{roster.id}/ubah?hari={duty.day}&orang={other.id}",
        data={"slot": f"{place.guard.id}-{place.day.id}"},
    )
    assert answer.status_code in (303, 422)
    page = client.get(f"/piket/{roster.id}/tugas/{duty.id}")
    assert "poin" in text_of(page) or "istirahat" in text_of(page)
    assert client.post(f"/piket/{roster.id}/tugas/{duty.id}", data={"person_id": ""}).status_code == 303
    assert client.get(f"/piket/{roster.id}/ubah?hari=besok&orang=1").status_code == 404


def test_an_events_people_are_listed_by_post_with_the_reason(place, cast, sign_in):
    roster = services.plan_for_event(
        source="event:1", title="Rakor Biro Umum", needs=[PostNeed(place.wheel.id, 1)], starts_at=EVENING,
        ends_at=EVENING + THREE_HOURS, unit=cast.unit("TU"), zone="Asia/Jakarta", by=cast.as_("secretary"),
    )  # fmt: skip
    db.session.commit()
    assert f"/piket/{roster.id}/pengajuan" in sign_in("household").get(f"/piket/{roster.id}").get_data(
        as_text=True
    )
    assert sign_in("outsider").get(f"/piket/{roster.id}").status_code == 404
    page = text_of(sign_in("secretary").get(f"/piket/{roster.id}"))
    assert "Ujang Suherman" in page
    assert "Poin paling sedikit (0)" in page


def test_a_returned_roster_shows_the_reason_and_the_history_says_who(roster, cast, sign_in):
    services.submit(roster, by=cast.as_("household"))
    db.session.commit()
    sign_in("head").post(f"/piket/{roster.id}/pengembalian", data={"reason": "Natal kurang dua orang"})
    page = text_of(sign_in("household").get(f"/piket/{roster.id}"))
    assert "Natal kurang dua orang" in page
    assert "Ratna Dewi Kusuma mengembalikan jadwal piket" in page


def test_posts_shifts_and_cover_are_set_on_pages(place, cast, sign_in):
    client = sign_in("household")
    shift = {"name": "Siang", "code": "S", "starts": "14.00", "minutes": "480", "active": "y"}
    assert client.post("/piket/pengaturan/gilir/baru", data=shift).status_code == 303
    assert client.post("/piket/pengaturan/gilir/baru", data={**shift, "minutes": "5"}).status_code == 422
    noon = db.session.scalars(select(Shift).where(Shift.name == "Siang")).one()
    given = {"name": "Resepsionis", "unit_id": place.unit.id, "active": "y", f"cover_{noon.id}_workday": "2"}
    assert client.post("/piket/pengaturan/pos/baru", data=given).status_code == 303
    post = db.session.scalars(select(Post).where(Post.name == "Resepsionis")).one()
    cover = db.session.scalars(select(Cover).where(Cover.post_id == post.id)).one()
    assert (cover.shift_id, cover.day_type, cover.count) == (noon.id, DayType.WORKDAY, 2)
    assert 'value="2"' in client.get(f"/piket/pengaturan/pos/{post.id}").get_data(as_text=True)
    assert client.post("/piket/pengaturan/pos/baru", data=given).status_code == 422
    stale = client.post(f"/piket/pengaturan/pos/{post.id}", data={**given, "version": "0"})
    assert stale.status_code == 422
    assert "Resepsionis" in text_of(client.get("/piket/pengaturan"))


def test_another_bureau_neither_sees_nor_changes_these_posts(place, cast, sign_in):
    client = sign_in("outsider_head")
    assert "Pengamanan" not in client.get("/piket/pengaturan").get_data(as_text=True)
    assert client.get(f"/piket/pengaturan/pos/{place.guard.id}").status_code == 404
    given = {"name": "Pos", "unit_id": place.unit.id}
    assert client.post("/piket/pengaturan/pos/baru", data=given).status_code == 422
    assert sign_in("staff").get("/piket/pengaturan").status_code == 404


def test_the_grid_costs_the_same_number_of_queries_for_more_duties(roster, place, cast, sign_in):
    client = sign_in("household")
    client.get(f"/piket/{roster.id}")
    with counted() as first:
        client.get(f"/piket/{roster.id}")
    db.session.add(Cover(post=place.guard, shift=place.night, day_type=DayType.WORKDAY, count=1))
    services.redraft(roster, by=cast.as_("household"))
    db.session.commit()
    with counted() as second:
        client.get(f"/piket/{roster.id}")
    assert len(second) == len(first)
    assert len(second) < 20

"""Asking on the page: what was typed stays, a clash helps on, and the timeline asks the database once."""

import re
from datetime import timedelta
from html import unescape

import pytest

from biro.core.db import db
from biro.facilities import services
from biro.facilities.models import Booking, BookingState
from tests.facilities.conftest import HOUR, NINE
from tests.support.web import counted, fields_of, text_of


def typed(place, **other):
    given = {
        "resource": place.hall.resource_id, "day": "2027-03-02", "starts": "09:00", "ends": "11:00",
        "purpose": "Rapat forum", "attendees": "50", "note": "Butuh layar",
    }  # fmt: skip
    return {k: v for k, v in {**given, **other}.items() if v is not None}


def send(client, data):
    hidden = {k: v for k, v in fields_of(client.get("/peminjaman/baru")).items() if k == "nonce"}
    return client.post("/peminjaman/baru", data={**hidden, **data})


def test_a_request_leads_to_its_page_and_the_other_side_approves_it(place, sign_in):
    answer = send(sign_in("secretary"), typed(place))
    assert answer.status_code == 303
    where = answer.headers["Location"]
    assert "Diajukan" in text_of(sign_in("secretary").get(where))
    chief = sign_in("household")
    assert "Setujui" in chief.get("/peminjaman").get_data(as_text=True)
    chief.post(f"{where}/persetujuan")
    page = text_of(sign_in("secretary").get(where))
    assert "Disetujui" in page
    assert "menyetujui peminjaman" in page


@pytest.mark.parametrize(
    ("other", "field", "sentence"),
    [
        ({"ends": "08.00"}, "ends", "mendahului"),
        ({"ends": "08.00", "ends_on": "2027-03-01"}, "ends_on", "mendahului"),
        ({"day": "2020-01-02"}, "day", "sudah lewat"),
        ({"attendees": "900"}, "attendees", "hanya 200 orang"),
        ({"day": "31/02/2027"}, "day", ""),
        ({"purpose": ""}, "purpose", ""),
        ({"resource": ""}, "resource", ""),
    ],
)
def test_a_wrong_input_is_said_beside_its_field_and_the_rest_is_kept(place, sign_in, other, field, sentence):
    answer = send(sign_in("secretary"), typed(place, **other))
    page = unescape(answer.get_data(as_text=True))
    assert answer.status_code == 422
    error = re.search(rf'id="{field}-error">(.*?)</p>', page)
    assert error and sentence in error[1]
    assert "Butuh layar" in page
    kept = {"starts": "09:00", "purpose": "Rapat forum"}
    for name in kept.keys() - other.keys():
        assert f'value="{kept[name]}"' in page
    assert db.session.query(Booking).count() == 0


def test_more_people_than_fit_may_be_asked_for_on_purpose(place, sign_in):
    answer = send(sign_in("secretary"), typed(place, attendees="900"))
    assert 'name="crowded"' in answer.get_data(as_text=True)
    assert send(sign_in("secretary"), typed(place, attendees="900", crowded="y")).status_code == 303


def test_a_booking_may_run_over_midnight(place, sign_in):
    answer = send(sign_in("secretary"), typed(place, starts="21.00", ends="02.00", ends_on="2027-03-03"))
    assert "2 Mar 2027 21.00 – 3 Mar 2027 02.00 WIB" in text_of(
        sign_in("staff").get(answer.headers["Location"])
    )


def test_a_clash_says_who_and_each_alternative_opens_the_form_with_everything_typed(place, ask, sign_in):
    ask("staff", hours=3)
    answer = send(sign_in("secretary"), typed(place))
    page = unescape(answer.get_data(as_text=True))
    assert answer.status_code == 422
    assert "sudah terpakai 2 Mar 2027 09.00–12.00 WIB untuk “Rapat anggaran” (Agus Salim)" in page
    link = re.search(rf'href="(/peminjaman/baru\?resource={place.small.resource_id}[^"]*)"', page)
    again = sign_in("secretary").get(link[1]).get_data(as_text=True)
    for value in ("2027-03-02", "09:00", "11:00", "Rapat forum", "50", "Butuh layar"):
        assert value in again
    assert f'<option value="{place.small.resource_id}" selected>' in again
    assert (
        send(sign_in("secretary"), typed(place, resource=place.small.resource_id, attendees="9")).status_code
        == 303
    )


def test_the_same_form_sent_twice_is_one_request(place, sign_in):
    client = sign_in("secretary")
    nonce = fields_of(client.get("/peminjaman/baru"))["nonce"]
    first = client.post("/peminjaman/baru", data=typed(place, nonce=nonce))
    second = client.post("/peminjaman/baru", data=typed(place, nonce=nonce))
    assert second.headers["Location"] == first.headers["Location"]
    assert db.session.query(Booking).count() == 1


@pytest.mark.parametrize("username", ["outsider", "outsider_head", "visitor"])
def test_other_bureaus_and_visitors_find_nothing(place, ask, sign_in, username):
    booking, client = ask(), sign_in(username)
    hidden = 303 if username == "visitor" else 404
    assert client.get(f"/peminjaman/{booking.id}").status_code == hidden
    assert client.get(f"/fasilitas/{place.hall.resource_id}").status_code == hidden
    assert client.post(f"/peminjaman/{booking.id}/persetujuan").status_code == hidden
    assert client.post(f"/peminjaman/{booking.id}/pembatalan", data={"reason": "x"}).status_code == hidden
    for address in ("/peminjaman?lihat=semua", "/fasilitas", "/fasilitas/linimasa?hari=2027-03-02"):
        assert "Aula Timur" not in text_of(client.get(address))
    if username != "visitor":
        assert send(client, typed(place)).status_code == 422
    db.session.refresh(booking)
    assert booking.state is BookingState.ASKED


def test_one_s_own_request_has_no_approve_button_and_the_address_is_refused(place, ask, sign_in):
    booking, client = ask("household"), sign_in("household")
    assert "persetujuan" not in client.get(booking.url).get_data(as_text=True)
    page = client.post(f"{booking.url}/persetujuan", follow_redirects=True)
    assert "permintaan sendiri" in text_of(page)
    assert booking.state is BookingState.ASKED


def test_rejecting_without_a_reason_changes_nothing(place, ask, sign_in):
    booking = ask()
    sign_in("head").post(f"{booking.url}/penolakan")
    assert booking.state is BookingState.ASKED
    sign_in("head").post(f"{booking.url}/penolakan", data={"reason": "Renovasi"})
    assert booking.state is BookingState.REJECTED
    assert "Renovasi" in text_of(sign_in("secretary").get(booking.url))


STALE = "baru saja diubah orang lain"


def drawn(response, address):
    """The version inside the form that posts to this address."""
    form = re.search(
        rf'(?s)<form[^>]*action="{re.escape(address)}"[^>]*>(.*?)</form>', response.get_data(as_text=True)
    )
    return {"version": re.search(r'name="version" value="(\d+)"', form[1])[1]}


def moved(booking, by, minutes):
    start = NINE + timedelta(minutes=minutes)
    services.move_source(booking.source, starts_at=start, ends_at=start + HOUR / 2, by=by)


@pytest.mark.parametrize("where", ["", "/peminjaman?lihat=putusan", "/"])
@pytest.mark.parametrize(
    "change",
    [
        lambda booking, by: moved(booking, by, 120),
        lambda booking, by: moved(booking, by, 15),
        lambda booking, by: services.describe_source(booking.source, purpose="Pesta", attendees=190, by=by),
    ],
    ids=["moved", "shortened", "renamed"],
)
def test_nobody_approves_what_has_changed_since_they_looked(ask, cast, sign_in, where, change):
    booking, client = ask(source="event:1"), sign_in("household")
    address = f"{booking.url}/persetujuan" + ("?dari=putusan" if "putusan" in where else "")
    sent = drawn(client.get(where or booking.url), address)
    change(booking, cast.as_("secretary"))
    db.session.commit()
    answer = client.post(address, data=sent, follow_redirects=True)
    assert STALE in text_of(answer)
    assert booking.state is BookingState.ASKED
    client.post(address, data=drawn(client.get(where or booking.url), address))
    assert booking.state is BookingState.FIRM


def test_of_two_who_decide_the_slower_is_told_and_undoes_nothing(ask, sign_in):
    booking = ask()
    sent = drawn(sign_in("head").get(booking.url), f"{booking.url}/pembatalan")
    sign_in("household").post(f"{booking.url}/persetujuan", data=sent)
    for noun in ("penolakan", "pembatalan", "persetujuan"):
        answer = sign_in("head").post(
            f"{booking.url}/{noun}", data={**sent, "reason": "x"}, follow_redirects=True
        )
        assert STALE in text_of(answer), noun
    assert booking.state is BookingState.FIRM


@pytest.mark.parametrize(
    "address",
    ["/fasilitas/linimasa?hari=2027-03-02", "/fasilitas/linimasa?hari=2027-03-02&rentang=minggu",
     "/peminjaman?lihat=semua"],
)  # fmt: skip
def test_more_bookings_need_no_more_queries(place, ask, sign_in, address):
    client = sign_in("staff")

    def queries():
        with counted() as found:
            page = client.get(address)
        assert page.status_code == 200
        return len(found), page.get_data(as_text=True)

    for number in range(3):
        ask(at=NINE + number * HOUR)
    few, page = queries()
    assert "Rapat anggaran" in page
    for number in range(3, 40):
        ask(("staff", "secretary", "finance")[number % 3], (place.small, place.car)[number % 2],
            NINE + number * HOUR / 4, 0.25)  # fmt: skip
    many, page = queries()
    assert many == few
    assert page.count("Rapat anggaran") > 30


def test_the_timeline_shows_bookings_and_offers_what_is_free(place, ask, sign_in):
    booking = ask(hours=2)
    page = unescape(sign_in("staff").get("/fasilitas/linimasa?hari=2027-03-02").get_data(as_text=True))
    assert f'href="/peminjaman/{booking.id}"' in page
    assert (
        f"/peminjaman/baru?resource={place.hall.resource_id}&day=2027-03-02&starts=13:00&ends=14:00"
        in page.replace("%3A", ":")
    )
    cell = re.search(r'<td colspan="(\d+)" class="time-bar">', page)
    assert cell[1] == "8"


def test_the_timeline_filters_by_kind_and_building(place, sign_in):
    client = sign_in("staff")
    day = "/fasilitas/linimasa?hari=2027-03-02"
    assert "Innova" in text_of(client.get(day))
    assert "Innova" not in text_of(client.get(f"{day}&jenis=room"))
    assert "Proyektor 1" in text_of(client.get(f"{day}&jenis=equipment"))
    assert "Innova" not in text_of(client.get(f"{day}&gedung=Gedung A"))


def test_the_household_head_keeps_the_list_and_others_do_not(place, cast, sign_in):
    client = sign_in("household")
    data = {
        "name": "Pendopo",
        "unit_id": cast.unit("RT").id,
        "capacity": "350",
        "buffer_after": "60",
        "active": "y",
    }
    made = client.post("/fasilitas/baru/room", data=data)
    assert made.status_code == 303
    where = made.headers["Location"]
    assert "350" in text_of(client.get(where))
    form = fields_of(client.get(f"{where}/ubah"))
    changed = client.post(f"{where}/ubah", data={**data, "version": form["version"], "capacity": "300"})
    assert changed.status_code == 303
    stale = client.post(f"{where}/ubah", data={**data, "version": form["version"], "capacity": "200"})
    assert stale.status_code == 422
    for username in ("staff", "secretary", "outsider_head"):
        assert sign_in(username).get(f"{where}/ubah").status_code == 404
        assert sign_in(username).post("/fasilitas/baru/room", data=data).status_code == 404


@pytest.mark.parametrize("kind", ["room", "vehicle", "driver", "equipment"])
def test_every_kind_has_its_list_page_and_form(place, sign_in, kind):
    client = sign_in("household")
    thing = {"room": place.hall, "vehicle": place.car, "driver": place.driver, "equipment": place.projector}[
        kind
    ]
    assert thing.name in text_of(client.get(f"/fasilitas?jenis={kind}"))
    assert thing.name not in text_of(client.get(f"/fasilitas?jenis={kind}&q=zzz"))
    assert client.get(f"/fasilitas/baru/{kind}").status_code == 200
    data = fields_of(client.get(f"/fasilitas/{thing.resource_id}/ubah"))
    answer = client.post(
        f"/fasilitas/{thing.resource_id}/ubah",
        data={**data, "name": thing.name, "plate": "D 1 NR", "code": "PR-01", "use": "special", "active": "y",
              "note": "Baru"},
    )  # fmt: skip
    assert answer.status_code == 303
    assert "Baru" in text_of(client.get(f"/fasilitas/{thing.resource_id}"))

"""An invitation becomes an event in one act, or nothing changes."""

from sqlalchemy import func, select

from biro.allocations.models import Allocation
from biro.core.db import db
from biro.correspondence.models import Letter
from biro.events.models import Event
from tests.support import events as support
from tests.support.web import fields_of, text_of


def sent(page, **more):
    typed = support.typed(support.soon())
    return {**typed, **{k: v for k, v in fields_of(page).items() if k in {"version", "nonce"}}, **more}


def test_accepting_plans_the_event_with_all_it_needs_and_ties_it_to_the_letter(
    sign_in,
    app,
    cast,
    things,
    write_letter,
):
    letter = write_letter(
        subject="Undangan Rapat Koordinasi Nasional", sender_name="Kementerian Dalam Negeri"
    )
    client, url = sign_in("head"), f"/surat/masuk/{letter.id}/undangan"
    assert url in client.get(f"/surat/masuk/{letter.id}").get_data(as_text=True)
    page = client.get(f"{url}?cara=attends")
    assert 'value="Rapat Koordinasi Nasional"' in page.get_data(as_text=True)
    assert "Ratna Dewi Kusuma" in page.get_data(as_text=True)
    answer = client.post(
        url,
        data=sent(
            page, hall=things.hall.id, vehicles=things.car.id, leader=cast.head.id, attendance="attends"
        ),
    )
    assert answer.status_code == 303, text_of(answer)
    event = db.session.scalars(select(Event)).one()
    assert (letter.event_id, letter.state, event.host) == (event.id, "done", "Kementerian Dalam Negeri")
    assert db.session.scalar(select(func.count()).select_from(Allocation)) == 3
    assert "menjadikan surat acara" in text_of(client.get(f"/surat/masuk/{letter.id}"))
    assert "Surat undangan" in text_of(client.get(event.url))
    assert "sudah menjadi acara" in text_of(client.post(url, data=sent(client.get(url))))


def test_a_clash_says_so_offers_others_and_leaves_the_letter_as_it_was(
    sign_in,
    app,
    cast,
    things,
    write_letter,
):
    support.planned(cast.as_("head"), hall=things.hall, unit=cast.unit("UM"))
    db.session.commit()
    letter = write_letter()
    client, url = sign_in("head"), f"/surat/masuk/{letter.id}/undangan"
    answer = client.post(url, data=sent(client.get(url), hall=things.hall.id))
    assert answer.status_code == 422 and "Aula Barat" in text_of(answer)
    assert db.session.scalar(select(func.count()).select_from(Event)) == 1
    assert db.session.get(Letter, letter.id).event_id is None


def test_a_secret_invitation_makes_a_secret_event(sign_in, app, cast, things, write_letter):
    letter = write_letter(security="R", subject="Undangan rapat tertutup")
    client, url = sign_in("head"), f"/surat/masuk/{letter.id}/undangan"
    assert client.post(url, data=sent(client.get(url))).status_code == 303
    assert db.session.scalars(select(Event)).one().secret
    assert sign_in("outsider_head").get(url).status_code == 404
    assert sign_in("staff").get(url).status_code == 404


def test_a_letter_is_found_by_its_words_a_secret_one_only_by_its_chain(sign_in, app, write_letter):
    write_letter(subject="Permohonan bantuan tenda")
    write_letter(subject="Mutasi tertutup", security="R")
    assert "Permohonan bantuan tenda" in text_of(sign_in("head").get("/cari?q=tenda"))
    assert "bantuan tenda" not in text_of(sign_in("outsider").get("/cari?q=tenda"))
    assert "Surat rahasia" not in text_of(sign_in("head").get("/cari?q=mutasi"))
    assert "Surat rahasia" in text_of(sign_in("head").get("/cari?q=rahasia"))
    assert "Surat rahasia" not in text_of(sign_in("finance").get("/cari?q=rahasia"))

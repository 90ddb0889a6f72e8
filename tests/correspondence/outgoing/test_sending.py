"""Sending: to units of this office it arrives without being typed again, once; an answer closes the loop."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from biro.accounts.actors import Grant
from biro.core import clock
from biro.core.db import db
from biro.core.errors import DomainError
from biro.correspondence import queries as incoming
from biro.correspondence import services as book
from biro.correspondence.models import Correspondent, Letter
from biro.correspondence.outgoing import services
from biro.correspondence.outgoing.models import OutgoingLetter, OutgoingState
from biro.files.queries import attachments
from biro.reminders.models import Notice
from tests.correspondence.outgoing.conftest import form_of
from tests.support.web import text_of

SITE = "https://biro.example"


@pytest.fixture
def signed(ready, cast):
    def run(**change):
        letter = ready(**change)
        services.sign(letter, on=clock.today(), by=cast.as_("head"), site=SITE)
        db.session.commit()
        return letter

    return run


def arrived():
    return list(db.session.scalars(select(Letter).order_by(Letter.id)))


def test_it_arrives_in_the_books_of_the_units_it_goes_to(signed, cast, sign_in):
    letter = signed(
        to="Kepala Biro Hukum\nDinas Kesehatan", copies="Bagian Tata Usaha", security="T", urgency="segera"
    )
    sent = {"on": clock.today().isoformat(), "version": letter.version}
    answer = sign_in("secretary").post(f"{letter.url}/pengiriman", data=sent, follow_redirects=True)
    assert "2 unit kantor ini" in text_of(answer)
    letter = db.session.get(OutgoingLetter, letter.id)
    assert (letter.state, letter.sent_on) == (OutgoingState.SENT, clock.today())
    first, second = arrived()
    assert (first.unit.code, second.unit.code) == ("HK", "TU")
    assert (first.number, first.letter_date, first.subject) == (
        letter.number,
        letter.signed_on,
        letter.subject,
    )
    assert (first.security.value, first.urgency.value, first.sender.name) == (
        "T",
        "segera",
        "Bagian Rumah Tangga",
    )
    assert attachments(first.owner)[0].blob_sha256 == letter.pdf_sha256
    assert sign_in("outsider_head").get(first.url).status_code == 200
    assert sign_in("staff").get(first.url).status_code == 404
    assert "Surat keluar asalnya" not in text_of(sign_in("outsider_head").get(first.url))
    assert "Surat keluar asalnya" in text_of(sign_in("head").get(second.url))
    told = select(func.count(Notice.id)).where(Notice.kind == "outgoing.arrived", Notice.url == first.url)
    assert db.session.scalar(told.where(Notice.person_id == cast.outsider_head.id)) == 1
    known = db.session.scalars(select(Correspondent.name)).all()
    assert "Dinas Kesehatan" in known


def test_it_is_sent_once_and_arrives_once(signed, cast, sign_in):
    letter = signed(to="Kepala Biro Hukum")
    services.send(letter, on=clock.today(), by=cast.as_("secretary"))
    db.session.commit()
    with pytest.raises(DomainError):
        services.send(letter, on=clock.today(), by=cast.as_("secretary"))
    sign_in("secretary").post(f"{letter.url}/pengiriman", data={"on": clock.today().isoformat()})
    assert len(arrived()) == 1


def test_only_who_dispatches_for_the_bureau_sends(signed, sign_in):
    letter = signed(to="Kepala Biro Hukum")
    for name in ("staff", "household", "finance", "driver", "outsider", "outsider_head", "admin"):
        sign_in(name).post(f"{letter.url}/pengiriman", data={"on": clock.today().isoformat()})
        assert db.session.get(OutgoingLetter, letter.id).state is OutgoingState.SIGNED, name
    assert arrived() == []


def test_days_that_cannot_be_are_said_beside_the_field(signed, sign_in):
    letter = signed()
    for days, why in ((-1, "sebelum tanggalnya"), (1, "masa depan")):
        day = (clock.today() + timedelta(days=days)).isoformat()
        answer = sign_in("secretary").post(f"{letter.url}/pengiriman", data={"on": day})
        assert answer.status_code == 422 and why in text_of(answer)


def test_a_secret_letter_arrives_secret_and_tells_only_the_head(signed, cast, sign_in):
    letter = signed(to="Kepala Biro Hukum", subject="Kenarirahasia", security="R")
    services.send(letter, on=clock.today(), by=cast.as_("head"))
    db.session.commit()
    [row] = arrived()
    assert row.is_secret and attachments(row.owner)[0].secret
    assert sign_in("outsider_head").get(row.url).status_code == 200
    assert sign_in("outsider").get(row.url).status_code == 404
    notices = list(db.session.scalars(select(Notice).where(Notice.kind == "outgoing.arrived")))
    assert [n.person_id for n in notices] == [cast.outsider_head.id]
    assert all(n.secret and "Kenari" not in str(n.params) for n in notices)


def test_an_answer_begins_with_what_the_letter_says_and_closes_the_loop(signed, cast, sign_in):
    first = signed(to="Kepala Biro Hukum", subject="Permintaan data")
    services.send(first, on=clock.today(), by=cast.as_("secretary"))
    db.session.commit()
    [came] = arrived()
    client = sign_in("outsider_head")
    assert "Buat konsep jawaban" in text_of(client.get(came.url))
    page = client.get(f"/surat/keluar/baru?balas={came.id}").get_data(as_text=True)
    assert "Balasan Permintaan data" in page and "Bagian Rumah Tangga" in page and came.number in page
    own = next(a.id for a in cast.outsider_head.assignments)
    sent = form_of(to="Bagian Rumah Tangga", subject="Balasan Permintaan data", signer_assignment_id=own)
    sent |= {"classification_id": came.classification_id}
    answer = client.post(f"/surat/keluar/baru?balas={came.id}", data=sent)
    reply = db.session.scalars(select(OutgoingLetter).where(OutgoingLetter.reply_to_id == came.id)).one()
    assert answer.location.endswith(reply.url)
    shown = text_of(client.get(came.url))
    assert "Jawaban kita" in shown and "Konsep" in shown
    services.submit(reply, by=cast.as_("outsider_head"))
    services.sign(reply, on=clock.today(), by=cast.as_("outsider_head"), site=SITE)
    services.send(reply, on=clock.today(), by=_dispatcher(cast))
    db.session.commit()
    assert [letter.unit.code for letter in arrived()] == ["HK", "RT"]
    told = select(Notice).where(Notice.kind == "outgoing.answered", Notice.person_id == cast.staff.id)
    assert len(list(db.session.scalars(told))) == 1
    assert sign_in("staff").get(f"/surat/keluar/baru?balas={came.id}").status_code == 404


def _dispatcher(cast):
    by = cast.as_("outsider_head")
    by.grants += (Grant("secretary", cast.unit("HK").path, cast.unit("HK").id),)
    return by


def test_it_is_finished_by_who_dispatches(signed, cast, sign_in):
    letter = signed()
    services.send(letter, on=clock.today(), by=cast.as_("secretary"))
    db.session.commit()
    sign_in("secretary").post(f"{letter.url}/selesai", data={"version": letter.version})
    assert db.session.get(OutgoingLetter, letter.id).state is OutgoingState.DONE


def test_the_book_of_the_bureau_takes_letters_to_its_sections(signed, cast):
    book.open_register(unit=cast.unit("TU"), by=cast.as_("secretary"))
    letter = signed(to="Bagian Tata Usaha\nBiro Umum\nBagian Rumah Tangga")
    services.send(letter, on=clock.today(), by=cast.as_("secretary"))
    db.session.commit()
    assert {row.register.unit.code for row in arrived()} == {"TU"} and len(arrived()) == 3
    assert incoming.is_visible(arrived()[0].id, cast.as_("secretary"))

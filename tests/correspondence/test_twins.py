"""The same letter twice: seen while it is typed, asked about when it is saved, also by two clerks at once."""

import hashlib
import io
import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from biro.accounts.actors import actor_for
from biro.accounts.models import Person
from biro.core import clock
from biro.core.db import db
from biro.core.errors import DomainError
from biro.correspondence import rules, services
from biro.correspondence.models import Letter
from biro.correspondence.services import registering
from tests.correspondence.conftest import letter_form
from tests.files.conftest import pdf
from tests.support.web import text_of

SCRIPT = {"Accept": "application/json"}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Undangan rapat koordinasi", "undangan RAPAT koordinasi triwulan", True),
        ("Undangan rapat koordinasi", "Undangan rapat evaluasi", False),
        ("Undangan", "Undangan", True), ("Permohonan aula", "Permohonan kendaraan", False), ("", "", False),
        ("a b", "a b", False), ("Undangan", "", False),
    ],
)  # fmt: skip
def test_subjects_are_alike_by_their_words(one, other, same):
    assert rules.alike(one, other) is rules.alike(other, one) is same


def asked(client, letter, **change):
    given = {
        "pengirim": letter.sender_id, "nomor": letter.number, "tanggal": f"{letter.letter_date:%d%m}",
        "hal": letter.subject, **change,
    }  # fmt: skip
    return client.get("/surat/masuk/kembar/cari", query_string=given)


def test_a_twin_is_shown_while_it_is_typed(sign_in, app, write_letter):
    client, letter = sign_in("secretary"), write_letter(number="005/1-A", subject="Undangan rapat koordinasi")
    assert letter.agenda_label in text_of(asked(client, letter, nomor="005 / 1a"))
    assert "sudah ada" in text_of(asked(client, letter, pengirim="dinas  pekerjaan umum."))
    near = text_of(asked(client, letter, nomor="999", hal="Undangan rapat koordinasi besok"))
    assert "Mungkin" in near and "sudah ada" not in near
    for change in (
        {"nomor": "999", "hal": "Lain"},
        {"tanggal": "31-01-2020"},
        {"pengirim": "x"},
        {"tanggal": "?"},
    ):
        assert text_of(asked(client, letter, **change)) == ""
    assert asked(sign_in("staff"), letter).status_code == 404


def test_the_words_of_a_secret_letter_cannot_be_asked_for(sign_in, app, write_letter):
    letter = write_letter(subject="Pemeriksaan khusus bendahara", security="R")
    client = sign_in("secretary")
    assert text_of(asked(client, letter, nomor="lain")) == ""
    certain = text_of(asked(client, letter))
    assert letter.agenda_label in certain and "bendahara" not in certain


def test_the_same_file_on_two_letters_is_said(sign_in, app, write_letter):
    client, content = sign_in("secretary"), pdf(1)
    first = client.post("/surat/masuk/baru", data=letter_form(scan=(io.BytesIO(content), "a.pdf")))
    first_id = int(first.headers["Location"].rsplit("/", 1)[1])
    second = write_letter(number="lain")
    assert "sama: 1/" in text_of(asked(client, second, sidik=hashlib.sha256(content).hexdigest(), tanggal=""))
    url = f"/surat/masuk/{second.id}/pindaian"
    said = client.post(url, data={"scan": (io.BytesIO(content), "b.pdf")}, headers=SCRIPT).json
    assert said["errors"] == [] and "agenda 1/" in said["same"][0] and len(said["same"]) == 1
    third = client.post(
        "/surat/masuk/baru", data=letter_form(number="9", scan=(io.BytesIO(content), "c.pdf"))
    )
    assert "Berkas yang sama sudah ada" in text_of(client.get(third.headers["Location"]))
    wrong = client.post(url, data={"scan": (io.BytesIO(b"MZ"), "b.pdf")}, headers=SCRIPT)
    assert wrong.status_code == 422 and wrong.json["errors"] and not wrong.json["same"]
    assert db.session.get(Letter, first_id).state == "received"


def test_a_script_saves_and_gets_what_the_next_letter_needs(sign_in, app):
    client = sign_in("secretary")
    saved = client.post("/surat/masuk/baru", data=letter_form(again="1"), headers=SCRIPT).json
    assert "1/" in saved["said"] and saved["before"]["fields"]["number"] in saved["latest"]
    assert saved["scan"]["url"].endswith("/pindaian") and saved["nonce"] != saved["scan"]["nonce"]
    twin = client.post("/surat/masuk/baru", data=letter_form(), headers=SCRIPT)
    assert twin.status_code == 422 and "number" in twin.json["errors"] and 'name="keep"' in twin.json["twins"]
    kept = client.post("/surat/masuk/baru", data=letter_form(keep="y", security="R"), headers=SCRIPT).json
    assert "Permohonan" not in kept["latest"].split("</li>")[0]
    assert kept["before"] == saved["before"]
    bad = client.post("/surat/masuk/baru", data=letter_form(letter_date="3102"), headers=SCRIPT)
    assert bad.status_code == 422 and list(bad.json["errors"]) == ["letter_date"]


def test_of_two_clerks_with_the_same_letter_at_once_one_is_asked(live_app, monkeypatch):
    with live_app.app_context():
        secretary = db.session.scalars(select(Person).where(Person.username == "secretary")).one()
        clerk = actor_for(secretary)
        services.open_register(unit=secretary.unit, by=clerk)
        db.session.commit()
    answers, gate = [], threading.Barrier(4, timeout=2)
    monkeypatch.setattr(registering, "check_dates", lambda *_: meet(gate))

    def work():
        with live_app.app_context():
            try:
                services.register(
                    sender_name="Dinas Kembar", number="005/1", letter_date=clock.today(), received_on=clock.today(),
                    subject="Serempak", by=clerk,
                )  # fmt: skip
                db.session.commit()
                answers.append("saved")
            except DomainError as refusal:
                db.session.rollback()
                answers.append(refusal.code)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    with live_app.app_context():
        assert sorted(answers) == ["saved", "twin", "twin", "twin"]
        assert db.session.scalar(select(func.count()).select_from(Letter)) == 1


def meet(gate):
    """All at the same line; where writers are alone nobody else comes, and that is right too."""
    try:
        gate.wait()
    except threading.BrokenBarrierError:
        return


def test_a_struck_number_stays_and_warns_of_nothing(sign_in, app, write_letter):
    client, letter = (
        sign_in("secretary"),
        write_letter(subject="Salah catat", letter_date=clock.today() - timedelta(3)),
    )
    url = f"/surat/masuk/{letter.id}/pembatalan"
    assert f'action="{url}"' in client.get("/surat/masuk/baru").get_data(as_text=True)
    assert "Tuliskan alasannya" in text_of(client.post(url, data={"reason": " "}, follow_redirects=True))
    page = text_of(client.post(url, data={"reason": "Surat untuk biro lain"}, follow_redirects=True))
    assert "dibatalkan" in page and "Surat untuk biro lain" in page and "membatalkan nomor agenda" in page
    struck = db.session.get(Letter, letter.id)
    assert (struck.state, struck.void_reason, struck.agenda) == ("void", "Surat untuk biro lain", 1)
    assert text_of(asked(client, struck)) == ""
    assert write_letter(number="baru", keep=False).agenda == 2
    listed = client.get("/surat/masuk").get_data(as_text=True)
    assert "Salah catat" in listed and "tone-void" in listed
    assert "Salah catat" in text_of(client.get("/surat/masuk?q=salah+catat"))
    head = sign_in("head")
    assert head.get(f"/surat/masuk/{letter.id}/disposisi").status_code in (303, 404, 409)
    head.post(f"/surat/masuk/{letter.id}/arsip")
    assert db.session.get(Letter, letter.id).state == "void"
    again = client.post(url, data={"reason": "lagi"}, follow_redirects=True)
    assert "Tidak bisa dilakukan" in text_of(again)
    for name in ("staff", "outsider", "head"):
        assert sign_in(name).post(url, data={"reason": "x"}).status_code == 404

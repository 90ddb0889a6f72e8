"""The public page: whether a letter holds, and nothing that it says."""

import io
from datetime import timedelta

import pytest
import time_machine

from biro.core import clock
from biro.core.db import db
from biro.correspondence.outgoing import services
from biro.correspondence.outgoing.models import OutgoingLetter
from biro.files import storage
from tests.story import PASSWORD
from tests.support.web import text_of

SITE = "https://biro.example"


@pytest.fixture
def issued(ready, cast):
    def run(**change):
        letter = ready(**{"subject": "Kenarihal", "body": "Kenariisi", "to": "Kenaritujuan", **change})
        services.sign(letter, on=clock.today(), by=cast.as_("head"), site=SITE)
        db.session.commit()
        return letter

    return run


def content_of(letter):
    with storage.here().open(letter.pdf_sha256) as file:
        return file.read()


def test_it_says_number_date_signer_and_state_and_no_more(issued, sign_in):
    letter = issued()
    answer = sign_in("visitor").get(f"/verifikasi/{letter.code}")
    page = text_of(answer)
    for word in (letter.number, "Ratna Dewi Kusuma", "KEPALA BIRO UMUM", "Berlaku"):
        assert word in page
    assert "Kenari" not in answer.get_data(as_text=True) and "Agus Salim" not in page
    assert answer.headers["Cache-Control"] == "no-store" and "noindex" in answer.headers["X-Robots-Tag"]
    assert 'content="noindex' in answer.get_data(as_text=True)


def test_of_a_secret_letter_not_even_the_signer(issued, sign_in):
    letter = issued(security="R")
    answer = sign_in("visitor").get(f"/verifikasi/{letter.code}")
    page = text_of(answer)
    assert letter.number in page and "Rahasia" in page and "Berlaku" in page
    assert "Ratna" not in page and "Kenari" not in answer.get_data(as_text=True)


def test_a_void_letter_says_so(issued, sign_in, cast):
    letter = issued()
    services.void(letter, reason="Kenarialasan", by=cast.as_("head"))
    db.session.commit()
    page = text_of(sign_in("visitor").get(f"/verifikasi/{letter.code}"))
    assert "Dibatalkan" in page and "Kenarialasan" not in page


def test_unknown_codes_look_like_any_page_that_is_not_there(issued, sign_in):
    issued()
    client = sign_in("visitor")
    absent = client.get("/tidak/ada")
    for code in ("a" * 22, "x", "%00" * 22, "a" * 400, "../surat/keluar/1"):
        answer = client.get(f"/verifikasi/{code}")
        assert (answer.status_code, text_of(answer)) == (404, text_of(absent)), code
    assert client.post(f"/verifikasi/{'a' * 22}/pencocokan").status_code == 404


def test_a_file_is_compared_and_not_kept(issued, sign_in):
    letter = issued()
    client, pdf = sign_in("visitor"), content_of(letter)
    before = (
        sorted(p.name for p in storage.here().root.rglob("*") if p.is_file())
        if hasattr(storage.here(), "root")
        else []
    )
    for content, said in ((pdf, "Cocok: "), (pdf + b"x", "Tidak cocok: "), (b"", "Tidak cocok")):
        answer = client.post(
            f"/verifikasi/{letter.code}/pencocokan", data={"scan": (io.BytesIO(content), "a.pdf")}
        )
        assert answer.status_code == 200 and said in text_of(answer)
    assert "Pilih berkasnya dulu" in text_of(client.post(f"/verifikasi/{letter.code}/pencocokan"))
    after = (
        sorted(p.name for p in storage.here().root.rglob("*") if p.is_file())
        if hasattr(storage.here(), "root")
        else []
    )
    assert before == after


def test_the_code_can_be_typed(issued, sign_in):
    letter, client = issued(), sign_in("visitor")
    assert client.get(f"/verifikasi?kode={SITE}/verifikasi/{letter.code}").location.endswith(letter.code)
    assert "tidak lengkap" in text_of(client.get("/verifikasi?kode=abc"))
    assert client.get("/verifikasi").status_code == 200


def test_drafts_have_no_code(ready):
    assert db.session.get(OutgoingLetter, ready().id).code is None


def wrong(client, times, at="10.1.1.9"):
    codes = (f"{n:022d}" for n in range(times))
    return [client.get(f"/verifikasi/{code}", environ_base={"REMOTE_ADDR": at}).status_code for code in codes]


def test_after_many_wrong_codes_an_address_has_to_wait_and_others_need_not(issued, sign_in):
    letter, client = issued(), sign_in("visitor")
    right, near, far = (
        {"path": f"/verifikasi/{letter.code}", "environ_base": {"REMOTE_ADDR": at}}
        for at in ("10.1.1.9", "10.1.1.10", "10.9.9.9")
    )
    with time_machine.travel(clock.now(), tick=False) as traveller:
        assert set(wrong(client, 29)) == {404}
        assert client.get(**right).status_code == 200
        traveller.shift(timedelta(minutes=5))
        assert wrong(client, 2) == [404, 429]
        answer = client.get(**right)
        assert answer.status_code == 429 and "Terlalu banyak kode yang salah" in text_of(answer)
        assert answer.headers["Cache-Control"] == "no-store"
        assert 595 <= int(answer.headers["Retry-After"]) <= 605
        posted = client.post(
            f"/verifikasi/{letter.code}/pencocokan", environ_base={"REMOTE_ADDR": "10.1.1.9"}
        )
        assert posted.status_code == 429
        assert client.get(**near).status_code == client.get(**far).status_code == 200
        traveller.shift(timedelta(seconds=int(answer.headers["Retry-After"])))
        assert client.get(**right).status_code == 200


def test_a_guesser_who_changes_addresses_inside_a_network_is_counted_as_one(issued, sign_in):
    letter, client = issued(), sign_in("visitor")
    for last in range(4):
        wrong(client, 25, at=f"10.1.1.{last}")
    there, elsewhere = {"REMOTE_ADDR": "10.1.1.200"}, {"REMOTE_ADDR": "10.1.2.200"}
    assert client.get(f"/verifikasi/{letter.code}", environ_base=there).status_code == 429
    assert client.get(f"/verifikasi/{letter.code}", environ_base=elsewhere).status_code == 200


def test_right_codes_are_not_counted_and_wrong_ones_do_not_shut_the_way_in(issued, sign_in, app):
    letter, client = issued(), sign_in("visitor")
    for _reader in range(40):
        assert client.get(f"/verifikasi/{letter.code}").status_code == 200
    wrong(client, 31, at="127.0.0.1")
    assert client.get(f"/verifikasi/{letter.code}").status_code == 429
    way_in = app.test_client().post("/masuk", data={"username": "secretary", "password": PASSWORD})
    assert way_in.status_code == 303

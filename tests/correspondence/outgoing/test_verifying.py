"""The public page: whether a letter holds, and nothing that it says."""

import io

import pytest

from biro.core import clock
from biro.core.db import db
from biro.correspondence.outgoing import services
from biro.correspondence.outgoing.models import OutgoingLetter
from biro.files import storage
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

"""What the form knows before the clerk has typed it, and what it must not know."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from biro.accounts.actors import SYSTEM
from biro.core import clock
from biro.core.db import db
from biro.core.fields import parse_past_day
from biro.correspondence import rules, services
from biro.correspondence.models import Correspondent, Letter, Medium
from tests.correspondence.conftest import letter_form
from tests.support.web import counted, fields_of, text_of

TODAY = date(2026, 1, 3)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("0301", date(2026, 1, 3)), ("2812", date(2025, 12, 28)), ("28-12-2026", date(2026, 12, 28)),
        ("k", date(2026, 1, 2)), ("Kemarin", date(2026, 1, 2)), ("h", TODAY), (" hari  ini ", TODAY),
        ("2", date(2026, 1, 2)), ("31", date(2025, 12, 31)), ("2902", None), ("besok", None), ("", None), ("²", None),
    ],
)  # fmt: skip
def test_a_day_is_the_last_time_it_came_round(text, meant):
    assert parse_past_day(text, TODAY) == meant


@pytest.mark.parametrize(
    ("name", "text", "meant"),
    [
        ("Dinas Kesehatan", "dinas kesehatan", True), ("Dinas Kesehatan", "din kes", True), ("ING", "ing", True),
        ("Kanwil Kementerian Agama", "kementerian agama", False), ("Badan Inggris", "ing", False),
        ("Dinas Kesehatan", "kes", False), ("Dinas Kesehatan", " ", False),
    ],
)  # fmt: skip
def test_enter_takes_a_name_only_by_its_beginning(name, text, meant):
    assert rules.is_meant(name, text) is meant


def hints(client, sender_id="", book=""):
    return client.get(f"/surat/masuk/saran/cari?pengirim={sender_id}&buku={book}").json


def test_the_last_letters_of_a_sender_suggest_the_next_one_but_no_secret_letter_does(
    sign_in, app, cast, write_letter
):
    client = sign_in("secretary")
    other = write_letter(sender_name="Dinas Lain", subject="Surat lain di buku ini")
    write_letter(subject="Undangan rapat", unit_id=cast.unit("RT").id)
    last = write_letter(subject="Permohonan aula", unit_id=cast.unit("TU").id)
    write_letter(subject="Pemeriksaan khusus", security="R")
    write_letter(subject="undangan RAPAT")
    found = hints(client, last.sender_id, last.register_id)
    assert [(h["subject"], h["own"]) for h in found] == [
        ("undangan RAPAT", True), ("Permohonan aula", True), ("Surat lain di buku ini", False),
    ]  # fmt: skip
    assert found[1]["unit"] == cast.unit("TU").id
    assert [h["subject"] for h in hints(client, other.sender_id)] == ["Surat lain di buku ini"]
    assert hints(client) == [] and hints(client, "x", "1; drop") == []
    assert sign_in("staff").get("/surat/masuk/saran/cari").status_code == 404


def test_letters_that_the_clerk_may_not_see_suggest_nothing(sign_in, app, cast, write_letter):
    letter = write_letter(subject="Perkara biro hukum")
    assert hints(sign_in("secretary"), letter.sender_id, letter.register_id)
    letter.register = services.open_register(unit=cast.unit("HK"), by=SYSTEM)
    letter.unit_id, letter.registered_by_id = cast.unit("HK").id, cast.outsider.id
    db.session.commit()
    assert hints(sign_in("secretary"), letter.sender_id, letter.register_id) == []


def test_suggestions_cost_the_same_for_many_letters(sign_in, app, write_letter):
    client = sign_in("secretary")
    letter = write_letter()
    hints(client, letter.sender_id, letter.register_id)
    with counted() as few:
        hints(client, letter.sender_id, letter.register_id)
    for n in range(9):
        write_letter(subject=f"Hal {n}")
    with counted() as many:
        assert len(hints(client, letter.sender_id, letter.register_id)) == 10
    assert len(many) == len(few)


def test_words_of_a_name_find_the_sender_too(sign_in, app, write_letter):
    for name in ("UPT Dinas Kesehatan", "Kepala Dinas Kesehatan", "Dinas Kesehatan", "Dinas Kesehatan Kota"):
        write_letter(sender_name=name)
    found = sign_in("secretary").get("/surat/pengirim/cari?q=din+kes").json
    assert [(x["text"], x["meant"]) for x in found] == [
        ("Dinas Kesehatan", True), ("Dinas Kesehatan Kota", True),
        ("Kepala Dinas Kesehatan", False), ("UPT Dinas Kesehatan", False),
    ]  # fmt: skip
    assert sign_in("secretary").get("/surat/pengirim/cari?q=%25").json == []
    assert sign_in("secretary").get("/surat/pengirim/cari?q=...").json == []


def test_what_stays_from_letter_to_letter_stays(sign_in, app):
    client = sign_in("secretary")
    assert '<option value="langsung" selected>' in client.get("/surat/masuk/baru").get_data(as_text=True)
    sent = letter_form(medium="kurir", received_on="h", again="1")
    address = client.post("/surat/masuk/baru", data=sent).headers["Location"]
    assert address == f"/surat/masuk/baru?terima={clock.today().isoformat()}&asal=kurir"
    assert '<option value="kurir" selected>' in client.get(address).get_data(as_text=True)
    assert '<option value="kurir" selected>' in client.get("/surat/masuk/baru").get_data(as_text=True)
    letter = db.session.query(Letter).one()
    assert letter.medium is Medium.COURIER
    page = client.get(f"/surat/masuk/{letter.id}")
    assert "Kurir" in text_of(page)
    edit = letter_form(
        number=letter.number, version=fields_of(client.get(f"/surat/masuk/{letter.id}/ubah"))["version"]
    )
    assert client.post(f"/surat/masuk/{letter.id}/ubah", data={**edit, "medium": "pos"}).status_code == 303
    assert db.session.query(Letter).one().medium is Medium.POST
    assert client.post("/surat/masuk/baru", data=letter_form(medium="unta")).status_code == 422


NUMBERS = (
    "2.27/253/LP.02/V/2026", "800.1.5.3/5297.017-Bappenda/2025", "000.5.6.2/X /2025", "B-235/PANRB/D-IV/KKA/06/2012",
    "UM 0201-Sj/150", "NOMOR 23 TAHUN 2020", "a  b" + "/" * 142 + " \u00a0 z",
)  # fmt: skip


def test_a_number_of_any_form_is_kept_as_it_was_written(sign_in, app):
    assert len(NUMBERS[-1]) == 150
    client = sign_in("secretary")
    for number in NUMBERS:
        assert client.post("/surat/masuk/baru", data=letter_form(number=number)).status_code == 303
    assert tuple(db.session.scalars(select(Letter.number).order_by(Letter.agenda))) == NUMBERS


def test_the_page_lists_what_this_clerk_wrote_last_and_nobody_elses(sign_in, app, write_letter):
    client = sign_in("secretary")
    for n in range(7):
        write_letter(number=f"005/{n}", letter_date=clock.today() - timedelta(days=n))
    page = client.get("/surat/masuk/baru").get_data(as_text=True)
    assert [n for n in range(7) if f"005/{n}</p>" in page] == [2, 3, 4, 5, 6]
    assert page.count("/ubah") == 5


def test_an_unknown_sender_is_made_once(sign_in, app):
    client = sign_in("secretary")
    for number in ("1", "2"):
        client.post("/surat/masuk/baru", data=letter_form(number=number, sender_id="Yayasan Baru"))
    assert db.session.query(Correspondent).count() == 1

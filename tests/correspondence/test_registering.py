"""From the envelope to the agenda book."""

import io
import re
import threading
from datetime import timedelta

from sqlalchemy import func, select

from biro.accounts.actors import actor_for
from biro.accounts.models import Person
from biro.core import clock
from biro.core.db import db
from biro.correspondence import services
from biro.correspondence.models import Classification, Correspondent, Letter, Register
from biro.files.models import Attachment
from tests.correspondence.conftest import letter_form
from tests.files.conftest import pdf
from tests.support.web import counted, fields_of, text_of


def count(model=Letter):
    return db.session.scalar(select(func.count()).select_from(model))


def test_the_whole_classification_tree_is_there_with_its_retention(app):
    assert count(Classification) == 2986
    row = db.session.scalars(select(Classification).where(Classification.code == "000.1.1")).one()
    assert (row.active_years, row.inactive_years, row.fate) == (1, 1, "musnah")
    assert "83/2022" in row.source


def test_a_letter_gets_the_next_number_and_keeps_the_senders_exactly(sign_in, app):
    client = sign_in("secretary")
    first = client.post("/surat/masuk/baru", data=letter_form())
    second = client.post("/surat/masuk/baru", data=letter_form(number="2.27/253/LP.02/V/2026"))
    assert first.status_code == second.status_code == 303
    letters = db.session.scalars(select(Letter).order_by(Letter.agenda)).all()
    assert [(x.agenda, x.number) for x in letters] == [(1, "000.5.6.2/X /2026"), (2, "2.27/253/LP.02/V/2026")]
    assert count(Correspondent) == 1
    page = text_of(client.get(first.headers["Location"]))
    assert "Agenda 1/" in page and "Permohonan peminjaman aula" in page and "mencatat surat" in page


def test_the_date_may_be_typed_as_day_and_month(sign_in, app):
    today = clock.today()
    client = sign_in("secretary")
    client.post("/surat/masuk/baru", data=letter_form(letter_date=f"{today:%d%m}"))
    assert db.session.scalars(select(Letter)).one().letter_date == today


def test_the_same_form_sent_twice_is_one_letter(sign_in, app):
    client = sign_in("secretary")
    nonce = fields_of(client.get("/surat/masuk/baru"))["nonce"]
    first = client.post("/surat/masuk/baru", data=letter_form(nonce=nonce))
    again = client.post("/surat/masuk/baru", data=letter_form(nonce=nonce))
    assert again.status_code == 303 and again.headers["Location"] == first.headers["Location"]
    assert count() == 1


def test_a_probable_twin_is_shown_before_saving_and_saved_only_on_purpose(sign_in, app):
    client = sign_in("secretary")
    client.post("/surat/masuk/baru", data=letter_form())
    twin = letter_form(number="000 5 6 2/x/2026", sender_id="DINAS PEKERJAAN UMUM")
    warned = client.post("/surat/masuk/baru", data=twin)
    assert warned.status_code == 422 and count() == 1
    html = warned.get_data(as_text=True)
    assert "sudah dicatat dengan agenda 1/" in html and 'name="keep"' in html
    assert f"/surat/masuk/{db.session.scalar(select(Letter.id))}" in html
    assert client.post("/surat/masuk/baru", data={**twin, "keep": "y"}).status_code == 303
    assert count() == 2


def test_bad_input_is_said_beside_its_field_and_nothing_is_lost(sign_in, app):
    client = sign_in("secretary")
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    answer = client.post(
        "/surat/masuk/baru",
        data=letter_form(letter_date=tomorrow, received_on=tomorrow, subject="Tetap di sini"),
    )
    assert answer.status_code == 422 and "masa depan" in text_of(answer)
    assert "Tetap di sini" in answer.get_data(as_text=True)
    assert "Dinas Pekerjaan Umum" in answer.get_data(as_text=True)
    for wrong in (
        {"classification_id": "999.tidak.ada"},
        {"number": "9" * 151},
        {"letter_date": "3102"},
        {"sender_id": ""},
    ):
        assert client.post("/surat/masuk/baru", data=letter_form(**wrong)).status_code == 422, wrong
    assert count() == 0


def test_save_and_next_keeps_the_day_of_receipt(sign_in, app):
    client = sign_in("secretary")
    yesterday = clock.today() - timedelta(days=1)
    day = yesterday.isoformat()
    answer = client.post("/surat/masuk/baru", data=letter_form(received_on="k", letter_date=day, again="1"))
    assert answer.headers["Location"] == f"/surat/masuk/baru?terima={day}"
    assert f'value="{yesterday:%d-%m-%Y}"' in client.get(answer.headers["Location"]).get_data(as_text=True)


def test_the_book_starts_anew_with_the_year_of_receipt(app, write_letter):
    today = clock.today()
    last_year = today.replace(year=today.year - 1, month=12, day=31)
    old = write_letter(letter_date=last_year, received_on=last_year)
    new = write_letter(letter_date=last_year, received_on=today)
    assert (old.year, old.agenda, new.year, new.agenda) == (today.year - 1, 1, today.year, 1)


def test_only_a_registrar_writes_into_the_book(sign_in, app, write_letter):
    letter = write_letter()
    for name in ("staff", "outsider", "admin", "head"):
        assert sign_in(name).get("/surat/masuk/baru").status_code == 404
        assert sign_in(name).post("/surat/masuk/baru", data=letter_form()).status_code == 404
        assert sign_in(name).post(f"/surat/masuk/{letter.id}/ubah", data=letter_form()).status_code == 404
    assert sign_in("visitor").get("/surat/masuk/baru").status_code == 303


def test_a_correction_on_an_old_page_is_refused_with_a_sentence(sign_in, app, write_letter):
    letter = write_letter()
    client = sign_in("secretary")
    url = f"/surat/masuk/{letter.id}/ubah"
    opened = fields_of(client.get(url))["version"]
    edit = letter_form(number=letter.number, subject="Undangan rapat kerja", version=opened)
    assert client.post(url, data=edit).status_code == 303
    late = client.post(url, data={**edit, "subject": "Tertimpa"})
    assert late.status_code == 422 and "diubah orang lain" in text_of(late)
    assert db.session.get(Letter, letter.id).subject == "Undangan rapat kerja"


def test_type_ahead_puts_exact_and_prefix_first(sign_in, app, write_letter):
    for name in ("Badan Inggris", "ING", "Ingin Maju"):
        write_letter(sender_name=name)
    client = sign_in("secretary")
    assert [x["text"] for x in client.get("/surat/pengirim/cari?q=ing").json] == [
        "ING",
        "Ingin Maju",
        "Badan Inggris",
    ]
    assert client.get("/surat/klasifikasi/cari?q=000.1.2").json[0]["text"].startswith("000.1.2 ")
    assert "erjalanan" in client.get("/surat/klasifikasi/cari?q=perjalanan dinas").json[0]["text"]
    assert sign_in("outsider").get("/surat/pengirim/cari?q=ing").status_code == 404


def test_the_list_needs_no_more_queries_for_more_letters(sign_in, app, write_letter):
    client = sign_in("head")
    write_letter()
    client.get("/surat/masuk")
    with counted() as few:
        client.get("/surat/masuk")
    for n in range(12):
        write_letter(sender_name=f"Dinas {n}", security="T", urgency="kilat")
    with counted() as many:
        page = client.get("/surat/masuk")
    assert len(many) == len(few)
    assert page.get_data(as_text=True).count("/surat/masuk/") >= 13


def test_the_list_shows_what_people_wrote_as_text(sign_in, app, write_letter):
    write_letter(subject="<img src=x>&", sender_name="<i>Dinas</i>", number="<b>1")
    page = sign_in("secretary").get("/surat/masuk").get_data(as_text=True)
    assert "&lt;img src=x&gt;&amp;" in page
    assert "&lt;i&gt;Dinas&lt;/i&gt;" in page
    assert "&lt;b&gt;1" in page
    assert not re.search(r"<img src=x|<i>|<b>1", page)


def test_the_list_goes_by_agenda_and_pages_by_key(sign_in, app, write_letter):
    for n in range(55):
        write_letter(number=f"005/{n}")
    client = sign_in("secretary")
    page = client.get("/surat/masuk").get_data(as_text=True)
    year = clock.today().year
    assert f">55/{year}<" in page and f">5/{year}<" not in page
    following = client.get(page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&"))
    assert f">5/{year}<" in following.get_data(as_text=True)
    assert f">7/{year}<" in client.get("/surat/masuk?q=7").get_data(as_text=True)
    assert "Tidak ada surat yang cocok" in text_of(client.get("/surat/masuk?state=filed"))


def test_fifty_clerks_at_once_leave_no_gap_and_no_twin_though_some_give_up(live_app):
    with live_app.app_context():
        secretary = db.session.scalars(select(Person).where(Person.username == "secretary")).one()
        clerk = actor_for(secretary)
        services.open_register(unit=secretary.unit, by=clerk)
        db.session.commit()
    results: list[str] = []

    def work(number):
        with live_app.app_context():
            try:
                services.register(
                    sender_name="Dinas Pekerjaan Umum" if number % 2 else f"Dinas {number}",
                    number=f"005/{number}", letter_date=clock.today(), received_on=clock.today(),
                    subject="Serempak", by=clerk,
                )  # fmt: skip
                if number % 10 == 0:
                    db.session.rollback()
                    results.append("undone")
                else:
                    db.session.commit()
                    results.append("kept")
            except Exception as error:
                results.append(repr(error))
            finally:
                db.session.remove()

    threads = [threading.Thread(target=work, args=(n,)) for n in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    with live_app.app_context():
        assert sorted(set(results)) == ["kept", "undone"] and len(results) == 50, results
        numbers = sorted(db.session.scalars(select(Letter.agenda)))
        assert numbers == list(range(1, 46))
        assert count(Register) == 1


def test_a_scan_comes_with_the_letter_and_is_read_by_whoever_reads_the_letter(sign_in, app):
    client = sign_in("secretary")
    form = letter_form(scan=(io.BytesIO(sent := pdf(2)), "undangan.pdf"))
    shown = client.get(client.post("/surat/masuk/baru", data=form).headers["Location"])
    scan = db.session.scalars(select(Attachment)).one()
    assert f"/berkas/{scan.id}/halaman/2" in shown.get_data(as_text=True)
    assert sign_in("head").get(f"/berkas/{scan.id}").get_data() == sent
    assert sign_in("outsider").get(f"/berkas/{scan.id}").status_code == 404


def test_a_wrong_scan_is_refused_and_takes_no_number(sign_in, app, write_letter):
    client = sign_in("secretary")
    answer = client.post("/surat/masuk/baru", data=letter_form(scan=(io.BytesIO(b"MZ program"), "surat.pdf")))
    assert answer.status_code == 422 and count() == 0
    client.post("/surat/masuk/baru", data=letter_form())
    letter = db.session.scalars(select(Letter)).one()
    assert letter.agenda == 1
    added = {"scan": (io.BytesIO(pdf()), "susulan.pdf")}
    client.post(f"/surat/masuk/{letter.id}/pindaian", data=added)
    assert db.session.scalars(select(Attachment)).one().owner == f"letter:{letter.id}"

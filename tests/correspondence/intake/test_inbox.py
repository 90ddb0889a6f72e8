"""The inbox: what comes in waits for the registrars of its book, and becomes a letter with its file."""

import errno
import io
import re

import pytest
from sqlalchemy import func, select

from biro.audit.models import Trail
from biro.core.db import db
from biro.correspondence.intake import services
from biro.correspondence.intake.models import InboxItem, InboxState
from biro.correspondence.models import Letter
from biro.files import storage
from biro.files.models import Attachment
from biro.files.queries import attachments
from tests.correspondence.conftest import letter_form
from tests.files.conftest import image, locked_pdf, pdf
from tests.support.web import counted, fields_of, text_of

INBOX = "/surat/masuk/pindaian"


def send(client, *files, **more):
    given = fields_of(client.get(INBOX)) | more
    given["scans"] = [(io.BytesIO(content), name) for content, name in files]
    return client.post(f"{INBOX}/unggahan", data=given, follow_redirects=True)


def test_several_files_come_in_at_once_and_a_bad_one_is_named_with_its_reason(app, sign_in):
    client = sign_in("secretary")
    page = text_of(
        send(
            client, (pdf(2), "satu.pdf"), (locked_pdf(), "dua.pdf"), (b"%PDF-1.4 putus", "tiga.pdf"),
            (image("TIFF"), "empat.tif"),
        )
    )  # fmt: skip
    assert "2 pindaian masuk" in page
    assert "dua.pdf tidak masuk: PDF ini terkunci kata sandi" in page
    assert "tiga.pdf tidak masuk: Berkas ini rusak" in page
    assert {i.name for i in db.session.scalars(select(InboxItem))} == {"satu.pdf", "empat.tif"}


def test_nothing_chosen_is_said_beside_the_field(app, sign_in):
    client = sign_in("secretary")
    answer = client.post(f"{INBOX}/unggahan", data=fields_of(client.get(INBOX)))
    assert answer.status_code == 422 and "Pilih berkasnya dulu" in text_of(answer)


def test_a_scan_of_two_hundred_pages_comes_in(app, sign_in):
    assert "1 pindaian masuk" in text_of(send(sign_in("secretary"), (pdf(200), "tebal.pdf")))


def test_a_flood_of_pixels_is_refused(app, sign_in):
    bomb = image("TIFF", (12_000, 9_000), compression="tiff_deflate")
    assert "100 juta piksel" in text_of(send(sign_in("secretary"), (bomb, "bom.tif")))
    assert db.session.scalar(select(func.count(InboxItem.id))) == 0


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_leaves_nothing_half_and_says_so(app, sign_in, monkeypatch, berkas, code):
    client, real, calls = sign_in("secretary"), storage.Folder.keep, []

    def keep(self, received):
        calls.append(received)
        if len(calls) == 2:
            raise OSError(code, "penuh")
        real(self, received)

    monkeypatch.setattr(storage.Folder, "keep", keep)
    page = text_of(send(client, (pdf(1), "satu.pdf"), (pdf(2), "dua.pdf"), (pdf(3), "tiga.pdf")))
    assert "dua.pdf tidak masuk: Tempat penyimpanan server penuh" in page
    assert [i.name for i in db.session.scalars(select(InboxItem).order_by(InboxItem.id))] == [
        "satu.pdf", "tiga.pdf",
    ]  # fmt: skip
    assert db.session.scalar(select(func.count(Attachment.id))) == 2
    assert list((berkas / "masuk").iterdir()) == []


def test_a_letter_registered_on_a_full_disk_is_not_half_there(app, sign_in, monkeypatch):
    def keep(_self, _received):
        raise OSError(errno.ENOSPC, "penuh")

    client = sign_in("secretary")
    given = fields_of(client.get("/surat/masuk/baru")) | letter_form(scan=(io.BytesIO(pdf()), "surat.pdf"))
    monkeypatch.setattr(storage.Folder, "keep", keep)
    answer = client.post("/surat/masuk/baru", data=given)
    assert answer.status_code == 422 and "Tempat penyimpanan server penuh" in text_of(answer)
    assert db.session.scalar(select(func.count(Letter.id))) == 0


def test_a_scan_becomes_a_letter_and_the_next_one_opens(app, sign_in, scan):
    first, second = scan(pdf(2)), scan(pdf(3), "scan-2.pdf")
    client = sign_in("secretary")
    given = fields_of(client.get(first.url)) | letter_form(again="1")
    answer = client.post(first.url, data=given)
    assert answer.headers["Location"] == second.url
    letter = db.session.scalars(select(Letter)).one()
    assert [a.blob.pages for a in attachments(letter.owner)] == [2]
    assert (first.state, first.letter_id) == (InboxState.LOGGED, letter.id)
    given = fields_of(client.get(second.url)) | letter_form(number="005/2")
    assert client.post(second.url, data=given).headers["Location"].startswith("/surat/masuk/")


def test_what_is_wrong_keeps_the_scan_and_what_was_typed(app, sign_in, scan):
    item, client = scan(), sign_in("secretary")
    given = fields_of(client.get(item.url)) | letter_form(subject="")
    answer = client.post(item.url, data=given)
    assert answer.status_code == 422 and 'value="000.5.6.2/X /2026"' in answer.get_data(as_text=True)
    assert item.is_open and len(attachments(item.owner)) == 1


def test_two_clerks_log_one_scan_once(app, sign_in, scan):
    item, client = scan(), sign_in("secretary")
    one, two = fields_of(client.get(item.url)), fields_of(client.get(item.url))
    assert client.post(item.url, data=one | letter_form()).status_code == 303
    answer = client.post(item.url, data=two | letter_form(number="005/9"))
    assert answer.status_code == 422 and "Sudah dicatat" in text_of(answer)
    assert db.session.scalar(select(func.count(Letter.id))) == 1


def test_put_aside_with_a_reason_and_taken_back(app, sign_in, scan):
    item, client = scan(), sign_in("secretary")
    client.post(f"{item.url}/penyisihan", data={"version": item.version, "reason": "Brosur"})
    assert item.state is InboxState.DISCARDED
    assert "Brosur" in text_of(client.get(f"{INBOX}?tampilan=disisihkan"))
    client.post(f"{item.url}/pengembalian-pindaian", data={"version": item.version})
    assert item.state is InboxState.READY


def test_hung_on_a_letter_that_is_in_the_book_and_taken_off_again(app, sign_in, scan, write_letter):
    letter, item, client = write_letter(), scan(), sign_in("secretary")
    given = fields_of(client.get(item.url)) | {"agenda": letter.agenda, "year": letter.year}
    client.post(f"{item.url}/pelampiran", data=given)
    assert item.state is InboxState.ATTACHED and len(attachments(letter.owner)) == 1
    client.post(f"{item.url}/pelepasan", data={"version": item.version})
    assert item.state is InboxState.READY
    assert (len(attachments(letter.owner)), len(attachments(item.owner))) == (0, 1)


def test_an_agenda_number_that_does_not_exist_is_said_beside_it(app, sign_in, scan):
    item, client = scan(), sign_in("secretary")
    given = fields_of(client.get(item.url)) | {"agenda": 99, "year": 2026}
    answer = client.post(f"{item.url}/pelampiran", data=given)
    assert answer.status_code == 422 and "Tidak ada surat dengan agenda itu" in text_of(answer)


def test_the_same_file_is_shown_where_it_lies_already(app, sign_in, scan):
    same = pdf()
    client, first, other = sign_in("secretary"), scan(same), scan(same, "lagi.pdf")
    assert "scan-1.pdf" in text_of(client.get(other.url)).partition("sama persis")[2]
    client.post(first.url, data=fields_of(client.get(first.url)) | letter_form())
    assert "Permohonan peminjaman aula" in text_of(client.get(other.url)).partition("sama persis")[2]


def test_a_secret_letter_is_not_named_beside_its_twin(app, sign_in, scan):
    same = pdf()
    client, first, other = sign_in("secretary"), scan(same, "dosir.pdf"), scan(same, "lagi.pdf")
    client.post(first.url, data=fields_of(client.get(first.url)) | letter_form(security="R"))
    body = client.get(other.url).get_data(as_text=True)
    assert "Permohonan peminjaman aula" not in body and "dosir" not in body
    assert (first.secret, first.name) == (True, "")
    assert "dosir" not in client.get(f"{INBOX}?tampilan=dicatat").get_data(as_text=True)


@pytest.mark.parametrize("name", ["head", "staff", "household", "outsider", "outsider_head", "admin"])
def test_others_see_neither_the_inbox_nor_what_waits_in_it(app, sign_in, scan, name):
    item, client = scan(), sign_in(name)
    [file] = attachments(item.owner)
    for path in (INBOX, item.url, f"/berkas/{file.id}", f"/berkas/{file.id}/halaman/1"):
        assert client.get(path).status_code == 404, path
    assert client.post(f"{item.url}/penyisihan", data={"reason": "x"}).status_code == 404


def test_a_secret_scan_is_seen_by_whoever_brought_it_alone(app, sign_in, scan, cast, second_clerk):
    item = scan(secret=True)
    mine, other = sign_in("secretary"), second_clerk
    [file] = attachments(item.owner)
    assert mine.get(item.url).status_code == 200 and file.secret
    assert other.get(INBOX).status_code == 200
    assert other.get(item.url).status_code == other.get(f"/berkas/{file.id}").status_code == 404
    assert "scan-1" not in other.get(INBOX).get_data(as_text=True)


def test_marked_secret_it_is_gone_for_the_others(app, sign_in, scan, second_clerk):
    item = scan()
    assert second_clerk.get(item.url).status_code == 200
    sign_in("secretary").post(f"{item.url}/kerahasiaan", data={"version": item.version})
    assert second_clerk.get(item.url).status_code == 404


def test_the_trail_never_names_a_file_of_the_inbox(app, sign_in, scan):
    scan(name="rahasia-sekali.pdf")
    assert not [t for t in db.session.scalars(select(Trail)) if "rahasia-sekali" in t.label + str(t.data)]


def test_a_full_page_asks_no_more_than_a_short_one(app, sign_in, scan, cast):
    client = sign_in("secretary")
    scan()
    client.get(INBOX)
    with counted() as few:
        client.get(INBOX)
    for number in range(8):
        scan(name=f"{number}.pdf")
    with counted() as many:
        client.get(INBOX)
    assert len(many) == len(few)


def test_the_neighbours_of_a_scan_are_links(app, sign_in, scan):
    items = [scan(name=f"{n}.pdf") for n in range(3)]
    body = sign_in("secretary").get(items[1].url).get_data(as_text=True)
    found = dict(re.findall(r'rel="(prev|next)" href="([^"]+)"', body))
    assert found == {"prev": items[0].url, "next": items[2].url}


def test_the_menu_of_a_registrar_leads_there(app, sign_in):
    assert INBOX in sign_in("secretary").get("/surat/masuk").get_data(as_text=True)


def test_what_waits_stands_on_the_desk_of_those_who_write_letters_down(app, sign_in, scan):
    scan(), scan(secret=True, name="dosir.pdf")
    assert "scan-1.pdf" in text_of(sign_in("secretary").get("/"))
    assert "Pindaian menunggu" not in text_of(sign_in("outsider").get("/"))


def test_the_first_scan_of_a_unit_opens_its_book(app, cast):
    made = services.book(None, by=cast.as_("secretary"))
    assert services.book(None, by=cast.as_("secretary")) == made


def test_only_the_nearer_line_of_the_menu_is_lit(app, sign_in):
    body = sign_in("secretary").get(INBOX).get_data(as_text=True)
    lit = re.findall(r'<a href="(/surat[^"]*)" aria-current="page"[^>]*data-key', body)
    assert set(lit) == {INBOX}

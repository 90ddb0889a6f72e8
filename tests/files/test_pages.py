"""Handing files out."""

import io

import pytest
from PIL import Image

from biro.core.db import db
from biro.files import guards, rules
from tests.files.conftest import image, office, pdf
from tests.support.web import text_of


@pytest.fixture(autouse=True)
def letters_are_for_the_section(app, monkeypatch):
    """As the letters' room would say: whoever may read letters of the secretary's unit."""
    monkeypatch.setitem(app.extensions, "biro-file-guards", dict(app.extensions["biro-file-guards"]))
    guards.allow(app, "letter", lambda attachment, actor: actor.name in ("Dewi Lestari", "Ratna Dewi Kusuma"))


def test_the_original_comes_as_a_download_that_no_browser_runs(upload, sign_in):
    content = pdf()
    url = f"/berkas/{upload(content, 'Undangan Rapat.pdf').id}"
    answer = sign_in("head").get(url)
    assert answer.data == content and answer.mimetype == rules.PDF
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "Undangan Rapat.pdf" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Cache-Control"] == "no-store"


def test_whoever_may_not_read_it_gets_what_an_absent_file_gives(upload, sign_in):
    attachment_id = upload(pdf()).id
    for path in (f"/berkas/{attachment_id}", f"/berkas/{attachment_id}/halaman/1"):
        assert sign_in("secretary").get(path).status_code == 200
        assert sign_in("visitor").get(path).status_code == 303
        for other in ("outsider", "outsider_head", "admin"):
            refused, absent = sign_in(other).get(path), sign_in(other).get("/berkas/999999")
            assert refused.status_code == absent.status_code == 404
            assert text_of(refused) == text_of(absent)


def test_an_owner_without_a_guard_shows_nothing_and_a_waiting_upload_is_its_uploaders(upload, sign_in, cast):
    unguarded = upload(pdf(), owner="sesuatu:1").id
    waiting = upload(pdf(), owner=f"upload:{cast.secretary.id}").id
    assert sign_in("secretary").get(f"/berkas/{unguarded}").status_code == 404
    assert sign_in("secretary").get(f"/berkas/{waiting}").status_code == 200
    assert sign_in("head").get(f"/berkas/{waiting}").status_code == 404


def test_a_page_is_drawn_at_most_1400_pixels_wide(upload, sign_in):
    client = sign_in("secretary")
    scan, strip = upload(pdf(pages=2)), upload(pdf(width=20, height=14_000), "strip.pdf")
    answer = client.get(f"/berkas/{scan.id}/halaman/2")
    assert answer.mimetype == "image/png" and "Content-Disposition" not in answer.headers
    assert Image.open(io.BytesIO(answer.data)).width in range(1_390, 1_402)
    drawn = Image.open(io.BytesIO(client.get(f"/berkas/{strip.id}/halaman/1").data))
    assert drawn.height <= 4_001
    for missing in (0, 3, 10**9):
        assert client.get(f"/berkas/{scan.id}/halaman/{missing}").status_code == 404


def test_a_picture_is_drawn_anew_upright_and_without_where_it_was_taken(upload, sign_in):
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "rumah dinas"
    attachment = upload(image("JPEG", (300, 100), exif=exif), "foto.jpg")
    answer = sign_in("secretary").get(f"/berkas/{attachment.id}/halaman/1")
    drawn = Image.open(io.BytesIO(answer.data))
    assert drawn.size == (100, 300)
    assert b"rumah dinas" not in answer.data and not drawn.getexif()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\fakepath\\surat.pdf", "surat.pdf"),
        ("surat\r\nSet-Cookie: a=b.pdf", "surat Set-Cookie a=b.pdf"),
        ('a"b\x00c.pdf', "abc.pdf"),
        ("gaji\u202efdp.exe.pdf", "gajifdp.exe.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("  ..  .pdf", "berkas.pdf"),
        ("Undangan – Gubernur é.pdf", "Undangan – Gubernur é.pdf"),
        ("会议.pdf", "会议.pdf"),
    ],
)
def test_a_name_is_kept_readable_and_cannot_play_tricks(upload, sign_in, given, kept):
    attachment = upload(pdf(), given)
    assert attachment.name == kept
    header = sign_in("secretary").get(f"/berkas/{attachment.id}").headers["Content-Disposition"]
    assert header.isascii() and "\r" not in header and header.count('"') in (0, 2)


def test_a_document_without_pages_has_no_picture(upload, sign_in):
    attachment = upload(office(), "a.docx", kinds=rules.DOCUMENTS)
    db.session.commit()
    assert sign_in("secretary").get(f"/berkas/{attachment.id}/halaman/1").status_code == 404


def test_the_viewer_shows_every_page_with_ways_to_the_next_without_a_script(app, upload):
    scan = upload(pdf(pages=3))
    with app.test_request_context():
        macro = app.jinja_env.get_template("files/_viewer.html").module
        html, few = str(macro.pages(scan)), str(macro.pages(scan, 2))
    for number in (1, 2, 3):
        assert f'src="/berkas/{scan.id}/halaman/{number}"' in html
        assert f'id="berkas-{scan.id}-{number}"' in html
    assert html.count(f'href="#berkas-{scan.id}-2"') == 2
    assert few.count("<figure") == 2 and "selebihnya" in few and "selebihnya" not in html

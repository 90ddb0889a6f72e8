"""Degree SR: a line in the book and no more, unless the office has decided otherwise."""

import io

import pytest
from sqlalchemy import select

from biro.core.db import db
from biro.core.errors import DomainError
from biro.correspondence import policies, services
from biro.correspondence.models import Disposition, Letter
from biro.files.models import Attachment
from tests.correspondence.conftest import letter_form
from tests.files.conftest import pdf
from tests.support.web import fields_of, text_of

BARE = "tanpa pindaian"


def upload():
    return (io.BytesIO(pdf()), "khusus.pdf")


class Scan:
    def __init__(self):
        self.stream, self.filename = upload()


def letters():
    return db.session.scalars(select(Letter).order_by(Letter.id)).all()


def test_the_form_says_it_before_and_refuses_the_scan_beside_its_field(sign_in, app):
    client = sign_in("secretary")
    page = client.get("/surat/masuk/baru")
    assert "Sangat rahasia: dicatat tanpa pindaian." in text_of(page)
    given = {**letter_form(security="SR"), "scan": upload()}
    refused = client.post("/surat/masuk/baru", data=given)
    assert refused.status_code == 422 and BARE in fields_error(refused, "scan")
    assert "Permohonan peminjaman aula" in refused.get_data(as_text=True)
    assert letters() == [] and db.session.scalars(select(Attachment)).all() == []
    assert client.post("/surat/masuk/baru", data=letter_form(security="SR")).status_code == 303
    assert (
        client.post("/surat/masuk/baru", data={**letter_form(number="2"), "scan": upload()}).status_code
        == 303
    )


def fields_error(answer, name):
    page = answer.get_data(as_text=True)
    return page.partition(f'id="{name}-error"')[2].partition("</p>")[0]


def test_nothing_is_hung_on_it_later(sign_in, cast, write_letter):
    letter = write_letter(security="SR")
    client = sign_in("secretary")
    page = text_of(client.get(letter.url))
    assert BARE in page and "Tambah pindaian" not in page and "Stiker" not in page
    sent = client.post(
        f"{letter.url}/pindaian", data={"scan": upload()}, headers={"Accept": "application/json"}
    )
    assert sent.status_code == 422 and BARE in sent.json["errors"][0]
    assert "Pindaian lembar" not in text_of(client.get(f"{letter.url}/disposisi-kertas"))
    assert db.session.scalars(select(Attachment)).all() == []


def test_raising_the_degree_asks_what_becomes_of_the_scans(sign_in, app, cast, write_letter):
    letter = write_letter()
    services.attach(letter, Scan(), by=cast.as_("secretary"))
    db.session.commit()
    client, url = sign_in("secretary"), f"{letter.url}/ubah"
    form = client.get(url)
    assert "Lepaskan pindaiannya" not in text_of(form)
    sent = {**letter_form(), **fields_of(form), "security": "SR", "subject": "Yang baru diketik"}
    refused = client.post(url, data=sent)
    assert refused.status_code == 422 and "Centang “Lepaskan pindaiannya”" in fields_error(
        refused, "security"
    )
    assert "Yang baru diketik" in refused.get_data(as_text=True) and 'name="drop_scans"' in refused.get_data(
        as_text=True
    )
    assert letters()[0].security == "B" and len(policies.scans_of(letter)) == 1
    sent = {**letter_form(security="R"), **fields_of(client.get(url)), "drop_scans": "y"}
    assert client.post(url, data=sent).status_code == 303
    assert len(policies.scans_of(letter)) == 1


def test_an_administrator_may_allow_scans_and_it_stands_in_the_trail(sign_in, app, cast, write_letter):
    url = "/pengaturan/surat-masuk"
    for name in ("secretary", "head", "outsider"):
        assert sign_in(name).get(url).status_code == 404
        assert sign_in(name).post(url, data={"scan_top_secret": "y"}).status_code == 404
    client = sign_in("admin")
    page = client.get(url)
    assert "Belum pernah diubah" in text_of(page)
    sent = {**fields_of(page), "scan_top_secret": "y"}
    assert client.post(url, data=sent).status_code == 303
    assert (
        client.post(url, data={**sent, "nonce": "lain", "scan_top_secret": ""}).status_code == 422
    )  # an old page
    assert "mengizinkan pindaian surat sangat rahasia" in text_of(client.get(url))
    letter = write_letter(security="SR")
    services.attach(letter, Scan(), by=cast.as_("secretary"))
    db.session.commit()
    page = client.get(url)
    assert client.post(url, data=fields_of(page) | {"scan_top_secret": ""}).status_code == 303
    assert len(policies.scans_of(letter)) == 1  # what hangs there stays
    with pytest.raises(DomainError):
        services.attach(letter, Scan(), by=cast.as_("secretary"))
    assert db.session.scalar(select(Disposition.id)) is None

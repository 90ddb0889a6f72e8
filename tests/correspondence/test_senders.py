"""One sender, written in two ways: seen, compared, made one."""

from sqlalchemy import select

from biro.core.db import db
from biro.correspondence import rules, senders
from biro.correspondence.models import Correspondent, Letter
from tests.correspondence.conftest import letter_form
from tests.support.web import counted, fields_of, text_of


def test_names_are_alike_whatever_is_abbreviated():
    assert rules.likeness("Dinas Kesehatan Prov. X") == rules.likeness("DINAS KESEHATAN PROVINSI X")
    assert rules.likeness("Dinkes Kab. Y") == rules.likeness("Dinas Kesehatan, Kabupaten Y")
    assert rules.likeness("Dinas Kesehatan") != rules.likeness("Dinas Kesehatan Kota")


def pair(write_letter):
    one = write_letter(sender_name="Dinas Kesehatan Provinsi X", subject="Satu")
    two = write_letter(sender_name="Dinas Kesehatan Prov. X", subject="Dua")
    return one.sender, two.sender


def test_two_names_become_one_and_the_old_one_still_means_it(sign_in, app, write_letter):
    client, (stays, goes) = sign_in("secretary"), pair(write_letter)
    write_letter(sender_name="Dinas Kesehatan Prov. X", subject="Tiga", security="R")
    assert "Mungkin pengirim yang sama" in text_of(client.get("/surat/pengirim"))
    url = f"/surat/pengirim/gabung?id={stays.id}&id={goes.id}"
    page = client.get(url)
    assert "2 surat" in text_of(page)
    sent = {**fields_of(page), "id": [stays.id, goes.id], "stays": stays.id}
    assert client.post(url, data={**sent, "stays": ""}).status_code == 422
    assert client.post(url, data=sent).status_code == 303
    assert set(db.session.scalars(select(Letter.sender_id))) == {stays.id}
    assert client.post(url, data={**sent, "nonce": "lain"}).status_code == 422
    client.post("/surat/masuk/baru", data=letter_form(sender_id="dinas kesehatan prov x", number="baru"))
    client.post("/surat/masuk/baru", data=letter_form(sender_id=str(goes.id), number="baru lagi"))
    assert set(db.session.scalars(select(Letter.sender_id))) == {stays.id}
    found = client.get("/surat/pengirim/cari?q=dinas+kes").json
    assert [row["text"] for row in found] == ["Dinas Kesehatan Provinsi X"]
    listed = text_of(client.get("/surat/masuk?q=kesehatan+provinsi"))
    assert "Satu" in listed and "Dua" in listed
    assert "Dua" in text_of(client.get("/surat/masuk?q=prov+kesehatan"))
    assert "Tidak ada surat" not in text_of(client.get("/surat/masuk?q=dinas"))
    assert senders.doubles() == []


def test_a_page_that_is_older_than_the_sender_merges_nothing(sign_in, app, write_letter):
    client, (stays, goes) = sign_in("secretary"), pair(write_letter)
    url = f"/surat/pengirim/gabung?id={stays.id}&id={goes.id}"
    sent = {**fields_of(client.get(url)), "id": [stays.id, goes.id], "stays": stays.id}
    edit = f"/surat/pengirim/{goes.id}/ubah"
    change = {"name": "Dinas Lain", "address": "Jalan 1", "version": goes.version}
    assert client.post(edit, data={**change, "name": stays.name}).status_code == 422
    assert client.post(edit, data=change).status_code == 303
    assert client.post(edit, data=change).status_code == 422
    assert client.post(url, data=sent).status_code == 422
    assert db.session.get(Correspondent, goes.id).merged_into_id is None
    assert client.post(f"/surat/pengirim/gabung?id={goes.id}", data={"stays": goes.id}).status_code == 422


def test_only_registrars_keep_senders(sign_in, app, write_letter):
    stays, goes = pair(write_letter)
    for name in ("staff", "outsider", "head", "admin"):
        client = sign_in(name)
        for url in ("/surat/pengirim", f"/surat/pengirim/{stays.id}/ubah", "/surat/pengirim/gabung"):
            assert client.get(url).status_code == 404
        sent = {"id": [stays.id, goes.id], "stays": stays.id}
        assert client.post("/surat/pengirim/gabung", data=sent).status_code == 404


def test_merging_asks_as_much_for_many_letters_as_for_few(sign_in, app, write_letter):
    client = sign_in("secretary")
    costs = []
    for number in (1, 8):
        one = write_letter(sender_name=f"Badan {number}").sender
        for n in range(number):
            two = write_letter(sender_name=f"Bdn {number}", number=f"{n}").sender
        url = f"/surat/pengirim/gabung?id={one.id}&id={two.id}"
        sent = {**fields_of(client.get(url)), "id": [one.id, two.id], "stays": one.id}
        with counted() as asked:
            assert client.post(url, data=sent).status_code == 303
        costs.append(len(asked))
    assert costs[0] == costs[1]

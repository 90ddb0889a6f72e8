"""One sender, written in two ways: seen, compared, made one."""

from sqlalchemy import select

from biro.audit.models import Trail
from biro.core.db import db
from biro.correspondence import rules, senders, services
from biro.correspondence.models import Correspondent, CorrespondentMerge, CorrespondentMoved, Letter
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


def test_two_names_become_one_and_the_old_one_still_means_it(sign_in, app, cast, write_letter):
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
    assert senders.doubles(cast.as_("secretary")) == []


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


def merged(client, stays, *others):
    ids = [stays.id, *[row.id for row in others]]
    url = "/surat/pengirim/gabung?" + "&".join(f"id={i}" for i in ids)
    sent = {**fields_of(client.get(url)), "id": ids, "stays": stays.id}
    assert client.post(url, data=sent).status_code == 303
    return db.session.scalars(select(CorrespondentMerge).order_by(CorrespondentMerge.id.desc())).first()


def undo(client, merge, version=None):
    sent = {"version": merge.version if version is None else version}
    return client.post(f"/surat/pengirim/gabung/{merge.id}/pembatalan", data=sent, follow_redirects=True)


def of(sender):
    return set(db.session.scalars(select(Letter.subject).where(Letter.sender_id == sender.id)))


def test_a_merge_is_undone_and_each_gets_back_what_was_written_under_its_name(
    sign_in, app, cast, write_letter
):
    client, (stays, goes) = sign_in("secretary"), pair(write_letter)
    write_letter(sender_id=goes.id, subject="Tiga")
    corrected = write_letter(sender_id=goes.id, subject="Dibetulkan")
    merge = merged(client, stays, goes)
    write_letter(sender_name=goes.name, subject="Sesudahnya")
    services.change(
        corrected, version=None, number="1", letter_date=corrected.letter_date, subject="Dibetulkan",
        sender_name="Dinas Lain", by=cast.as_("secretary"),
    )  # fmt: skip
    db.session.commit()
    page = text_of(client.get(f"/surat/pengirim/{stays.id}/ubah"))
    assert f"{goes.name}: 3 surat" in page and "Batalkan penggabungan" in page
    undo(client, merge, version=7)  # an old page
    assert of(goes) == set()
    assert "Penggabungan dibatalkan." in text_of(undo(client, merge))
    assert (of(stays), of(goes)) == ({"Satu", "Sesudahnya"}, {"Dua", "Tiga"})
    assert db.session.get(Correspondent, goes.id).merged_into_id is None
    assert db.session.scalars(select(CorrespondentMoved)).all() == []
    assert "correspondent.unmerged" in db.session.scalars(select(Trail.action)).all()
    assert "sudah dibatalkan" in text_of(undo(client, merge))
    assert "Batalkan penggabungan" not in text_of(client.get(f"/surat/pengirim/{stays.id}/ubah"))
    assert undo(sign_in("head"), merged(client, stays, goes)).status_code == 404


def test_of_two_merges_in_a_row_the_second_is_undone_first(sign_in, app, write_letter):
    client, (second, first) = sign_in("secretary"), pair(write_letter)
    third = write_letter(sender_name="Badan Kesehatan", subject="Tiga").sender
    one = merged(client, second, first)
    two = merged(client, third, second)
    page = text_of(client.get(f"/surat/pengirim/{third.id}/ubah"))
    assert f"Batalkan dulu penggabungan “{second.name}”." in page
    assert "sudah digabungkan ke “Badan Kesehatan”" in text_of(undo(client, one))
    assert of(third) == {"Satu", "Dua", "Tiga"}
    undo(client, two)
    assert (of(third), of(second)) == ({"Tiga"}, {"Satu", "Dua"})
    undo(client, one)
    assert (of(second), of(first)) == ({"Satu"}, {"Dua"})


def test_undoing_asks_as_much_for_many_letters_as_for_few(sign_in, app, write_letter):
    client, costs = sign_in("secretary"), []
    for number in (1, 8):
        one = write_letter(sender_name=f"Badan {number}").sender
        for n in range(number):
            two = write_letter(sender_name=f"Bdn {number}", number=f"{n}").sender
        merge = merged(client, one, two)
        with counted() as asked:
            client.post(f"/surat/pengirim/gabung/{merge.id}/pembatalan", data={"version": merge.version})
        costs.append(len(asked))
    assert costs[0] == costs[1]

"""Filing: a letter from its page, many from the list, one original only, and what is taken out again."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from biro.core import clock
from biro.core.db import db
from biro.correspondence.archive import contents, queries, services
from biro.correspondence.archive.models import CaseFile, CaseItem, CopyForm
from biro.correspondence.models import Letter, LetterState
from tests.correspondence.archive.conftest import code
from tests.support.web import text_of


def test_a_letter_is_filed_from_its_page_and_once_as_original(sign_in, cast, open_file, write_letter):
    letter, file, other = (
        write_letter(classification_id=code("000.1.4").id),
        open_file(),
        open_file(title="Lain"),
    )
    client, place = sign_in("secretary"), f"/surat/masuk/{letter.id}/berkas"
    assert f'action="{place}"' in client.get(letter.url).get_data(as_text=True), (
        "suggested: same classification"
    )
    assert client.post(place, data={"case_file_id": file.id, "form": "asli"}).status_code == 303
    assert file.label in text_of(client.get(letter.url))
    assert "Undangan rapat" in text_of(client.get(file.url))
    refused = client.post(place, data={"case_file_id": other.id, "form": "asli"})
    assert refused.status_code == 422 and "Masukkan sebagai kopi" in text_of(refused)
    assert client.post(place, data={"case_file_id": other.id, "form": "kopi"}).status_code == 303
    again = client.post(place, data={"case_file_id": file.id, "form": "kopi"})
    assert again.status_code == 422 and "sudah ada di berkas ini" in text_of(again)


def test_the_database_holds_one_original_too(cast, open_file, write_letter):
    letter, files = write_letter(), [open_file(), open_file()]
    for file in files:
        db.session.add(CaseItem(case_file_id=file.id, number=1, letter_id=letter.id, form=CopyForm.ORIGINAL))
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_a_new_file_is_opened_while_filing_and_nothing_typed_is_lost(sign_in, cast, write_letter):
    letter, client = write_letter(), sign_in("secretary")
    place = f"/surat/masuk/{letter.id}/berkas"
    empty = client.post(place, data={"form": "asli"})
    assert empty.status_code == 422 and "Pilih berkasnya" in text_of(empty)
    typed = {"title": "Undangan 2026", "unit_id": cast.unit("RT").id, "form": "asli"}
    wrong = client.post(place, data=typed)
    assert wrong.status_code == 422 and 'value="Undangan 2026"' in wrong.get_data(as_text=True)
    assert client.post(place, data={**typed, "classification_id": code("000.1.5").id}).status_code == 303
    (file,) = db.session.scalars(select(CaseFile))
    assert file.label == f"1/RT/{clock.today().year}" and contents.files_with(letter)[0][0] == file


def test_where_the_senders_last_letter_went_is_suggested_first(cast, open_file, write_letter):
    wanted, alike = open_file(title="Hibah", code_text="000.1.5"), open_file(title="Aula")
    services.file_letter(wanted, write_letter(number="1"), by=cast.as_("secretary"))
    letter = write_letter(number="2", classification_id=code("000.1.4").id)
    found = [row.id for row in queries.suggested(letter, cast.as_("secretary"))]
    assert found == [wanted.id, alike.id]
    assert queries.suggested(letter, cast.as_("finance")) == []


def test_many_are_filed_at_once_from_the_list_of_those_in_no_file(sign_in, cast, open_file, write_letter):
    made = [write_letter(number=f"7/{n}", subject=f"Surat ke-{n}") for n in range(4)]
    for letter in made[:3]:
        letter.file(by=cast.as_("head"))
    db.session.commit()
    client, file = sign_in("secretary"), open_file()
    page = text_of(client.get("/arsip/belum-diberkaskan"))
    assert [f"Surat ke-{n}" in page for n in range(4)] == [True, True, True, False], (
        "the last is not done yet"
    )
    refused = client.post("/arsip/belum-diberkaskan", data={"case_file_id": file.id, "form": "asli"})
    assert refused.status_code == 422 and "Centang dulu" in text_of(refused)
    ticked = {"letter_ids": [made[0].id, made[2].id], "case_file_id": file.id, "form": "asli"}
    assert client.post("/arsip/belum-diberkaskan", data=ticked).status_code == 303
    page = text_of(client.get("/arsip/belum-diberkaskan"))
    assert [f"Surat ke-{n}" in page for n in range(3)] == [False, True, False]
    assert db.session.scalars(select(CaseItem.number).order_by(CaseItem.number)).all() == [1, 2]


def test_a_letter_that_was_struck_out_is_not_filed(sign_in, cast, open_file, write_letter):
    letter, file, client = write_letter(), open_file(), sign_in("secretary")
    letter.state = LetterState.VOID
    db.session.commit()
    refused = client.post(f"/surat/masuk/{letter.id}/berkas", data={"case_file_id": file.id, "form": "asli"})
    assert refused.status_code == 422 and "tidak diberkaskan" in text_of(refused)
    assert "belum ada di berkas mana pun" not in text_of(client.get(letter.url))


def test_taking_out_keeps_the_line_and_the_number(sign_in, cast, open_file, write_letter):
    file, letter = open_file(), write_letter()
    item = services.file_letter(file, letter, by=cast.as_("secretary"))
    db.session.commit()
    client = sign_in("secretary")
    place = f"/arsip/{file.id}/isi/{item.id}/pengeluaran"
    assert client.post(place, data={"reason": ""}).status_code == 422
    assert client.post(place, data={"reason": "Salah berkas"}).status_code == 303
    assert "masih kosong" in text_of(client.get(file.url))
    assert client.post(f"/arsip/{file.id}/isi", data={"title": "Notula", "form": "kopi"}).status_code == 303
    assert db.session.scalars(select(CaseItem.number).order_by(CaseItem.id)).all() == [1, 2]
    assert "mengeluarkan isi berkas" in text_of(client.get(file.url))


def test_the_letters_in_no_file_are_looked_up_by_their_day(app, cast):
    query = contents.unfiled(cast.as_("secretary"), date(2026, 1, 1), date(2026, 12, 31))
    query = query.order_by(Letter.received_on.desc(), Letter.id.desc()).limit(51)
    postgresql = db.engine.dialect.name == "postgresql"
    if postgresql:
        db.session.connection().exec_driver_sql("SET LOCAL enable_seqscan = off")
    whole = query.compile(db.engine, compile_kwargs={"literal_binds": True})
    ask = "EXPLAIN " if postgresql else "EXPLAIN QUERY PLAN "
    plan = "\n".join(
        str(tuple(row))
        for row in db.session.connection().exec_driver_sql(ask + str(whole).replace("%", "%%"))
    )
    assert "ix_letter_received_on" in plan and "case_item" in plan
    assert "SCAN letter\n" not in plan and "SCAN case_item\n" not in plan, plan


def test_a_letter_that_only_rests_is_offered_to_the_keeper_and_to_nobody_else(sign_in, cast, write_letter):
    letter = write_letter()
    assert "belum ada di berkas mana pun" in text_of(sign_in("secretary").get(letter.url))
    assert "belum ada di berkas mana pun" not in text_of(sign_in("head").get(letter.url))
    assert letter.state is LetterState.RECEIVED and letter.received_on > clock.today() - timedelta(days=2)

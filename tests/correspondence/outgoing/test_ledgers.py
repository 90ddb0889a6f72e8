"""The books of what goes out: the columns of the law, both directions by day, a secret letter as its number."""

import io

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from biro.audit.models import Trail
from biro.core import clock
from biro.core.db import db
from biro.correspondence import queries as incoming
from biro.correspondence.outgoing import dispatches, services
from tests.support.web import text_of

SHAPES = ("agenda", "satu-lembar", "ekspedisi")


@pytest.fixture
def sent(ready, cast):
    def run(**change):
        letter = ready(**change)
        services.sign(letter, on=clock.today(), by=cast.as_("head"), site="https://biro.example")
        services.send(letter, on=clock.today(), by=cast.as_("staff" if letter.is_secret else "secretary"))
        db.session.commit()
        return letter

    return run


def take(client, shape, place, form="xlsx"):
    data = {"place_id": place, "since": clock.today().isoformat(), "until": clock.today().isoformat()}
    return client.post(f"/surat/keluar/buku/{shape}.{form}", data=data)


def rows(answer):
    assert answer.status_code == 200
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    return [[str(cell) for cell in row] for row in sheet if str(row[0]).replace(".0", "").isdecimal()]


def test_each_book_has_the_letter_in_its_columns_and_a_secret_one_as_its_number(
    sent, cast, sign_in, write_letter
):
    came = write_letter(subject="Undangan rapat", number="005/1")
    plain = sent(to="Dinas Kesehatan\nDinas Sosial", subject="Permintaan data")
    secret = sent(to="Kantor Kenaribiru", subject="Kenarimerah", security="R")
    [copy, _other] = (c for _i, c in sorted(dispatches.of_letter(plain).items()))
    services.receive(copy, receiver="Nur Aini", at=clock.now(), by=cast.as_("secretary"))
    db.session.commit()
    client, unit = sign_in("secretary"), cast.unit("UM").id
    first, second = rows(take(client, "agenda", unit))
    assert (first[2], first[4], first[5]) == (
        plain.number,
        "Dinas Kesehatan; Dinas Sosial",
        "Permintaan data",
    )
    assert (second[2], second[1], second[4], second[5]) == (secret.number, "", "", "Rahasia")
    copies = rows(take(client, "ekspedisi", unit))
    assert [(r[3], r[5]) for r in copies] == [
        (plain.number, "Dinas Kesehatan"), (plain.number, "Dinas Sosial"), (secret.number, "")
    ]  # fmt: skip
    assert copies[0][7].startswith("Nur Aini")
    book = incoming.registers(cast.as_("secretary"))[0].id
    sheet = rows(take(client, "satu-lembar", book))
    assert [(r[2], r[5], r[6], r[9]) for r in sheet] == [
        (came.number, "Undangan rapat", "", ""), ("", "", plain.number, "Permintaan data"),
        ("", "", secret.number, "Rahasia"),
    ]  # fmt: skip
    for shape in SHAPES:
        answer = take(client, shape, book if shape == "satu-lembar" else unit, "pdf")
        assert answer.status_code == 200 and answer.data.startswith(b"%PDF"), shape
    taken = db.session.scalars(select(Trail).where(Trail.action == "outgoing_ledger.taken")).all()
    assert len(taken) == 6 and "Kenari" not in repr([t.data for t in taken])


def test_an_outsider_has_no_part_in_it(sent, cast, sign_in):
    letter = sent(subject="Permintaan data")
    for name in ("outsider", "outsider_head"):
        client = sign_in(name)
        for shape in SHAPES:
            assert take(client, shape, cast.unit("UM").id).status_code == 404, (name, shape)
        assert rows(take(client, "agenda", cast.unit("HK").id)) == []
    assert sign_in("secretary").get("/surat/keluar/buku/lain").status_code == 404
    assert letter.number


def test_a_period_that_cannot_be_is_said(sent, cast, sign_in):
    data = {"place_id": cast.unit("UM").id, "since": "2026-02-02", "until": "2026-01-01"}
    answer = sign_in("secretary").post("/surat/keluar/buku/agenda.pdf", data=data)
    assert answer.status_code == 422 and "Buku agenda surat keluar" in text_of(answer)

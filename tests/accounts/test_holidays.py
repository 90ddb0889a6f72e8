"""Holidays: everyone reads them, the administrator keeps them, a file is tried before it counts."""

import io
from datetime import date

import pytest
from sqlalchemy import func, select

from biro.accounts import holidays
from biro.core.db import db
from biro.core.errors import Forbidden
from biro.core.workdays import Holiday, HolidayKind
from tests.support.web import fields_of, text_of

HOME = "/pengaturan/hari-libur"
GOOD = """tanggal;nama;jenis;sumber;sementara
2027-01-01;Tahun Baru;nasional;SKB 1/2026;0
1/2/2027;Uji;cuti bersama;;ya
"""
BAD = """tanggal,nama,jenis
2027-02-31,Salah,nasional
2027-05-01,,nasional
2027-06-01,Pancasila,hura
2027-01-01,Baik,nasional
2027-01-01,Baik,nasional
"""


def send(client, text):
    return client.post(f"{HOME}/impor", data={"file": (io.BytesIO(text.encode()), "libur.csv")})


def count(year=2027):
    return len(holidays.of_year(year))


def test_everyone_reads_the_year_and_only_the_administrator_changes_it(sign_in):
    for who in ("staff", "outsider", "head"):
        client = sign_in(who)
        page = text_of(client.get(f"{HOME}?tahun=2026"))
        assert "Proklamasi Kemerdekaan" in page and "Tambah hari libur" not in page
        assert client.get(f"{HOME}/baru").status_code == 404
        assert client.get(f"{HOME}/impor").status_code == 404
        row = db.session.scalars(select(Holiday)).first()
        assert client.post(f"{HOME}/{row.id}/penghapusan").status_code == 404
    assert "Belum ada hari libur tahun ini" in text_of(sign_in("staff").get(f"{HOME}?tahun=2031"))


def test_a_day_is_added_corrected_and_removed(sign_in):
    client = sign_in("admin")
    sent = {"day": "01/01/2027", "name": "Tahun Baru", "kind": "national", "source": "SKB 1/2026"}
    assert client.post(f"{HOME}/baru", data=sent).headers["Location"] == f"{HOME}?tahun=2027"
    twice = client.post(f"{HOME}/baru", data=sent)
    assert twice.status_code == 422 and 'id="day-error"' in twice.get_data(as_text=True)
    row = db.session.scalars(select(Holiday).where(Holiday.day == date(2027, 1, 1))).one()
    opened = fields_of(client.get(f"{HOME}/{row.id}/ubah"))
    changed = {**opened, **sent, "name": "Tahun Baru 2027 Masehi", "provisional": "y"}
    assert client.post(f"{HOME}/{row.id}/ubah", data=changed).status_code == 303
    assert "Tahun Baru 2027 Masehi" in text_of(client.get(f"{HOME}?tahun=2027"))
    assert "Sementara" in text_of(client.get(f"{HOME}?tahun=2027"))
    assert client.post(f"{HOME}/{row.id}/penghapusan").status_code == 303
    assert count() == 0


def test_a_file_is_shown_first_and_saved_only_when_confirmed(sign_in):
    client = sign_in("admin")
    shown = send(client, GOOD)
    assert shown.status_code == 200 and "Baru" in text_of(shown)
    assert count() == 0
    kept = fields_of(shown)
    assert client.post(f"{HOME}/impor", data=kept).status_code == 303
    rows = holidays.of_year(2027)
    assert [(r.day, r.kind, r.provisional) for r in rows] == [
        (date(2027, 1, 1), HolidayKind.NATIONAL, False),
        (date(2027, 2, 1), HolidayKind.JOINT_LEAVE, True),
    ]
    assert "Sudah ada" in text_of(send(client, GOOD))


def test_each_wrong_row_says_what_is_wrong_and_nothing_is_saved(sign_in):
    client = sign_in("admin")
    answer = send(client, BAD)
    page = text_of(answer)
    assert answer.status_code == 422
    for said in (
        "Tanggal tidak dikenal",
        "Nama hari libur kosong",
        "Jenis tidak dikenal",
        "tertulis dua kali",
    ):
        assert said in page
    assert client.post(f"{HOME}/impor", data={"text": BAD, "sure": "1"}).status_code == 422
    assert count() == 0


@pytest.mark.parametrize("text", ["", "\x00\x01", "a,b\n1,2\n", "x" * 70_000])
def test_what_is_no_such_file_is_refused_kindly(sign_in, text):
    assert send(sign_in("admin"), text).status_code == 422
    assert count() == 0


def test_the_service_itself_refuses_everyone_else(app, cast):
    with pytest.raises(Forbidden):
        holidays.load(GOOD, by=cast.as_("outsider"))
    db.session.rollback()
    assert db.session.scalar(select(func.count(Holiday.id))) == 25

"""The life of a case file: opened, filled, closed, counted, held; who may do what, and that nothing is lost."""

from datetime import date

import pytest
from sqlalchemy import select, update

from biro.audit.models import Trail
from biro.core import clock
from biro.core.db import db
from biro.core.errors import DomainError, Forbidden
from biro.correspondence.archive import services
from biro.correspondence.archive.models import CaseFile, CaseFileState
from biro.correspondence.models import Classification
from tests.correspondence.archive.conftest import code
from tests.support.web import counted, fields_of, text_of


def form(**change):
    """What the browser sends for a new file."""
    return {
        "title": "Rapat pimpinan triwulan", "classification_id": code("000.1.5").id, "opened_on": "2026-01-05",
        "cabinet": "3", "drawer": "A", "folder": "12", **change,
    }  # fmt: skip


def test_the_secretary_opens_a_file_for_any_section_of_the_bureau(sign_in, cast):
    client = sign_in("secretary")
    answer = client.post("/arsip/baru", data=form(unit_id=cast.unit("RT").id))
    assert answer.status_code == 303
    page = text_of(client.get(answer.headers["Location"]))
    for part in (
        "Berkas 1/RT/2026",
        "Rapat pimpinan triwulan",
        "lemari 3, laci A, folder 12",
        "membuka berkas",
    ):
        assert part in page, part
    assert "1/RT/2026" in text_of(client.get("/arsip"))


def test_numbers_count_by_unit_and_year_without_gaps(open_file, cast):
    first, later, last_year = date(2026, 1, 2), date(2026, 3, 4), date(2025, 9, 1)
    given = (("TU", first), ("TU", later), ("RT", later), ("TU", last_year))
    made = [open_file(unit=unit, opened_on=day) for unit, day in given]
    assert [f.label for f in made] == ["1/TU/2026", "2/TU/2026", "1/RT/2026", "1/TU/2025"]
    with pytest.raises(DomainError):
        services.open_file(
            unit_id=cast.unit("TU").id, classification_id=None, title="x", opened_on=date(2026, 4, 1),
            by=cast.as_("secretary"),
        )  # fmt: skip
    db.session.rollback()
    assert open_file(opened_on=date(2026, 5, 1)).label == "3/TU/2026"


@pytest.mark.parametrize(
    "name", ["staff", "head", "finance", "household", "outsider", "outsider_head", "admin"]
)
def test_only_who_keeps_the_archive_opens_and_changes_files(sign_in, cast, open_file, name):
    file = open_file(unit="RT")
    client = sign_in(name)
    assert client.get("/arsip/baru").status_code == 404
    for noun in ("penutupan", "isi", "ubah", "penahanan", "pembukaan"):
        assert client.post(f"/arsip/{file.id}/{noun}", data={"reason": "x"}).status_code == 404, noun
    with pytest.raises((Forbidden, DomainError)):
        services.close(file, version=None, closed_on=clock.today(), by=cast.as_(name))
    assert db.session.get(CaseFile, file.id).state is CaseFileState.OPEN


def test_a_stranger_finds_no_file_and_the_answer_is_that_of_an_absent_one(sign_in, open_file):
    file = open_file(unit="RT", title="Pengadaan kursi")
    for name in ("outsider", "outsider_head", "admin"):
        client = sign_in(name)
        forbidden, absent = client.get(f"/arsip/{file.id}"), client.get("/arsip/987654")
        assert forbidden.status_code == absent.status_code == 404
        assert text_of(forbidden) == text_of(absent)
        if name != "admin":
            assert "Pengadaan kursi" not in text_of(client.get("/arsip?q=kursi"))
    assert "Pengadaan kursi" in text_of(sign_in("staff").get("/arsip?q=kursi"))


def test_closing_takes_todays_retention_with_it_whatever_the_schedule_says_later(sign_in, open_file):
    file, client = open_file(opened_on=date(2020, 1, 2)), sign_in("secretary")
    page = client.get(f"/arsip/{file.id}/penutupan")
    assert "Retensi aktif 2 tahun" in text_of(page)
    answer = client.post(f"/arsip/{file.id}/penutupan", data={**fields_of(page), "closed_on": "2020-02-29"})
    assert answer.status_code == 303
    db.session.execute(update(Classification).where(Classification.code == "000.1.4").values(active_years=30))
    db.session.commit()
    file = db.session.get(CaseFile, file.id)
    assert (file.active_until, file.inactive_until, file.terms.total) == (
        date(2022, 2, 28),
        date(2025, 2, 28),
        5,
    )
    assert file.retention_source == "Permendagri 83/2022"
    assert "Retensi aktif habis" in text_of(client.get(file.url))


@pytest.mark.parametrize(
    ("closed", "sentence"),
    [("2019-12-31", "sebelum dibuka"), ("2999-01-01", "masa depan"), ("31/02", "Tanggal tidak dikenal")],
)
def test_a_wrong_day_is_said_beside_its_field(sign_in, open_file, closed, sentence):
    file = open_file(opened_on=date(2020, 1, 2))
    answer = sign_in("secretary").post(f"/arsip/{file.id}/penutupan", data={"closed_on": closed})
    assert answer.status_code == 422 and sentence in text_of(answer)


def test_a_heading_has_no_retention_so_its_file_cannot_be_closed(sign_in, open_file):
    file = open_file(code_text="000.1.7")
    answer = sign_in("secretary").post(
        f"/arsip/{file.id}/penutupan", data={"closed_on": clock.today().isoformat()}
    )
    assert answer.status_code == 422 and "belum punya retensi" in text_of(answer)


def test_where_the_schedule_names_an_event_a_person_says_when_it_came(sign_in, cast, open_file):
    row = db.session.scalars(select(Classification).where(Classification.active_from != "").limit(1)).one()
    file, client = open_file(code_text=row.code, opened_on=date(2020, 1, 2)), sign_in("secretary")
    services.close(file, version=None, closed_on=date(2020, 6, 1), by=cast.as_("secretary"))
    db.session.commit()
    assert file.clock_on is None and file.active_until is None
    assert row.active_from in text_of(client.get(file.url))
    place = f"/arsip/{file.id}/awal-retensi"
    assert client.post(place, data={"clock_on": "2021-01-01", "reason": ""}).status_code == 422
    assert client.post(place, data={"clock_on": "2999-01-01", "reason": "SK"}).status_code == 422
    assert client.post(place, data={"clock_on": "2021-01-01", "reason": "SK 12/2021"}).status_code == 303
    file = db.session.get(CaseFile, file.id)
    assert file.active_until == date(2021 + row.active_years, 1, 1)
    assert "SK 12/2021" in text_of(client.get(file.url))


def test_a_closed_file_takes_nothing_in_until_it_is_reopened_with_a_reason(
    sign_in, cast, closed_file, write_letter
):
    file, letter, client = closed_file(), write_letter(), sign_in("secretary")
    with pytest.raises(DomainError, match="sudah ditutup"):
        services.file_letter(file, letter, by=cast.as_("secretary"))
    db.session.rollback()
    client.post(f"/arsip/{file.id}/pembukaan", data={"version": file.version, "reason": ""})
    assert db.session.get(CaseFile, file.id).state is CaseFileState.CLOSED
    client.post(f"/arsip/{file.id}/pembukaan", data={"version": file.version, "reason": "Ada susulan"})
    file = db.session.get(CaseFile, file.id)
    assert (file.state, file.terms, file.active_until, file.closed_on) == (
        CaseFileState.OPEN,
        None,
        None,
        None,
    )


def test_a_hold_is_set_by_the_keeper_and_released_by_who_decides(sign_in, closed_file):
    file = closed_file()
    keeper, head = sign_in("secretary"), sign_in("head")
    keeper.post(f"/arsip/{file.id}/penahanan", data={"version": file.version, "reason": "Perkara 12/G/2026"})
    page = text_of(keeper.get(file.url))
    assert "Ditahan" in page and "Perkara 12/G/2026" in page and "Dewi Lestari" in page
    version = db.session.get(CaseFile, file.id).version
    assert keeper.post(f"/arsip/{file.id}/pelepasan", data={"reason": "x"}).status_code == 404
    head.post(f"/arsip/{file.id}/pelepasan", data={"version": version, "reason": "Putusan berkekuatan tetap"})
    assert not db.session.get(CaseFile, file.id).is_held
    acts = db.session.scalars(
        select(Trail.action).where(Trail.subject == "case_file").order_by(Trail.seq)
    ).all()
    assert acts[-2:] == ["case_file.held", "case_file.released"]


def test_of_a_closed_file_only_the_place_changes(sign_in, closed_file):
    file, client = closed_file(), sign_in("secretary")
    page = client.get(f"/arsip/{file.id}/ubah")
    assert 'name="cabinet"' in page.get_data(as_text=True) and 'name="title"' not in page.get_data(
        as_text=True
    )
    sent = {"cabinet": "Depo 1", "drawer": "boks 4", "folder": "", "version": file.version, "title": "Lain"}
    assert client.post(f"/arsip/{file.id}/ubah", data=sent).status_code == 303
    file = db.session.get(CaseFile, file.id)
    assert (file.cabinet, file.title) == ("Depo 1", "Peminjaman aula")
    assert client.post(f"/arsip/{file.id}/ubah", data={**sent, "version": 1}).status_code == 422


def test_the_list_is_filtered_by_everything_it_shows(sign_in, open_file, closed_file, cast):
    open_file(title="Rapat dinas", code_text="000.1.5", unit="RT", cabinet="Depo 9")
    closed_file(title="Kursi tamu")
    client = sign_in("secretary")
    for query, found in (
        ("q=rapat", "Rapat dinas"), ("q=kursi+tamu", "Kursi tamu"), ("kode=000.1.5", "Rapat dinas"),
        ("state=closed", "Kursi tamu"), ("year=2015", "Kursi tamu"), ("lokasi=depo", "Rapat dinas"),
        (f"unit={cast.unit('RT').id}", "Rapat dinas"),
    ):  # fmt: skip
        page = text_of(client.get(f"/arsip?{query}"))
        assert found in page and ({"Rapat dinas", "Kursi tamu"} - {found}).pop() not in page, query
    assert "Tidak ada berkas yang cocok" in text_of(client.get("/arsip?q=zzz"))


def test_a_longer_list_asks_no_more_of_the_database(sign_in, cast, open_file):
    client, counts = sign_in("secretary"), []
    for _round in range(2):
        for _ in range(3):
            open_file()
        with counted() as asked:
            assert client.get("/arsip").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12

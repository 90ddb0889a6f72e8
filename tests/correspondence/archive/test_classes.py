"""The classification: browsed, corrected, renewed from a day, switched off, imported with every fault named."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from biro.audit.models import Trail
from biro.core import clock
from biro.core.db import db
from biro.correspondence import queries, seeding
from biro.correspondence.archive import classes, importing, services
from biro.correspondence.archive.importing import CHANGED, NEW, SAME, Terms
from biro.correspondence.archive.services import classifying
from biro.correspondence.models import Classification
from tests.correspondence.archive.conftest import code
from tests.support.web import fields_of, text_of

HEAD = "kode,uraian,retensi_aktif_tahun,retensi_aktif_pemicu,retensi_inaktif_tahun,nasib_akhir,catatan\n"
KNOWN = {"900": Terms("UANG"), "900.1": Terms("Anggaran", 2, "", 3, "musnah", "")}


def file(*rows):
    """A CSV as the browser sends it."""
    return {"file": (io.BytesIO((HEAD + "\n".join(rows)).encode()), "jra.csv"), "source": "Pergub 7/2026",
            "valid_from": clock.today().isoformat()}  # fmt: skip


def terms(**change):
    return {"name": "Rapat", "active_years": "3", "inactive_years": "9", "fate": "permanen", "source": "Pergub",
            "basis": "Pergub 7/2026 Lampiran I", **change}  # fmt: skip


def test_the_tree_is_browsed_by_its_branches_in_the_order_of_people(sign_in):
    client = sign_in("admin")
    page = client.get("/surat/klasifikasi")
    assert "UMUM" in text_of(page) and "400" in text_of(page) and "000.1" not in text_of(page)
    found = [row.code for row in classes.branch("000.1")]
    assert found[0] == "000.1.1" and found == sorted(found, key=lambda c: int(c.rpartition(".")[2]))
    page = text_of(client.get("/surat/klasifikasi?induk=000.1"))
    assert "000.1.5" in page and "2 + 4 tahun, Musnah" in page
    assert "000.1.5" in text_of(client.get("/surat/klasifikasi?q=risalah+rapat"))
    assert "Tidak ada klasifikasi yang cocok" in text_of(client.get("/surat/klasifikasi?q=zzzz"))


@pytest.mark.parametrize("name", ["head", "secretary", "staff", "outsider"])
def test_only_who_keeps_the_rules_of_the_office_enters(sign_in, name):
    client, row = sign_in(name), code("000.1.5")
    for path in ("", "/baru", "/impor", f"/{row.id}", f"/{row.id}/ubah", f"/{row.id}/versi"):
        assert client.get(f"/surat/klasifikasi{path}").status_code == 404, path
    assert client.post(f"/surat/klasifikasi/{row.id}/penonaktifan").status_code == 404
    assert db.session.get(Classification, row.id).active


def test_a_correction_changes_the_row_and_no_closed_file(sign_in, closed_file):
    kept, row, client = closed_file(code_text="000.1.5"), code("000.1.5"), sign_in("admin")
    place = f"/surat/klasifikasi/{row.id}/ubah"
    hidden = fields_of(client.get(place))
    assert client.post(place, data={**hidden, **terms()}).status_code == 303
    row = code("000.1.5")
    assert (row.active_years, row.inactive_years, row.fate, row.basis) == (
        3,
        9,
        "permanen",
        "Pergub 7/2026 Lampiran I",
    )
    assert kept.terms.total == 6
    stale = client.post(place, data={**terms(), "version": hidden["version"]})
    assert stale.status_code == 422 and "baru saja diubah" in text_of(stale)
    assert "memperbaiki klasifikasi" in text_of(client.get(f"/surat/klasifikasi/{row.id}"))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"fate": ""}, "Retensi perlu nasib akhir"),
        ({"active_years": "", "inactive_years": ""}, "perlu retensi aktif atau inaktif"),
        ({"active_years": "-1"}, "0"),
        ({"active_years": "dua"}, "angka"),
        ({"name": ""}, "Wajib diisi"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(sign_in, change, sentence):
    answer = sign_in("admin").post(f"/surat/klasifikasi/{code('000.1.5').id}/ubah", data=terms(**change))
    assert answer.status_code == 422 and sentence in text_of(answer)
    assert "Lampiran I" in answer.get_data(as_text=True)


def test_a_new_version_holds_from_its_day_and_letters_keep_theirs(sign_in, write_letter):
    old, client = code("000.1.5"), sign_in("admin")
    letter = write_letter(classification_id=old.id)
    place, today = f"/surat/klasifikasi/{old.id}/versi", clock.today()
    early = client.post(place, data=terms(valid_from=old.valid_from.isoformat()))
    assert early.status_code == 422 and "setelah versi terakhir" in text_of(early)
    tomorrow = (today + timedelta(days=1)).isoformat()
    assert client.post(place, data=terms(valid_from=tomorrow)).status_code == 303
    assert [r.id for r in queries.find_classification("000.1.5")] == [old.id], "not before its day"
    db.session.scalars(
        select(Classification).where(Classification.valid_from > today)
    ).one().valid_from = today
    db.session.commit()
    (new,) = queries.find_classification("000.1.5")
    assert new.id != old.id and new.active_years == 3
    assert [r.id for r in classes.branch("000.1") if r.code == "000.1.5"] == [new.id]
    assert letter.classification_id == old.id
    assert text_of(client.get(f"/surat/klasifikasi/{new.id}")).count("tahun, ") >= 2


def test_what_is_switched_off_is_chosen_no_more_and_comes_back(sign_in):
    row, client = code("000.1.5"), sign_in("admin")
    client.post(f"/surat/klasifikasi/{row.id}/penonaktifan", data={"version": row.version})
    assert queries.find_classification("000.1.5") == []
    assert "Tidak dipakai" in text_of(client.get("/surat/klasifikasi?q=000.1.5"))
    client.post(f"/surat/klasifikasi/{row.id}/pengaktifan", data={"version": code("000.1.5").version})
    assert [r.id for r in queries.find_classification("000.1.5")] == [row.id]


def test_a_code_is_added_below_one_that_exists(sign_in):
    client = sign_in("admin")
    today = clock.today().isoformat()
    for wrong, sentence in (
        ("000.1.5", "sudah ada"),
        ("ZZ.1", "Kode induknya, ZZ"),
        ("a b", "huruf dan angka"),
    ):
        answer = client.post("/surat/klasifikasi/baru", data=terms(code=wrong, valid_from=today))
        assert answer.status_code == 422 and sentence in text_of(answer), wrong
    made = client.post("/surat/klasifikasi/baru", data=terms(code="000.1.5.9", valid_from=today))
    assert made.status_code == 303 and "000.1.5.9" in text_of(client.get(made.headers["Location"]))


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("9 0,Uang,,,,,", "huruf dan angka"), ("900.9.1,Uang,,,,,", "900.9, tidak ada"),
        ("900.2,,2,,3,musnah,", "Uraiannya kosong"), ("900.2,Uang,dua,,3,musnah,", "dalam tahun"),
        ("900.2,Uang,2,,300,musnah,", "dalam tahun"), ("900.2,Uang,2,,3,bakar,", "Nasib akhir tidak dikenal"),
        ("900.2,Uang,2,,3,,", "perlu nasib akhir"), ("900.2,Uang,,,,musnah,", "perlu retensi"),
        (f"900.2,{'x' * 901},,,,,", "Terlalu panjang"), ("900.2,Uang,,,,,\n900.2,Uang,,,,,", "dua kali"),
    ],
)  # fmt: skip
def test_every_fault_of_a_file_has_its_sentence(app, row, fault):
    lines = importing.read(HEAD + row, KNOWN)
    assert fault in lines[-1].error and lines[-1].terms is None


def test_a_file_is_compared_with_what_is_in_force(app):
    rows = "900,UANG,,,,,\n900.1,Anggaran,2,,5,musnah,\n900.2,Kas;kecil,2,,3,Dinilai Kembali,"
    lines = importing.read("\ufeff" + HEAD + rows, KNOWN)
    assert [(line.code, line.does) for line in lines] == [("900", SAME), ("900.1", CHANGED), ("900.2", NEW)]
    assert lines[2].terms.fate == "dinilai_kembali"
    assert "judul kolom" in importing.read("nomor,nama\n1,x", KNOWN)[0].error
    assert "judul kolom" in importing.read("", KNOWN)[0].error
    semicolons = (HEAD + "900.3,Pajak,,,,,").replace(",", ";")
    assert importing.read(semicolons, KNOWN)[0].does == NEW


def test_the_trees_own_file_changes_nothing(app):
    text = (Path(seeding.__file__).parent / "seeds" / "klasifikasi.csv").read_text(encoding="utf-8")
    lines = classifying.preview(text, clock.today())
    assert len(lines) == 2986 and {line.does for line in lines} == {SAME}, [
        x for x in lines if x.does != SAME
    ][:3]


def test_an_import_is_shown_first_and_taken_whole_or_not_at_all(sign_in):
    client, rows = (
        sign_in("admin"),
        ("000.1.5,Rapat pimpinan,5,,5,permanen,", "000.99,Kode baru,1,,1,musnah,"),
    )
    before = db.session.scalar(select(func.count(Classification.id)))
    wrong = client.post("/surat/klasifikasi/impor", data=file(*rows, "000.98,Salah,1,,1,bakar,"))
    assert (
        wrong.status_code == 422 and "Nasib akhir tidak dikenal" in text_of(wrong) and "4 " in text_of(wrong)
    )
    shown = client.post("/surat/klasifikasi/impor", data=file(*rows))
    assert shown.status_code == 200 and "1 Kode baru" in text_of(shown) and "1 Versi baru" in text_of(shown)
    assert db.session.scalar(select(func.count(Classification.id))) == before
    assert client.post("/surat/klasifikasi/impor", data=fields_of(shown)).status_code == 303
    assert db.session.scalar(select(func.count(Classification.id))) == before + 2
    (row,) = queries.find_classification("000.99")
    assert (row.source, row.valid_from) == ("Pergub 7/2026", clock.today())
    assert queries.find_classification("000.1.5")[0].active_years == 5
    taken = db.session.scalars(select(Trail).where(Trail.action == "classification.imported")).one()
    assert taken.data["rows"] == 2
    again = client.post("/surat/klasifikasi/impor", data=file("000.1.5,Rapat,9,,9,musnah,"))
    assert again.status_code == 422 and "sudah punya versi" in text_of(again)


@pytest.mark.parametrize("content", [b"", b"\0\1", b"x" * 1_000_002])
def test_a_file_that_is_none_is_refused_in_words(sign_in, content):
    given = {"file": (io.BytesIO(content), "x.csv"), "source": "x", "valid_from": clock.today().isoformat()}
    answer = sign_in("admin").post("/surat/klasifikasi/impor", data=given)
    assert answer.status_code == 422


def test_a_file_closed_after_the_new_version_follows_the_code_it_was_opened_under(cast, open_file):
    old = code("000.1.5")
    opened = open_file(code_text="000.1.5")
    classifying.renew(
        old, valid_from=clock.today(), by=cast.as_("admin"), **vars(Terms("Rapat", 9, "", 9, "permanen", ""))
    )
    services.close(opened, version=None, closed_on=clock.today(), by=cast.as_("secretary"))
    db.session.commit()
    assert opened.terms.total == 18, "the schedule of the day of closing"

"""Paper of the archive: the columns of the law, nothing secret, every copy in the Trail."""

import pytest
from sqlalchemy import select

from biro.audit.models import Trail
from biro.core import clock
from biro.core.db import db
from biro.correspondence.archive import listing, lists, services
from biro.correspondence.archive.models import DisposalState
from biro.correspondence.archive.rules import Kind
from tests.correspondence.test_printing import read
from tests.support.tables import day_of, rows_of
from tests.support.web import counted, text_of

TOLD = "Kanari"
LIST = "/arsip/daftar"


def asked(cast, which="aktif", unit="UM"):
    return {"which": which, "unit_id": cast.unit(unit).id}


@pytest.fixture
def shelf(cast, open_file, closed_file, write_letter):
    """A running file with an ordinary and a secret letter, a closed one with a paper, one of another name."""
    file, by = open_file(unit="UM", title=f"Perkara {TOLD}"), cast.as_("secretary")
    services.file_letter(
        file, write_letter(subject="Undangan rapat", number="005/1"), by=by, amount="2 lembar"
    )
    services.file_letter(
        file, write_letter(subject=f"Dugaan {TOLD}", security="R", number=f"{TOLD}-1"), by=by
    )
    closed_file(unit="RT", title="=1+1 #panic() *aula*")
    open_file(unit="TU", title="Berkas kosong")
    db.session.commit()


def test_the_list_of_active_archives_has_the_columns_of_the_law_and_every_item(sign_in, cast, shelf):
    text = " ".join(read(sign_in("secretary").post(f"{LIST}.pdf", data=asked(cast))))
    for part in (
        "DAFTAR ARSIP AKTIF", "SEKRETARIAT DAERAH BIRO UMUM", "Kurun waktu", "Tingkat", "Lokasi", "Uraian item",
        "Undangan rapat, 005/1", "2 lembar", "=1+1 #panic() *aula*", "Berita acara", "3 lembar", "2015",
        "Berkas kosong", "lemari 2, laci 1, folder 7", "Kepala Biro Umum", "Halaman 1 dari 1", "Jumlah: 4 baris",
    ):  # fmt: skip
        assert part in text, part


@pytest.mark.parametrize("name", ["secretary", "head"])
def test_nothing_secret_is_on_paper_or_in_a_table_for_anyone(sign_in, cast, shelf, name):
    client = sign_in(name)
    text = " ".join(read(client.post(f"{LIST}.pdf", data=asked(cast))))
    rows = rows_of(client.post(f"{LIST}.xlsx", data=asked(cast)).data)
    assert TOLD not in text and TOLD not in repr(rows)
    assert text.count("Rahasia") == 3 and "Undangan rapat" in text, (
        "the title of both lines and the item itself"
    )
    found = [db.session.execute(listing.lines(lists.of_unit(lists.Which.ACTIVE, cast.unit("UM"), cast.as_(name)),
                                            cast.as_(name))).all()]  # fmt: skip
    assert TOLD not in repr(found), "it does not leave the database"


def test_the_table_is_typed_and_holds_no_formula(sign_in, cast, shelf):
    answer = sign_in("secretary").post(f"{LIST}.xlsx", data=asked(cast, unit="RT"))
    assert "daftar-arsip-aktif-" in answer.headers["Content-Disposition"]
    rows = rows_of(answer.data)
    assert rows[2] == ["Daftar arsip aktif"] and rows[4][:3] == [
        "No. berkas",
        "Kode klasifikasi",
        "Uraian berkas",
    ]
    line = rows[-1]
    assert line[:5] == ["1/RT/2015", "000.1.4", "=1+1 #panic() *aula*", "2015", 1]
    assert day_of(line[7]).year == 2015 and line[8] == "Asli"


def test_a_list_of_a_section_holds_only_its_own_and_an_empty_one_says_so(sign_in, cast, shelf):
    client = sign_in("household")
    rows = rows_of(client.post(f"{LIST}.xlsx", data=asked(cast, unit="RT")).data)
    assert "Berkas kosong" not in repr(rows) and "aula" in repr(rows)
    assert (
        "Tidak ada arsip dalam daftar ini"
        in read(client.post(f"{LIST}.pdf", data=asked(cast, "inaktif", "RT")))[0]
    )


@pytest.mark.parametrize("name", ["household", "outsider", "outsider_head", "admin"])
def test_another_units_list_is_answered_like_an_absent_one(sign_in, cast, shelf, name):
    client = sign_in(name)
    for address in (f"{LIST}.pdf", f"{LIST}.xlsx"):
        forbidden, absent = (
            client.post(address, data={**asked(cast), "unit_id": unit}) for unit in (cast.unit("TU").id, 987)
        )
        assert forbidden.status_code == absent.status_code == 404
        assert text_of(forbidden) == text_of(absent)


def test_every_copy_is_in_the_trail(sign_in, cast, shelf):
    client = sign_in("secretary")
    client.post(f"{LIST}.pdf", data=asked(cast))
    client.post(f"{LIST}.xlsx", data=asked(cast, "inaktif"))
    taken = db.session.scalars(select(Trail).where(Trail.action == "archive.taken").order_by(Trail.seq)).all()
    assert [(t.actor, t.data["list"], t.data["form"], t.data["rows"]) for t in taken] == [
        ("Dewi Lestari", "Daftar arsip aktif", "PDF", 4), ("Dewi Lestari", "Daftar arsip inaktif", "XLSX", 0),
    ]  # fmt: skip


def test_a_list_too_long_for_paper_is_refused_in_words_and_still_a_table(sign_in, cast, shelf, monkeypatch):
    monkeypatch.setattr(lists, "MOST_ROWS", 2)
    client = sign_in("secretary")
    refused = client.post(f"{LIST}.pdf", data=asked(cast))
    assert refused.status_code == 422 and "Daftar ini 4 baris" in text_of(refused)
    assert client.post(f"{LIST}.xlsx", data=asked(cast)).status_code == 200


@pytest.fixture
def batch(cast, closed_file):
    """A destruction as it stands before the approval, of one file."""
    keeper, file = cast.as_("secretary"), closed_file(title="Kursi tamu")
    file.transfer(report="BA 1", by=keeper)
    made = services.propose(kind=Kind.DESTRUCTION, file_ids=[file.id], by=keeper)
    services.assess(
        made, version=None, committee="Siti Aminah, Kepala Bagian", assessed_on=clock.today(), assessment="Layak",
        by=keeper,
    )  # fmt: skip
    services.submit(made, by=keeper)
    db.session.commit()
    return made


def test_the_list_of_a_proposal_changes_its_name_when_it_is_done(sign_in, cast, batch):
    client = sign_in("secretary")
    text = read(client.post(f"{batch.url}/daftar.pdf"))[0]
    assert (
        "DAFTAR ARSIP USUL MUSNAH" in text
        and "Kursi tamu" in text
        and "2 + 3 tahun, sampai 30-12-2020" in text
    )
    assert client.post(f"{batch.url}/berita-acara.pdf").status_code == 303, "not before the approval"
    batch.state, batch.decided_by_id, batch.report_number = DisposalState.DONE, cast.head.id, "BA/7"
    batch.report_on = clock.today()
    db.session.commit()
    rows = rows_of(client.post(f"{batch.url}/daftar.xlsx").data)
    assert rows[2:4] == [["Daftar arsip yang dimusnahkan"], ["Berita acara nomor BA/7"]]
    for name in ("finance", "outsider", "admin"):
        assert sign_in(name).post(f"{batch.url}/daftar.pdf").status_code == 404


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        (Kind.TRANSFER, "PEMINDAHAN ARSIP INAKTIF"), (Kind.DESTRUCTION, "PEMUSNAHAN ARSIP"),
        (Kind.HANDOVER, "PENYERAHAN ARSIP STATIS"),
    ],
)  # fmt: skip
def test_the_official_report_says_who_approved_and_who_saw_it(sign_in, cast, batch, kind, title):
    given = {
        "kind": kind, "state": DisposalState.DONE, "decided_by_id": cast.head.id, "approval_number": "045/77",
        "approval_on": clock.today(), "report_number": "BA/7", "report_on": clock.today(), "place": "Halaman kantor",
        "method": "dicacah", "witnesses": "Maria Tambunan, Kepala Biro Hukum\nUjang Suherman, Pengemudi",
    }  # fmt: skip
    for name, value in given.items():
        setattr(batch, name, value)
    db.session.commit()
    text = " ".join(read(sign_in("secretary").post(f"{batch.url}/berita-acara.pdf")))
    for part in (
        title,
        "BA/7",
        "045/77",
        "Halaman kantor",
        "Maria Tambunan",
        "1 berkas",
        "2015",
        "Siti Aminah",
    ):
        assert part in text, part
    assert ("dicacah" in text) is (kind is Kind.DESTRUCTION)
    assert "mencetak berita acara penyusutan" in text_of(sign_in("secretary").get(batch.url))


def test_a_longer_list_asks_no_more_of_the_database(sign_in, cast, open_file):
    client, counts = sign_in("secretary"), []
    for _round in range(2):
        for _ in range(3):
            services.add_paper(open_file(), title="Notula", by=cast.as_("secretary"))
        db.session.commit()
        with counted() as told:
            assert client.post(f"{LIST}.xlsx", data=asked(cast)).status_code == 200
        counts.append(len(told))
    assert counts[0] == counts[1]

"""Letters of this office in case files: put in, offered beside what they answer, listed, masked when secret."""

import csv
import io
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from biro.audit.models import Trail
from biro.core import clock
from biro.core.db import db
from biro.core.errors import DomainError
from biro.correspondence.archive import contents, queries, services
from biro.correspondence.archive.models import CaseFile, CaseItem, CopyForm
from biro.correspondence.outgoing import services as outgoing
from biro.correspondence.outgoing.models import OutgoingLetter, OutgoingState
from biro.correspondence.transfer import exporting
from biro.search.models import SearchEntry
from tests.correspondence.archive.conftest import code
from tests.correspondence.outgoing.conftest import said, write
from tests.correspondence.test_printing import read
from tests.support.tables import rows_of
from tests.support.web import counted, text_of

__all__ = ["write"]

TOLD = "Kanari"
LIST = "/arsip/daftar"


@pytest.fixture
def issue(app, cast):
    """`issue(subject=…, reply_to=…)`: a signed letter of the household, without the paper that signing makes."""

    def run(by="staff", reply_to=None, sent=True, code_text="000.1.4", number="000.1.4/7/RT", **change):
        given = said(classification_id=code(code_text).id, **change)
        letter = outgoing.draft(given, reply_to=reply_to, by=cast.as_(by))
        letter.number, letter.signed_on, letter.pdf_sha256 = number, clock.today(), "0" * 64
        letter.state, letter.sent_on = (
            (OutgoingState.SENT, clock.today()) if sent else (OutgoingState.SIGNED, None)
        )
        db.session.commit()
        return letter

    return run


def test_an_answer_is_offered_the_file_of_what_it_answers_and_filed_with_one_click(
    sign_in, cast, open_file, write_letter, issue
):  # fmt: skip
    came, wanted, other = (
        write_letter(),
        open_file(title="Hibah", code_text="000.1.5"),
        open_file(title="Aula"),
    )
    services.file_letter(wanted, came, by=cast.as_("secretary"))
    db.session.commit()
    answer, client = issue(reply_to=came), sign_in("secretary")
    place = f"/surat/keluar/{answer.id}/berkas"
    for page in (client.get(answer.url), client.get(place)):
        shown = text_of(page)
        assert f'action="{place}"' in page.get_data(as_text=True)
        assert shown.index(wanted.label) < shown.index(other.label), "what it answers goes first"
        assert shown.count("berkas surat yang dijawab") == 1
    assert client.post(place, data={"case_file_id": wanted.id, "form": "asli"}).status_code == 303
    assert wanted.label in text_of(client.get(answer.url))
    page = client.get(wanted.url)
    assert f'href="{answer.url}"' in page.get_data(as_text=True) and f'href="{came.url}"' in page.get_data(
        as_text=True
    )
    assert "surat keluar · kepada Kepala Dinas Kesehatan · 000.1.4/7/RT" in text_of(page)
    again = client.post(place, data={"case_file_id": other.id, "form": "asli"})
    assert again.status_code == 422 and "Masukkan sebagai kopi" in text_of(again)
    assert client.post(place, data={"case_file_id": other.id, "form": "kopi"}).status_code == 303


def test_what_it_answers_is_not_told_to_who_may_not_know_of_it(cast, open_file, write_letter, issue):
    came, file = write_letter(security="R"), open_file()
    services.file_letter(file, came, by=cast.as_("secretary"))
    answer = issue(reply_to=came)
    assert [row.id for row in queries.answered(answer, cast.as_("secretary"))] == [file.id]
    assert queries.answered(answer, cast.as_("admin")) == queries.answered(answer, cast.as_("outsider")) == []


def test_a_new_file_is_opened_on_the_way(sign_in, cast, issue):
    letter, client = issue(), sign_in("secretary")
    typed = {"title": "Undangan keluar", "unit_id": cast.unit("RT").id, "form": "asli",
             "classification_id": code("000.1.4").id}  # fmt: skip
    assert client.post(f"/surat/keluar/{letter.id}/berkas", data={"form": "asli"}).status_code == 422
    assert client.post(f"/surat/keluar/{letter.id}/berkas", data=typed).status_code == 303
    (file,) = db.session.scalars(select(CaseFile))
    assert contents.files_with(letter) == [(file, CopyForm.ORIGINAL)]


def test_a_draft_and_a_voided_letter_are_not_filed(sign_in, cast, open_file, write, issue):
    file, client, void = open_file(), sign_in("secretary"), issue(by="secretary")
    void.state = OutgoingState.VOID
    db.session.commit()
    for letter, sentence in ((write(by="secretary"), "setelah ditandatangani"), (void, "dibatalkan")):
        assert "belum ada di berkas mana pun" not in text_of(client.get(letter.url))
        refused = client.post(
            f"/surat/keluar/{letter.id}/berkas", data={"case_file_id": file.id, "form": "asli"}
        )
        assert refused.status_code == 422 and sentence in text_of(refused)


def test_one_that_is_voided_after_it_was_filed_stays_and_says_so(sign_in, cast, open_file, issue):
    letter, file, client = issue(by="secretary"), open_file(), sign_in("secretary")
    services.file_letter(file, letter, by=cast.as_("secretary"))
    db.session.commit()
    assert "Dibatalkan" not in text_of(client.get(file.url))
    letter.state = OutgoingState.VOID
    db.session.commit()
    shown = " ".join(text_of(client.get(file.url)).split())
    assert "Undangan rapat koordinasi Dibatalkan" in shown


def test_only_keepers_file_and_others_read_where_it_lies(sign_in, cast, open_file, issue):
    letter, file = issue(), open_file(unit="RT")
    services.file_letter(file, letter, by=cast.as_("secretary"))
    db.session.commit()
    assert file.label in text_of(sign_in("staff").get(letter.url))
    place = f"/surat/keluar/{letter.id}/berkas"
    for name in ("staff", "outsider", "outsider_head", "admin"):
        for method in ("GET", "POST"):
            asked, absent = (
                sign_in(name).open(address, method=method, data={"case_file_id": file.id, "form": "kopi"})
                for address in (place, "/surat/keluar/987654/berkas")
            )
            assert (asked.status_code, text_of(asked)) == (absent.status_code, text_of(absent))


def test_it_is_taken_out_and_lies_nowhere_again(sign_in, cast, open_file, issue):
    letter, file = issue(), open_file()
    item = services.file_letter(file, letter, by=cast.as_("secretary"))
    db.session.commit()
    client, place = sign_in("secretary"), f"/arsip/{file.id}/isi/{item.id}/pengeluaran"
    assert "Undangan rapat koordinasi" in text_of(client.get(place))
    assert client.post(place, data={"reason": "Salah berkas"}).status_code == 303
    assert contents.files_with(letter) == [] and "masih kosong" in text_of(client.get(file.url))
    services.file_letter(file, letter, by=cast.as_("secretary"))
    assert db.session.scalars(select(CaseItem.number).order_by(CaseItem.number)).all() == [1, 2]


def test_the_database_holds_one_original_and_one_letter_an_item(cast, open_file, write_letter, issue):
    letter, came, files = issue(), write_letter(), [open_file(), open_file()]
    for wrong in (
        [{"outgoing_id": letter.id, "case_file_id": file.id} for file in files],
        [{"outgoing_id": letter.id, "letter_id": came.id, "case_file_id": files[0].id}],
        [{"case_file_id": files[0].id}],
    ):
        for given in wrong:
            db.session.add(CaseItem(number=1, form=CopyForm.ORIGINAL, **given))
        with pytest.raises(IntegrityError):
            db.session.flush()
        db.session.rollback()


def test_those_that_went_out_and_lie_nowhere_are_filed_together(sign_in, cast, open_file, issue):
    made = [issue(subject=f"Surat ke-{n}", number=f"7/{n}") for n in range(3)]
    secret, draft = (
        issue(by="secretary", subject=TOLD, security="R"),
        issue(subject="Belum dikirim", sent=False),
    )
    client, file, place = sign_in("secretary"), open_file(), "/arsip/belum-diberkaskan?arah=keluar"
    page = text_of(client.get(place))
    assert all(letter.subject in page for letter in made) and draft.subject not in page
    assert TOLD not in page and "Kepala Dinas Kesehatan" in page
    assert f'href="{secret.url}"' in client.get(place).get_data(as_text=True)
    ticked = {"letter_ids": [made[0].id, made[2].id], "case_file_id": file.id, "form": "asli"}
    assert client.post(place, data=ticked).status_code == 303
    page = text_of(client.get(place))
    assert [letter.subject in page for letter in made] == [False, True, False]
    assert made[1].subject not in text_of(client.get("/arsip/belum-diberkaskan"))
    for name in ("outsider_head", "admin"):
        assert sign_in(name).get(place).status_code in (403, 404)


@pytest.fixture
def shelf(cast, open_file, write_letter, issue):
    """A letter, its answer and a secret letter of this office; the title of the file tells of the last one."""
    file, by, came = (
        open_file(unit="UM", title=f"Perkara {TOLD}"),
        cast.as_("secretary"),
        write_letter(number="005/1"),
    )
    answer = issue(subject="Balasan undangan", reply_to=came)
    secret = issue(
        by="secretary", subject=f"Dugaan {TOLD}", security="SR", number=f"{TOLD}/1", to=f"Kantor {TOLD}"
    )
    services.file_letters(file, [came, answer, secret], by=by)
    db.session.commit()
    return file


def test_its_own_page_masks_the_secret_one_for_everybody(sign_in, cast, shelf):
    (secret,) = db.session.scalars(select(OutgoingLetter).where(OutgoingLetter.security == "SR"))
    for name in ("secretary", "head"):
        page = sign_in(name).get(shelf.url)
        shown = text_of(page)
        assert "Balasan undangan" in shown and "1 surat rahasia" in shown and f"Perkara {TOLD}" in shown
        assert f"Dugaan {TOLD}" not in shown and f"Kantor {TOLD}" not in shown and f"{TOLD}/1" not in shown
        assert f'href="{secret.url}"' in page.get_data(as_text=True), "it is read on its own page"
        assert TOLD not in text_of(sign_in(name).get("/arsip"))


def test_the_form_that_files_a_secret_one_shows_it_and_that_is_written_down(sign_in, cast, issue):
    letter = issue(by="secretary", subject=f"Dugaan {TOLD}", security="SR")
    refused = sign_in("secretary").post(f"/surat/keluar/{letter.id}/berkas", data={"form": "asli"})
    assert refused.status_code == 422 and TOLD in text_of(refused)
    read_by = select(Trail.actor).where(Trail.action == "outgoing_letter.opened")
    assert db.session.scalars(read_by).all() == ["Dewi Lestari"]


def test_what_is_masked_does_not_leave_the_database(cast, shelf):
    for name in ("head", "secretary", "household"):
        actor = cast.as_(name)
        rows = db.session.execute(contents.items([shelf.id], actor).order_by(CaseItem.number)).all()
        assert TOLD not in repr(rows) and len(rows) == 3
        assert [(row.title, row.secret) for row in rows][2] == (None, True)
    assert rows[2].outgoing_id is None, "who may not know of it gets no address"
    entry = db.session.scalars(select(SearchEntry).where(SearchEntry.ref == shelf.owner)).one()
    assert TOLD not in entry.title + entry.body
    assert not [
        t
        for t in db.session.scalars(select(Trail))
        if t.action.startswith("case_") and TOLD in f"{t.label}{t.data}"
    ]


def test_lists_have_it_on_paper_and_in_the_table(sign_in, cast, shelf):
    client, asked = sign_in("secretary"), {"which": "aktif", "unit_id": cast.unit("UM").id}
    text = " ".join(read(client.post(f"{LIST}.pdf", data=asked)))
    rows = rows_of(client.post(f"{LIST}.xlsx", data=asked).data)
    assert "Balasan undangan, 000.1.4/7/RT" in text and TOLD not in text + repr(rows)
    items = [row for row in rows if row and str(row[0]).startswith("1/UM")]
    assert [(row[4], row[5], row[6]) for row in items] == [
        (3, 1, "Undangan rapat, 005/1"), (3, 2, "Balasan undangan, 000.1.4/7/RT"), (3, 3, None),
    ]  # fmt: skip
    assert items[2][9] == "Rahasia"


def exported(tmp_path, **given):
    exporting.write(tmp_path / "all.zip", with_files=False, **given)
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        text = {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}
    return text, list(csv.DictReader(io.StringIO(text["isi-berkas-arsip.csv"])))


def test_the_export_names_it_and_leaves_the_secret_one_out(cast, shelf, tmp_path):
    text, items = exported(tmp_path, with_secret=False)
    assert [(bool(i["surat_id"]), bool(i["surat_keluar_id"])) for i in items] == [
        (True, False),
        (False, True),
    ]
    assert TOLD not in "".join(text.values())
    text, items = exported(tmp_path, with_secret=True)
    assert len(items) == 3 and f"Perkara {TOLD}" in text["berkas-arsip.csv"]


def test_it_goes_with_its_file(cast, open_file, issue):
    file, letter, by = (
        open_file(opened_on=clock.today() - timedelta(days=4000)),
        issue(),
        cast.as_("secretary"),
    )
    services.file_letter(file, letter, by=by)
    services.close(file, version=None, closed_on=clock.today() - timedelta(days=3000), by=by)
    file.transfer(report="BA 1", by=by)
    db.session.commit()
    assert contents.files_with(letter)[0][0].state.value == "inactive"
    with pytest.raises(DomainError, match="sudah ditutup"):
        services.file_letter(file, issue(number="8"), by=by)


def test_a_longer_file_asks_no_more_of_the_database(sign_in, cast, open_file, issue):
    file, client, counts = open_file(), sign_in("secretary"), []
    for round_ in range(2):
        for n in range(3):
            services.file_letter(file, issue(number=f"{round_}/{n}"), by=cast.as_("secretary"))
        db.session.commit()
        with counted() as told:
            assert client.get(file.url).status_code == 200
        counts.append(len(told))
    assert counts[0] == counts[1]

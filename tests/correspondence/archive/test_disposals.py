"""Disposal: only what is due and not held, each step by the right person, nobody approves their own, all stays."""

import io
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from biro.audit.models import Trail
from biro.core import clock
from biro.core.db import db
from biro.core.errors import DomainError, Forbidden
from biro.correspondence.archive import disposals, services
from biro.correspondence.archive.models import (
    CaseFile,
    CaseFileState,
    CaseItem,
    Disposal,
    DisposalFile,
    DisposalState,
)
from biro.correspondence.archive.rules import Kind
from tests.files.conftest import pdf
from tests.support.web import client_for, fields_of, text_of

PANEL = "Siti Aminah, Kepala Bagian\nMaria Tambunan, Kepala Biro Hukum"


@pytest.fixture
def inactive(closed_file, cast):
    """`inactive(code_text=…)` is an old file that has been moved to the archive unit."""

    def run(**change):
        file = closed_file(**change)
        file.transfer(report="BA 1", by=cast.as_("secretary"))
        db.session.commit()
        return file

    return run


@pytest.fixture
def propose(cast):
    """`propose(kind, file, …)` is a draft by the secretary."""

    def run(kind, *files):
        batch = services.propose(kind=kind, file_ids=[f.id for f in files], by=cast.as_("secretary"))
        db.session.commit()
        return batch

    return run


@pytest.fixture
def submitted(propose, cast):
    """A proposal that waits for its approval."""

    def run(kind, *files):
        batch, keeper = propose(kind, *files), cast.as_("secretary")
        if kind is not Kind.TRANSFER:
            services.assess(
                batch, version=None, committee=PANEL, assessed_on=clock.today(), assessment="Layak", by=keeper
            )
        services.submit(batch, by=keeper)
        db.session.commit()
        return batch

    return run


def letter_of_approval(**change):
    """What the browser sends for the approval of a destruction."""
    given = {
        "office": "region", "approval_number": "045/77", "approval_on": clock.today().isoformat(),
        "scan": (io.BytesIO(pdf()), "persetujuan.pdf"), **change,
    }  # fmt: skip
    return {name: value for name, value in given.items() if value is not None}


def report(**change):
    """What the browser sends for the official report."""
    return {
        "report_number": "BA/7/2026", "report_on": clock.today().isoformat(), "place": "Halaman kantor",
        "method": "Dicacah", "witnesses": PANEL, **change,
    }  # fmt: skip


def test_the_whole_way_of_a_destruction_and_everything_is_still_there(sign_in, cast, inactive):
    file = inactive()
    keeper, head = sign_in("secretary"), sign_in("head")
    page = keeper.get("/arsip/jatuh-retensi?jenis=destruction")
    assert file.label in text_of(page)
    made = keeper.post(
        "/arsip/jatuh-retensi?jenis=destruction", data={"file_ids": [file.id], **fields_of(page)}
    )
    place = made.headers["Location"]
    assert made.status_code == 303 and file.label in text_of(keeper.get(place))
    panel = {"committee": PANEL, "assessed_on": clock.today().isoformat(), "assessment": "Layak musnah"}
    assert keeper.post(f"{place}/penilaian", data=panel).status_code == 303
    version = db.session.scalars(select(Disposal.version)).one()
    assert keeper.post(f"{place}/pengajuan", data={"version": version}).status_code == 303
    assert "Menunggu persetujuan" in text_of(head.get(place))
    assert head.post(f"{place}/persetujuan", data=letter_of_approval()).status_code == 303
    assert keeper.post(f"{place}/pelaksanaan", data=report()).status_code == 303
    page = text_of(keeper.get(place))
    for part in (
        "Dilaksanakan",
        "BA/7/2026",
        "Maria Tambunan",
        "045/77",
        "persetujuan.pdf",
        "Ratna Dewi Kusuma",
    ):
        assert part in page, part
    file = db.session.get(CaseFile, file.id)
    assert (
        file.state is CaseFileState.DESTROYED and not db.session.scalars(select(DisposalFile.running)).one()
    )
    assert db.session.scalar(select(func.count(CaseItem.id))) == 1, "what is known of it stays"
    assert "memusnahkan berkas" in text_of(keeper.get(file.url))


def test_a_transfer_needs_no_panel_and_a_hand_over_no_scan(sign_in, cast, closed_file, inactive, submitted):
    moved, given = closed_file(), inactive(code_text="400.14.1.4")
    for kind, file, office, state in (
        (Kind.TRANSFER, moved, "creator", CaseFileState.INACTIVE),
        (Kind.HANDOVER, given, "region", CaseFileState.HANDED_OVER),
    ):
        batch = submitted(kind, file)
        approval = letter_of_approval(office=office, scan=(io.BytesIO(b""), ""))
        assert sign_in("head").post(f"{batch.url}/persetujuan", data=approval).status_code == 303
        assert (
            sign_in("secretary").post(f"{batch.url}/pelaksanaan", data=report(method="")).status_code == 303
        )
        assert db.session.get(CaseFile, file.id).state is state


def test_nobody_approves_their_own_not_even_in_the_heads_name(app, cast, inactive, submitted, lend):
    batch = submitted(Kind.DESTRUCTION, inactive())
    deputy = client_for(app, cast.secretary, lend(cast.head, cast.secretary).id)
    refused = deputy.post(f"{batch.url}/persetujuan", data=letter_of_approval())
    assert refused.status_code == 422 and "tidak bisa menyetujuinya sendiri" in text_of(refused)
    batch = db.session.get(Disposal, batch.id)
    assert batch.state is DisposalState.SUBMITTED
    batch.decided_by_id = batch.author_id
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


@pytest.mark.parametrize(
    "name", ["secretary", "finance", "household", "staff", "outsider", "outsider_head", "admin"]
)
def test_only_who_decides_approves_and_others_find_no_proposal(sign_in, inactive, submitted, name):
    batch = submitted(Kind.DESTRUCTION, inactive())
    client = sign_in(name)
    assert client.post(f"{batch.url}/persetujuan", data=letter_of_approval()).status_code == 404
    assert client.get(batch.url).status_code == (200 if name == "secretary" else 404)
    assert db.session.get(Disposal, batch.id).state is DisposalState.SUBMITTED


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"office": "creator"}, "perlu persetujuan tertulis"),
        ({"approval_number": ""}, "nomor surat persetujuannya"),
        ({"approval_on": ""}, "tanggal surat persetujuannya"),
        ({"approval_on": "2999-01-01"}, "masa depan"),
        ({"approval_on": "2020-01-01"}, "mendahului penilaian"),
        ({"scan": None}, "Lampirkan pindaian"),
    ],
)
def test_a_destruction_rests_on_a_whole_letter(sign_in, inactive, submitted, change, sentence):
    batch = submitted(Kind.DESTRUCTION, inactive())
    answer = sign_in("head").post(f"{batch.url}/persetujuan", data=letter_of_approval(**change))
    assert answer.status_code == 422 and sentence in text_of(answer)


def test_ten_years_of_retention_need_the_national_archive(sign_in, cast, inactive, submitted):
    long = inactive(code_text="000.1.4", opened=date(2005, 1, 3), closed=date(2005, 12, 30))
    long.inactive_years = 8
    db.session.commit()
    batch, head = submitted(Kind.DESTRUCTION, inactive(), long), sign_in("head")
    assert "Kepala ANRI" in text_of(head.get(batch.url))
    refused = head.post(f"{batch.url}/persetujuan", data=letter_of_approval())
    assert refused.status_code == 422 and "perlu persetujuan Kepala ANRI" in text_of(refused)
    assert head.post(f"{batch.url}/persetujuan", data=letter_of_approval(office="anri")).status_code == 303


def test_what_is_not_due_or_held_or_of_another_kind_is_refused(
    cast, open_file, closed_file, inactive, propose
):
    by = cast.as_("secretary")
    fresh = closed_file(opened=clock.today() - timedelta(days=40), closed=clock.today() - timedelta(days=3))
    held = closed_file()
    services.hold(held, reason="Perkara", by=by)
    db.session.commit()
    for kind, file, sentence in (
        (Kind.TRANSFER, open_file(), "belum waktunya"), (Kind.TRANSFER, fresh, "belum waktunya"),
        (Kind.TRANSFER, held, "sedang ditahan"), (Kind.DESTRUCTION, closed_file(), "belum waktunya"),
        (Kind.DESTRUCTION, inactive(code_text="400.14.1.4"), "belum waktunya"),
        (Kind.HANDOVER, inactive(), "belum waktunya"),
    ):  # fmt: skip
        with pytest.raises(DomainError, match=sentence):
            propose(kind, file)
        db.session.rollback()
    with pytest.raises(DomainError, match="Centang dulu"):
        propose(Kind.TRANSFER)
    with pytest.raises(Forbidden):
        services.propose(kind=Kind.TRANSFER, file_ids=[closed_file().id], by=cast.as_("finance"))


def test_a_file_is_in_one_running_proposal(cast, closed_file, propose):
    file = closed_file()
    first = propose(Kind.TRANSFER, file)
    with pytest.raises(DomainError, match="sudah ada dalam usul lain"):
        propose(Kind.TRANSFER, file)
    db.session.rollback()
    with pytest.raises(DomainError, match="ada dalam usul penyusutan"):
        services.reopen(file, reason="Ada susulan", by=cast.as_("secretary"))
    db.session.rollback()
    second = propose(Kind.TRANSFER, closed_file())
    db.session.add(DisposalFile(disposal_id=second.id, case_file_id=file.id))
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()
    services.cancel(db.session.get(Disposal, first.id), reason="Salah", by=cast.as_("secretary"))
    db.session.commit()
    assert propose(Kind.TRANSFER, file).state is DisposalState.DRAFT


def test_a_hold_stops_even_an_approved_proposal(sign_in, cast, inactive, submitted):
    file = inactive()
    batch = submitted(Kind.DESTRUCTION, file, inactive())
    assert sign_in("head").post(f"{batch.url}/persetujuan", data=letter_of_approval()).status_code == 303
    services.hold(db.session.get(CaseFile, file.id), reason="Gugatan", by=cast.as_("secretary"))
    db.session.commit()
    keeper = sign_in("secretary")
    refused = keeper.post(f"{batch.url}/pelaksanaan", data=report())
    assert refused.status_code == 422 and "sedang ditahan" in text_of(refused)
    assert {f.state for f in db.session.scalars(select(CaseFile))} == {CaseFileState.INACTIVE}
    version = db.session.get(Disposal, batch.id).version
    keeper.post(f"{batch.url}/pengembalian", data={"version": version, "reason": "Ada yang ditahan"})
    version = db.session.get(Disposal, batch.id).version
    keeper.post(f"{batch.url}/berkas/{file.id}/pengeluaran", data={"version": version})
    batch = db.session.get(Disposal, batch.id)
    assert (batch.state, batch.decided_by_id, batch.office) == (DisposalState.DRAFT, None, None)
    assert len(disposals.files(batch)) == 1 and disposals.running_with(file.id) is None


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"report_on": "2999-01-01"}, "masa depan"),
        ({"report_on": "2020-01-01"}, "mendahului persetujuan"),
        ({"witnesses": "Seorang saja"}, "paling sedikit dua orang"),
        ({"report_number": ""}, "Wajib diisi"),
    ],
)
def test_a_report_is_whole_or_nothing_happens(sign_in, inactive, submitted, change, sentence):
    file = inactive()
    batch = submitted(Kind.DESTRUCTION, file)
    sign_in("head").post(f"{batch.url}/persetujuan", data=letter_of_approval())
    answer = sign_in("secretary").post(f"{batch.url}/pelaksanaan", data=report(**change))
    assert answer.status_code == 422 and sentence in text_of(answer)
    assert db.session.get(CaseFile, file.id).state is CaseFileState.INACTIVE


def test_without_a_panel_nothing_is_submitted(sign_in, cast, inactive, propose):
    batch = propose(Kind.DESTRUCTION, inactive())
    answer = sign_in("secretary").post(
        f"{batch.url}/pengajuan", data={"version": batch.version}, follow_redirects=True
    )
    assert "Panitia penilai harus menilainya dulu" in text_of(answer)
    assert db.session.get(Disposal, batch.id).state is DisposalState.DRAFT


def test_all_that_the_filter_leaves_is_proposed_at_once_and_the_counts_follow(sign_in, cast, closed_file):
    for year in (2014, 2014, 2015):
        closed_file(opened=date(year, 1, 5), closed=date(year, 12, 30))
    client = sign_in("secretary")
    assert "3 Pemindahan arsip inaktif" in text_of(client.get("/arsip/jatuh-retensi"))
    made = client.post("/arsip/jatuh-retensi?jenis=transfer&year=2016", data={"semua": "1"})
    assert made.status_code == 303
    assert len(disposals.files(db.session.scalars(select(Disposal)).one())) == 2
    assert "1 Pemindahan arsip inaktif" in text_of(client.get("/arsip/jatuh-retensi"))
    assert "menyusun usul penyusutan" in text_of(client.get(made.headers["Location"]))
    draft = db.session.scalars(select(Disposal.id)).one()
    more = client.post("/arsip/jatuh-retensi", data={"semua": "1", "disposal_id": draft})
    assert more.status_code == 303 and "1 usul" not in text_of(client.get("/arsip/usul"))
    assert len(disposals.files(db.session.get(Disposal, draft))) == 3
    assert (
        db.session.scalars(select(Trail.action).where(Trail.subject == "disposal")).all()[-1]
        == "disposal.widened"
    )

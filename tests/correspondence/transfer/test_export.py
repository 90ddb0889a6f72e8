"""Everything goes out in files that any program reads; secret letters only when the operator says so."""

import csv
import io
import zipfile
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from biro.accounts.models import Assignment
from biro.audit.models import Trail
from biro.core.db import db
from biro.correspondence import services
from biro.correspondence.models import Classification, Instruction
from biro.correspondence.outgoing import services as outgoing
from biro.correspondence.outgoing.models import LetterKind
from biro.correspondence.services import Recipients
from tests.files.conftest import pdf

PDF = pdf()


@pytest.fixture
def letters(app, cast, write_letter):
    """An ordinary and a secret letter, both with a scan and a disposition."""
    made = []
    for subject, security in (("=1+1", "B"), ("Kenari", "R")):
        sender = "Kantor Kenari" if security == "R" else "Dinas Pekerjaan Umum"
        letter = write_letter(subject=subject, security=security, sender_name=sender)
        content = PDF if security == "B" else pdf(2)
        scan = SimpleNamespace(stream=io.BytesIO(content), filename=f"{security}.pdf")
        services.attach(letter, scan, by=cast.as_("secretary"))
        services.dispose(
            letter, recipients=Recipients(cast.household.id), note=f"Catatan {subject}", by=cast.as_("head"),
            instruction_ids=db.session.scalars(select(Instruction.id).limit(1)).all(),
        )  # fmt: skip
        made.append(letter)
    db.session.commit()
    return made


def exported(app, folder, *options):
    file = folder / "ekspor.zip"
    done = app.test_cli_runner().invoke(args=["export", str(file), *options])
    assert done.exit_code == 0, done.output
    assert [p.name for p in folder.iterdir()] == ["ekspor.zip"]
    return zipfile.ZipFile(file)


def rows(archive, name):
    return list(csv.DictReader(io.TextIOWrapper(archive.open(name), "utf-8-sig")))


def test_letters_dispositions_and_scans_go_out_without_the_secret_ones(app, letters, tmp_path):
    with exported(app, tmp_path) as archive:
        [letter] = rows(archive, "surat-masuk.csv")
        assert (letter["hal"], letter["nomor_agenda"]) == ("'=1+1", "1")
        assert len(rows(archive, "disposisi.csv")) == len(rows(archive, "penerima-disposisi.csv")) == 1
        [scan] = rows(archive, "berkas.csv")
        assert archive.read(f"berkas/{scan['sha256']}") == PDF and scan["milik"] == f"letter:{letters[0].id}"
        assert len(rows(archive, "klasifikasi.csv")) > 2_900
        assert {"nomor-surat.csv", "surat-keluar.csv", "penerima-surat-keluar.csv", "paraf.csv", "berkas-arsip.csv",
                "isi-berkas-arsip.csv"} <= set(archive.namelist())  # fmt: skip
        everything = b"".join(archive.read(name) for name in archive.namelist())
        assert b"Kenari" not in everything and b"Kenari" not in " ".join(archive.namelist()).encode()


def test_an_operator_may_take_the_secret_ones_too_and_the_trail_says_so(app, letters, tmp_path):
    with exported(app, tmp_path, "--with-secret", "--without-files") as archive:
        assert [row["hal"] for row in rows(archive, "surat-masuk.csv")] == ["'=1+1", "Kenari"]
        assert not any(name.startswith("berkas/") for name in archive.namelist())
    taken = db.session.scalars(select(Trail.data).where(Trail.action == "register.exported")).all()
    assert taken and all(data == {"with_secret": True} for data in taken)


def test_a_failing_export_leaves_no_half_file(app, letters, tmp_path, monkeypatch):
    monkeypatch.setattr("biro.correspondence.transfer.exporting._files", lambda *given: 1 / 0)
    done = app.test_cli_runner().invoke(args=["export", str(tmp_path / "x.zip")])
    assert done.exit_code != 0 and list(tmp_path.iterdir()) == []


def test_outgoing_letters_and_case_files_go_out_and_their_secrets_stay(app, cast, write_letter, tmp_path):
    code = db.session.scalars(select(Classification.id).where(Classification.code == "000.1.5")).one()
    by, seat = (
        cast.as_("head"),
        db.session.scalars(select(Assignment.id).where(Assignment.person_id == cast.head.id)),
    )
    kind = db.session.scalars(select(LetterKind.id).where(LetterKind.code == "surat_dinas")).one()
    given = {"kind_id": kind, "signer_assignment_id": seat.one(), "body": "Isi.", "to": "Kepala Dinas Kesehatan",
             "classification_id": code}  # fmt: skip
    outgoing.draft(outgoing.Draft(**given, subject="Terbuka"), by=by)
    outgoing.draft(outgoing.Draft(**given, subject="Kenari satu", security="R"), by=by)
    db.session.commit()
    with exported(app, tmp_path) as archive:
        assert [row["hal"] for row in rows(archive, "surat-keluar.csv")] == ["Terbuka"]
        assert len(rows(archive, "penerima-surat-keluar.csv")) == 1
        assert all(b"Kenari" not in archive.read(name) for name in archive.namelist())

"""The scanner's folder: what lies still there comes in once, whatever happens on the way."""

import errno
import os
from threading import Event

import pytest
from sqlalchemy import select

from biro.core.db import db
from biro.correspondence import services as letters
from biro.correspondence.intake import folder
from biro.correspondence.intake.models import InboxItem, InboxSource, InboxState
from biro.files import storage
from tests.files.conftest import locked_pdf, pdf


@pytest.fixture
def tray(app, book, tmp_path, monkeypatch):
    """The folder, watched."""
    made = tmp_path / "pemindai"
    made.mkdir()
    monkeypatch.setitem(app.config, "SCAN_FOLDER", str(made))
    app.extensions.pop("biro-scan-looks", None)
    return made


def look(times=2):
    for _time in range(times):
        folder.watch(Event())


def items():
    return list(db.session.scalars(select(InboxItem).order_by(InboxItem.id)))


def test_a_file_comes_in_when_it_has_not_changed_between_two_looks(tray):
    (tray / "a.pdf").write_bytes(b"%PDF-1.4")
    look(1)
    (tray / "a.pdf").write_bytes(pdf())
    look(1)
    assert items() == []
    look(1)
    [item] = items()
    assert (item.name, item.source, item.by_id) == ("a.pdf", InboxSource.FOLDER, None)
    assert [p.name for p in (tray / "diambil").iterdir()] == ["a.pdf"]
    look()
    assert len(items()) == 1


def test_what_cannot_come_in_lies_beside_its_reason_and_is_shown(tray, sign_in):
    (tray / "kunci.pdf").write_bytes(locked_pdf())
    look()
    assert [i.state for i in items()] == [InboxState.FAILED]
    assert "terkunci kata sandi" in (tray / "gagal" / "kunci.pdf.txt").read_text()
    assert "terkunci kata sandi" in sign_in("secretary").get("/surat/masuk/pindaian").get_data(as_text=True)


def test_a_crash_between_keeping_and_moving_makes_no_double(tray, monkeypatch):
    (tray / "a.pdf").write_bytes(pdf())

    def crash(*_given):
        raise OSError(errno.EIO, "putus")

    with monkeypatch.context() as broken:
        broken.setattr(os, "replace", _only(tray, crash))
        with pytest.raises(OSError, match="putus"):
            look()
    look()
    assert len(items()) == 1
    assert (tray / "diambil" / "a.pdf").exists()


def _only(tray, fail):
    real = os.replace
    return lambda source, target: (fail if str(tray) in str(source) else real)(source, target)


def test_a_full_disk_leaves_the_file_where_it_is_for_the_next_look(tray, monkeypatch):
    (tray / "a.pdf").write_bytes(pdf())

    def keep(_self, _received):
        raise OSError(errno.ENOSPC, "penuh")

    with monkeypatch.context() as full:
        full.setattr(storage.Folder, "keep", keep)
        look()
    assert items() == [] and (tray / "a.pdf").exists()
    look()
    assert len(items()) == 1


def test_the_same_name_twice_loses_nothing(tray):
    for _time in range(2):
        (tray / "a.pdf").write_bytes(pdf())
        look()
    assert len(items()) == 2
    assert {p.name for p in (tray / "diambil").iterdir()} == {"a.pdf", "a-2.pdf"}


def test_links_hidden_and_unfinished_files_are_left_alone(tray, tmp_path):
    (tmp_path / "luar.pdf").write_bytes(pdf())
    (tray / "tautan.pdf").symlink_to(tmp_path / "luar.pdf")
    (tray / ".tersembunyi.pdf").write_bytes(pdf())
    (tray / "a.pdf.part").write_bytes(pdf())
    look()
    assert items() == []


def test_a_subfolder_named_after_a_book_feeds_its_inbox(tray, cast, book):
    other = letters.open_register(unit=cast.unit("HK"), name="Surat Biro Hukum", by=cast.as_("secretary"))
    db.session.commit()
    for name in ("surat biro hukum", "lain-lain"):
        (tray / name).mkdir()
        (tray / name / "a.pdf").write_bytes(pdf())
    look()
    assert [i.register_id for i in items()] == [other.id]


def test_without_a_folder_nothing_is_watched(app, monkeypatch):
    monkeypatch.setitem(app.config, "SCAN_FOLDER", "")
    look()
    assert items() == []

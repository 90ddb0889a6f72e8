"""Pages that are pictures are read by tesseract where it is installed; here a stand-in plays its part."""

from threading import Event

import pytest

from biro.correspondence.intake import sweeps
from biro.correspondence.intake.models import InboxState
from biro.files import reading
from tests.files.conftest import image

SAYS = """#!/bin/sh
if [ "$1" = "--list-langs" ]; then printf 'List of available languages\\n%s\\n'; exit 0; fi
%s
"""


@pytest.fixture
def tesseract(tmp_path, monkeypatch):
    """`tesseract(does, langs)` puts a program of that name on the path."""

    def install(does, langs="eng\\nind"):
        program = tmp_path / "bin" / "tesseract"
        program.parent.mkdir(exist_ok=True)
        program.write_text(SAYS % (langs, does))
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
        reading.languages.cache_clear()

    yield install
    reading.languages.cache_clear()


def test_a_picture_is_read_in_both_languages_and_its_number_is_least_sure(app, scan, tesseract):
    tesseract('cat > /dev/null; [ "$4" = ind+eng ] && echo "Nomor : 005/77/UM"; echo "Hal : Undangan"')
    item = scan(image("PNG", (400, 400)), "foto.png")
    sweeps.read_scans(Event())
    assert item.state is InboxState.READY
    assert item.found["number"] == ["005/77/UM", 60]
    assert item.found["subject"] == ["Undangan", 75]


@pytest.mark.parametrize("does", ["exit 1", "kill -9 $$"])
def test_a_program_that_fails_leaves_the_scan_unread_but_there(app, scan, tesseract, does):
    tesseract(does)
    item = scan(image("PNG", (400, 400)), "foto.png")
    sweeps.read_scans(Event())
    assert (item.state, item.found) == (InboxState.READY, {})


def test_a_program_that_hangs_is_stopped(app, scan, tesseract, monkeypatch):
    monkeypatch.setattr(reading, "PAGE_S", -9)  # its time is this and ten seconds
    tesseract("exec sleep 60")
    item = scan(image("PNG", (400, 400)), "foto.png")
    sweeps.read_scans(Event())
    assert item.state is InboxState.READY


def test_without_indonesian_it_is_not_asked(app, tesseract):
    tesseract("exit 0", langs="eng")
    assert reading.languages() == ""

"""What lies in a closed file, in one that has left, or in one that is proposed, is not taken back from the archive."""

from datetime import date

import pytest

from biro.core import clock
from biro.core.db import db
from biro.core.errors import DomainError
from biro.correspondence import services as letters
from biro.correspondence.archive import services
from biro.correspondence.archive.rules import Kind
from tests.support.web import text_of


@pytest.fixture
def kept(cast, open_file, write_letter):
    """A letter that was archived and lies in an old file, and the file."""
    letter, file = write_letter(), open_file(unit="UM", opened_on=date(2015, 1, 5))
    services.file_letter(file, letter, by=cast.as_("secretary"))
    letter.file(by=cast.as_("head"))
    db.session.commit()
    return letter, file


def close(file, cast):
    services.close(file, version=None, closed_on=date(2015, 12, 30), by=cast.as_("secretary"))
    db.session.commit()


def test_from_a_running_file_it_comes_back(sign_in, kept):
    letter, _file = kept
    head = sign_in("head")
    assert "Batal arsip" in text_of(head.get(letter.url))
    head.post(f"{letter.url}/batal-arsip")
    assert letter.state.value == "received"


def test_a_closed_file_keeps_it_and_the_reason_is_said(sign_in, cast, kept):
    letter, file = kept
    close(file, cast)
    head, sentence = sign_in("head"), f"Surat ini ada di berkas {file.label} yang sudah ditutup"
    page = text_of(head.get(letter.url))
    assert "Batal arsip" not in page and sentence in page
    assert sentence in text_of(head.post(f"{letter.url}/batal-arsip", follow_redirects=True))
    assert letter.state.value == "filed"
    assert sentence not in text_of(sign_in("secretary").get(letter.url)), (
        "who could not do it is not told why not"
    )
    services.reopen(file, reason="Surat susulan", by=cast.as_("secretary"))
    db.session.commit()
    head.post(f"{letter.url}/batal-arsip")
    assert letter.state.value == "received"


def test_a_proposal_and_what_came_of_it_keep_it(cast, kept):
    (letter, file), head, keeper = kept, cast.as_("head"), cast.as_("secretary")
    close(file, cast)
    batch = services.propose(kind=Kind.TRANSFER, file_ids=[file.id], by=keeper)
    with pytest.raises(DomainError, match="sedang diusulkan"):
        letters.unfile(letter, by=head)
    services.submit(batch, by=keeper)
    services.approve(
        batch, version=None, office="creator", approval_number="", approval_on=None, scan=None, by=head
    )
    services.carry_out(
        batch, version=None, report_number="BA/1", report_on=clock.today(), place="Depo", method="",
        witnesses="Siti Aminah", by=keeper,
    )  # fmt: skip
    with pytest.raises(DomainError, match="Inaktif"):
        letters.unfile(letter, by=head)
    assert letter.state.value == "filed"


def test_a_letter_that_was_taken_out_is_free(cast, open_file, write_letter):
    letter, file, keeper = (
        write_letter(),
        open_file(unit="UM", opened_on=date(2015, 1, 5)),
        cast.as_("secretary"),
    )
    item = services.file_letter(file, letter, by=keeper)
    services.take_out(item, reason="Salah berkas", by=keeper)
    letter.file(by=cast.as_("head"))
    close(file, cast)
    letters.unfile(letter, by=cast.as_("head"))
    assert letter.state.value == "received"

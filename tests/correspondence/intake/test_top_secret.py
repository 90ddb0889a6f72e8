"""A scan that is, or belongs to, a top secret letter: read no further, hung on nothing, let go with a word."""

from threading import Event

import pytest
from sqlalchemy import select

from biro.core.db import db
from biro.core.errors import DomainError
from biro.correspondence import policies
from biro.correspondence.intake import codes, services, splitting, stickers, sweeps
from biro.correspondence.intake.models import InboxState, LetterSticker
from biro.correspondence.models import Letter
from biro.files.models import BlobReading
from biro.files.queries import attachments
from tests.correspondence.conftest import letter_form
from tests.correspondence.intake.letters import OFFICIAL, page
from tests.correspondence.intake.test_stickers import stack
from tests.support.web import fields_of, text_of

SECRET = OFFICIAL.replace(": Segera", ": Sangat Rahasia")


@pytest.fixture
def read(app, scan):
    """A scan that says of itself that it is top secret."""
    item = scan(page(SECRET))
    sweeps.read_scans(Event())
    return item


def test_what_says_it_is_top_secret_is_read_no_further_and_not_cut(app, cast, sign_in, second_clerk, read):
    assert read.state is InboxState.READY and set(read.found) == {"security"} and read.secret
    assert db.session.scalars(select(BlobReading)).all() == []
    assert second_clerk.get(read.url).status_code == 404
    body = sign_in("secretary").get(read.url).get_data(as_text=True)
    assert "DPUPR" not in body and "Sangat rahasia: dicatat tanpa pindaian." in body
    with pytest.raises(DomainError, match="tanpa pindaian"):
        splitting.ask(read, [1, 2], by=cast.as_("secretary"))


def test_it_is_written_down_without_its_scan_when_the_clerk_says_so(app, sign_in, read):
    client = sign_in("secretary")
    sent = {**fields_of(client.get(read.url)), **letter_form(security="SR"), "sticker": codes.new_code()}
    refused = client.post(read.url, data=sent)
    assert refused.status_code == 422 and "Centang “Lepaskan pindaiannya”" in text_of(refused)
    assert len(attachments(read.owner)) == 1 and db.session.scalars(select(Letter)).all() == []
    assert client.post(read.url, data={**sent, "nonce": "lain", "drop_scans": "y"}).status_code == 303
    letter = db.session.scalars(select(Letter)).one()
    assert read.letter is letter and policies.scans_of(letter) == attachments(read.owner) == []
    assert db.session.scalars(select(LetterSticker)).all() == []
    assert client.get(read.url).status_code == 200


def test_the_tick_lets_nothing_go_of_a_letter_that_may_have_scans(app, sign_in, scan):
    item, client = scan(), sign_in("secretary")
    sent = {**fields_of(client.get(item.url)), **letter_form(security="R"), "drop_scans": "y"}
    assert client.post(item.url, data=sent).status_code == 303
    assert len(policies.scans_of(db.session.scalars(select(Letter)).one())) == 1


def test_no_scan_is_hung_on_a_top_secret_letter(app, cast, sign_in, scan, write_letter):
    letter, item, client = write_letter(security="SR"), scan(), sign_in("secretary")
    sent = {**fields_of(client.get(item.url)), "agenda": letter.agenda, "year": letter.year}
    assert "tanpa pindaian" in text_of(client.post(f"{item.url}/pelampiran", data=sent))
    said = client.post(f"/surat/masuk/pindaian/surat/{letter.id}/stiker", data={"sticker": codes.new_code()})
    assert said.status_code == 303 and db.session.scalars(select(LetterSticker)).all() == []
    assert policies.scans_of(letter) == [] and item.is_open


def test_a_sticker_of_a_letter_that_became_top_secret_brings_nothing(app, cast, sign_in, scan, write_letter):
    letter, code = write_letter(), codes.new_code()
    stickers.bind(letter, code, by=cast.as_("secretary"))
    letter.security = "SR"
    db.session.commit()
    item = scan(stack(code))
    sweeps.read_scans(Event())
    assert policies.scans_of(letter) == [] and item.is_open and item.secret and item.found == {}
    assert "Sisihkan pindaian ini" in text_of(sign_in("secretary").get(item.url))


def test_the_stack_that_it_was_cut_from_lets_it_go_too(app, cast, sign_in, scan, second_clerk):
    whole = scan(stack(codes.new_code(), codes.new_code()))
    sweeps.read_scans(Event())
    part = services.queries.parts(whole, cast.as_("secretary"))[0]
    client = sign_in("secretary")
    sent = {**fields_of(client.get(part.url)), **letter_form(security="SR"), "drop_scans": "y"}
    assert client.post(part.url, data=sent).status_code == 303
    assert attachments(whole.owner) == [] and second_clerk.get(whole.url).status_code == 404


def test_an_office_that_allows_it_works_as_with_any_secret_letter(app, cast, sign_in, scan, write_letter):
    policies.letter_policy().scan_top_secret = True
    letter, item = write_letter(security="SR"), scan(page(SECRET))
    sweeps.read_scans(Event())
    assert "number" in item.found
    services.hang_on(item, letter, by=cast.as_("secretary"))
    db.session.commit()
    assert len(policies.scans_of(letter)) == 1

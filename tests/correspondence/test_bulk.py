"""Very many letters at once: what they leave behind is what one registered letter after the other would have left."""

from collections import Counter
from datetime import date

import pytest
from sqlalchemy import func, select

from biro.accounts import services as accounts
from biro.accounts.actors import SYSTEM
from biro.accounts.demo import Office
from biro.core.db import db
from biro.correspondence import bulk, services
from biro.correspondence.models import Letter, Register
from biro.correspondence.services.indexing import index
from biro.search import queries as search
from biro.search.models import SearchEntry, SearchReader
from biro.search.words import search_words
from tests.correspondence.conftest import letter_form
from tests.support.web import text_of

COUNT = 150
SUBJECTS = [("Permohonan peminjaman aula", "000.1.4"), ("Undangan rapat koordinasi", "000.1.5")]


@pytest.fixture
def office(app, cast):
    """The cast's office with the demonstration's secretary."""
    accounts.add_person(name="Dewi Lestari", username="sekretaris", unit_id=cast.unit("TU").id, by=SYSTEM)
    return Office(today=date(2026, 11, 24), years=2)


@pytest.fixture
def letters(office, cast):
    """Old letters in a book of the secretary, every fiftieth of them secret."""
    book = services.open_register(unit=cast.unit("TU"), by=cast.as_("secretary"))
    db.session.flush()
    bulk.write(office, book, COUNT, ("Dinas Kesehatan", "Inspektorat Daerah"), SUBJECTS)
    db.session.commit()
    return list(db.session.scalars(select(Letter).order_by(Letter.id)))


def indexed():
    """Everything that the search holds, but for the ids of its own rows."""
    entries = {
        e.id: (e.ref, e.kind, e.title, e.body, e.url, e.at, e.permission, e.unit_id, e.secret)
        for e in db.session.scalars(select(SearchEntry))
    }
    readers = Counter((entries[r.entry_id][0], r.person_id) for r in db.session.scalars(select(SearchReader)))
    return sorted(entries.values()), readers


def found(text, by):
    return [
        hit.url
        for page in range(1, 9)
        for hit in search.group(text, search.kinds.all_kinds()[0], by, page).hits
    ]


def test_each_is_found_as_if_it_had_been_registered_by_hand(letters, cast):
    assert sum(letter.is_secret for letter in letters) == COUNT // 50
    in_bulk = indexed()
    words = {text: found(text, cast.as_("head")) for text in ("aula", "undang", "kesehatan", "1/2026")}
    for letter in letters:
        index(letter)
    assert indexed() == in_bulk
    assert {text: found(text, cast.as_("head")) for text in words} == words
    assert all(words.values())


def test_secret_ones_are_found_by_their_chain_alone_and_without_their_words(letters, cast):
    secret = {letter.url: letter for letter in letters if letter.is_secret}
    for text in ("permohonan", "undangan", "inspektorat"):
        assert not secret.keys() & set(found(text, cast.as_("head")))
    assert set(found("rahasia", cast.as_("head"))) == secret.keys()
    for name in ("finance", "staff", "outsider", "outsider_head", "admin"):
        assert found("rahasia", cast.as_(name)) == []
    titles = db.session.scalars(select(SearchEntry.title).where(SearchEntry.secret)).all()
    assert sorted(titles) == sorted(f"Surat rahasia, agenda {x.agenda_label}" for x in secret.values())


def test_every_one_has_its_words_and_the_next_letter_follows(letters, sign_in):
    assert db.session.scalar(select(func.count()).select_from(search_words)) == COUNT
    taken = Counter(letter.year for letter in letters)
    assert all(taken[letter.year] >= letter.agenda for letter in letters)
    page = sign_in("secretary").post(
        "/surat/masuk/baru", data=letter_form(register_id=db.session.scalar(select(Register.id)))
    )
    assert page.status_code == 303
    newest = db.session.scalars(select(Letter).order_by(Letter.id.desc()).limit(1)).one()
    assert newest.id > letters[-1].id and newest.agenda == taken[newest.year] + 1
    assert newest.subject in text_of(sign_in("secretary").get("/cari?q=aula"))

"""The agenda list: what its text field finds, that nobody finds more than they may see, and how it is looked up."""

import importlib
import re
from contextlib import contextmanager

import pytest
from sqlalchemy import event, select, text, update

from biro.core.db import db, read
from biro.correspondence import agenda, few, queries, services
from biro.correspondence.models import Classification, Instruction, Letter
from biro.correspondence.services import Recipients
from biro.search import words
from biro.search.models import SearchEntry
from tests.search.test_search import NASTY
from tests.support.web import text_of

PEOPLE = (
    "head",
    "household",
    "finance",
    "secretary",
    "staff",
    "driver",
    "outsider",
    "outsider_head",
    "admin",
)
QUESTIONS = ("", "aula", "rapat dinas", "pinjam", "zzzz", "1", "005/1", "khusus")
migration = importlib.import_module("biro.migrations.versions.0012_letter_search")


@pytest.fixture(params=["few", "many"])
def shape(request, monkeypatch):
    """Both shapes of the query: started from the few letters in question, or walking along the book."""
    for room, name in ((few, "LIMIT"), (agenda, "COMMON"), (agenda, "SORTED")):
        monkeypatch.setattr(room, name, 1_000 if request.param == "few" else 0)
    return request.param


@pytest.fixture
def letters(app, cast, write_letter):
    """Letters of two books, a secret one, and two that were passed on, of which one is secret."""
    made = {
        "aula": write_letter(subject="Permohonan peminjaman aula", number="005/11/A"),
        "rapat": write_letter(subject="Undangan rapat", number="005/12/A", sender_name="Dinas Kesehatan"),
        "secret": write_letter(
            subject="Pemeriksaan khusus", security="R", number="S-1", sender_name="Inspektorat"
        ),
        "passed": write_letter(subject="Kunjungan khusus", number="7.1/9", unit_id=cast.unit("TU").id),
        "hidden": write_letter(subject="Hukuman khusus", security="SR", number="R-1"),
        "other": write_letter(subject="Rapat notaris", number="9/HK", unit_id=cast.unit("HK").id),
    }
    given = db.session.scalars(select(Instruction.id).limit(1)).all()
    for name in ("passed", "hidden"):
        services.dispose(
            made[name],
            recipients=Recipients(cast.staff.id),
            instruction_ids=given,
            by=cast.as_("finance" if name == "passed" else "head"),
        )
    db.session.commit()
    return made


def ids(actor, question="", book=None):
    found = agenda.listed(actor, book, question, own=False)
    query = found.query.order_by(Letter.received_on.desc(), Letter.id.desc())
    return {
        row.id for row in (found.near(query, 50, **found.given) if found.near else read(query, **found.given))
    }


def names(letters, found):
    return {name for name, letter in letters.items() if letter.id in found}


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        ("AULA", {"aula"}),
        ("meminjam", {"aula"}),
        ("permohon", {"aula"}),
        ("kesehatan rapat", {"rapat"}),
        ("rapat pekerjaan", {"other"}),
        ("khusus", {"secret", "passed", "hidden"}),
        ("inspektorat", {"secret"}),
        ("005/1", {"aula", "rapat"}),
        ("005 / 12", {"rapat"}),
        ("2", {"rapat"}),
        ("zzzz", set()),
    ],
)
def test_words_stems_beginnings_and_numbers_are_found(letters, cast, shape, question, answers):
    assert names(letters, ids(cast.as_("secretary"), question)) == answers


@pytest.mark.parametrize("name", PEOPLE)
def test_nobody_finds_more_than_they_may_see_and_every_shape_finds_the_same(letters, cast, monkeypatch, name):
    actor = cast.as_(name)
    seen = {letter.id for letter in db.session.scalars(queries.visible_to(actor))}
    monkeypatch.setattr(few, "LIMIT", 1_000)
    assert set(queries.few_seen(actor) or ()) == seen
    found_few = {question: ids(actor, question) for question in QUESTIONS}
    monkeypatch.setattr(few, "LIMIT", 0)
    monkeypatch.setattr(agenda, "COMMON", 0)
    assert found_few == {question: ids(actor, question) for question in QUESTIONS}
    assert found_few[""] == seen
    assert all(found <= seen for found in found_few.values())


def test_a_secret_word_is_found_by_its_chain_and_by_nobody_else(letters, cast, shape):
    assert names(letters, ids(cast.as_("staff"), "hukuman")) == {"hidden"}
    assert names(letters, ids(cast.as_("staff"), "khusus")) == {"passed", "hidden"}
    for name in ("finance", "driver", "outsider", "outsider_head", "admin"):
        assert names(letters, ids(cast.as_(name), "hukuman")) == set()


def test_a_deputy_finds_secret_words_only_when_the_delegation_covers_them(letters, cast, shape):
    by = cast.as_("outsider")
    by.behalf_id, by.behalf_secret = cast.staff.id, False
    assert names(letters, ids(by, "khusus")) == {"passed"}
    by.behalf_secret = True
    assert names(letters, ids(by, "khusus")) == {"passed", "hidden"}


def leafed(client, address):
    """The numbers on every page, first to last."""
    found = []
    while address:
        html = client.get(address).get_data(as_text=True)
        found += re.findall(r"/surat/masuk/(\d+)\"", html)
        more = re.search(r'href="([^"]+)"[^>]*rel="next"|rel="next"[^>]*href="([^"]+)"', html)
        address = (more[1] or more[2]).replace("&amp;", "&") if more else None
    return found


def test_both_shapes_are_leafed_through_in_the_same_order(cast, write_letter, sign_in, monkeypatch):
    for n in range(60):
        write_letter(subject=f"Rapat {n}", number=f"1/{n}", unit_id=cast.unit(("RT", "UM")[n % 2]).id)
    client = sign_in("staff")
    walked = {}
    for most, window, gap, ordered in (
        (1_000, 500, 500, 0), (0, 500, 500, 0), (0, 7, 500, 0), (0, 7, 0, 0), (0, 7, 500, 1_000),
    ):  # fmt: skip
        for room, name, value in (
            (few, "LIMIT", most), (agenda, "COMMON", most), (agenda, "WINDOW", window), (words, "GAP", gap),
            (agenda, "SORTED", ordered),
        ):  # fmt: skip
            monkeypatch.setattr(room, name, value)
        key = most, window, gap, ordered
        walked[key] = [leafed(client, f"/surat/masuk{more}") for more in ("", "?q=rapat")]
    first, *others = walked.values()
    assert len(first[1]) == 30 and all(each == first for each in others)
    head = sign_in("head")
    assert len(set(leafed(head, "/surat/masuk?q=rapat"))) == 60


def test_words_that_are_found_often_are_no_longer_beginnings_of_others(cast, write_letter, monkeypatch):
    for subject in ("Aula satu", "Aula dua", "Aulatama"):
        write_letter(subject=subject)
    assert len(ids(cast.as_("secretary"), "aula")) == 3
    monkeypatch.setattr(agenda, "COMMON", 1)
    assert len(ids(cast.as_("secretary"), "aula")) == 2


def test_a_correction_is_found_by_its_new_words_and_is_one_edit(letters, cast, shape):
    letter = letters["aula"]
    assert letter.version == 1
    services.change(
        letter, version=1, number=letter.number, letter_date=letter.letter_date, subject="Pinjam mobil",
        sender_id=letter.sender_id, by=cast.as_("secretary"),
    )  # fmt: skip
    db.session.commit()
    assert ids(cast.as_("secretary"), "aula") == set()
    assert ids(cast.as_("secretary"), "mobil") == {letter.id}
    assert letter.version == 2


def test_special_characters_do_no_harm(letters, sign_in, shape):
    client = sign_in("secretary")
    for nasty in [*NASTY, "²", "%", "_", "-", "."]:
        for question in (nasty, f"aula {nasty}"):
            page = client.get("/surat/masuk", query_string={"q": question})
            assert page.status_code == 200, question
    assert "peminjaman aula" in text_of(client.get("/surat/masuk?q=aula"))


def test_letters_of_before_are_joined_to_their_entries_by_the_migration(letters):
    joined = dict(db.session.execute(select(Letter.id, Letter.search_id)).all())
    entries = dict(db.session.execute(select(SearchEntry.ref, SearchEntry.id)).all())
    assert joined == {letter.id: entries[letter.owner] for letter in letters.values()}
    db.session.execute(update(Letter.__table__).values(search_id=None))
    db.session.execute(text(migration.KNOWN))
    assert dict(db.session.execute(select(Letter.id, Letter.search_id)).all()) == joined


@contextmanager
def plans():
    """How the database answers each statement on letters that is executed inside."""
    sent, told = [], []
    connection = db.session.connection()
    postgresql = connection.dialect.name == "postgresql"

    def note(_connection, _cursor, statement, parameters, _context, _many):
        sent.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", note)
    try:
        yield told
    finally:
        event.remove(connection, "before_cursor_execute", note)
    if postgresql:  # so few rows would be read one after the other
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    for statement, parameters in sent:
        if "FROM letter" in statement or "FROM search_words" in statement:
            ask = "EXPLAIN " if postgresql else "EXPLAIN QUERY PLAN "
            lines = connection.exec_driver_sql(ask + statement, parameters).all()
            told.append("\n".join(str(line[-1]) for line in lines))


def reads_the_whole_table(plan):
    """PostgreSQL may still walk along a date with so few rows, when it knows the ids; SQLite never does."""
    return re.search(r"SCAN letter\b|Seq Scan on letter\b|USING INDEX ix_letter_received_on", plan)


@pytest.mark.parametrize("question", ["zzzz", "aula", "005/11", "7"])
def test_words_and_numbers_are_looked_up_and_not_read_through(letters, cast, question):
    with plans() as told:
        ids(cast.as_("secretary"), question, next(iter(letters.values())).register_id)
    assert told and not any(reads_the_whole_table(plan) for plan in told)
    if not question[0].isdigit():
        assert any(
            re.search(r"search_words VIRTUAL TABLE INDEX \d+:M|on search_words", plan) for plan in told
        )


@pytest.mark.parametrize("name", ["staff", "driver", "outsider", "outsider_head"])
def test_who_sees_few_letters_starts_from_these(letters, cast, name):
    actor = cast.as_(name)
    with plans() as told:
        ids(actor)
    assert len(told) == 2 and not any(reads_the_whole_table(plan) for plan in told)


def test_the_list_is_narrowed_by_unit_state_and_a_classification_with_all_below_it(
    sign_in, cast, write_letter, shape
):
    codes = {c.code: c.id for c in db.session.scalars(select(Classification))}
    unit = cast.unit("RT").id
    write_letter(subject="Aula", classification_id=codes["000.1.4"], unit_id=unit)
    write_letter(subject="Rapat", classification_id=codes["000.1.5"])
    write_letter(subject="Arsip", classification_id=codes["000.5.3.1"])
    client = sign_in("secretary")
    for asked, found in (
        ("code=000.1", {"Aula", "Rapat"}), ("code=000.1.4", {"Aula"}), ("code=000.", {"Aula", "Rapat", "Arsip"}),
        ("code=00", set()), (f"unit={unit}", {"Aula"}), (f"unit={unit}&code=000.5", set()), ("state=filed", set()),
        ("state=received&q=rapat", {"Rapat"}), ("code=%25", set()), ("unit=x&state=y", {"Aula", "Rapat", "Arsip"}),
    ):  # fmt: skip
        table = client.get(f"/surat/masuk?{asked}").get_data(as_text=True).partition("<tbody")[2]
        assert {word for word in ("Aula", "Rapat", "Arsip") if f"<span>{word} " in table} == found, asked

"""A secret draft: for its author, its parafs, its signer and the head of its unit; its words nowhere else."""

import pytest
from sqlalchemy import select

from biro.audit.models import Trail
from biro.core.db import db
from biro.correspondence.outgoing import services
from biro.reminders.models import Notice, Outbox
from biro.search.models import SearchEntry
from tests.support.web import client_for, text_of

WORDS = ("Kenarimerah", "Kenaribiru", "Kenarihijau")
THEIRS = {"outgoing_letter", "outgoing_recipient", "correspondent"}


@pytest.fixture
def secret(write, cast):
    letter = write(subject=WORDS[0], body=f"Isi {WORDS[1]}", to=f"Kantor {WORDS[2]}", security="R")
    services.submit(letter, by=cast.as_("staff"))
    db.session.commit()
    return letter


def told(text):
    return [word for word in WORDS if word.lower() in text.lower()]


def test_its_page_opens_to_its_chain_alone(secret, sign_in):
    for name, code in (("staff", 200), ("household", 200), ("head", 200), ("driver", 404), ("finance", 404),
                       ("secretary", 404), ("outsider_head", 404), ("admin", 404)):  # fmt: skip
        client = sign_in(name)
        for path in (secret.url, f"{secret.url}/konsep.pdf", f"{secret.url}/halaman/1"):
            assert client.get(path).status_code == code, (name, path)


def test_no_list_search_desk_or_inbox_tells_its_words_not_even_to_its_chain(secret, sign_in):
    for name in ("staff", "household", "head", "driver", "secretary", "outsider"):
        client = sign_in(name)
        for path in (
            "/surat/keluar",
            "/",
            "/pengingat",
            f"/cari?q={WORDS[0]}",
            f"/surat/keluar?q={WORDS[0]}",
        ):
            body = text_of(client.get(path))
            typed = path.partition("?q=")[2]  # what they typed themselves may stand in the answer
            assert told(body.replace(typed, "") if typed else body) == [], (name, path)
            assert f'href="{secret.url}"' not in body or name in ("staff", "household", "head")
    assert f"Surat rahasia, konsep {secret.id}" in text_of(sign_in("household").get("/surat/keluar"))
    assert f"konsep {secret.id}" not in text_of(sign_in("driver").get("/surat/keluar"))


def test_nothing_else_in_the_database_tells_it(secret):
    leaks = {}
    for table in db.metadata.sorted_tables:
        if table.name not in THEIRS:
            rows = " ".join(repr(tuple(row)) for row in db.session.execute(select(table)))
            leaks |= {table.name: told(rows)} if told(rows) else {}
    assert leaks == {}
    assert all(
        row.secret for row in db.session.scalars(select(SearchEntry).where(SearchEntry.kind == "outgoing"))
    )
    rows = [*db.session.scalars(select(Notice)), *db.session.scalars(select(Outbox))]
    assert rows and all(row.secret for row in rows)


def test_who_reads_it_is_written_down_once_a_visit(secret, sign_in, cast):
    client = sign_in("household")
    for _again in range(2):
        client.get(secret.url)
        client.get(f"{secret.url}/halaman/1")
    query = select(Trail).where(Trail.action == "outgoing_letter.opened")
    assert [(row.actor, row.data) for row in db.session.scalars(query)] == [("Bambang Prasetyo", {})]


def test_a_deputy_sees_it_only_when_the_delegation_says_with_secret(app, secret, cast, lend):
    plain = client_for(app, cast.finance, lend(cast.head, cast.finance).id)
    assert plain.get(secret.url).status_code == 404
    trusted = client_for(app, cast.finance, lend(cast.head, cast.finance, with_secret=True).id)
    assert trusted.get(secret.url).status_code == 200


def test_a_restricted_draft_is_for_heads_and_secretaries_of_the_unit(write, sign_in):
    letter = write(security="T")
    for name, code in (("staff", 200), ("household", 200), ("head", 200), ("driver", 404)):
        assert sign_in(name).get(letter.url).status_code == code, name

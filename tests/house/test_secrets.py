"""Canary words in a secret and a restricted letter: no address, mail, log line, index or table tells them to others.

Every address is asked by everyone, with the ids of the secret letter and its parts; a new one is asked by itself.
"""

import io
import logging
from collections.abc import Iterator
from itertools import product
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select
from werkzeug.routing import Rule

from biro.core import clock
from biro.core.db import db
from biro.core.guards import PUBLIC, guard_of
from biro.correspondence import policies, services
from biro.correspondence.models import Instruction, Letter
from biro.correspondence.services import Recipients
from tests.files.conftest import pdf
from tests.support.web import text_of

CANARIES = ("Kenarisatu", "Kenaridua", "Kenaritiga", "Kenariempat", "Kenarilima", "Kenarienam")
OUTSIDE = ("finance", "staff", "driver", "outsider", "outsider_head", "admin")
ABSENT = 987_654_321
ADDRESSES = ("/surat/pengirim", "/surat/pengirim/{}/ubah")  # where its registrar sees that the sender exists
# Where the letter itself is kept, and what hangs on it; whoever reads these tables reads the letter.
THEIRS = {
    "letter", "letter_import_row", "correspondent", "disposition", "disposition_recipient", "attachment",
    "secret_opening",
}  # fmt: skip


@pytest.fixture(params=["R", "SR"])
def secret(request, app, cast):
    """A secret letter, disposed of to the head of the household, answered, with a scan and an open request."""
    subject, sender, number, note, answer, scan = CANARIES
    by, today = cast.as_("secretary"), clock.today()
    policies.letter_policy().scan_top_secret = True  # an office that scans them has more to hide
    upload = SimpleNamespace(stream=io.BytesIO(pdf()), filename=f"{scan}.pdf")
    letter = services.register(
        number=f"{number}/1", letter_date=today, received_on=today, subject=f"Perihal {subject}",
        sender_name=f"Kantor {sender}", security=request.param, scan=upload, by=by,
    )  # fmt: skip
    given = services.dispose(
        letter, recipients=Recipients(cast.household.id), note=f"Harap {note}", by=cast.as_("head"),
        instruction_ids=db.session.scalars(select(Instruction.id).limit(1)).all(),
    )  # fmt: skip
    services.answer(given.recipients[0], text=f"Sudah {answer}", finish=False, by=cast.as_("household"))
    opening = services.ask_opening(letter, reason="Sudah sepuluh huruf lebih.", by=by)
    db.session.commit()
    ids = {"letter_id": letter.id, "disposition_id": given.id, "line_id": given.recipients[0].id,
           "opening_id": opening.id, "sender_id": letter.sender_id}  # fmt: skip
    return SimpleNamespace(letter=letter, ids=ids)


def told(text: str) -> list[str]:
    return [word for word in CANARIES if word.lower() in text.lower()]


def words_of(answer) -> str:
    """The answer as text, whatever it is: a Word file or a picture is no text but may hold words."""
    return answer.get_data().decode("utf-8", "replace")


def addresses(app, ids: dict[str, int], method: str) -> Iterator[tuple[Rule, str]]:
    """Each address of a method with these ids in it; whatever else it asks for is 1."""
    urls = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        simple = all(getattr(c, "regex", "") == r"\d+" for c in rule._converters.values())
        if method in (rule.methods or ()) and rule.endpoint != "static" and simple:
            yield rule, urls.build(rule.endpoint, {a: ids.get(a, 1) for a in rule.arguments})


def test_no_page_tells_an_outsider_anything(app, sign_in, secret):
    paths = [path for _rule, path in addresses(app, secret.ids, "GET")]
    paths += [f"{place}?q={word}" for place in ("/cari", "/surat/masuk") for word in CANARIES]
    leaks = {}
    for name in OUTSIDE:
        client = sign_in(name)
        for path in paths:
            body = words_of(client.get(path))
            typed = path.partition("?q=")[2]  # what they typed themselves may stand in the answer
            found = told(body.replace(typed, "") if typed else body)
            found += [secret.letter.url] if f'href="{secret.letter.url}"' in body else []
            leaks |= {(name, path): found} if found else {}
    assert leaks == {}


def test_no_log_line_tells_it(app, sign_in, secret, caplog):
    caplog.set_level(logging.DEBUG)
    for name in ("secretary", "head", "outsider"):
        for path in (secret.letter.url, "/surat/masuk", f"/disposisi/{secret.ids['disposition_id']}"):
            sign_in(name).get(path)
    assert told(caplog.text) == []


def test_forbidden_looks_like_absent_at_every_address_and_changes_nothing(app, sign_in, secret):
    before, differ, said = state_of(secret), {}, {"text": "x", "reason": "x"}
    mine = set(secret.ids) - {"opening_id"}
    for name, method in product(OUTSIDE, ("GET", "POST")):
        client = sign_in(name)
        nowhere = {r.rule: p for r, p in addresses(app, dict.fromkeys(secret.ids, ABSENT), method)}
        for rule, path in addresses(app, secret.ids, method):
            if rule.arguments & mine:
                asked = client.open(path, method=method, data=said)
                absent = client.open(nowhere[rule.rule], method=method, data=said)
                if (asked.status_code, text_of(asked)) != (absent.status_code, text_of(absent)):
                    differ[name, method, path] = (asked.status_code, absent.status_code)
    assert differ == {}
    assert state_of(secret) == before


def state_of(secret):
    db.session.refresh(secret.letter)
    return secret.letter.version, secret.letter.state, db.session.scalar(select(func.count(Letter.id)))


def test_a_visitor_is_sent_to_the_door(app, sign_in, secret):
    client = sign_in("visitor")
    for rule, path in addresses(app, secret.ids, "GET"):
        answer = client.get(path)
        assert told(words_of(answer)) == [], path
        assert guard_of(app, rule.endpoint) == PUBLIC or answer.status_code == 303, path


def test_nothing_else_in_the_database_tells_it(app, secret):
    leaks = {}
    for table in db.metadata.sorted_tables:
        if table.name not in THEIRS:
            rows = " ".join(repr(tuple(row)) for row in db.session.execute(select(table)))
            leaks |= {table.name: told(rows)} if told(rows) else {}
    assert leaks == {}


def test_its_chain_reads_it_on_its_own_page_and_nowhere_else(app, sign_in, secret):
    """Lists, the desk, the search and the inbox lie open on screens; reading it is written down."""
    leaks = {}
    allowed = {("secretary", path.format(secret.letter.sender_id)) for path in ADDRESSES}
    for name in ("head", "household", "secretary"):
        client = sign_in(name)
        assert told(words_of(client.get(secret.letter.url))) == list(CANARIES)
        for rule, path in addresses(app, secret.ids, "GET"):
            if (
                not rule.arguments & (set(secret.ids) - {"sender_id"})
                and "attachment_id" not in rule.arguments
            ):
                found = told(words_of(client.get(path)))
                leaks |= {(name, path): found} if found and (name, path) not in allowed else {}
    assert leaks == {}

"""Every page of the furnished office answers every role, changes nothing by being read, and keeps strangers out."""

from collections.abc import Iterator

from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from biro.accounts.models import Person
from biro.core.db import db
from biro.core.guards import PUBLIC, guard_of
from tests.support.furnished import fingerprint
from tests.support.web import client_for

ROLES = ("kepala", "rumahtangga", "sekretaris", "staf", "admin", "hukum")
IDS = (1, 2, 3)


def readable(app: Flask) -> Iterator[tuple[Rule, str]]:
    """Each GET address, with small numbers for the ids in it."""
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint == "static":
            continue
        if not rule.arguments:
            yield rule, rule.rule
            continue
        if all(getattr(c, "regex", "") == r"\d+" for c in rule._converters.values()):
            for number in IDS:
                with app.test_request_context():
                    yield (
                        rule,
                        app.url_map.bind("localhost").build(
                            rule.endpoint, dict.fromkeys(rule.arguments, number)
                        ),
                    )


def test_every_page_answers_every_role_and_reading_changes_nothing(office):
    before = fingerprint()
    for username in ROLES:
        person = db.session.scalars(select(Person).where(Person.username == username)).one()
        client = client_for(office, person)
        answers = {path: client.get(path).status_code for _rule, path in readable(office)}
        assert {path: code for path, code in answers.items() if code not in (200, 303, 404)} == {}, username
    after = fingerprint()
    assert {name for name in before if before[name] != after[name]} == set()


def test_a_visitor_sees_only_what_is_public(office):
    client = client_for(office)
    for rule, path in readable(office):
        if guard_of(office, rule.endpoint) != PUBLIC:
            answer = client.get(path)
            assert answer.status_code == 303, path
            assert answer.headers["Location"].startswith("/masuk"), path


def test_every_answer_carries_the_security_headers_errors_included(office):
    client = client_for(office, db.session.scalars(select(Person).where(Person.username == "kepala")).one())
    for path in ("/", "/masuk", "/tidak-ada", "/healthz"):
        headers = client.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "unsafe-inline" not in policy, path
        assert "frame-ancestors 'none'" in policy, path
        assert headers["X-Content-Type-Options"] == "nosniff", path
    assert client.get("/").headers["Cache-Control"] == "no-store"

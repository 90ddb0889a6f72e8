"""A browser without a screen: signs in as one of the cast, counts queries, reads pages."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from typing import Any

from flask import Flask, has_app_context
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from biro.accounts.models import LoginSession, Person
from biro.accounts.sessions import new_token, token_hash
from biro.core.db import db


class FreshClient(FlaskClient):
    """Each request in an application context of its own, as in production, though the test holds one open."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send the request; afterwards the test's own objects are read anew."""
        with self.application.app_context():
            response = super().open(*args, **kwargs)
        if has_app_context():
            db.session.expire_all()
        return response


def client_for(app: Flask, person: Person | None = None, delegation_id: int | None = None) -> FlaskClient:
    """A client signed in as `person` through a real session row (None: a visitor)."""
    client = app.test_client()
    if person is not None:
        token = new_token()
        db.session.add(
            LoginSession(token_hash=token_hash(token), person_id=person.id, delegation_id=delegation_id)
        )
        db.session.commit()
        with client.session_transaction() as cookie:
            cookie["_user_id"] = token
            cookie["_fresh"] = True
    return client


def text_of(response: TestResponse) -> str:
    """The page's text without tags, spaces squeezed."""
    body = re.sub(r"(?s)<(script|style).*?</\1>", " ", response.get_data(as_text=True))
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body))).strip()


def fields_of(response: TestResponse) -> dict[str, str]:
    """Hidden inputs of a page (nonce, version), so that a form can be sent as a browser would."""
    found = re.findall(r'<input[^>]*type="hidden"[^>]*>', response.get_data(as_text=True))
    pairs = {}
    for tag in found:
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name:
            pairs[name[1]] = unescape(value[1]) if value else ""
    return pairs


@contextmanager
def counted() -> Iterator[list[str]]:
    """The SQL statements that run inside the block: a list page must not need more for more rows."""
    statements: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            statements.append(statement)

    bind = db.engine
    event.listen(bind, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(bind, "before_cursor_execute", note)

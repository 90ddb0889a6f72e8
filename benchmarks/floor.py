"""The floor: what Flask and Jinja cost by themselves. No ORM, no layout, no permission; only the same rows."""

from collections.abc import Callable
from typing import Any

import psycopg
from flask import Flask, abort, render_template, session
from jinja2 import DictLoader
from sqlalchemy.engine import make_url

from biro.core import sqlite

TEMPLATE = """<!doctype html><html lang="id"><head><meta charset="utf-8"><title>{{ title }}</title></head><body>
<p>{{ person[1] }}</p><h1>{{ title }}</h1><table>
{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>
{% endfor %}</table></body></html>"""

Fetch = Callable[..., list[Any]]


def connection(url: str) -> Fetch:
    """A function that runs a query on a plain connection of the driver that Biro uses too."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        database = sqlite.library().connect(parsed.database)
        return lambda query, *given: list(database.execute(query, given).fetchall())
    plain = parsed.set(drivername="postgresql").render_as_string(hide_password=False)
    server = psycopg.connect(plain, autocommit=True)
    return lambda query, *given: server.execute(query.replace("?", "%s"), given).fetchall()


def floor_app(url: str, queries: dict[str, str]) -> Flask:
    """A Flask application with one page per query: signed session, user row, rows of a table, small template."""
    app = Flask(__name__)
    app.secret_key = "a-key-only-for-measuring-0123456789"
    app.jinja_loader = DictLoader({"page.html": TEMPLATE})
    fetch = connection(url)

    @app.get("/<name>")
    def page(name: str) -> str:
        person = fetch("SELECT id, name FROM person WHERE id = ?", session.get("person_id"))
        if not person:
            abort(404)
        return render_template("page.html", person=person[0], title=name, rows=fetch(queries[name]))

    return app


def cookie_of(app: Flask, content: dict[str, Any]) -> str:
    """The signed session cookie that a browser would send."""
    serializer: Any = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return f"{app.config['SESSION_COOKIE_NAME']}={serializer.dumps(content)}"

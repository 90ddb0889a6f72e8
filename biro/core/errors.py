"""What goes wrong, said in a sentence for people; the database's own words never reach a page."""

import logging
import secrets
from typing import Any

from flask import Flask, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, NotFound

from biro.core.texts import _

log = logging.getLogger("biro")


class DomainError(Exception):
    """A rule of the office says no. `message` is for people; `field` names the input it belongs to, if any.

    `code` is for programs (API, tests); `details` carries what a page needs to help (for example alternatives).
    """

    def __init__(
        self, message: Any, *, field: str | None = None, code: str = "refused", **details: Any
    ) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.code = code
        self.details = details

    def __str__(self) -> str:
        return str(self.message)


class Stale(DomainError):
    """Somebody else was faster: what was edited or decided is no longer what was shown."""

    def __init__(self) -> None:
        super().__init__(
            _("Data ini baru saja diubah orang lain. Periksa isinya, lalu ulangi bila masih perlu."),
            code="stale",
        )


class Forbidden(NotFound):
    """Not yours to do or see: answered like something that does not exist."""


class AlreadyDone(Exception):
    """The same form was sent twice; the first sending counted and `url` shows its result."""

    def __init__(self, url: str | None) -> None:
        super().__init__("already done")
        self.url = url


def page(code: int, **context: Any) -> tuple[str, int]:
    """The error page of a status code."""
    return render_template(f"errors/{code}.html", **context), code


def _http(error: HTTPException) -> ResponseReturnValue:
    known = {400, 403, 404, 405, 409, 413, 422, 429}
    code = error.code or 500
    if code not in known:
        return error
    headers = {k: v for k, v in error.get_headers() if k in {"Retry-After", "Allow"}}
    body, _ = page(404 if code == 405 else code)
    return body, code, headers


def _csrf(_error: CSRFError) -> ResponseReturnValue:
    return page(400, expired=True)


def _domain(error: DomainError) -> ResponseReturnValue:
    return page(409, message=error.message)


def _stale(_error: StaleDataError) -> ResponseReturnValue:
    return page(409, message=None)


def _busy(error: Exception) -> ResponseReturnValue:
    log.exception("database out of reach")
    body, code = page(503)
    return body, code, {"Retry-After": "5"}


def _unexpected(error: Exception) -> ResponseReturnValue:
    incident = secrets.token_hex(4)
    log.exception("incident %s at %s", incident, request.endpoint)
    return page(500, incident=incident)


def _already(error: AlreadyDone) -> ResponseReturnValue:
    flash(_("Sudah tersimpan. Kiriman kedua dari formulir yang sama diabaikan."), "info")
    return redirect(error.url or request.path.rpartition("/")[0] or "/", 303)


def init_app(app: Flask) -> None:
    """Give every kind of failure its page."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(DomainError, _domain)
    app.register_error_handler(StaleDataError, _stale)
    app.register_error_handler(AlreadyDone, _already)
    for busy in (OperationalError, PoolTimeout, TimeoutError):
        app.register_error_handler(busy, _busy)
    app.register_error_handler(Exception, _unexpected)

"""Signing in and out, and the language switch."""

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from biro import audit
from biro.accounts import passwords, queries, sessions, throttle
from biro.accounts.actors import actor, actor_for
from biro.accounts.forms import LoginForm
from biro.accounts.models import LoginSession, Person
from biro.accounts.services import SIGNED_IN, SIGNED_OUT
from biro.accounts.views.base import bp
from biro.core import clock
from biro.core.db import db
from biro.core.guards import needs, public
from biro.core.pages import safe_next
from biro.core.texts import LANGUAGES, _


@bp.route("/masuk", methods=["GET", "POST"])
@public
def login() -> ResponseReturnValue:
    """The way in."""
    home = safe_next(request.args.get("next")) or "/"
    if current_user.is_authenticated:
        return redirect(home, 303)
    form = LoginForm()
    if form.validate_on_submit():
        person = _checked(form.username.data or "", form.password.data or "")
        if person is not None:
            _enter(person)
            return redirect(home, 303)
        form.form_errors = [
            _("Nama pengguna atau kata sandi salah, atau terlalu banyak percobaan. Coba lagi.")
        ]
    return render_template("accounts/login.html", form=form), 422 if form.errors else 200


def _checked(username: str, password: str) -> Person | None:
    """The person, if the password fits and the door is not shut. One answer for every kind of failure.

    The try is committed before the slow hash, so that no database lock is held while it runs.
    """
    now, network = clock.now(), sessions.network_of(request.remote_addr)
    attempt = throttle.note(username, network, now)
    db.session.commit()
    attempt_id, shut = attempt.id, throttle.is_shut(username, network, now)
    person = queries.person_named(username)
    stored, known = (person.password, person.id) if person and person.active else (None, None)
    db.session.rollback()
    fits = passwords.verify(stored, password)
    if not fits or shut or known is None:
        return None
    throttle.succeeded(attempt_id)
    return db.session.get(Person, known)


def _enter(person: Person) -> None:
    token = sessions.new_token()
    sessions.begin(person, token=token)
    found = actor_for(person)
    found.token = token
    audit.record(SIGNED_IN, person, found)
    session["bahasa"] = session.get("bahasa") or person.language
    db.session.commit()
    sessions.enter(found)


@bp.post("/keluar")
@needs()
def logout() -> ResponseReturnValue:
    """The way out: the session row ends, so a kept cookie opens nothing."""
    row = db.session.get(LoginSession, actor().session_id)
    if row is not None:
        row.ended_at = clock.now()
        audit.record(SIGNED_OUT, row.person, actor())
    db.session.commit()
    sessions.leave()
    flash(_("Anda sudah keluar."), "info")
    return redirect(url_for("accounts.login"), 303)


@bp.post("/bahasa/<code>")
@public
def language(code: str) -> ResponseReturnValue:
    """Switch between Indonesian and English; kept for the person when signed in."""
    if code in LANGUAGES:
        session["bahasa"] = code
        if current_user.is_authenticated:
            actor().person.language = code
            db.session.commit()
    return redirect(safe_next(request.form.get("next")) or "/", 303)

"""One's own account: profile, password, sessions, and acting in another's name."""

from flask import current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import NotFound

from biro.accounts import queries, services
from biro.accounts.actors import actor
from biro.accounts.forms import PasswordForm, ProfileForm
from biro.accounts.models import LoginSession
from biro.accounts.views.base import bp
from biro.core import clock
from biro.core.db import db
from biro.core.guards import PUBLIC, guard_of, needs
from biro.core.pages import acted
from biro.core.texts import _


def _home() -> str:
    return url_for(".account")


@bp.get("/akun")
@needs()
def account() -> str:
    """Everything about one's own account on one page."""
    me, now = actor(), clock.now()
    return render_template(
        "accounts/account.html",
        me=me,
        person=me.person,
        sessions=queries.live_sessions(me.person_id, now),
        given=queries.delegations_by(me.person_id, now),
        received=queries.delegations_to(me.person_id, now),
    )


@bp.route("/akun/ubah", methods=["GET", "POST"])
@needs()
def edit_account() -> ResponseReturnValue:
    """Correct one's own contact data."""
    form = ProfileForm(obj=actor().person)
    if form.validate_on_submit():
        with form.settling(_home):
            services.change_profile(actor().person, **form.values, by=actor())
        if not form.errors:
            session["bahasa"] = form.language.data
            return redirect(_home(), 303)
    return render_template("accounts/account_form.html", form=form, title=_("Ubah profil")), (
        422 if form.errors else 200
    )


@bp.route("/akun/sandi", methods=["GET", "POST"])
@needs()
def password() -> ResponseReturnValue:
    """A new password; until a temporary one is changed, every page leads here."""
    form, me = PasswordForm(), actor()
    if form.validate_on_submit():
        current, fresh = form.current.data or "", form.password.data or ""
        with form.settling(_home):
            services.change_password(me.person, current=current, password=fresh, by=me)
        if not form.errors:
            return redirect("/" if me.must_change else _home(), 303)
    page = render_template(
        "accounts/account_form.html", form=form, title=_("Ganti kata sandi"), must=me.must_change
    )
    return page, 422 if form.errors else 200


def demand_new_password() -> ResponseReturnValue | None:
    """A temporary password opens one page only: the one that changes it."""
    if not current_user.is_authenticated or not current_user.must_change or request.endpoint is None:
        return None
    open_to_all = guard_of(current_app, request.endpoint) == PUBLIC
    if open_to_all or request.endpoint in {"accounts.password", "accounts.logout"}:
        return None
    return redirect(url_for("accounts.password"), 303)


@bp.post("/akun/sesi/<int:session_id>/akhir")
@needs()
def end_session(session_id: int) -> ResponseReturnValue:
    """Sign one of one's own browsers out."""
    row = db.session.get(LoginSession, session_id)
    if row is None or row.person_id != actor().person_id:
        raise NotFound
    return acted(services.end_session, _home(), done=_("Sesi diakhiri."), row=row, by=actor())


@bp.post("/akun/sesi-lain/akhir")
@needs()
def end_other_sessions() -> ResponseReturnValue:
    """Sign out everywhere but here."""
    me = actor()
    return acted(
        services.end_sessions, _home(), done=_("Semua sesi lain diakhiri."), person=me.person,
        keep=me.session_id, by=me,
    )  # fmt: skip

"""Forms: sent twice counts once, a rule's refusal stands beside its field, and nothing typed is lost."""

from types import MethodType

import pytest
from flask import get_flashed_messages, render_template_string
from sqlalchemy import func, select
from wtforms.validators import InputRequired

from biro.accounts.models import Unit
from biro.core.db import db
from biro.core.errors import AlreadyDone, DomainError, Stale
from biro.core.fields import TextField
from biro.core.forms import Form, FormNonce
from biro.core.pages import acted, safe_next

PAGE = "{{ form.name(value=form.name.data or '') }}|{{ form.name.errors|join }}|{{ form.form_errors|join }}"


class UnitForm(Form):
    """One field is enough to try the machinery."""

    name = TextField("Nama")


def test_the_second_sending_of_a_form_changes_nothing_and_leads_to_the_result(app):
    def send(nonce):
        with app.test_request_context(
            "/unit-coba/baru", method="POST", data={"name": "Subbagian", "nonce": nonce}
        ):
            form = UnitForm()
            with form.settling(lambda: "/unit-coba/7"):
                db.session.add(Unit(name=form.name.data, code=f"coba-{nonce}", path="/"))
            return form

    send("satu")
    with pytest.raises(AlreadyDone) as again:
        send("satu")
    assert again.value.url == "/unit-coba/7"
    assert db.session.scalar(select(func.count()).where(Unit.code == "coba-satu")) == 1


def test_a_refusal_stands_beside_its_field_or_above_the_form_and_undoes_the_act(app):
    for field, where in (("name", "name"), (None, "form")):
        with app.test_request_context("/", method="POST", data={"name": "Aula", "nonce": f"n-{field}"}):
            form = UnitForm()
            with form.settling():
                db.session.add(Unit(name="Aula", code=f"batal-{field}", path="/"))
                raise DomainError("Sudah ada.", field=field)
            shown = render_template_string(PAGE, form=form)
        assert "Aula" in shown
        assert shown.split("|")[1 if where == "name" else 2] == "Sudah ada."
        assert db.session.scalar(select(func.count()).where(Unit.code == f"batal-{field}")) == 0
        assert db.session.get(FormNonce, f"n-{field}") is None


def test_a_refused_act_is_said_in_place_and_changes_nothing(app, cast):
    def rename(*, by):
        unit.name = "Biro Lain"
        raise DomainError("Tidak bisa sekarang.")

    unit = cast.unit("UM")
    with app.test_request_context("/", method="POST"):
        answer = acted(rename, "/unit", by=None)
    assert answer.status_code == 303
    db.session.expire_all()
    assert cast.unit("UM").name == "Biro Umum"


@pytest.mark.parametrize(
    ("typed", "complete"), [("  ", False), ("\x00", False), ("", False), (" Aula ", True)]
)
def test_blanks_do_not_fill_a_field_that_must_be_filled(app, typed, complete):
    class NameForm(Form):
        name = TextField("Nama", [InputRequired()])

    with app.test_request_context("/", method="POST", data={"name": typed}):
        form = NameForm()
        assert form.validate() is complete
        assert form.name.data == typed.strip(" \x00")


@pytest.mark.parametrize("sent", ["1", "abc", "-1", ""])
@pytest.mark.parametrize("how", ["its own verb", "a service"])
def test_an_act_on_a_page_older_than_the_row_is_refused_as_stale(app, cast, sent, how):
    """`Unit` stands for any versioned row; nothing is done though the act itself would have no objection."""

    def rename(row, *, by):
        row.name = "Biro Lain"

    unit = cast.unit("UM")
    unit.name = "Biro Umum dan Protokol"  # somebody else, after the page was drawn
    db.session.commit()
    verb, given = (MethodType(rename, unit), {}) if how == "its own verb" else (rename, {"row": unit})
    with app.test_request_context("/", method="POST", data={"version": sent}):
        acted(verb, "/unit", by=None, **given)
        assert [words for _tone, words in get_flashed_messages(with_categories=True)] == [str(Stale())]
    db.session.expire_all()
    assert cast.unit("UM").name == "Biro Umum dan Protokol"


def test_an_act_on_the_page_of_today_is_done(app, cast):
    unit = cast.unit("UM")
    for data in ({"version": str(unit.version)}, {}):  # without a version nothing is compared
        with app.test_request_context("/", method="POST", data=data):
            acted(lambda row, by: setattr(row, "name", f"{row.name} II"), "/unit", row=unit, by=None)
    assert cast.unit("UM").name == "Biro Umum II II"


@pytest.mark.parametrize(
    "evil",
    ["//x.test", "/\\x.test", "https://x.test", "javascript:x", "/a\r\nSet-Cookie: x", "\\\\x", "", None],
)
def test_next_stays_on_the_site(evil):
    assert safe_next(evil) is None


def test_post_without_a_token_is_refused_with_a_page(session_app):
    session_app.config["WTF_CSRF_ENABLED"] = True
    try:
        answer = session_app.test_client().post("/masuk", data={"username": "a", "password": "b"})
    finally:
        session_app.config["WTF_CSRF_ENABLED"] = False
    assert answer.status_code == 400
    assert "<html" in answer.get_data(as_text=True)

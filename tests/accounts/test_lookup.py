"""People are found by a few letters, with and without JavaScript."""

import pytest
from werkzeug.datastructures import MultiDict
from wtforms.validators import DataRequired

from biro.accounts.fields import PersonLookup
from biro.core.forms import Form
from tests.support.web import counted


class Wanted(Form):
    """A form that asks for somebody."""

    receiver_id = PersonLookup("Penerima", [DataRequired()])


@pytest.fixture
def asked(app):
    """What the field makes of what a browser sends."""

    def ask(**sent):
        with app.test_request_context("/", method="POST", data=MultiDict(sent)):
            form = Wanted()
            return form.validate(), form.receiver_id.data, str(form.receiver_id())

    return ask


def test_names_that_start_with_the_letters_come_first_with_their_position(sign_in):
    found = sign_in("secretary").get("/pegawai/cari?q=a").json
    assert found[0] == {"value": found[0]["value"], "text": "Agus Salim", "sub": "Pengelola Rumah Tangga"}
    assert {p["text"] for p in sign_in("staff").get("/pegawai/cari?q=maria").json} == {"Maria Tambunan"}
    assert sign_in("staff").get("/pegawai/cari?q=").json == []


def test_finding_costs_the_same_for_one_and_for_many(sign_in):
    client = sign_in("staff")
    with counted() as one:
        client.get("/pegawai/cari?q=maria")
    with counted() as many:
        client.get("/pegawai/cari?q=a")
    assert len(many) == len(one)


def test_a_visitor_finds_nobody(sign_in):
    assert sign_in("visitor").get("/pegawai/cari?q=a").status_code == 303


def test_a_choice_is_an_id_and_a_typed_text_becomes_one(asked, cast):
    assert asked(receiver_id=str(cast.driver.id))[:2] == (True, cast.driver.id)
    assert asked(receiver_id_teks="ujang suherman")[:2] == (True, cast.driver.id)
    assert asked(receiver_id_teks="Ujang")[:2] == (True, cast.driver.id)


def test_nobody_and_a_text_that_two_people_fit_are_refused_and_kept(asked):
    assert asked(receiver_id="999999")[0] is False
    fits, data, html = asked(receiver_id_teks="wi<b>")
    assert (fits, data) == (False, None)
    assert 'value="wi&lt;b&gt;"' in html
    assert 'data-lookup="/pegawai/cari"' in html

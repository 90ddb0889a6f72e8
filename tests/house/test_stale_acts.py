"""Every act's button on every page carries the version it was drawn on; an older one changes nothing and says so."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule

from biro.accounts.models import Person
from biro.core.acts import Stateful
from biro.core.db import Versioned, db
from tests.house.test_acts import stateful
from tests.support.furnished import fingerprint
from tests.support.web import client_for, text_of

ROLES = ("kepala", "rumahtangga", "sekretaris", "staf")
LISTS = ("/", "/peminjaman", "/peminjaman?lihat=saya", "/piket", "/acara", "/surat/masuk", "/surat/keluar",
         "/disposisi", "/disposisi?tampilan=diberikan")  # fmt: skip
FORM = re.compile(r'(?s)<form[^>]*method="post"[^>]*action="([^"]*)"[^>]*>(.*?)</form>')
VERSION = re.compile(r'name="version" value="\d+"')
NOUNS = {a.noun for m in stateful() for a in m.__acts__ if not a.hidden}


def client_of(office: Flask, username: str) -> FlaskClient:
    person = db.session.scalars(select(Person).where(Person.username == username)).one()
    return client_for(office, person)


def pages(client: FlaskClient) -> Iterator[str]:
    """The lists, and whatever they link to."""
    links = {}
    for path in LISTS:
        body = client.get(path).get_data(as_text=True)
        yield body
        links |= dict.fromkeys(re.findall(r'href="(/[^"#?]*/\d+)"', body))
    for path in links:
        yield client.get(path).get_data(as_text=True)


def buttons(office: Flask, client: FlaskClient) -> Iterator[tuple[Rule, str, str]]:
    """(endpoint, address, inputs) of every button of an act."""
    urls = office.url_map.bind("localhost")
    for body in pages(client):
        for action, inputs in FORM.findall(body):
            address = unescape(action).partition("?")[0]
            if address.rsplit("/", 1)[-1] in NOUNS:
                yield urls.match(address, method="POST")[0], address, inputs


def test_every_model_with_acts_has_a_version():
    assert [m.__name__ for m in stateful(Stateful) if not issubclass(m, Versioned)] == []


@pytest.mark.parametrize("username", ROLES)
def test_every_button_carries_its_version_and_an_older_one_is_refused(office, username):
    client, tried = client_of(office, username), {}
    found = list(buttons(office, client))
    assert found
    assert [address for _endpoint, address, inputs in found if not VERSION.search(inputs)] == []
    before = fingerprint()
    for endpoint, address, _inputs in found:
        if endpoint not in tried:
            answer = client.post(address, data={"version": "0", "reason": "x"}, follow_redirects=True)
            tried[endpoint] = "baru saja diubah orang lain" in text_of(answer)
    assert [endpoint for endpoint, said in tried.items() if not said] == []
    after = fingerprint()
    assert {name for name in before if before[name] != after[name]} == set()

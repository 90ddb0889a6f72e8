"""Signing in, staying in, being thrown out."""

from datetime import timedelta

import time_machine
from sqlalchemy import select

from biro.accounts import services
from biro.accounts.actors import SYSTEM
from biro.accounts.models import LoginSession
from biro.core import clock
from biro.core.db import db
from tests.story import PASSWORD


def enter(client, username="secretary", password=PASSWORD, target="/masuk"):
    return client.post(target, data={"username": username, "password": password})


def test_the_right_password_opens_and_the_cookie_holds_no_identity(app, cast):
    client = app.test_client()
    assert enter(client).status_code == 303
    with client.session_transaction() as cookie:
        assert cookie["_user_id"] != str(cast.secretary.id)
        assert len(cookie["_user_id"]) >= 40
    assert client.get("/bahasa-tidak-ada").status_code == 404
    assert client.get("/masuk").status_code == 303


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(app):
    wrong = enter(app.test_client(), password="salah sekali")
    unknown = enter(app.test_client(), username="tidakada", password="salah sekali")
    assert wrong.status_code == unknown.status_code == 422
    assert "Nama pengguna atau kata sandi salah" in wrong.get_data(as_text=True)
    assert wrong.get_data(as_text=True).replace("secretary", "tidakada").count("salah") == unknown.get_data(
        as_text=True
    ).count("salah")


def test_after_ten_wrong_tries_even_the_right_password_is_refused_for_a_quarter_of_an_hour(app):
    with time_machine.travel(clock.now(), tick=False) as traveller:
        for _try in range(10):
            assert enter(app.test_client(), password="salah sekali").status_code == 422
        assert enter(app.test_client()).status_code == 422
        assert enter(app.test_client(), username="staff").status_code == 303
        traveller.shift(timedelta(minutes=16))
        assert enter(app.test_client()).status_code == 303


def test_a_kept_cookie_opens_nothing_after_logout(app):
    client = app.test_client()
    enter(client)
    with client.session_transaction() as cookie:
        kept = dict(cookie)
    assert client.post("/keluar").status_code == 303
    with client.session_transaction() as cookie:
        cookie.update(kept)
    assert "/masuk" in client.post("/keluar").headers["Location"]
    assert client.get("/masuk").status_code == 200


def test_a_session_ends_after_half_an_hour_of_silence_and_after_twelve_hours(app, cast):
    with time_machine.travel(clock.now(), tick=False) as traveller:
        client = app.test_client()
        enter(client)
        for _quarter in range(2):
            traveller.shift(timedelta(minutes=29))
            assert client.get("/masuk").status_code == 303
        traveller.shift(timedelta(minutes=32))
        assert client.get("/masuk").status_code == 200
        enter(client)
        for _half in range(26):
            traveller.shift(timedelta(minutes=28))
            client.get("/masuk")
        assert client.get("/masuk").status_code == 200


def test_disabling_an_account_bites_on_the_next_request(app, cast):
    client = app.test_client()
    enter(client)
    services.set_active(cast.secretary, False, by=SYSTEM)
    db.session.commit()
    assert client.get("/masuk").status_code == 200
    assert enter(client).status_code == 422


def test_the_session_token_is_stored_only_as_a_hash(app, cast):
    client = app.test_client()
    enter(client)
    with client.session_transaction() as cookie:
        token = cookie["_user_id"]
    stored = db.session.scalars(select(LoginSession.token_hash)).all()
    assert stored and all(token not in value for value in stored)


def test_next_never_leads_off_the_site(app):
    for evil in ("https://evil.test/", "//evil.test", "/\\evil.test", "javascript:alert(1)"):
        answer = enter(app.test_client(), target=f"/masuk?next={evil}")
        assert answer.headers["Location"] == "/"
    assert enter(app.test_client(), target="/masuk?next=/surat/masuk").headers["Location"] == "/surat/masuk"

"""The first page."""

from collections.abc import Callable

from flask.testing import FlaskClient

from tests.support.web import text_of

SignIn = Callable[[str], FlaskClient]


def test_the_desk_greets_its_owner_by_name(sign_in: SignIn) -> None:
    assert "Meja Dewi Lestari" in text_of(sign_in("secretary").get("/"))


def test_a_visitor_is_asked_to_sign_in(sign_in: SignIn) -> None:
    answer = sign_in("visitor").get("/")
    assert answer.status_code == 303
    assert answer.location.startswith("/masuk")


def test_an_empty_desk_says_that_all_is_well(sign_in: SignIn) -> None:
    for username in ("head", "household", "secretary", "driver", "admin", "outsider"):
        assert "Semua beres" in text_of(sign_in(username).get("/")), username

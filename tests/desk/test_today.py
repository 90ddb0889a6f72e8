"""The first page: everyone's own work, one click from done, and calm when there is none."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from biro.accounts.models import Delegation
from biro.core import clock
from biro.core.db import db
from biro.correspondence import services as letters
from biro.facilities import inventory, services
from biro.facilities.models import Room
from tests.story import Cast
from tests.support.web import client_for, counted, text_of

SignIn = Callable[[str], FlaskClient]
HOUR = timedelta(hours=1)


@pytest.fixture
def hall(app: Flask, cast: Cast) -> Room:
    """A hall of the household section."""
    found = inventory.add_room(
        name="Aula Timur", unit=cast.unit("RT"), by=cast.as_("household"), capacity=200
    )
    db.session.commit()
    return found


def ask_for(hall: Room, cast: Cast, purpose: str, hour: int) -> None:
    """The secretary asks for the hall."""
    starts_at = clock.now() + timedelta(days=1) + hour * 2 * HOUR
    services.book(
        resource=hall.resource, starts_at=starts_at, ends_at=starts_at + HOUR, purpose=purpose,
        by=cast.as_("secretary"),
    )  # fmt: skip
    db.session.commit()


def write_letter(cast: Cast, subject: str, number: int = 1, security: str = "B") -> None:
    """The secretary writes a letter to the bureau down."""
    letters.register(
        sender_name="Dinas Pekerjaan Umum", number=f"005/{number}", letter_date=clock.today(), keep=True,
        received_on=clock.today(), subject=subject, security=security, by=cast.as_("secretary"),
    )  # fmt: skip
    db.session.commit()


def test_the_desk_greets_its_owner_by_name(sign_in: SignIn) -> None:
    assert "Meja Dewi Lestari" in text_of(sign_in("secretary").get("/"))


def test_a_visitor_is_asked_to_sign_in(sign_in: SignIn) -> None:
    answer = sign_in("visitor").get("/")
    assert answer.status_code == 303
    assert answer.location.startswith("/masuk")


def test_an_empty_desk_says_that_all_is_well(sign_in: SignIn) -> None:
    for username in ("head", "household", "secretary", "driver", "admin", "outsider"):
        assert "Semua beres" in text_of(sign_in(username).get("/")), username


def test_a_new_letter_waits_on_the_heads_desk_and_on_no_other(sign_in: SignIn, cast: Cast) -> None:
    write_letter(cast, "Undangan rapat koordinasi")
    assert "Undangan rapat koordinasi" in text_of(sign_in("head").get("/"))
    clerk = text_of(sign_in("secretary").get("/"))  # who wrote it down sees that the head has not seen to it
    assert "Menunggu disposisi pimpinan 1" in clerk and "Undangan rapat koordinasi" in clerk
    for username in ("household", "staff", "outsider", "outsider_head", "admin"):
        assert "Undangan rapat koordinasi" not in text_of(sign_in(username).get("/")), username


def test_an_asked_booking_waits_for_its_approver_with_the_button(
    sign_in: SignIn, cast: Cast, hall: Room
) -> None:
    ask_for(hall, cast, "Rapat anggaran", 1)
    page = sign_in("household").get("/").get_data(as_text=True)
    assert "Rapat anggaran" in page
    assert "/persetujuan" in page
    for username in ("secretary", "staff", "outsider", "outsider_head", "admin"):
        assert "Rapat anggaran" not in text_of(sign_in(username).get("/")), username


def test_in_the_givers_name_one_sees_the_givers_desk_but_not_its_secret_letters(
    app: Flask, cast: Cast
) -> None:
    write_letter(cast, "Undangan rapat koordinasi")
    write_letter(cast, "Laporan tertutup", 2, security="R")
    now = clock.now()
    power = Delegation(
        giver=cast.head, receiver=cast.finance, starts_at=now - HOUR, ends_at=now + HOUR, reason="dinas luar",
        with_secret=False,
    )  # fmt: skip
    db.session.add(power)
    db.session.commit()
    page = text_of(client_for(app, cast.finance, delegation_id=power.id).get("/"))
    assert "Meja Ratna Dewi Kusuma" in page
    assert "Undangan rapat koordinasi" in page
    assert "Laporan tertutup" not in page


def test_more_work_needs_no_more_queries(sign_in: SignIn, cast: Cast, hall: Room) -> None:
    head = sign_in("head")
    ask_for(hall, cast, "Rapat 0", 0)
    write_letter(cast, "Surat 0", 0)
    head.get("/")
    with counted() as few:
        head.get("/")
    for number in range(1, 5):
        ask_for(hall, cast, f"Rapat {number}", number)
        write_letter(cast, f"Surat {number}", number)
    with counted() as many:
        head.get("/")
    assert len(many) == len(few)

"""A disposition that came back on paper: copied as the head's, by a clerk's hand, and open to the head's word."""

import io
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from biro.accounts import services as accounts
from biro.accounts.actors import SYSTEM
from biro.accounts.models import AssignmentKind, Position
from biro.audit.models import Trail
from biro.core import clock
from biro.core.db import db
from biro.core.errors import DomainError, Forbidden
from biro.correspondence import services, sheets
from biro.correspondence.models import Disposition, Instruction
from biro.correspondence.paper import pdf
from biro.correspondence.services import Recipients
from biro.files.queries import attachments
from biro.reminders.models import Notice
from tests.support.web import client_for, fields_of, text_of


def instruction(code="tindak_lanjut"):
    return db.session.scalars(select(Instruction.id).where(Instruction.code == code)).one()


@pytest.fixture
def copy(cast, write_letter):
    """`copy()` writes down, as the secretary, what the head put on the sheet of a letter to the household head."""

    def run(letter=None, giver="head", by="secretary", helpers=(), **change):
        given = {"given_on": clock.today(), "note": "Siapkan aula", **change}
        made = services.copy_paper(
            letter or write_letter(), giver_id=getattr(cast, giver).id,
            recipients=Recipients(cast.household.id, helpers), by=cast.as_(by), **given,
        )  # fmt: skip
        db.session.commit()
        return made

    return run


@pytest.fixture
def acting(cast):
    """The household head is Plh of the bureau for these days."""
    position = db.session.scalars(select(Position).where(Position.title == "Kepala Biro Umum")).one()
    today = clock.today()
    accounts.assign(
        person=cast.household, position=position, kind=AssignmentKind.PLH, starts_on=today - timedelta(days=3),
        ends_on=today, decree="ST 1", by=SYSTEM,
    )  # fmt: skip
    db.session.commit()


def test_the_secretary_copies_the_sheet_and_it_counts_as_the_heads(sign_in, app, cast, write_letter):
    letter = write_letter(
        letter_date=clock.today() - timedelta(days=4), received_on=clock.today() - timedelta(days=2)
    )
    clerk, url = sign_in("secretary"), f"/surat/masuk/{letter.id}/disposisi-kertas"
    assert "/disposisi-kertas" in clerk.get(f"/surat/masuk/{letter.id}").get_data(as_text=True)
    data = {
        "giver_id": cast.head.id, "given_on": (clock.today() - timedelta(days=1)).isoformat(), "note": "Hadirkan staf",
        "instruction_ids": instruction(), "coordinator_id": cast.household.id, "helper_ids": cast.staff.id,
        "scan": (io.BytesIO(pdf(["Lembar disposisi"])), "lembar.pdf"),
    }  # fmt: skip
    sent = clerk.post(url, data={**fields_of(clerk.get(url)), **data}, content_type="multipart/form-data")
    assert sent.status_code == 303
    made = db.session.scalars(select(Disposition)).one()
    assert (made.giver_id, made.written_by_id, made.on_paper) == (cast.head.id, cast.secretary.id, True)
    assert made.giver_title == "Kepala Biro Umum"
    assert clock.local(made.given_at).date() == clock.today() - timedelta(days=1)
    page = text_of(sign_in("household").get(f"/disposisi/{made.id}"))
    assert "dicatat Dewi Lestari dari lembar kertas" in page and "Hadirkan staf" in page
    told = db.session.execute(select(Notice.person_id, Notice.kind)).all()
    assert (cast.head.id, "disposition.copied") in told and (cast.household.id, "disposition.new") in told
    row = db.session.scalars(select(Trail).where(Trail.action == "disposition.copied")).one()
    assert row.actor == "Dewi Lestari" and row.data["giver"] == "Ratna Dewi Kusuma"
    (scan,) = attachments(made.owner)
    assert sign_in("household").get(f"/berkas/{scan.id}").status_code == 200
    assert sign_in("outsider").get(f"/berkas/{scan.id}").status_code == 404


def test_who_cannot_keep_the_book_copies_nothing(sign_in, app, cast, write_letter, copy):
    letter = write_letter()
    for name in ("head", "household", "staff", "outsider", "outsider_head", "admin"):
        assert sign_in(name).get(f"/surat/masuk/{letter.id}/disposisi-kertas").status_code == 404
        assert sign_in(name).post(f"/surat/masuk/{letter.id}/disposisi-kertas").status_code == 404
        with pytest.raises(Forbidden):
            copy(letter, by=name)
    letter.file(by=cast.as_("head"))
    with pytest.raises(Forbidden):
        copy(letter)


def test_days_and_people_that_cannot_be_are_refused_beside_their_field(app, cast, write_letter, copy):
    letter, today = write_letter(), clock.today()
    wrong = (
        ({"given_on": today - timedelta(days=1)}, "given_on"),
        ({"given_on": today + timedelta(days=1)}, "given_on"),
        ({"giver": "secretary"}, "giver_id"),
        ({"giver": "outsider_head"}, "giver_id"),
        ({"giver": "household"}, "giver_id"),
        ({"note": " "}, "instruction_ids"),
        ({"due_on": today - timedelta(days=1)}, "due_on"),
    )
    for change, field in wrong:
        with pytest.raises(DomainError) as refused:
            copy(letter, **change)
        assert refused.value.field == field
        db.session.rollback()


def test_what_the_clerk_typed_stays_when_it_is_refused(sign_in, app, cast, write_letter):
    url, clerk = f"/surat/masuk/{write_letter().id}/disposisi-kertas", sign_in("secretary")
    data = {
        "giver_id": cast.head.id,
        "given_on": "2020-01-01",
        "note": "Panjang lebar",
        "coordinator_id": cast.staff.id,
    }
    page = clerk.post(url, data={**fields_of(clerk.get(url)), **data})
    assert page.status_code == 422 and "sebelum suratnya diterima" in text_of(page)
    assert "Panjang lebar" in text_of(page) and 'value="2020-01-01"' in page.get_data(as_text=True)


def test_who_holds_the_post_that_day_gives_it_under_the_acting_title(app, cast, write_letter, copy, acting):
    made = services.copy_paper(
        write_letter(), giver_id=cast.household.id, given_on=clock.today(), note="Tangani",
        recipients=Recipients(cast.finance.id), by=cast.as_("secretary"),
    )  # fmt: skip
    assert made.giver_title == "Plh. Kepala Biro Umum"


def test_an_acting_head_signs_as_plh_for_the_bureau_and_as_themselves_down_the_chain(
    app, cast, write_letter, acting
):
    first, second = write_letter(), write_letter(number="2")
    own = services.dispose(first, recipients=Recipients(cast.finance.id), note="x", by=cast.as_("household"))
    assert own.giver_title == "Plh. Kepala Biro Umum"
    services.dispose(second, recipients=Recipients(cast.household.id), note="x", by=cast.as_("head"))
    passed = services.dispose(
        second, recipients=Recipients(cast.staff.id), note="y", by=cast.as_("household")
    )
    assert passed.giver_title == "Kepala Bagian Rumah Tangga"
    db.session.commit()
    sheet = sheets.page_data([first], {"printed": "", "by": ""})["letters"][0]
    assert sheet["first"]["title"] == "Plh. Kepala Biro Umum"


def test_the_head_says_that_it_is_not_theirs(sign_in, app, cast, copy):
    made = copy(helpers=[cast.staff.id])
    sign_in("household").get(f"/disposisi/{made.id}")
    head, url = sign_in("head"), f"/disposisi/{made.id}"
    assert "Bukan dari saya" in text_of(head.get(url))
    assert head.post(f"{url}/sanggahan", data={"reason": ""}).status_code == 422
    answer = head.post(f"{url}/sanggahan", data={"reason": "Saya tidak menulis ini"}, follow_redirects=True)
    assert "Disanggah: Saya tidak menulis ini" in text_of(answer) and "Bukan dari saya" not in text_of(answer)
    states = {x.person_id: x.state.value for x in made.recipients}
    assert states == {cast.household.id: "read", cast.staff.id: "recalled"}
    told = set(db.session.scalars(select(Notice.person_id).where(Notice.kind == "disposition.contested")))
    assert told == {cast.secretary.id, cast.household.id, cast.staff.id}
    again = head.post(f"{url}/sanggahan", data={"reason": "Lagi"})
    assert again.status_code == 422 and "hanya sekali" in text_of(again)


def test_a_contested_sheet_that_nobody_read_leaves_the_letter_waiting(app, cast, copy):
    made = copy()
    services.contest(made, reason="Bukan saya", by=cast.as_("head"))
    assert made.letter.state == "received"


def test_only_the_giver_in_person_contests_and_only_in_time(sign_in, app, cast, copy, lend):
    made, url = copy(), "/disposisi/{}/sanggahan"
    for name in ("household", "secretary"):
        assert sign_in(name).post(url.format(made.id), data={"reason": "x"}).status_code == 404
    for name in ("outsider", "outsider_head", "admin"):
        assert sign_in(name).post(url.format(made.id), data={"reason": "x"}).status_code == 404
    deputy = client_for(app, cast.finance, lend(cast.head, cast.finance).id)
    assert deputy.post(url.format(made.id), data={"reason": "x"}).status_code == 404
    with time_machine.travel(clock.now() + timedelta(days=8)), pytest.raises(DomainError):
        services.contest(made, reason="Terlambat", by=cast.as_("head"))
    on_screen = services.dispose(
        made.letter, recipients=Recipients(cast.finance.id), note="x", by=cast.as_("head")
    )
    with pytest.raises(Forbidden):
        services.contest(on_screen, reason="x", by=cast.as_("head"))


def test_a_secret_sheet_stays_in_its_chain(sign_in, app, cast, write_letter, copy):
    letter = write_letter(security="R", subject="Hukuman disiplin")
    made = copy(letter)
    for name in ("household", "head", "secretary"):
        assert sign_in(name).get(f"/disposisi/{made.id}").status_code == 200
    for name in ("finance", "staff", "outsider"):
        assert sign_in(name).get(f"/disposisi/{made.id}").status_code == 404
    notice = db.session.scalars(select(Notice).where(Notice.kind == "disposition.copied")).one()
    assert "Hukuman" not in notice.message.subject and notice.secret
    other = write_letter(security="R", number="9", by="secretary")
    other.registered_by_id = cast.staff.id
    db.session.commit()
    assert sign_in("secretary").get(f"/surat/masuk/{other.id}/disposisi-kertas").status_code == 404


def test_the_sheet_says_whose_hand_and_who_has_read(app, cast, copy):
    made = copy(helpers=[cast.staff.id])
    services.answer(
        next(x for x in made.recipients if x.person_id == cast.household.id), text="Siap", finish=True,
        by=cast.as_("household"),
    )  # fmt: skip
    db.session.commit()
    sheet = sheets.page_data([made.letter], {"printed": "", "by": ""})["letters"][0]
    assert sheet["first"]["written"] == "dicatat Dewi Lestari dari lembar kertas"
    lines = {to["name"]: to for to in sheet["steps"][0]["to"]}
    assert lines["Bambang Prasetyo"]["paraf"].startswith("BP\ndibaca ")
    assert lines["Bambang Prasetyo"]["title"] == "Kepala Bagian Rumah Tangga"
    assert lines["Agus Salim"]["paraf"] == ""

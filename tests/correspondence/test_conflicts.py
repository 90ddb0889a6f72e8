"""Two people at one letter: the second one learns who changed what, loses nothing, and may send it again."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from biro.accounts import services as accounts
from biro.accounts.actors import SYSTEM
from biro.accounts.models import AssignmentKind, Position
from biro.core import clock
from biro.core.db import db
from biro.correspondence.models import Disposition, Letter
from tests.support.web import fields_of, text_of


@pytest.fixture
def acting(cast):
    """The finance head is Plh of the bureau today, beside the head."""
    position = db.session.scalars(select(Position).where(Position.title == "Kepala Biro Umum")).one()
    today = clock.today()
    accounts.assign(
        person=cast.finance, position=position, kind=AssignmentKind.PLH, starts_on=today - timedelta(days=1),
        ends_on=today, decree="ST 2", by=SYSTEM,
    )  # fmt: skip
    db.session.commit()


def edited(page, **change):
    today = clock.today().isoformat()
    given = {"sender_id": "Dinas Lain", "number": "77/X", "letter_date": today, "subject": "Perihal baru"}
    return {**fields_of(page), **given, "security": "B", "urgency": "biasa", **change}


def test_the_head_disposes_while_the_secretary_corrects_the_letter(sign_in, app, cast, write_letter):
    letter = write_letter()
    clerk, head = sign_in("secretary"), sign_in("head")
    edit, sheet = f"/surat/masuk/{letter.id}/ubah", f"/surat/masuk/{letter.id}/disposisi"
    opened = edited(clerk.get(edit))
    given = {**fields_of(head.get(sheet)), "coordinator_id": cast.household.id, "note": "Siapkan"}
    assert head.post(sheet, data=given).status_code == 303
    late = clerk.post(edit, data=opened)
    said = text_of(late)
    assert late.status_code == 422 and "Mendisposisikan surat oleh Ratna Dewi Kusuma" in said
    assert "77/X" in late.get_data(as_text=True) and "Perihal baru" in late.get_data(as_text=True)
    again = edited(late)
    assert clerk.post(edit, data=again).status_code == 303
    letter = db.session.get(Letter, letter.id)
    assert (letter.number, letter.state.value) == ("77/X", "disposed")


def test_the_secretary_corrects_the_letter_while_the_head_disposes(sign_in, app, cast, write_letter):
    letter = write_letter()
    clerk, head = sign_in("secretary"), sign_in("head")
    edit, sheet = f"/surat/masuk/{letter.id}/ubah", f"/surat/masuk/{letter.id}/disposisi"
    given = {
        "coordinator_id": cast.household.id,
        "note": "Catatan panjang pimpinan",
        "helper_ids": cast.staff.id,
    }
    opened = {**fields_of(head.get(sheet)), **given}
    assert clerk.post(edit, data=edited(clerk.get(edit))).status_code == 303
    late = head.post(sheet, data=opened)
    said = text_of(late)
    assert late.status_code == 422 and "Memperbaiki catatan surat oleh Dewi Lestari" in said
    assert "Catatan panjang pimpinan" in said and "Perihal baru" in said
    assert head.post(sheet, data={**fields_of(late), **given}).status_code == 303
    made = db.session.scalars(select(Disposition)).one()
    assert made.note == "Catatan panjang pimpinan" and len(made.recipients) == 2


def test_the_head_and_the_acting_head_dispose_at_once(sign_in, app, cast, write_letter, acting):
    url = f"/surat/masuk/{write_letter().id}/disposisi"
    head, plh = sign_in("head"), sign_in("finance")
    first = {**fields_of(head.get(url)), "coordinator_id": cast.household.id, "note": "Dari kepala"}
    second = {**fields_of(plh.get(url)), "coordinator_id": cast.household.id, "note": "Dari Plh"}
    assert plh.post(url, data=second).status_code == 303
    late = head.post(url, data=first)
    assert late.status_code == 422 and "Mendisposisikan surat oleh Siti Aminah" in text_of(late)
    assert "Dari kepala" in text_of(late)
    assert db.session.scalar(select(func.count(Disposition.id))) == 1
    made = db.session.scalars(select(Disposition)).one()
    assert made.giver_title == "Plh. Kepala Biro Umum"

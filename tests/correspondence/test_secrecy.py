"""A secret letter does not exist for anyone but its registrar, the addressed head and its chain."""

import io

import pytest
from sqlalchemy import select

from biro.audit.models import Trail
from biro.core import clock
from biro.core.db import db
from biro.correspondence import books, chains, queries, services
from biro.correspondence.models import Instruction, Register
from biro.correspondence.services import Recipients
from biro.files.models import Attachment
from biro.reminders.models import Notice, Outbox
from tests.files.conftest import pdf
from tests.support.web import client_for, text_of

TOLD = "Pemeriksaan khusus"


@pytest.fixture
def secret(app, cast, write_letter):
    """A secret letter to the bureau, with its scan, beside an ordinary one."""
    write_letter(subject="Surat biasa")
    letter = write_letter(subject=TOLD, security="R", sender_name="Inspektorat")

    class Upload:
        stream, filename = io.BytesIO(pdf()), "khusus.pdf"

    services.attach(letter, Upload, by=cast.as_("secretary"))
    db.session.commit()
    return letter


def reach(client, letter):
    """Everything a person could try."""
    scan = db.session.scalar(select(Attachment.id))
    return [client.get(f"/surat/masuk/{letter.id}"), client.get(f"/berkas/{scan}")]


def test_registrar_and_addressed_head_see_it_others_find_nothing(sign_in, cast, secret):
    for name in ("secretary", "head"):
        assert [r.status_code for r in reach(sign_in(name), secret)] == [200, 200]
        assert TOLD in text_of(sign_in(name).get(f"/surat/masuk/{secret.id}"))
        listed = text_of(sign_in(name).get("/surat/masuk"))  # lists lie open on screens
        assert (
            f"{secret.agenda_label} Rahasia" in listed and TOLD not in listed and "Inspektorat" not in listed
        )
    for name in ("finance", "staff", "outsider", "outsider_head", "admin"):
        client = sign_in(name)
        assert [r.status_code for r in reach(client, secret)] == [404, 404], name
        listed = client.get(f"/surat/masuk?q={TOLD}")
        assert TOLD not in text_of(listed) and "Inspektorat" not in text_of(listed)


def test_the_answer_is_the_same_as_for_a_letter_that_does_not_exist(sign_in, secret):
    client = sign_in("outsider")
    forbidden, absent = client.get(f"/surat/masuk/{secret.id}"), client.get("/surat/masuk/987654321")
    assert forbidden.status_code == absent.status_code == 404
    assert text_of(forbidden) == text_of(absent)


def test_counts_leave_it_out(cast, secret):
    assert len(db.session.scalars(queries.visible_to(cast.as_("finance"))).all()) == 1
    assert len(db.session.scalars(queries.visible_to(cast.as_("head"))).all()) == 2
    assert len(db.session.scalars(queries.visible_to(cast.as_("admin"))).all()) == 0


def test_the_chain_opens_it_to_its_recipient_and_tells_nothing_in_notices(sign_in, cast, secret):
    given = db.session.scalars(select(Instruction.id).limit(1)).all()
    services.dispose(
        secret, recipients=Recipients(cast.household.id), instruction_ids=given, by=cast.as_("head")
    )
    db.session.commit()
    assert sign_in("household").get(f"/surat/masuk/{secret.id}").status_code == 200
    assert chains.waiting_count(cast.as_("household")) == 1
    assert chains.waiting_count(cast.as_("finance")) == 0
    rows = [*db.session.scalars(select(Notice)), *db.session.scalars(select(Outbox))]
    assert rows and all(row.secret and TOLD not in str(row.params) for row in rows)


def test_the_trail_tells_a_number_and_no_more(secret):
    rows = db.session.scalars(
        select(Trail).where(Trail.subject == "letter", Trail.subject_id == secret.id)
    ).all()
    assert rows and all("Rahasia" in r.label and TOLD not in r.label and r.data == {} for r in rows)
    files = db.session.scalars(select(Trail).where(Trail.subject == "attachment")).all()
    assert all("khusus.pdf" not in r.label for r in files)


def test_a_deputy_sees_it_only_when_the_delegation_says_with_secret(app, cast, secret, lend):
    plain = client_for(app, cast.finance, lend(cast.head, cast.finance).id)
    assert plain.get(f"/surat/masuk/{secret.id}").status_code == 404
    trusted = client_for(app, cast.finance, lend(cast.head, cast.finance, with_secret=True).id)
    assert trusted.get(f"/surat/masuk/{secret.id}").status_code == 200


def test_raising_the_degree_hides_the_letter_and_its_scan_at_once(sign_in, cast, write_letter):
    letter = write_letter(subject=TOLD)
    assert sign_in("finance").get(f"/surat/masuk/{letter.id}").status_code == 200
    services.change(
        letter, version=letter.version, number=letter.number, letter_date=letter.letter_date, subject=TOLD,
        sender_id=letter.sender_id, security="SR", by=cast.as_("secretary"),
    )  # fmt: skip
    db.session.commit()
    assert sign_in("finance").get(f"/surat/masuk/{letter.id}").status_code == 404


def test_a_restricted_letter_is_for_heads_and_secretaries_and_its_chain(sign_in, cast, write_letter):
    letter = write_letter(subject=TOLD, security="T", unit_id=cast.unit("RT").id)
    for name, code in (
        ("head", 200),
        ("household", 200),
        ("secretary", 200),
        ("staff", 404),
        ("outsider", 404),
    ):
        client = sign_in(name)
        assert client.get(f"/surat/masuk/{letter.id}").status_code == code, name
        for path in ("/surat/masuk", f"/surat/masuk?q={TOLD}", f"/cari?q={TOLD}"):
            assert (f'href="{letter.url}"' in client.get(path).get_data(as_text=True)) is (code == 200), path
    given = db.session.scalars(select(Instruction.id).limit(1)).all()
    services.dispose(
        letter, recipients=Recipients(cast.staff.id), instruction_ids=given, by=cast.as_("household")
    )
    db.session.commit()
    assert sign_in("staff").get(f"/surat/masuk/{letter.id}").status_code == 200
    assert sign_in("driver").get(f"/surat/masuk/{letter.id}").status_code == 404


def test_a_restricted_letter_is_a_number_in_the_book_of_who_may_not_read_it(sign_in, cast, write_letter):
    write_letter(subject=TOLD, security="T", unit_id=cast.unit("RT").id)
    write_letter(subject="Surat biasa", unit_id=cast.unit("RT").id)
    book = queries.registers(cast.as_("secretary"))[0]
    wanted = books.Book(db.session.get(Register, book.id), clock.today(), clock.today())
    for name, seen in (("secretary", TOLD), ("outsider_head", "Terbatas")):
        rows = list(books.cells(db.session(), books.lines(wanted, cast.as_(name))))
        assert [row[0] for row in rows] == [1, 2] and rows[0][5] == seen

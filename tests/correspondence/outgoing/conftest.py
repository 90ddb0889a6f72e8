"""A letter of the household section, written by its staff, initialled by its head, signed by the head of the bureau."""

import pytest
from sqlalchemy import select

from biro.accounts.models import Assignment, Person
from biro.core.db import db
from biro.correspondence.models import Classification
from biro.correspondence.outgoing import queries, services
from biro.correspondence.outgoing.models import LetterKind, OutgoingLetter
from biro.correspondence.outgoing.services import Draft

BODY = "Bersama ini kami mengundang Saudara pada:\n\nHari : Selasa\nTempat : Aula\n\nTerima kasih."


def kind(code="surat_dinas"):
    return db.session.scalars(select(LetterKind).where(LetterKind.code == code)).one()


def seat(username="head"):
    query = select(Assignment.id).join(Person, Assignment.person_id == Person.id)
    return db.session.scalars(query.where(Person.username == username)).one()


def said(**change):
    """What an author says of a letter."""
    given = {
        "kind_id": kind(change.pop("kind", "surat_dinas")).id,
        "subject": "Undangan rapat koordinasi",
        "signer_assignment_id": seat(change.pop("signer", "head")),
        "body": BODY,
        "to": "Kepala Dinas Kesehatan u.p. Sekretaris",
        **change,
    }
    return Draft(**given)


def classified(**change):
    """With a code of the classification, which most patterns of numbers print."""
    code = db.session.scalars(select(Classification.id).where(Classification.code == "000.1.5")).one()
    return said(classification_id=code, **change)


@pytest.fixture
def write(app, cast):
    """`write(by="staff", subject=…)` drafts a letter and commits."""

    def run(by="staff", **change):
        letter = services.draft(said(**change), by=cast.as_(by))
        db.session.commit()
        return letter

    return run


@pytest.fixture
def ready(app, cast):
    """A letter that only waits for its signature."""

    def run(by="staff", **change):
        letter = services.draft(classified(**change), by=cast.as_(by))
        services.submit(letter, by=cast.as_(by))
        for each in list(letter.parafs):
            person = db.session.get(Person, each.person_id)
            services.give_paraf(each, by=cast.as_(person.username))
        db.session.commit()
        return letter

    return run


def reread(letter, actor):
    db.session.expire_all()
    return queries.letter(letter.id, actor)


def form_of(letter=None, **change):
    """What the browser sends."""
    given = {
        "kind_id": kind().id, "subject": "Undangan rapat koordinasi", "body": BODY, "to": "Kepala Dinas Kesehatan",
        "signer_assignment_id": seat(), "mandate": "sendiri", "security": "B", "urgency": "biasa", "way": "kurir",
        "destination": "Tempat",
    }  # fmt: skip
    return given | ({"version": letter.version} if letter else {}) | change


def count():
    return len(db.session.scalars(select(OutgoingLetter.id)).all())

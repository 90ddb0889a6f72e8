"""A sender of whom only secret letters speak is in the book of addresses for their chain and for nobody else."""

import pytest
from sqlalchemy import select

from biro.audit.models import Trail
from biro.core.db import db
from biro.core.errors import Forbidden
from biro.correspondence import addresses, exports, senders, services
from biro.correspondence.models import Correspondent
from tests.correspondence.conftest import letter_form
from tests.correspondence.intake.conftest import second_clerk
from tests.support.web import text_of

__all__ = ["second_clerk"]
NAME, TYPED = "Lembaga Kenari", "lembaga KENARI."


@pytest.fixture
def hidden(write_letter):
    """The sender of one secret letter, with an address."""
    row = write_letter(sender_name=NAME, security="R").sender
    row.address = "Jalan Rahasia 1"
    db.session.commit()
    return row


def rows():
    return db.session.scalars(select(Correspondent).where(Correspondent.name.ilike("%kenari%"))).all()


def seen(client, row):
    """Every place where a clerk could meet it."""
    other = client.get(f"/surat/pengirim/gabung?id={row.id}&id={row.id}")
    asked = [
        client.get(path)
        for path in ("/surat/pengirim", "/surat/pengirim?q=kenari", "/surat/pengirim/cari?q=ken")
    ]
    told = any(
        "kenari" in each.get_data(as_text=True).lower().replace("q=ken", "") for each in asked[:1] + asked[2:]
    )
    return told, client.get(f"/surat/pengirim/{row.id}/ubah").status_code, "Rahasia 1" in text_of(other)


def test_only_its_chain_meets_it(sign_in, second_clerk, hidden):
    assert hidden.secret
    assert seen(sign_in("secretary"), hidden)[:2] == (True, 200)
    assert seen(second_clerk, hidden) == (False, 404, False)
    change = {"name": "Lain", "address": "", "version": hidden.version}
    assert second_clerk.post(f"/surat/pengirim/{hidden.id}/ubah", data=change).status_code == 404


def test_whoever_types_it_anew_gets_a_new_one_and_learns_nothing(sign_in, second_clerk, hidden):
    assert second_clerk.post("/surat/masuk/baru", data=letter_form(sender_id=TYPED)).status_code == 303
    old, new = sorted(rows(), key=lambda row: row.id)
    assert (old.id, old.secret, new.secret, new.name, new.address) == (
        hidden.id,
        True,
        False,
        TYPED,
        "",
    )
    page = text_of(second_clerk.get("/surat/pengirim"))
    assert TYPED in page and "Rahasia 1" not in page
    by_id = letter_form(sender_id=str(hidden.id), number="2")  # nor by trying ids
    refused = second_clerk.post("/surat/masuk/baru", data=by_id)
    assert refused.status_code == 422 and NAME not in text_of(refused)
    client = sign_in("secretary")
    assert (
        client.post("/surat/masuk/baru", data=letter_form(sender_id=str(old.id), number="3")).status_code
        == 303
    )
    assert seen(second_clerk, old)[1] == 200


def test_a_name_may_be_corrected_into_it_without_a_word(second_clerk, hidden):
    second_clerk.post("/surat/masuk/baru", data=letter_form(sender_id="Lembaga Knari"))
    row = db.session.scalars(select(Correspondent).where(Correspondent.name == "Lembaga Knari")).one()
    sent = {"name": TYPED, "address": "", "version": row.version}
    assert second_clerk.post(f"/surat/pengirim/{row.id}/ubah", data=sent).status_code == 303
    assert hidden.name == NAME and hidden.secret


def change(letter, cast, **given):
    services.change(
        letter, **{"version": None, "number": "1", "letter_date": letter.letter_date, "subject": letter.subject,
                   "sender_id": letter.sender_id, "by": cast.as_("secretary"), **given},
    )  # fmt: skip
    db.session.commit()


def test_it_follows_the_degree_and_the_sender_of_its_letters(app, cast, write_letter):
    letter = write_letter(sender_name=NAME)
    sender = letter.sender
    assert not sender.secret
    change(letter, cast, security="SR")
    assert sender.secret
    change(letter, cast, security="T")
    assert not sender.secret
    secret = write_letter(sender_name=NAME, security="R")
    change(letter, cast, sender_id=None, sender_name="Yang benar")
    assert sender.secret and not letter.sender.secret
    change(secret, cast, security="R", sender_id=letter.sender_id)
    assert not letter.sender.secret and sender.secret  # of whom nothing speaks any more: not told either


def test_a_merge_and_its_end_keep_it(sign_in, cast, second_clerk, hidden, write_letter):
    known, by = write_letter(sender_name="Lembaga Terang").sender, cast.as_("secretary")
    services.merge_senders(
        known, [hidden], versions={known.id: known.version, hidden.id: hidden.version}, by=by
    )
    db.session.commit()
    merge, _count = senders.merges(known.id, by)[0]
    page = text_of(second_clerk.get(f"/surat/pengirim/{known.id}/ubah"))
    assert NAME not in page
    assert not [row for row in db.session.execute(exports._senders(False)) if row.nama == NAME]
    url = f"/surat/pengirim/gabung/{merge.id}/pembatalan"
    assert second_clerk.post(url, data={"version": merge.version}).status_code == 404
    assert "Lembaga Terang 1 " in text_of(second_clerk.get("/surat/pengirim")).replace("–", "").replace(
        "  ", " "
    )
    second_clerk.post("/surat/masuk/baru", data=letter_form(sender_id=TYPED))
    assert len(rows()) == 2  # the second name of the other is nobody's business
    services.unmerge(merge, by=by)
    db.session.commit()
    assert hidden.secret and not known.secret
    labels = db.session.scalars(select(Trail.label).where(Trail.subject == "correspondent")).all()
    data = str(db.session.scalars(select(Trail.data).where(Trail.subject == "correspondent")).all())
    assert labels and not [said for said in [*labels, data] if "Kenari" in said]


def test_a_clerk_who_may_not_know_it_merges_nothing(cast, hidden):
    with pytest.raises(Forbidden):
        senders.merge(987_654, cast.as_("secretary"))
    assert senders.chosen([hidden.id], cast.as_("finance")) == []
    assert addresses.found("kenari", cast.as_("head")) == [hidden]
    assert addresses.found("kenari", cast.as_("finance")) == []

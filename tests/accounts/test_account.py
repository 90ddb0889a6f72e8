"""One's own account, and acting in another's name."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from biro import audit
from biro.accounts import services
from biro.accounts.models import Delegation, LoginSession, Person
from biro.accounts.permissions import P
from biro.audit.models import Trail
from biro.core import clock
from biro.core.db import db
from biro.core.errors import DomainError, Forbidden
from tests.story import PASSWORD
from tests.support.web import fields_of, text_of

FRESH = "hujan-turun-di-kota-9"


def power(cast, giver="head", receiver="secretary", days=7, **more):
    """A delegation in force."""
    now = clock.now()
    row = services.delegate(
        giver=getattr(cast, giver), receiver=getattr(cast, receiver), starts_at=now - timedelta(minutes=1),
        ends_at=now + timedelta(days=days), reason="Dinas luar", with_secret=more.pop("with_secret", False),
        by=more.pop("by", None) or cast.as_(giver),
    )  # fmt: skip
    db.session.commit()
    return row


def test_people_keep_their_own_contact_data_and_language(sign_in, cast):
    client = sign_in("driver")
    form = fields_of(client.get("/akun/ubah"))
    sent = {**form, "email": "ujang@biro.go.id", "phone": "0811", "language": "en"}
    assert client.post("/akun/ubah", data=sent).status_code == 303
    assert (cast.driver.email, cast.driver.language, cast.driver.by_email) == (
        "ujang@biro.go.id",
        "en",
        False,
    )
    assert 'lang="en"' in client.get("/akun").get_data(as_text=True)


def test_a_wrong_address_is_said_beside_the_field(sign_in):
    answer = sign_in("driver").post("/akun/ubah", data={"email": "ujang@", "language": "id"})
    assert answer.status_code == 422 and 'id="email-error"' in answer.get_data(as_text=True)


def test_a_new_password_needs_the_old_one_and_ends_the_other_sessions(sign_in, app):
    here, elsewhere = sign_in("driver"), sign_in("driver")
    sent = {"current": "salah", "password": FRESH, "again": FRESH}
    wrong = here.post("/akun/sandi", data=sent)
    assert wrong.status_code == 422 and "tidak cocok" in text_of(wrong)
    assert "harus sama" in text_of(here.post("/akun/sandi", data={**sent, "current": PASSWORD, "again": "x"}))
    assert here.post("/akun/sandi", data={**sent, "current": PASSWORD}).status_code == 303
    assert here.get("/akun").status_code == 200
    assert elsewhere.get("/akun").status_code == 303
    assert (
        app.test_client().post("/masuk", data={"username": "driver", "password": PASSWORD}).status_code == 422
    )


@pytest.mark.parametrize("weak", ["pendek", "aaaaaaaaaaaa", "Indonesia2026!", "ujang-driver-99"])
def test_a_guessable_password_is_refused(sign_in, weak):
    sent = {"current": PASSWORD, "password": weak, "again": weak}
    answer = sign_in("driver").post("/akun/sandi", data=sent)
    assert answer.status_code == 422 and 'id="password-error"' in answer.get_data(as_text=True)


def test_one_session_or_all_others_can_be_ended_but_not_another_persons(sign_in, cast):
    here, second, third = sign_in("driver"), sign_in("driver"), sign_in("driver")
    mine = db.session.scalars(select(LoginSession).where(LoginSession.person_id == cast.driver.id)).all()
    assert sign_in("outsider").post(f"/akun/sesi/{mine[1].id}/akhir").status_code == 404
    assert here.post(f"/akun/sesi/{mine[1].id}/akhir").status_code == 303
    assert [c.get("/akun").status_code for c in (here, second, third)] == [200, 303, 200]
    here.post("/akun/sesi-lain/akhir")
    assert [c.get("/akun").status_code for c in (here, third)] == [200, 303]


def test_a_power_is_given_used_named_twice_in_the_trail_and_taken_back(sign_in, cast):
    giver, receiver = sign_in("head"), sign_in("secretary")
    today = clock.today()
    sent = {
        "receiver_id": cast.secretary.id, "starts_on": str(today), "ends_on": str(today + timedelta(days=2)),
        "reason": "Dinas luar",
    }  # fmt: skip
    assert giver.post("/akun/kuasa/baru", data=sent).status_code == 303
    row = db.session.scalars(select(Delegation)).one()
    assert receiver.get("/jejak").status_code == 404
    assert receiver.post(f"/akun/kuasa/{row.id}/pemakaian").status_code == 303
    assert "Anda bertindak atas nama Ratna Dewi Kusuma" in text_of(receiver.get("/akun"))
    assert receiver.get("/jejak").status_code == 200
    used = db.session.scalars(select(Trail).where(Trail.action == "delegation.used")).one()
    assert (used.actor, used.behalf) == ("Dewi Lestari", "Ratna Dewi Kusuma")
    assert giver.post(f"/akun/kuasa/{row.id}/pencabutan").status_code == 303
    assert receiver.get("/jejak").status_code == 404


def test_stopping_leads_back_to_oneself(sign_in, cast):
    row, receiver = power(cast), sign_in("secretary")
    receiver.post(f"/akun/kuasa/{row.id}/pemakaian")
    receiver.post("/akun/kuasa/selesai")
    assert "Kedua nama tercatat" not in text_of(receiver.get("/akun"))


def test_a_power_ends_by_itself_and_with_its_givers_account(sign_in, cast):
    with time_machine.travel(clock.now(), tick=False) as traveller:
        row, receiver = power(cast, days=1), sign_in("secretary")
        receiver.post(f"/akun/kuasa/{row.id}/pemakaian")
        assert receiver.get("/jejak").status_code == 200
        traveller.shift(timedelta(days=1))
        again = sign_in("secretary")
        again.post(f"/akun/kuasa/{row.id}/pemakaian")
        assert again.get("/jejak").status_code == 404
        later, acting = power(cast), sign_in("secretary")
        acting.post(f"/akun/kuasa/{later.id}/pemakaian")
        cast.head.active = False
        db.session.commit()
        assert acting.get("/jejak").status_code == 404


def test_only_the_receiver_uses_a_power_and_outsiders_do_not_see_it(sign_in, cast):
    row = power(cast)
    for who in ("head", "outsider", "admin"):
        client = sign_in(who)
        client.post(f"/akun/kuasa/{row.id}/pemakaian")
        assert "Kedua nama tercatat" not in text_of(client.get("/akun"))
    assert sign_in("outsider").post(f"/akun/kuasa/{row.id}/pencabutan").status_code == 404


def test_nobody_gives_away_what_is_anothers(app, cast):
    with pytest.raises(Forbidden):
        power(cast, by=cast.as_("admin"))
    with pytest.raises(DomainError):
        power(cast, receiver="head")
    with pytest.raises(DomainError):
        power(cast, days=91)


def test_secret_things_are_included_only_when_the_power_says_so(sign_in, cast, app):
    for with_secret in (False, True):
        row, client = power(cast, with_secret=with_secret), sign_in("secretary")
        client.post(f"/akun/kuasa/{row.id}/pemakaian")
        with client.session_transaction() as cookie:
            token = cookie["_user_id"]
        with app.test_request_context("/akun"):
            from biro.accounts.sessions import load

            acting = load(token)
        assert acting.ids == (cast.secretary.id, cast.head.id)
        assert (cast.head.id in acting.secret_ids) is with_secret
        assert acting.effective_id == cast.head.id


def test_an_administrators_power_over_accounts_is_never_delegated(sign_in, cast):
    row, receiver = power(cast, giver="admin"), sign_in("secretary")
    receiver.post(f"/akun/kuasa/{row.id}/pemakaian")
    assert receiver.get("/pegawai/baru").status_code == 404


def test_what_is_done_for_another_carries_both_names(app, cast):
    acting = cast.as_("secretary")
    acting.behalf_id, acting.behalf_name = cast.head.id, cast.head.name
    audit.record(services.CHANGED, cast.driver, acting)
    db.session.commit()
    assert db.session.scalars(select(Trail).order_by(Trail.seq.desc())).first().who == (
        "Dewi Lestari atas nama Ratna Dewi Kusuma"
    )
    assert not cast.as_("secretary").may(P.AUDIT_READ)
    assert db.session.get(Person, cast.driver.id) is not None

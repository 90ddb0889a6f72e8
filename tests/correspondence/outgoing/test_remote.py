"""A service far away signs while nothing is locked: number and paper are held, kept when it fails, given once."""

import io
import threading
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from biro.accounts.actors import actor_for
from biro.core import clock
from biro.core.db import db
from biro.core.errors import DomainError
from biro.correspondence.numbers.models import LetterNumber, NumberState
from biro.correspondence.outgoing import services, signing, unfinished
from biro.correspondence.outgoing.models import OutgoingLetter, OutgoingState, UnfinishedSignature
from biro.files import storage
from biro.reminders.models import Notice
from tests import story
from tests.correspondence.outgoing.conftest import classified
from tests.support.web import text_of

SITE = "https://biro.example"


class Far:
    """A stand-in: `answers` are what it does at each call; by default it stamps the file."""

    name, label, sentence = "jauh", "Server jauh", "Ditandatangani jauh."

    def __init__(self):
        self.papers, self.answers = [], []

    def refusal(self, letter, by):
        return None

    def check(self, given):
        return None

    def sign(self, pdf, *, letter, by, given):
        return self.ask(pdf, given)

    def ask(self, pdf, given):
        self.papers.append(pdf)
        answer = self.answers.pop(0) if self.answers else None
        if isinstance(answer, Exception):
            raise answer
        if callable(answer):
            answer()
        return signing.Signed(pdf + b"\n% cap\n%%EOF\n", {"serial": str(len(self.papers))})


@pytest.fixture
def far(monkeypatch):
    found = Far()
    monkeypatch.setitem(signing._methods, "jauh", found)
    return found


def send(client, letter, on=None, nonce="n1"):
    data = {
        "on": (on or clock.today()).isoformat(),
        "method": "jauh",
        "version": letter.version,
        "nonce": nonce,
    }
    return client.post(f"{letter.url}/tanda-tangan", data=data)


def reread(letter):
    db.session.expire_all()
    return db.session.get(OutgoingLetter, letter.id)


def ledger():
    return db.session.scalars(select(LetterNumber).order_by(LetterNumber.seq)).all()


def held():
    return db.session.scalars(select(UnfinishedSignature)).all()


def test_while_the_service_is_asked_the_number_is_held_and_others_write(far, ready, sign_in, app, cast):
    letter, other, seen = ready(), ready(subject="Lain"), []

    def meanwhile():
        assert not db.session().in_transaction()
        with app.test_request_context(method="POST"):
            [number], [row] = ledger(), held()
            seen.append((number.owner, row.text, row.is_running(clock.now())))
            services.sign(
                db.session.get(OutgoingLetter, other.id), on=clock.today(), by=cast.as_("head"), site=SITE
            )
            db.session.commit()
        page = sign_in("staff").get(letter.url)
        seen.append("Sedang ditandatangani" in text_of(page))
        seen.append(send(sign_in("head"), letter, nonce="n2").status_code)

    far.answers = [meanwhile]
    assert send(sign_in("head"), letter).status_code == 303
    signed = reread(letter)
    assert seen == [(signed.owner, signed.number, True), True, 422]
    assert (signed.state, signed.method, signed.details) == (OutgoingState.SIGNED, "jauh", {"serial": "1"})
    assert signed.printed["number"] == signed.number and len(far.papers) == 1 and held() == []
    with storage.here().open(signed.pdf_sha256) as file:
        assert file.read() == far.papers[0] + b"\n% cap\n%%EOF\n"
    assert len(ledger()) == 2


def test_after_a_failure_the_letter_says_so_and_the_next_try_uses_the_same_number_and_paper(
    far, ready, sign_in
):
    letter, client = ready(), sign_in("head")
    far.answers = [DomainError("Server sedang sakit.", field="method")]
    answer = send(client, letter)
    assert answer.status_code == 422 and "Server sedang sakit." in text_of(answer)
    page = text_of(client.get(letter.url))
    number = ledger()[0].text
    assert f"{number} (sementara)" not in page
    assert "Penandatanganan belum selesai" in page and "Server sedang sakit." in page and number in page
    wrong_day = send(client, letter, on=clock.today() - timedelta(days=1))
    assert wrong_day.status_code == 422 and "sudah diambil untuk tanggal" in text_of(wrong_day)
    assert send(client, letter).status_code == 303
    assert far.papers[0] == far.papers[1] and reread(letter).number == number
    assert [row.text for row in ledger()] == [number]


def test_ink_may_take_over_and_keeps_the_number_and_its_code(far, ready, sign_in, cast):
    letter = ready()
    far.answers = [DomainError("Sakit.")]
    send(sign_in("head"), letter)
    code = held()[0].code
    services.sign(reread(letter), on=clock.today(), by=cast.as_("head"), site=SITE)
    db.session.commit()
    assert (reread(letter).code, len(ledger()), held()) == (code, 1, [])


@pytest.mark.parametrize("noun", ["pengembalian", "penarikan", "pembatalan"])
def test_given_back_the_number_is_void_with_its_reason_and_never_used_again(far, ready, sign_in, noun):
    letter = ready()
    far.answers = [DomainError("Sakit.")]
    send(sign_in("head"), letter)
    by = sign_in("head" if noun == "pengembalian" else "staff")
    by.post(f"{letter.url}/{noun}", data={"reason": "Salah alamat", "version": letter.version})
    [row] = ledger()
    assert row.state is NumberState.VOID and "tidak selesai" in row.void_reason and held() == []
    again = ready(subject="Berikutnya")
    assert send(sign_in("head"), again).status_code == 303 and reread(again).number != row.text


def test_nobody_changes_or_withdraws_it_meanwhile_and_a_late_signature_is_not_taken(far, ready, cast):
    letter = ready()
    ticket = services.begin_signing(letter, on=clock.today(), by=cast.as_("head"), site=SITE, method="jauh")
    db.session.commit()
    for act in (lambda: services.withdraw(letter, by=cast.as_("staff")),
                lambda: services.change(letter, classified(), by=cast.as_("staff"))):  # fmt: skip
        with pytest.raises(DomainError, match="sedang ditandatangani"):
            act()
        db.session.rollback()
    with time_machine.travel(clock.now() + timedelta(minutes=3)):
        services.withdraw(letter, by=cast.as_("staff"))
        db.session.commit()
        with pytest.raises(DomainError, match="terlambat"):
            services.finish_signing(ticket, far.ask(ticket.paper, {}), by=cast.as_("head"))
    db.session.rollback()
    assert reread(letter).state is OutgoingState.DRAFT and ledger()[0].state is NumberState.VOID


def test_what_a_crash_left_in_the_middle_is_said_by_the_worker_and_can_be_signed(far, ready, cast, sign_in):
    letter = ready()
    ticket = services.begin_signing(letter, on=clock.today(), by=cast.as_("head"), site=SITE, method="jauh")
    db.session.commit()
    unfinished.sweep(threading.Event())
    assert held()[0].trouble == ""
    with time_machine.travel(clock.now() + timedelta(minutes=3)):
        for _twice in range(2):
            unfinished.sweep(threading.Event())
        told = db.session.scalars(select(Notice).where(Notice.kind == "outgoing.signing_interrupted")).all()
        assert [notice.person_id for notice in told] == [cast.head.id]
        assert "Terputus" in text_of(sign_in("head").get(letter.url))
        assert send(sign_in("head"), letter).status_code == 303
    assert len(ledger()) == 1 and reread(letter).state is OutgoingState.SIGNED
    with pytest.raises(DomainError, match="terlambat"):
        services.finish_signing(ticket, signing.Signed(io.BytesIO().read()), by=cast.as_("head"))


def test_ten_clicks_ask_the_service_once_and_take_one_number(live_app, far):
    with live_app.app_context():
        cast = story.Cast()
        letter = services.draft(classified(), by=cast.as_("head"))
        services.submit(letter, by=cast.as_("head"))
        db.session.commit()
        letter_id, head_id = letter.id, cast.head.id
    gate, told = threading.Barrier(10), []

    def click():
        with live_app.app_context():
            by = actor_for(db.session.get(story.Person, head_id))
            row = db.session.get(OutgoingLetter, letter_id)
            db.session.rollback()
            gate.wait()
            try:
                ticket = services.begin_signing(row, on=clock.today(), by=by, site=SITE, method="jauh")
                db.session.commit()
                services.finish_signing(ticket, far.ask(ticket.paper, {}), by=by)
                db.session.commit()
                told.append("signed")
            except DomainError as refusal:
                db.session.rollback()
                told.append(refusal.code)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=click) for _click in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told.count("signed") == 1 and set(told) <= {"signed", "signing", "act_refused"} and len(told) == 10
    assert len(far.papers) == 1
    with live_app.app_context():
        assert len(ledger()) == 1

"""The office's mailbox, on a real IMAP server: each mail once, with its page and its attachments."""

import logging
from email.message import EmailMessage
from threading import Event

import pytest
from sqlalchemy import delete, select

from biro.core.db import db
from biro.correspondence.intake import mailbox, mails, sweeps
from biro.correspondence.intake.models import InboxItem, InboxSource, InboxState, Mailbox
from biro.files.models import Attachment, BlobReading
from biro.files.queries import attachments
from tests.correspondence.intake.letters import OFFICIAL, page
from tests.support import imap
from tests.support.web import text_of

INBOX = "/surat/masuk/pindaian"


@pytest.fixture(scope="module")
def server():
    with imap.serving() as port:
        yield port


@pytest.fixture
def watched(app, book, server, monkeypatch):
    """The server's mailbox is watched; what other tests delivered has been read."""
    monkeypatch.setitem(app.config, "IMAP_URL", url(server))
    imap.deliver(server)
    db.session.add(Mailbox(key=mailbox.key_of(url(server))))
    db.session.commit()
    mailbox.watch(Event())
    db.session.execute(delete(Attachment))
    db.session.execute(delete(InboxItem))
    db.session.commit()
    return server


def url(port, password=imap.PASSWORD):
    return f"imap://{imap.USER}:{password}@127.0.0.1:{port}/INBOX"


def mail(subject="Undangan rapat", text="Mohon hadir.", message_id="<1@dinas.test>", html=False, **files):
    made = EmailMessage()
    made["From"], made["To"] = "Dinas Kesehatan <tu@dinkes.test>", "biro@umum.test"
    made["Subject"], made["Message-ID"], made["Date"] = subject, message_id, "Tue, 24 Nov 2026 08:00:00 +0700"
    made.set_content(text, subtype="html" if html else "plain")
    for name, content in files.items():
        made.add_attachment(content, maintype="application", subtype="octet-stream", filename=f"{name}.pdf")
    return bytes(made)


def items():
    return list(db.session.scalars(select(InboxItem).order_by(InboxItem.id)))


def test_a_mail_becomes_one_item_with_its_page_and_its_attachments(watched, sign_in, monkeypatch):
    imap.deliver(watched, mail(surat=page(OFFICIAL), rusak=b"bukan pdf", message_id="<a@dinas.test>"))
    mailbox.watch(Event())
    [item] = items()
    assert (item.name, item.source, item.state) == ("Undangan rapat", InboxSource.MAIL, InboxState.WAITING)
    assert [a.name for a in attachments(item.owner)] == ["surel.pdf", "surat.pdf"]
    assert "rusak.pdf tidak masuk" in item.reason
    sweeps.read_scans(Event())
    assert item.found["number"][0] == "000.1.5/123/DPUPR/2026"
    assert "Undangan rapat" in text_of(sign_in("secretary").get(INBOX))


def test_the_page_of_a_mail_says_who_wrote_what_and_when(watched):
    imap.deliver(
        watched,
        mail(text="<p>Mohon <b>hadir</b><script>lari()</script></p>", html=True, message_id="<b@d.test>"),
    )
    mailbox.watch(Event())
    sweeps.read_scans(Event())
    [item] = items()
    reading = db.session.get(BlobReading, attachments(item.owner)[0].blob_sha256)
    for word in ("Dinas Kesehatan", "tu@dinkes.test", "24 Nov 2026", "Mohon hadir"):
        assert word in " ".join(reading.pages[0].split())
    assert "lari" not in reading.pages[0]
    assert item.found["sender_name"] == ["Dinas Kesehatan", 40]


def test_a_mail_comes_in_once_even_when_the_server_numbers_anew(watched):
    imap.deliver(watched, mail(message_id="<c@dinas.test>"), mail("Lain", message_id="<d@dinas.test>"))
    mailbox.watch(Event())
    assert [i.name for i in items()] == ["Undangan rapat", "Lain"]
    row = db.session.scalars(select(Mailbox)).one()
    row.uid_validity = 1
    db.session.commit()
    mailbox.watch(Event())
    assert [
        i.name
        for i in items()
        if i.name in ("Undangan rapat", "Lain") and i.id <= 2 + min(x.id for x in items())
    ]
    assert len([i for i in items() if i.name == "Lain"]) == 1


@pytest.mark.parametrize(("password", "why"), [("salah", "menolak nama"), (imap.PASSWORD, "tidak menjawab")])
def test_a_mailbox_out_of_reach_is_said_on_the_page_and_nowhere_its_password(
    app, book, server, monkeypatch, sign_in, caplog, password, why
):
    caplog.set_level(logging.DEBUG)
    port = server if password == "salah" else 1
    monkeypatch.setitem(app.config, "IMAP_URL", url(port, password))
    mailbox.watch(Event())
    said = text_of(sign_in("secretary").get(INBOX))
    assert "tidak terjangkau sejak" in said and why in said
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("pymap")]
    assert password not in said + " ".join(ours)
    assert password not in repr([tuple(r) for r in db.session.execute(select(Mailbox.__table__))])


def test_a_server_that_never_finishes_is_left_after_the_deadline(app, book, monkeypatch):
    monkeypatch.setattr(mailbox, "DEADLINE_S", 0.5)
    with imap.dripping() as port:
        monkeypatch.setitem(app.config, "IMAP_URL", url(port))
        mailbox.watch(Event())
    row = db.session.scalars(select(Mailbox)).one()
    assert row.trouble == "slow" and row.failing_since is not None


def test_when_it_answers_again_the_trouble_is_gone(watched):
    row = db.session.scalars(select(Mailbox)).one()
    row.failing_since, row.trouble = row.checked_at, "slow"
    db.session.commit()
    mailbox.watch(Event())
    assert mailbox.trouble() is None


@pytest.mark.parametrize(
    "raw",
    [b"", b"Subject: =?utf-9?q?x?=\n\nhalo", b"Content-Type: text/plain; charset=klingon\n\nhalo",
     b"Content-Type: multipart/mixed; boundary=x\n\n--x\n\nhalo", b"From: <<>>\nDate: kapan\n\nhalo"],
)  # fmt: skip
def test_a_mail_that_makes_no_sense_is_read_as_well_as_it_can_be(raw):
    assert isinstance(mails.read(raw).text, str)

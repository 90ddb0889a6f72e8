"""Which ways lead to a person, and the identity of a mail."""

import hashlib
from collections.abc import Iterable
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import select

from biro.accounts.models import Person
from biro.core.db import db
from biro.reminders.models import Channel


def email_on() -> bool:
    """Whether the office has a mail server; without one everything is said inside Biro only."""
    return bool(current_app.config["SMTP_URL"])


def channels_of(person_ids: Iterable[int]) -> dict[int, list[Channel]]:
    """The channels of each active person; e-mail only for those who have an address and want it."""
    query = select(Person.id, Person.email, Person.by_email).where(
        Person.id.in_(set(person_ids)), Person.active
    )
    mail = email_on()
    return {
        row.id: [Channel.IN_APP, Channel.EMAIL] if mail and row.email and row.by_email else [Channel.IN_APP]
        for row in db.session.execute(query)
    }


def sender() -> str:
    """The address mails come from."""
    host = urlsplit(current_app.config["BASE_URL"]).hostname or "localhost"
    return str(current_app.config["MAIL_FROM"] or f"biro@{host}")


def message_id(key: str) -> str:
    """The same reminder is the same mail, however often it is handed over: mail programs show it once."""
    domain = sender().rpartition("@")[2].strip("> ")
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{domain}>"

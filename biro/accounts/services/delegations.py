"""Acting in another's name (atas nama)."""

from datetime import datetime
from typing import Any

from sqlalchemy import update

from biro import audit
from biro.accounts.models import (
    Delegation,
    LoginSession,
    Person,
)
from biro.accounts.services.actions import ACTING, ACTING_ENDED, DELEGATED, DELEGATION_ENDED, must_manage
from biro.core import clock
from biro.core.db import db
from biro.core.errors import DomainError, Forbidden
from biro.core.texts import _


def delegate(
    *,
    giver: Person,
    receiver: Person,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
    with_secret: bool,
    by: Any,
) -> Delegation:
    """Let `receiver` act in `giver`'s name for a time (at most 90 days). Nobody gives what is another's."""
    if by.person_id not in (giver.id, None):
        raise Forbidden
    if giver.id == receiver.id:
        raise DomainError(_("Kuasa diberikan kepada orang lain."), field="receiver_id")
    if ends_at <= starts_at:
        raise DomainError(_("Waktu selesai mendahului waktu mulai."), field="ends_on")
    if (ends_at - starts_at).days > 90:
        raise DomainError(_("Kuasa paling lama 90 hari; perpanjang bila perlu."), field="ends_on")
    row = Delegation(
        giver=giver,
        receiver=receiver,
        starts_at=starts_at,
        ends_at=ends_at,
        reason=reason,
        with_secret=with_secret,
    )
    db.session.add(row)
    db.session.flush()
    audit.record(DELEGATED, row, by, with_secret=with_secret)
    return row


def revoke(row: Delegation, *, by: Any) -> None:
    """Take the delegation back at once (the giver, the receiver or an administrator)."""
    if by.person_id not in (row.giver_id, row.receiver_id):
        must_manage(by, row.giver.unit_id)
    row.revoked_at = clock.now()
    db.session.execute(
        update(LoginSession).where(LoginSession.delegation_id == row.id).values(delegation_id=None)
    )
    audit.record(DELEGATION_ENDED, row, by)


def start_acting(row: Delegation, *, by: Any) -> None:
    """From now on this browser acts in the giver's name; the Trail names both."""
    if row.receiver_id != by.person_id:
        raise Forbidden
    if not row.is_active(clock.now()) or not row.giver.active:
        raise DomainError(_("Kuasa ini tidak berlaku (lagi)."))
    _session_of(by).delegation_id = row.id
    by.behalf_id, by.behalf_name = row.giver_id, row.giver.name
    audit.record(ACTING, row, by)


def stop_acting(*, by: Any) -> None:
    """Back to oneself."""
    session = _session_of(by)
    row = db.session.get(Delegation, session.delegation_id) if session.delegation_id else None
    if row is not None:
        session.delegation_id = None
        audit.record(ACTING_ENDED, row, by)


def _session_of(by: Any) -> LoginSession:
    row = db.session.get(LoginSession, by.session_id) if by.session_id else None
    if row is None:
        raise Forbidden
    return row

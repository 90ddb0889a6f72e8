"""The office decides how its incoming letters are handled."""

from typing import Any

from biro import audit
from biro.accounts.permissions import P
from biro.core.acts import declare
from biro.core.db import db
from biro.core.errors import Forbidden
from biro.core.texts import _l
from biro.correspondence.models import LetterPolicy

ALLOWED = declare("letter_policy.allowed", _l("mengizinkan pindaian surat sangat rahasia"))
STOPPED = declare("letter_policy.stopped", _l("melarang pindaian surat sangat rahasia"))


def set_policy(row: LetterPolicy, *, version: int | None, scan_top_secret: bool, by: Any) -> None:
    """Whether letters of degree SR may have scans; those that hang already stay."""
    if not by.may(P.CORRESPONDENCE_MANAGE):
        raise Forbidden
    row.expect(version)
    if row.scan_top_secret is scan_top_secret:
        return
    row.scan_top_secret = scan_top_secret
    db.session.flush()
    audit.record(ALLOWED if scan_top_secret else STOPPED, row, by)

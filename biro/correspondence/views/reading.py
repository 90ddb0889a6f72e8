"""A letter is opened through here, because whoever reads a secret one is written down first."""

from typing import Any

from biro.accounts.actors import actor
from biro.correspondence import chains, queries, services
from biro.correspondence.models import Letter
from biro.files.models import Attachment


def opened(letter_id: int) -> Letter:
    """The letter that a page is about to show; 404 for who may not know of it."""
    letter = queries.letter(letter_id, actor())
    if not letter.is_secret:
        return letter
    services.note_reading(letter, by=actor())
    return queries.letter(letter_id, actor())


def may_read_scan(scan: Attachment, by: Any) -> bool:
    """Whether a scan may be handed out; it is about to be."""
    if not queries.is_visible(scan.owner_id, by):
        return False
    if scan.secret:
        services.note_reading(queries.letter(scan.owner_id, by), by=by, action=services.SCAN_OPENED)
    return True


def may_read_sheet(scan: Attachment, by: Any) -> bool:
    """The same for the scan of a disposition that was written on paper: exactly like its letter."""
    found = chains.of_visible_letter(scan.owner_id, by)
    if found is None:
        return False
    if found.is_secret:
        services.note_reading(queries.letter(found.letter_id, by), by=by, action=services.SCAN_OPENED)
    return True

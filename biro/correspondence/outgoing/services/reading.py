"""Who reads a secret letter that this office writes is written down before it is shown."""

from typing import Any

from biro.core.acts import declare
from biro.core.texts import _l
from biro.correspondence.outgoing.models import OutgoingLetter
from biro.correspondence.services import reading

OPENED = declare("outgoing_letter.opened", _l("membaca surat"))
PROOF_OPENED = declare("outgoing_letter.proof_opened", _l("membuka bukti serah terima surat"))
READINGS = (OPENED, PROOF_OPENED)


def note_reading(letter: OutgoingLetter, *, by: Any, action: str = OPENED) -> None:
    """As for a letter that came in: once a visit, before anything is shown."""
    reading.note_reading(letter, by=by, action=action)

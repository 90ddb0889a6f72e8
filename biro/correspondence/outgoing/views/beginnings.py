"""What a new letter holds already: of the letter that it answers, of the event to which it invites."""

from typing import Any

from flask import request

from biro.accounts.actors import actor
from biro.accounts.permissions import P
from biro.core import clock
from biro.core.errors import Forbidden
from biro.core.texts import in_language, jam, tanggal
from biro.correspondence.books import day_in_words
from biro.correspondence.models import Letter, Security
from biro.correspondence.outgoing import content
from biro.correspondence.views.reading import opened
from biro.events import queries as events
from biro.events.models import Event


def replied() -> Letter | None:
    """The letter that is answered, if the actor may see it."""
    asked = request.args.get("balas", type=int)
    return opened(asked) if asked else None


def event() -> Event | None:
    """The event to which the letter invites, if the actor may see it."""
    asked = request.args.get("acara", type=int)
    if not asked:
        return None
    found = events.event(actor(), asked) if actor().may(P.EVENT_READ) else None
    if found is None:
        raise Forbidden
    return found


def begun(
    answered: Letter | None, occasion: Event | None, kinds: list[Any], signers: list[Any]
) -> dict[str, Any]:
    """The form's first values."""
    wanted = request.args.get("jenis", "undangan" if occasion else "surat_dinas")
    found: dict[str, Any] = {
        "kind_id": next((k.id for k in kinds if k.code == wanted), None),
        "destination": content.PLACE,
        "signer_assignment_id": signers[0].id if signers else None,
    }
    with in_language("id"):  # letters are Indonesian
        return found | (_answer(answered) if answered else {}) | (_invitation(occasion) if occasion else {})


def _answer(letter: Letter) -> dict[str, Any]:
    return {
        "to": letter.sender.name,
        "subject": f"Balasan {letter.subject}"[:500],
        "body": (
            f"Menindaklanjuti surat Saudara nomor {letter.number} tanggal {day_in_words(letter.letter_date)} hal "
            f"{letter.subject}, dengan hormat disampaikan hal-hal sebagai berikut:"
        ),
        "classification_id": letter.classification_id,
        "security": letter.security.value,
        "urgency": letter.urgency.value,
    }


def _invitation(occasion: Event) -> dict[str, Any]:
    day = tanggal(clock.local(occasion.starts_at, occasion.zone).date())
    hours = f"{jam(occasion.starts_at, occasion.zone)} sampai selesai"
    facts = [
        ("Hari, tanggal", day),
        ("Waktu", hours),
        ("Tempat", occasion.venue_text),
        ("Acara", occasion.title),
    ]
    table = "\n".join(f"{label} : {value}" for label, value in facts if value)
    return {
        "subject": f"Undangan {occasion.title}"[:500],
        "body": (
            f"Bersama ini kami mengundang Saudara untuk hadir pada:\n\n{table}\n\n"
            "Demikian, atas perhatian dan kehadiran Saudara kami ucapkan terima kasih."
        ),
        "security": (Security.SECRET if occasion.secret else Security.OPEN).value,
    }

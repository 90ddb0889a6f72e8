"""What stands on the paper, as plain data: hashed for the parafs, kept for good at signing, set by typst."""

from typing import Any

from biro.accounts.models import Unit
from biro.correspondence.books import letterhead as names_of
from biro.correspondence.models import Security, Urgency
from biro.correspondence.outgoing import queries, rules
from biro.correspondence.outgoing.models import OutgoingLetter, OutgoingRecipient
from biro.correspondence.outgoing.rules import Signer

PLACE = "Tempat"


def head_of(unit: Unit) -> dict[str, Any]:
    """The head of the sheet for letters of this unit; the names of office and bureau where nobody has set one."""
    found = queries.letterhead_of(unit)
    if found is None:
        return {"names": names_of(unit), "address": [], "place": "", "owner": ""}
    return {
        "names": found.names.splitlines(),
        "address": found.address.splitlines(),
        "place": found.place,
        "owner": found.owner,
    }


def signer_of(letter: OutgoingLetter) -> Signer:
    """Whose name stands below, and in what capacity."""
    person = letter.signer
    return Signer(
        person.name, letter.position.title, person.nip or "", person.grade, letter.capacity.value,
        letter.mandate.value, letter.principal, letter.middle,
    )  # fmt: skip


def content(letter: OutgoingLetter) -> dict[str, Any]:
    """Everything that is printed but number, date and the marks of the signature. Of these none is a word of ours."""
    signer = signer_of(letter)
    block = rules.signature(signer, with_titles=letter.kind.with_titles)
    return {
        "kind": letter.kind.name,
        "shape": letter.kind.shape.value,
        "title": letter.kind.title,
        "kop": letter.letterhead,
        "security": letter.security.value,
        "security_label": _said(letter.security, Security.OPEN, "Biasa"),
        "urgency": _said(letter.urgency, Urgency.NORMAL, ""),
        "classification": letter.classification.code if letter.classification else "",
        "enclosures": letter.enclosures,
        "subject": letter.subject,
        "destination": letter.destination,
        "to": [_to(r) for r in letter.mains],
        "copies": [_to(r) for r in letter.copies],
        "body": rules.blocks(letter.body),
        "signature": {"above": list(block.above), "name": block.name, "below": list(block.below)},
        "from": rules.own_title(signer),
    }


def _to(recipient: OutgoingRecipient) -> dict[str, Any]:
    return {"name": recipient.name, "attention": recipient.attention, "report": recipient.as_report}


def _said(degree: Any, ordinary: Any, word: str) -> str:
    """The Indonesian word of a degree, whatever language the reader uses: letters are Indonesian."""
    words = {
        "T": "Terbatas",
        "R": "Rahasia",
        "SR": "Sangat Rahasia",
        "segera": "Segera",
        "kilat": "Sangat Segera",
    }
    return word if degree is ordinary else words[degree.value]


def hash_of(letter: OutgoingLetter) -> str:
    """The version of the text: the same hash, the same paper."""
    return rules.digest(content(letter))

"""What the search may know of an outgoing letter."""

from sqlalchemy import update
from sqlalchemy.orm.attributes import set_committed_value

from biro.accounts.permissions import P
from biro.core.db import db
from biro.correspondence.outgoing.models import OutgoingLetter
from biro.correspondence.services.indexing import heads
from biro.search import services as search


def index(letter: OutgoingLetter) -> None:
    """Put the letter into the search, or renew what stands there: of a secret one for its chain only, no words."""
    people = {letter.author_id, letter.signer_id, *(p.person_id for p in letter.parafs)}
    secret = letter.is_secret
    names = [r.name for r in letter.recipients]
    entry = search.Entry(
        ref=letter.owner,
        kind="outgoing",
        title=letter.neutral_title,
        body="" if secret else " ".join([letter.number, letter.kind.name, *names])[:4_000],
        url=letter.url,
        at=letter.signed_at or letter.created_at,
        permission=None if secret else P.LETTER_READ.value,
        unit_id=None if secret else letter.unit_id,
        person_ids=tuple(sorted(people | set(heads(letter.unit_id) if secret else ()))),
        secret=secret,
    )
    [entry_id] = search.put_all([entry])
    if letter.search_id != entry_id:  # beside the ORM: this is no edit of the letter, so its version stays
        row = OutgoingLetter.__table__
        db.session.execute(update(row).where(row.c.id == letter.id).values(search_id=entry_id))  # type: ignore[arg-type]
        set_committed_value(letter, "search_id", entry_id)

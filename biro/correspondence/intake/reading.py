"""What was read in the scans becomes proposals for the form, and words by which their letters are found."""

from datetime import date
from typing import Any

from sqlalchemy import select

from biro.accounts.actors import SYSTEM
from biro.core import clock
from biro.core.db import db
from biro.correspondence import addresses, policies
from biro.correspondence.intake import rules, services, splitting, stickers
from biro.correspondence.intake.models import InboxItem, InboxState
from biro.correspondence.models import SECRET, Letter
from biro.correspondence.rules import name_key
from biro.correspondence.services.indexing import index
from biro.files import readings
from biro.files import services as files
from biro.files.models import Attachment, BlobReading
from biro.files.queries import attachments

LOT = 50
LEADING = 2  # pages of a file, on which a letter says who and what it is
KNOWN = 95


def read_items() -> None:
    """Items whose files are read are ready to be written down. Does not commit."""
    query = select(InboxItem).where(InboxItem.state == InboxState.WAITING).order_by(InboxItem.id).limit(LOT)
    for item in db.session.scalars(query.with_for_update(skip_locked=True, of=InboxItem)):
        hung = attachments(item.owner)
        found = readings.of(each.blob_sha256 for each in hung)
        if splitting.STARTS not in item.found and all(reading.read_at for reading in found.values()):
            _ready(item, hung, found)


def _ready(item: InboxItem, hung: list[Attachment], found: dict[str, BlobReading]) -> None:
    starts = splitting.by_stickers(item, *found.values()) if len(found) == len(hung) == 1 else []
    if not item.secret and _guarded(item, hung, found):
        return
    if starts and not item.secret:
        item.found = {splitting.STARTS: starts}
        return
    item.state = InboxState.READY
    if not item.secret:
        day = clock.local(item.received_at, item.register.unit.zone).date()
        item.found = _or_from(item.found.get("from"), proposals(hung, found, day))
        if item.found.get("security", [""])[0] in SECRET and item.by_id is not None:
            item.secret = True
            files.guard(hung, True)
    if item.sticker:
        stickers.attach_bound(item)


def _guarded(item: InboxItem, hung: list[Attachment], found: dict[str, BlobReading]) -> bool:
    """What says that it is top secret is neither cut nor hung on a letter nor read any further."""
    said = proposals(hung, found, clock.today()).get("security")
    if said is None or policies.takes_scans(said[0]):
        return False
    item.state, item.found = InboxState.READY, {"security": said}
    services.guard(item, by_id=item.by_id)
    return True


def proposals(hung: list[Attachment], found: dict[str, BlobReading], day: date) -> dict[str, list[Any]]:
    """Field → [value, percent sure], from the first file that says the most."""
    best: dict[str, rules.Found] = {}
    for each in hung:
        reading = found.get(each.blob_sha256)
        if reading is not None and reading.pages:
            pages = reading.pages[:LEADING]
            said = rules.read("\n".join(pages), today=day, ocr=reading.source == "ocr")
            best = said if _worth(said) > _worth(best) else best
    given = {name: [each.value, each.sure] for name, each in best.items() if name != "sender"}
    return given | (_sender(best["sender"]) if "sender" in best else {})


def _or_from(said: list[Any] | None, given: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Where no letterhead says who writes, the mail's sender does."""
    return given if not said or {"sender_id", "sender_name"} & set(given) else {**given, "sender_name": said}


def _worth(found: dict[str, rules.Found]) -> int:
    return sum(each.sure for name, each in found.items() if name != "sender")


def _sender(said: rules.Found) -> dict[str, list[Any]]:
    """A sender that the whole office knows, or the name as it stands in the letterhead."""
    names = said.value.split("\n")
    known = (addresses.named(name, SYSTEM) for name in [*names, " ".join(names), " ".join(reversed(names))])
    found = next((row for row in known if row is not None), None)
    if found is not None:
        return {"sender_id": [found.id, KNOWN]}
    return {"sender_name": [names[0][:200], said.sure]} if name_key(names[0]) else {}


def reindex(sha256: str) -> None:
    """The letters that carry this content are found by its words from now on."""
    query = select(Attachment.owner).where(
        Attachment.blob_sha256 == sha256, Attachment.owner.startswith("letter:"), Attachment.secret.is_(False)
    )
    ids = {int(owner.partition(":")[2]) for owner in db.session.scalars(query)}
    for letter in db.session.scalars(select(Letter).where(Letter.id.in_(ids)).order_by(Letter.id)):
        index(letter)


def is_unread(item: InboxItem, hung: list[Attachment]) -> bool:
    """Whether it was looked through and only pictures were found."""
    found = readings.of(each.blob_sha256 for each in hung) if item.state is InboxState.READY else {}
    return bool(found) and all(reading.source in ("none", "failed") for reading in found.values())

"""The form of a scan's letter as it is first shown: what was read, and how sure of it one may be."""

from datetime import date
from typing import Any

from biro.core import clock
from biro.core.texts import _
from biro.correspondence.intake import codes
from biro.correspondence.intake.forms import ItemLetterForm
from biro.correspondence.intake.models import InboxItem, InboxSource
from biro.correspondence.models import Medium

PLAIN = ("number", "subject", "enclosures", "security", "urgency", "sender_id")
SURE = 80  # percent; below that the hint asks for more care


def form_of(item: InboxItem, registers: list[Any]) -> ItemLetterForm:
    """The form with its proposals; what is sent takes their place."""
    found = item.found
    given = {name: found[name][0] for name in PLAIN if name in found}
    if "letter_date" in found:
        given["letter_date"] = date.fromisoformat(found["letter_date"][0])
    came = clock.local(item.received_at, item.register.unit.zone).date()
    medium = Medium.MAIL if item.source is InboxSource.MAIL else Medium.HAND
    form = ItemLetterForm(
        registers,
        data={
            "received_on": came,
            "register_id": item.register_id,
            "medium": medium,
            "sticker": codes.shown(item.sticker) if item.sticker else "",
            **given,
        },
    )
    if not form.is_submitted() and "sender_name" in found:
        form.sender_id.typed = found["sender_name"][0]
    for name in ("number", "letter_date", "subject", "enclosures", "security", "urgency"):
        if name in found:
            said = [hint(found[name][1]), form[name].description]
            form[name].description = " ".join(filter(None, said))
    sender = found.get("sender_id") or found.get("sender_name")
    if sender:
        form.sender_id.description = hint(sender[1])
    return form


def hint(sure: int) -> str:
    """What stands beside a field that was read."""
    if sure >= SURE:
        return _("Terbaca, keyakinan %(sure)s%%: cocokkan.", sure=sure)
    return _("Terbaca, keyakinan hanya %(sure)s%%: periksa huruf demi huruf.", sure=sure)

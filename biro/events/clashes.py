"""What a page offers when something is taken: each offer is one button that changes only the inputs it concerns."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from werkzeug.datastructures import MultiDict

from biro.allocations.services import Clash
from biro.core import clock
from biro.core.texts import _, rentang

TAKE = "pakai"


@dataclass(frozen=True)
class Offer:
    """A button: `value` is what it sends, `label` what it says, `reason` why it is offered."""

    value: str
    label: str
    reason: str


@dataclass(frozen=True)
class ClashHelp:
    """For `_clash.html`: the sentence, the field it concerns, and the offers."""

    sentence: str
    field: str
    offers: tuple[Offer, ...]


def clash_help(clash: Clash, zone: str, fields: Collection[str]) -> ClashHelp:
    """The offers: another thing at that time (if the form has an input for it), or the same thing at another time."""
    offers = []
    for each in clash.alternatives:
        if each.resource is not clash.resource:
            if clash.field not in fields:
                continue
            value = f"ganti:{clash.field}:{clash.resource.id}:{each.resource.id}"
            offers.append(Offer(value, _("Pakai %(name)s", name=_named(each.resource)), each.reason))
        else:
            value = f"waktu:{each.starts_at.isoformat()}/{each.ends_at.isoformat()}"
            label = _("Pindah ke %(span)s", span=rentang((each.starts_at, each.ends_at), zone))
            offers.append(Offer(value, label, each.reason))
    return ClashHelp(str(clash), clash.field or "", tuple(offers))


def _named(resource: Any) -> str:
    return f"{resource.name} ({resource.capacity})" if resource.capacity else str(resource.name)


def refilled(formdata: Any) -> MultiDict[str, Any]:
    """The typed form with the chosen offer filled in; an offer that makes no sense changes nothing."""
    changed: MultiDict[str, Any] = MultiDict(formdata.items(multi=True))
    kind, _colon, rest = (changed.pop(TAKE, "") or "").partition(":")
    try:
        if kind == "waktu":
            _retime(changed, *[datetime.fromisoformat(t) for t in rest.split("/")])
        elif kind == "ganti":
            field, old, new = rest.split(":")
            kept = [v for v in changed.getlist(field) if v != old]
            changed.setlist(field, [*kept, str(int(new))])
    except (ValueError, TypeError):
        return changed
    return changed


def _retime(form: MultiDict[str, Any], starts_at: datetime, ends_at: datetime) -> None:
    zone = form.get("zone") or clock.Zone.WIB
    start, end = (
        clock.local(at, zone if zone in set(clock.Zone) else clock.Zone.WIB) for at in (starts_at, ends_at)
    )
    form["day"], form["starts"], form["ends"] = start.date().isoformat(), f"{start:%H:%M}", f"{end:%H:%M}"
    form["until"] = end.date().isoformat() if end.date() != start.date() else ""

"""The day and the week of all rooms and vehicles."""

from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from flask import render_template, request, url_for

from biro.accounts.actors import actor
from biro.accounts.permissions import P
from biro.allocations.models import AllocationState, ResourceKind
from biro.core import clock
from biro.core.fields import parse_day
from biro.core.guards import needs
from biro.core.texts import _, hari, rentang, tanggal
from biro.core.workdays import holidays_between
from biro.facilities import queries
from biro.facilities.forms import TimelineFilter, prefill
from biro.facilities.models import Facility
from biro.facilities.timeline import Window, bars, window
from biro.facilities.views.things import bp

HOUR = timedelta(hours=1)


@bp.get("/linimasa")
@needs(P.BOOKING_READ)
def timeline() -> str:
    """Who has what when: one range query for everything shown."""
    filters = TimelineFilter()
    day = parse_day(request.args.get("hari", ""), clock.today()) or clock.today()
    shown = window(day, week=filters.rentang.data == "minggu")
    things = _things(filters.jenis.data)
    filters.offer_buildings(things)
    if filters.gedung.data:
        things = [t for t in things if t.building == filters.gedung.data]
    found = queries.busy([t.resource_id for t in things], *shown.span)
    shown = shown.around((row.starts_at, row.ends_at) for row in found)
    return render_template(
        "facilities/timeline.html", filters=filters, shown=shown, rows=_rows(things, found, shown),
        columns=_columns(shown), links=_links(shown), title=_title(shown),
    )  # fmt: skip


def _things(kind: str | None) -> list[Any]:
    """Rooms and vehicles, or one kind."""
    kinds = [ResourceKind(kind)] if kind else [ResourceKind.ROOM, ResourceKind.VEHICLE]
    return [thing for each in kinds for thing in queries.of_kind(each, actor())]


def _rows(things: list[Facility], found: list[queries.Busy], shown: Window) -> list[dict[str, Any]]:
    placed = bars(found, shown, _words(shown))
    free = _free(shown) if actor().may(P.BOOKING_REQUEST) else []
    return [
        {
            "label": thing.name, "sub": thing.place, "bars": placed.get(thing.resource_id, []),
            "url": url_for(".show", resource_id=thing.resource_id),
            "free": [_cell(thing, *each) if each else None for each in free],
        }
        for thing in things
    ]  # fmt: skip


def _words(shown: Window) -> Any:
    """(label, title, address, tone) of a row; what is the same for all rows is worked out once."""
    states = {state: f" ({state.label})" for state in AllocationState}
    taken, base = _("Terpakai"), url_for("bookings.index")

    def words(row: queries.Busy) -> tuple[str, str, str | None, str]:
        what, _sep, number = row.owner.partition(":")
        url = f"{base}/{number}" if what == "booking" else None
        title = ", ".join(p for p in (_times(row, shown.zone), row.by) if p)
        return row.title or taken, title + states[row.state], url, row.state.tone

    return words


def _times(row: queries.Busy, zone: str) -> str:
    first, last = clock.local(row.starts_at, zone), clock.local(row.ends_at, zone)
    if first.date() != last.date():
        return rentang((row.starts_at, row.ends_at), zone)
    return f"{first.hour:02d}.{first.minute:02d}–{last.hour:02d}.{last.minute:02d}"


def _free(shown: Window) -> list[tuple[str, str] | None]:
    """For each big column the query string of a request that starts there, and when; None where it is past."""
    now, long = clock.now(), HOUR if shown.days == 1 else 2 * HOUR
    starts = [at if shown.days == 1 else at + 9 * HOUR for at in shown.columns]
    return [
        (urlencode(prefill(0, at, at + long)).removeprefix("resource=0"), _when(at, shown))
        if at > now
        else None
        for at in starts
    ]


def _cell(thing: Facility, when: str, at: str) -> dict[str, str]:
    label = _("Ajukan %(name)s, %(at)s", name=thing.name, at=at)
    return {"url": f"/peminjaman/baru?resource={thing.resource_id}{when}", "label": label}


def _when(at: datetime, shown: Window) -> str:
    return f"{at:%H.%M}" if shown.days == 1 else hari(at.date())


def _columns(shown: Window) -> list[str]:
    if shown.days == 1:
        return [f"{at:%H.%M}" for at in shown.columns]
    off = holidays_between(shown.day, shown.moved(1))
    return [
        f"{hari(at.date(), short=True)} {at.day}/{at.month}{' · ' + off[at.date()].name if at.date() in off else ''}"
        for at in shown.columns
    ]


def _title(shown: Window) -> str:
    if shown.days == 1:
        return tanggal(shown.day)
    return f"{tanggal(shown.day)} – {tanggal(shown.moved(1) - timedelta(days=1))}"


def _links(shown: Window) -> dict[str, str]:
    args: dict[str, Any] = {k: v for k, v in request.args.items() if k != "hari" and v}

    def to(day: date) -> str:
        return url_for(".timeline", **{**args, "hari": day.isoformat()})

    return {"prev": to(shown.moved(-1)), "next": to(shown.moved(1)), "today": to(clock.today(shown.zone))}

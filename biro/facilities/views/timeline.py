"""The day and the week of all rooms and vehicles."""

from datetime import date, datetime, timedelta
from typing import Any

from flask import render_template, request, url_for

from biro.accounts.actors import actor
from biro.accounts.permissions import P
from biro.allocations.models import ResourceKind
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
    asks = actor().may(P.BOOKING_REQUEST)
    return [
        {
            "label": thing.name, "sub": thing.place, "bars": placed.get(thing.resource_id, []),
            "url": url_for(".show", resource_id=thing.resource_id), "free": _free(thing, shown) if asks else None,
        }
        for thing in things
    ]  # fmt: skip


def _words(shown: Window) -> Any:
    def words(row: queries.Busy) -> tuple[str, str, str | None, str]:
        what, _sep, number = row.owner.partition(":")
        url = url_for("bookings.show", booking_id=int(number)) if what == "booking" else None
        title = ", ".join(p for p in (rentang((row.starts_at, row.ends_at), shown.zone), row.by) if p)
        return row.title or _("Terpakai"), f"{title} ({row.state.label})", url, row.state.tone

    return words


def _free(thing: Facility, shown: Window) -> list[dict[str, str] | None]:
    """For each big column the address of a request that starts there; None where it is past."""
    now, long = clock.now(), HOUR if shown.days == 1 else 2 * HOUR
    cells: list[dict[str, str] | None] = []
    for at in shown.columns:
        first = at if shown.days == 1 else at + 9 * HOUR
        url = url_for("bookings.new", **prefill(thing.resource_id, first, first + long))
        label = _("Ajukan %(name)s, %(at)s", name=thing.name, at=_when(first, shown))
        cells.append({"url": url, "label": label} if first > now else None)
    return cells


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

"""The Trail for those who watch over the office."""

from flask import render_template

from biro.accounts import trails
from biro.accounts.actors import actor
from biro.accounts.forms import TrailFilter
from biro.accounts.permissions import P
from biro.accounts.views.base import bp
from biro.audit.models import Trail
from biro.core.guards import needs
from biro.core.pages import keyset


@bp.get("/jejak")
@needs(P.AUDIT_READ)
def trail() -> str:
    """What was done, newest first, in words."""
    filters = TrailFilter()
    filters.validate()
    query = trails.narrowed(
        trails.visible_to(actor()),
        person_id=filters.person.data,
        action=filters.action.data,
        since=filters.since.data,
        until=filters.until.data,
    )
    return render_template(
        "accounts/trail.html", page=keyset(query, [Trail.seq], scalars=True), filters=filters
    )

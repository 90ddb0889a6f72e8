"""The first page."""

from flask import Blueprint, render_template

from biro.accounts.actors import actor
from biro.core import clock
from biro.core.guards import needs
from biro.desk import sections

bp = Blueprint("desk", __name__)


@bp.get("/")
@needs()
def today() -> str:
    """What waits for me today."""
    me = actor()
    return render_template(
        "desk/today.html", me=me, day=clock.today(), now=clock.now(), sections=sections.for_actor(me)
    )

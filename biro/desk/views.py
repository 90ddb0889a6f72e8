"""The first page."""

from flask import Blueprint, render_template

from biro.accounts.actors import actor
from biro.core import clock
from biro.core.guards import needs

bp = Blueprint("desk", __name__)


@bp.get("/")
@needs()
def today() -> str:
    """What waits for me today."""
    return render_template("desk/today.html", me=actor(), day=clock.today(), sections=[])

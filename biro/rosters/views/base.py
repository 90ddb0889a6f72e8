"""The blueprint that the pages of this room share, and how they load what they show."""

from flask import Blueprint
from werkzeug.exceptions import NotFound

from biro.accounts.actors import actor
from biro.accounts.models import Unit
from biro.accounts.permissions import P
from biro.accounts.queries import units
from biro.rosters import queries, words
from biro.rosters.models import Roster

bp = Blueprint("rosters", __name__, url_prefix="/piket")
bp.app_template_filter("alasan_piket")(words.reason)


def load(roster_id: int) -> Roster:
    """The roster of this address; 404 when it is absent or not for these eyes."""
    found = queries.roster(actor(), roster_id)
    if found is None:
        raise NotFound
    return found


def my_units() -> list[Unit]:
    """Units for which this actor drafts."""
    mine = set(actor().units_for(P.ROSTER_DRAFT))
    return [unit for unit in units() if unit.id in mine]

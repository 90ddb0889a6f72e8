"""Tables of the rosters room."""

from biro.rosters.models.leave import Leave, LeaveKind
from biro.rosters.models.posts import Cover, DayType, Post, Shift
from biro.rosters.models.rosters import EDITABLE, Duty, Roster, RosterKind, RosterState

__all__ = [
    "EDITABLE",
    "Cover",
    "DayType",
    "Duty",
    "Leave",
    "LeaveKind",
    "Post",
    "Roster",
    "RosterKind",
    "RosterState",
    "Shift",
]

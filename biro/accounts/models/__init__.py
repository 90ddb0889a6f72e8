"""Tables of the accounts room."""

from biro.accounts.models.access import Delegation, LoginAttempt, LoginSession
from biro.accounts.models.organisation import Position, Unit
from biro.accounts.models.people import Assignment, AssignmentKind, Person, RoleGrant

__all__ = [
    "Assignment",
    "AssignmentKind",
    "Delegation",
    "LoginAttempt",
    "LoginSession",
    "Person",
    "Position",
    "RoleGrant",
    "Unit",
]

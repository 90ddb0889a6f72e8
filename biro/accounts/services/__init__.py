"""What an administrator and a person do with accounts. Nothing here commits or reads the request."""

from biro.accounts.services.access import (
    change_password,
    end_session,
    end_sessions,
    reset_password,
    sessions_of,
    set_password,
)
from biro.accounts.services.actions import CHANGED, SIGNED_IN, SIGNED_OUT, must_manage
from biro.accounts.services.delegations import delegate, revoke, start_acting, stop_acting
from biro.accounts.services.organisation import (
    add_position,
    add_unit,
    assign,
    end_assignment,
    end_role,
    grant_role,
)
from biro.accounts.services.people import add_person, change_person, change_profile, set_active

__all__ = [
    "CHANGED",
    "SIGNED_IN",
    "SIGNED_OUT",
    "add_person",
    "add_position",
    "add_unit",
    "assign",
    "change_password",
    "change_person",
    "change_profile",
    "delegate",
    "end_assignment",
    "end_role",
    "end_session",
    "end_sessions",
    "grant_role",
    "must_manage",
    "reset_password",
    "revoke",
    "sessions_of",
    "set_active",
    "set_password",
    "start_acting",
    "stop_acting",
]

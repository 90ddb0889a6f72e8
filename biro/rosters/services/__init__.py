"""What officials do with rosters and leave."""

from biro.rosters.rules import PostNeed
from biro.rosters.services.decisions import announce, approve, publish, reopen, send_back, submit
from biro.rosters.services.for_events import (
    move_source,
    plan_for_event,
    rename_source,
    withdraw_source,
)
from biro.rosters.services.leave import cancel_leave, record_leave
from biro.rosters.services.months import assign, draft_month, put, redraft
from biro.rosters.services.setting_up import save_post, save_shift

__all__ = [
    "PostNeed",
    "announce",
    "approve",
    "assign",
    "cancel_leave",
    "draft_month",
    "move_source",
    "plan_for_event",
    "publish",
    "put",
    "record_leave",
    "redraft",
    "rename_source",
    "reopen",
    "save_post",
    "save_shift",
    "send_back",
    "submit",
    "withdraw_source",
]

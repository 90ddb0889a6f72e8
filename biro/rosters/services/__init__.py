"""What officials do with rosters and leave."""

from biro.rosters.rules import PostNeed
from biro.rosters.services.for_events import move_source, plan_for_event, withdraw_source

__all__ = ["PostNeed", "move_source", "plan_for_event", "withdraw_source"]

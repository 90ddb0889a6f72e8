"""What happens here that rooms above may want to follow (same transaction; receivers only write rows)."""

from blinker import Namespace

_signals = Namespace()
event_changed = _signals.signal(
    "event_changed"
)  # sender: Event; what: "planned", "moved" or "cancelled"; by: Actor

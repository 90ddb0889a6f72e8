"""What happens here that rooms above may want to follow (same transaction; receivers only write rows)."""

from blinker import Namespace

_signals = Namespace()
# sender: Event; what: "planned", "moved", "changed" or "cancelled"; by: Actor
event_changed = _signals.signal("event_changed")

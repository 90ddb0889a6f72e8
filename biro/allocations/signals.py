"""What happens here that rooms above may want to follow (in the same transaction; receivers only write rows)."""

from blinker import Namespace

_signals = Namespace()
released = _signals.signal("released")  # sender: the Allocation that no longer keeps others out

"""What happens here that rooms above may want to follow (in the same transaction; receivers only write rows)."""

from blinker import Namespace

_signals = Namespace()
booking_decided = _signals.signal("booking-decided")  # sender: the Booking, after approve, reject or cancel

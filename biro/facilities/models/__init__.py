"""Tables of the facilities room."""

from biro.facilities.models.bookings import Booking, BookingState
from biro.facilities.models.things import Driver, EquipmentUnit, Facility, Room, Vehicle, VehicleUse

__all__ = [
    "Booking",
    "BookingState",
    "Driver",
    "EquipmentUnit",
    "Facility",
    "Room",
    "Vehicle",
    "VehicleUse",
]

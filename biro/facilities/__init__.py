"""Facilities (fasilitas): rooms, vehicles, drivers and equipment; asking for them and deciding, one slot one holder.

It calls core, audit, accounts, reminders and allocations. Words: Room = ruang, Vehicle = kendaraan dinas,
Driver = pengemudi, EquipmentUnit = peralatan, Booking = peminjaman, buffer = jeda, timeline = linimasa.
"""

from flask import Flask

from biro.facilities import models, services, words

__all__ = ["models", "services", "words"]


def init_app(app: Flask) -> None:
    """Tables and services."""

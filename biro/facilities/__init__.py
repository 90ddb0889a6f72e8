"""Facilities (fasilitas): rooms, vehicles, drivers and equipment; asking for them and deciding, one slot one holder.

It calls core, audit, accounts, reminders and allocations. Words: Room = ruang, Vehicle = kendaraan dinas,
Driver = pengemudi, EquipmentUnit = peralatan, Booking = peminjaman, buffer = jeda, timeline = linimasa.
"""

from flask import Flask

from biro.facilities import bulk, models, services, views, words

__all__ = ["models", "services", "words"]


def init_app(app: Flask) -> None:
    """Pages, menu, and the loader of `biro demo --bookings-file`."""
    views.init_app(app)
    app.extensions["biro-bookings-file"] = bulk.load_bookings_csv

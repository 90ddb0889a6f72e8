"""What an official does with letters. Nothing here commits or reads the request."""

from biro.correspondence.services.registering import attach, change, open_register, register

__all__ = ["attach", "change", "open_register", "register"]

"""What an official does with numbers. Nothing here commits or reads the request."""

from biro.correspondence.numbers.services.keeping import continue_from, release, reserve, void
from biro.correspondence.numbers.services.outside import enter_outside
from biro.correspondence.numbers.services.registers import change_register, open_register, register_for
from biro.correspondence.numbers.services.rights import may_take, may_use
from biro.correspondence.numbers.services.taking import Preview, override, preview, take, use

__all__ = [
    "Preview",
    "change_register",
    "continue_from",
    "enter_outside",
    "may_take",
    "may_use",
    "open_register",
    "override",
    "preview",
    "register_for",
    "release",
    "reserve",
    "take",
    "use",
    "void",
]

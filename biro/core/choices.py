"""Fields with choices. Rooms write plain (value, label) pairs; WTForms wants an object for each option.

Import these instead of WTForms' own, which will soon refuse pairs.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import wtforms
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are of 3.2

PLAIN: Any = wtforms.SelectField


def options(given: Any) -> Any:
    """WTForms' options of pairs, of a mapping from a group's name to its pairs ("": no group), or of a callable."""
    if given is None:
        return None
    if callable(given):
        return lambda: options(given())
    if isinstance(given, Mapping):
        return [option for group, pairs in given.items() for option in _group(pairs, group or None)]
    return _group(given, None)


def _group(pairs: Iterable[Any], name: str | None) -> list[Any]:
    return [SelectChoice(value, label, optgroup=name) for value, label in pairs]


class SelectField(wtforms.SelectField):
    """One of a list of pairs, given to the constructor or set later."""

    def __init__(
        self, label: Any = None, validators: Any = None, *, choices: Any = None, **kwargs: Any
    ) -> None:
        super().__init__(label, validators, choices=options(choices), **kwargs)

    choices: Any = property(
        lambda self: PLAIN.choices.fget(self),
        lambda self, given: PLAIN.choices.fset(self, options(given)),
    )


class SelectMultipleField(SelectField, wtforms.SelectMultipleField):
    """Some of a list of pairs."""


class RadioField(SelectField, wtforms.RadioField):
    """One of a few pairs, all in sight."""

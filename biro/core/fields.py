"""Fields that read what people type: dates as 2411, times as 9.30, one of thousands by a few letters."""

from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from typing import Any

from flask import request, url_for
from markupsafe import Markup
from wtforms import DateField, IntegerField, StringField, TimeField
from wtforms.fields.choices import Choice  # type: ignore[attr-defined]  # the stubs are of 3.2
from wtforms.validators import Optional, ValidationError
from wtforms.widgets import HiddenInput, TextInput

from biro.core import clock
from biro.core.choices import SelectField
from biro.core.texts import _


class DayField(DateField):
    """A date as people type it: 2026-11-24, 24/11/2026, 24-11-26, 24.11.2026, or 2411 (this year)."""

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, format="%Y-%m-%d", **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the text; keep it as typed when it is no date."""
        text = " ".join(valuelist).strip()
        if not text:
            self.data = None
            return
        self.data = self.read(text)
        if self.data is None:
            raise ValueError(self.gettext("Not a valid date value."))

    def read(self, text: str) -> date | None:
        """The date that the text means."""
        return parse_day(text, clock.today())


class PastDayField(DayField):
    """A day behind us, typed rather than picked: also 7, h (hari ini), k (kemarin); shown as 07-03-2026."""

    widget = TextInput()

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, **kwargs)
        self.format = ["%d-%m-%Y"]

    def read(self, text: str) -> date | None:
        """The newest date until today that the text means."""
        return parse_past_day(text, clock.today())


DAYS_AGO = {"h": 0, "hari ini": 0, "k": 1, "kemarin": 1}


def parse_past_day(text: str, today: date) -> date | None:
    """Like `parse_day`; where the year (or the month) is left out, the last time that day came round."""
    word = " ".join(text.lower().split())
    if word in DAYS_AGO:
        return today - timedelta(days=DAYS_AGO[word])
    before = today.replace(day=1) - timedelta(days=1)
    if word.isdecimal() and len(word) <= 2:
        ways = [parse_day(f"{word}-{d.month}", d) for d in (today, before)]
    else:
        ways = [parse_day(word, today), parse_day(word, today.replace(year=today.year - 1, day=1))]
    found = [day for day in ways if day is not None]
    return next((day for day in found if day <= today), found[0] if found else None)


def parse_day(text: str, today: date) -> date | None:
    """The date that `text` means, None when it means none (31 February, 99/99)."""
    text = text.strip().lower()
    parts = [p for p in text.replace("/", "-").replace(".", "-").replace(" ", "-").split("-") if p]
    if len(parts) == 1 and parts[0].isdigit() and len(parts[0]) in (4, 6, 8):
        digits = parts[0]
        parts = [digits[:2], digits[2:4], *([digits[4:]] if digits[4:] else [])]
    if not parts or not all(p.isdigit() for p in parts) or len(parts) not in (2, 3):
        return None
    numbers = [int(p) for p in parts]
    if len(parts[0]) == 4:
        year, month, day = (*numbers, 1)[:3]
    else:
        day, month = numbers[0], numbers[1]
        year = numbers[2] if len(numbers) == 3 else today.year
        year += 2000 if year < 100 else 0
    try:
        return date(year, month, day)
    except ValueError:
        return None


class HourField(TimeField):
    """A wall time: 09:30, 09.30, 0930 or 9."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the text; keep it as typed when it is no time."""
        text = " ".join(valuelist).strip()
        if not text:
            self.data = None
            return
        self.data = parse_hour(text)
        if self.data is None:
            raise ValueError(self.gettext("Not a valid time value."))


def parse_hour(text: str) -> time | None:
    """The time of day that `text` means, None when it means none (24.30)."""
    digits = text.strip().replace(".", ":")
    if digits.isdigit() and len(digits) == 4:
        digits = f"{digits[:2]}:{digits[2:]}"
    parts = digits.split(":")
    if not 1 <= len(parts) <= 3 or not all(p.isdigit() for p in parts):
        return None
    try:
        hour, minute = [*map(int, parts), 0][:2]
        return time(hour, minute)
    except ValueError:
        return None


class VersionField(IntegerField):
    """The version of the row that the form was opened on (hidden)."""

    widget = HiddenInput()


class LookupField(SelectField):
    """One of very many: searched on the server while typing, typed as text where there is no JavaScript.

    `label_of(id)` gives the chosen one's text or None; `resolve(text)` the id of a typed text or None.
    `lookup` is the endpoint that answers `?q=` with `[{"value", "text"}]`, exact and prefix matches first.
    """

    def __init__(
        self,
        label: Any = None,
        validators: Any = None,
        *,
        lookup: str,
        label_of: Callable[[int], str | None],
        resolve: Callable[[str], int | None],
        create: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, validators, coerce=str, validate_choice=False, choices=[], **kwargs)
        self.lookup, self.label_of, self.resolve, self.create = lookup, label_of, resolve, create
        self.typed = ""

    def process_data(self, value: Any) -> None:
        """An id from the object, or nothing."""
        self.data = int(value) if value not in (None, "") else None

    def process_formdata(self, valuelist: list[str]) -> None:
        """An id from the list, or the text typed without JavaScript (`<name>_teks`)."""
        chosen = next((v for v in valuelist if v.strip()), "").strip()
        typed = (request.form.get(f"{self.name}_teks") or request.args.get(f"{self.name}_teks") or "").strip()
        self.typed = typed
        if chosen.isdigit() and not typed:
            self.data = int(chosen)
            return
        text = typed or chosen
        self.typed = text
        self.data = self.resolve(text) if text else None
        if text and self.data is None and not self.create:
            raise ValueError(
                _("“%(text)s” tidak ditemukan. Ketik sebagian lalu pilih dari daftar.", text=text[:80])
            )

    def __call__(self, **kwargs: Any) -> Markup:
        """The select that searches, and a plain text field for browsers without JavaScript."""
        typed = Markup(
            '<noscript><input class="form-control" name="{}_teks" value="{}" aria-label="{}"></noscript>'
        )
        select = super().__call__(**{"data-lookup": url_for(self.lookup), **kwargs})
        return select + typed.format(self.name, self.typed, self.label.text)

    def iter_choices(self) -> Iterator[Any]:
        """Only the chosen one is in the page; the rest is searched."""
        yield Choice("", "", self.data is None, {})
        if self.data is not None:
            yield Choice(str(self.data), self.label_of(self.data) or str(self.data), True, {})
        elif self.create and self.typed:
            yield Choice(self.typed, self.typed, True, {})  # a new one, kept while the form is shown again

    def pre_validate(self, form: Any) -> None:
        """An id that does not exist is not a choice."""
        if self.data is not None and self.label_of(self.data) is None:
            raise ValidationError(self.gettext("Not a valid choice."))


class PickField(SelectField):
    """One of a few rows (id, label): `choices` is set by the view or a callable; an empty choice when optional."""

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, coerce=_int_or_none, **kwargs)


def _int_or_none(value: Any) -> int | None:
    return int(value) if value not in (None, "", "None") else None


class TextField(StringField):
    """Text with the ends trimmed and control characters dropped (they have no place in a name or a number)."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Trim, and drop NUL and escape characters."""
        text = valuelist[0] if valuelist else ""
        self.data = "".join(c for c in text if c == "\t" or ord(c) >= 32).strip()
        self.raw_data = [self.data]  # so that blanks do not count as something typed


def only_if_given(*validators: Any) -> list[Any]:
    """Validators for an optional field."""
    return [Optional(), *validators]

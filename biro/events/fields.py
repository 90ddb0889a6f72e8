"""Two fields of the event form: several things by ticking, several posts by number."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from wtforms import Field
from wtforms.widgets import CheckboxInput, ListWidget

from biro.core.choices import SelectMultipleField
from biro.core.texts import _

Option = tuple[int, str]


class TickField(SelectMultipleField):
    """Some of a few rows, each with a tick box; works without JavaScript."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, coerce=int, **kwargs)


class CountsField(Field):
    """How many of each option: {id: count}. Each option is a number input named `<field>-<id>`."""

    def __init__(
        self, label: Any = None, validators: Any = None, *, options: Callable[[], Iterable[Option]], **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(label, validators, **kwargs)
        self._options = options
        self._loaded: list[Option] | None = None

    @property
    def options(self) -> list[Option]:
        """(id, label) of everything that can be counted."""
        if self._loaded is None:
            self._loaded = list(self._options())
        return self._loaded

    def rows(self) -> list[tuple[str, str, Any]]:
        """(input name, label, value) for the page."""
        return [(f"{self.name}-{key}", label, (self.data or {}).get(key, "")) for key, label in self.options]

    def process(self, formdata: Any, data: Any = None, extra_filters: Sequence[Any] | None = None) -> None:
        """Read every option's own input; what is no number from 0 to 99 stays and is refused."""
        self.process_errors = []
        self.data = dict(data or {}) if isinstance(data, dict) else {}
        self.object_data = self.data
        if formdata is None:
            return
        typed = {key: (formdata.get(f"{self.name}-{key}") or "").strip() for key, _label in self.options}
        self.data = {key: _number(text) for key, text in typed.items() if text not in ("", "0")}
        if any(not isinstance(n, int) or n > 99 for n in self.data.values()):
            self.process_errors.append(_("Jumlah petugas diisi angka 0 sampai 99."))


def _number(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdigit() else text

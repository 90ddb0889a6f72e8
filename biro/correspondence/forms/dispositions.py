"""Passing a letter on, answering, and making an event of an invitation."""

from typing import Any

from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from biro.core.fields import DayField, PickField, VersionField
from biro.core.forms import Form
from biro.core.texts import _, _l
from biro.correspondence.models import Instruction
from biro.correspondence.services import Recipients
from biro.events.fields import TickField
from biro.events.forms import EventFields


class DispositionForm(Form):
    """The disposition sheet: to whom, to do what, until when."""

    instruction_ids = TickField(_l("Dengan hormat harap"))
    note = TextAreaField(_l("Catatan"), [Length(max=2000)], render_kw={"rows": 3})
    coordinator_id = PickField(
        _l("Koordinator"), [InputRequired()], description=_l("Satu orang yang bertanggung jawab.")
    )
    due_on = DayField(
        _l("Batas waktu"), [Optional()], description=_l("Dihitung dari kecepatan surat, dalam hari kerja.")
    )
    helper_ids = TickField(_l("Pembantu"))
    helpers_due_on = DayField(
        _l("Batas waktu pembantu"), [Optional()], description=_l("Kosong: sama dengan koordinator.")
    )
    copy_ids = TickField(_l("Tembusan"))
    version = VersionField()

    def __init__(
        self, people: list[tuple[int, str]], instructions: list[Instruction], short: dict[str, str], **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(**kwargs)
        self.short = short
        if short:
            words = "; ".join(f"{word} = {text}" for word, text in short.items())
            self.note.description = _("Singkatan yang menjadi kalimat: %(words)s.", words=words)
        self.coordinator_id.choices = [("", _("Pilih")), *people]
        self.helper_ids.choices = self.copy_ids.choices = list(people)
        self.instruction_ids.choices = [
            (i.id, f"{i.text} ({i.key})" if i.key else i.text) for i in instructions
        ]
        self._lines = {str(i.id): i for i in instructions}

    def tick_attrs(self, option: Any) -> dict[str, str]:
        """What an instruction's box carries: its key, and its name to be said when the key ticks it."""
        line = self._lines.get(str(option.data))
        keys = (
            {"accesskey": line.key, "data-tick": line.key, "data-name": line.text}
            if line and line.key
            else {}
        )
        return {"class": "form-check-input", **keys}

    @property
    def disposition_values(self) -> dict[str, Any]:
        """Keyword arguments of `services.dispose`."""
        values = self.values
        to = [values.pop(name) for name in ("coordinator_id", "helper_ids", "copy_ids")]
        values["note"], values["instruction_ids"] = values["note"] or "", values["instruction_ids"] or ()
        return {**values, "recipients": Recipients(to[0], tuple(to[1] or ()), tuple(to[2] or ()))}


class InvitationForm(EventFields):
    """An event, begun from a letter."""

    version = VersionField()


class AnswerForm(Form):
    """How it stands, or what came of it."""

    text = TextAreaField(_l("Jawaban"), [InputRequired(), Length(max=5000)], render_kw={"rows": 3})

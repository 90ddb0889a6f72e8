"""Passing a letter on, answering, and making an event of an invitation."""

from collections.abc import Sequence
from typing import Any

from flask_wtf.file import FileField
from wtforms import Field, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from biro.core import clock
from biro.core.fields import DayField, PickField, VersionField, parse_day
from biro.core.forms import Form
from biro.core.texts import _, _l
from biro.correspondence.models import Instruction
from biro.correspondence.services import Recipients
from biro.events.fields import TickField
from biro.events.forms import EventFields


class OwnDaysField(Field):
    """{person id: day}: a date input for each of `people`, named `<field>-<id>`, beside their tick boxes."""

    people: Sequence[tuple[int, str]] = ()

    def typed(self, person_id: int) -> str:
        """What stands in a person's input."""
        return str(self._texts.get(person_id, ""))

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Read every person's own input; what is no date stays as typed and is refused."""
        self.process_errors, self.data, self.object_data = [], {}, {}
        self._texts: dict[int, str] = {}
        for name in (n for n in (formdata or ()) if n.startswith(f"{self.name}-")):
            key, text = name.removeprefix(f"{self.name}-"), formdata.get(name).strip()
            if not text or not key.isdecimal():
                continue
            self._texts[int(key)] = text
            day = parse_day(text, clock.today())
            if day is None:
                self.process_errors.append(_("“%(text)s” bukan tanggal.", text=text[:20]))
            else:
                self.data[int(key)] = day


class DispositionForm(Form):
    """The disposition sheet: to whom, to do what, until when."""

    instruction_ids = TickField(_l("Dengan hormat harap"))
    note = TextAreaField(_l("Catatan"), [Length(max=2000)], render_kw={"rows": 3})
    coordinator_id = PickField(
        _l("Koordinator"),
        [InputRequired()],
        description=_l("Satu orang yang bertanggung jawab. Tombol y menuju ke sini."),
    )
    due_on = DayField(
        _l("Batas waktu"), [Optional()], description=_l("Dihitung dari kecepatan surat, dalam hari kerja.")
    )
    helper_ids = TickField(_l("Pembantu"))
    helpers_due_on = DayField(
        _l("Batas waktu pembantu"), [Optional()], description=_l("Kosong: sama dengan koordinator.")
    )
    due_each = OwnDaysField(_l("Batas waktu tiap pembantu"))
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
        values["due_each"] = {i: d for i, d in self.due_each.data.items() if i in set(to[1] or ())}
        return {**values, "recipients": Recipients(to[0], tuple(to[1] or ()), tuple(to[2] or ()))}


class PaperForm(DispositionForm):
    """What stands on the printed sheet, with its writer, its day and its picture."""

    giver_id = PickField(_l("Ditulis oleh"), [InputRequired()], description=_l("Yang memarafnya."))
    given_on = DayField(_l("Tanggal disposisi"), [InputRequired()])
    scan = FileField(_l("Pindaian lembar"), description=_l("PDF atau gambar. Boleh kosong."))

    def __init__(self, signers: list[tuple[int, str]], *given: Any, **kwargs: Any) -> None:
        super().__init__(*given, **kwargs)
        self.giver_id.choices = [("", _("Pilih")), *signers]
        self.due_on.description = _("Kosong: dari kecepatan surat, dihitung sejak tanggal disposisi.")


class ContestForm(Form):
    """Why it is not mine."""

    reason = TextAreaField(_l("Apa yang keliru?"), [InputRequired(), Length(max=1000)], render_kw={"rows": 2})


class InvitationForm(EventFields):
    """An event, begun from a letter."""

    version = VersionField()


class AnswerForm(Form):
    """How it stands, or what came of it."""

    text = TextAreaField(_l("Jawaban"), [InputRequired(), Length(max=5000)], render_kw={"rows": 3})

"""A letter as it is drafted, its chain of parafs, and what of the list is wanted."""

from typing import Any

from wtforms import SearchField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from biro.accounts.models import Assignment
from biro.core import clock
from biro.core.choices import SelectField
from biro.core.fields import LookupField, PickField, TextField, VersionField
from biro.core.forms import FilterForm, Form
from biro.core.texts import _, _l
from biro.correspondence.forms.letters import _class_id, _class_label
from biro.correspondence.models import Security, Urgency
from biro.correspondence.outgoing import rules
from biro.correspondence.outgoing.models import (
    Delivery,
    LetterKind,
    Mandate,
    OutgoingLetter,
    OutgoingRecipient,
    OutgoingState,
    ParafKind,
)
from biro.correspondence.outgoing.services import Draft
from biro.events.fields import TickField


class LinesField(TextAreaField):
    """Text of several lines: one way of ending them, no control characters."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Normalise, and drop what no letter holds."""
        text = (valuelist[0] if valuelist else "").replace("\r\n", "\n").replace("\r", "\n")
        self.data = "".join(c for c in text if c in "\n\t" or ord(c) >= 32).rstrip()


class DraftForm(Form):
    """Kind, recipients, subject, text, signer; then what has a default."""

    kind_id = PickField(_l("Jenis naskah"), [InputRequired()])
    to = LinesField(
        _l("Kepada"), [Length(max=60_000)], render_kw={"rows": 3},
        description=_l("Satu baris satu penerima, boleh ditempel. Contoh: Kepala Dinas Sosial u.p. Sekretaris [pos]"),
    )  # fmt: skip
    destination = TextField(_l("Di"), [Length(max=120)], default="Tempat")
    way = SelectField(
        _l("Cara kirim"), choices=[], default=Delivery.COURIER.value,
        description=_l("Untuk yang tidak menyebutnya. Unit kantor ini selalu menerima langsung."),
    )  # fmt: skip
    subject = TextField(_l("Hal"), [InputRequired(), Length(max=500)])
    body = LinesField(
        _l("Isi"), [Length(max=100_000)], render_kw={"rows": 16},
        description=_l(
            "Baris kosong memisahkan paragraf. “Waktu : 09.00 WIB” menjadi tabel, “1. …” dan “a. …” rincian, "
            "baris huruf besar judul."
        ),
    )  # fmt: skip
    copies = LinesField(
        _l("Tembusan"), [Length(max=60_000)], render_kw={"rows": 2},
        description=_l("Satu baris satu tembusan. Contoh: Sekretaris Daerah (sebagai laporan)"),
    )  # fmt: skip
    signer_assignment_id = PickField(_l("Penanda tangan"), [InputRequired()])
    mandate = SelectField(_l("Bertindak"), choices=Mandate.choices(), default=Mandate.OWN.value)
    principal = TextField(_l("Atas nama jabatan"), [Length(max=200)], description=_l("Untuk a.n. dan u.b."))
    middle = TextField(
        _l("Melalui jabatan"),
        [Length(max=200)],
        description=_l("Untuk u.b.: satu tingkat di atas penanda tangan."),
    )
    security = SelectField(_l("Keamanan"), choices=Security.choices())
    urgency = SelectField(_l("Kecepatan"), choices=Urgency.choices())
    classification_id = LookupField(
        _l("Klasifikasi"), lookup="correspondence.classification", label_of=_class_label, resolve=_class_id,
        description=_l("Ketik kode atau kata, misalnya 000.1 atau rapat."),
    )  # fmt: skip
    enclosures = TextField(_l("Lampiran"), [Length(max=80)])
    version = VersionField(validators=[Optional()])

    def __init__(self, kinds: list[LetterKind], signers: list[Assignment], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind_id.choices = [("", _("Pilih")), *((k.id, k.name) for k in kinds)]
        self.signer_assignment_id.choices = [
            ("", _("Pilih")),
            *((a.id, f"{a.title} · {a.person.name}") for a in signers),
        ]
        self.way.choices = [(m.value, m.label) for m in Delivery if m is not Delivery.INTERNAL]

    @property
    def draft(self) -> Draft:
        """What the services take."""
        values = self.values
        values.pop("version")
        return Draft(**{name: value for name, value in values.items() if value is not None})


def begun_with(letter: OutgoingLetter, signers: list[Assignment]) -> dict[str, Any]:
    """The form's values of a letter that stands already."""
    held = next(
        (a.id for a in signers if (a.person_id, a.position_id) == (letter.signer_id, letter.position_id)),
        None,
    )
    ways = [r.way for r in letter.recipients if r.way is not Delivery.INTERNAL]
    way = max(ways, key=ways.count) if ways else Delivery.COURIER
    same = (
        "kind_id", "destination", "subject", "body", "principal", "middle", "classification_id", "enclosures",
        "version",
    )  # fmt: skip
    return {
        **{name: getattr(letter, name) for name in same},
        "to": _lines(letter.mains, way),
        "copies": _lines(letter.copies, way),
        "way": way.value,
        "mandate": letter.mandate.value,
        "security": letter.security.value,
        "urgency": letter.urgency.value,
        "signer_assignment_id": held,
    }


def _lines(recipients: list[OutgoingRecipient], way: Delivery) -> str:
    said = (
        rules.Line(
            r.name, r.attention, r.as_report, r.way.value if r.way not in (way, Delivery.INTERNAL) else ""
        )
        for r in recipients
    )
    return "\n".join(str(line) for line in said)


class ChainForm(Form):
    """Who parafs: three places in the line, bottom-up, and the units concerned."""

    line_1 = PickField(_l("Paraf pertama (terbawah)"))
    line_2 = PickField(_l("Paraf kedua"))
    line_3 = PickField(_l("Paraf ketiga (terdekat ke penanda tangan)"))
    consulted = TickField(_l("Paraf koordinasi"))
    version = VersionField()

    def __init__(self, officials: list[Assignment], letter: OutgoingLetter, **kwargs: Any) -> None:
        places = {f"line_{p.rank}": p.person_id for p in letter.parafs if p.kind is ParafKind.LINE}
        asked = [p.person_id for p in letter.parafs if p.kind is ParafKind.CONSULTED]
        super().__init__(data={**places, "consulted": asked, "version": letter.version}, **kwargs)
        people = {
            a.person_id: f"{a.title} · {a.person.name}"
            for a in reversed(officials)
            if a.person_id not in (letter.author_id, letter.signer_id)
        }
        options = sorted(people.items(), key=lambda pair: pair[1])
        for field in (self.line_1, self.line_2, self.line_3):
            field.choices = [("", _("Tidak ada")), *options]
        self.consulted.choices = list(options)

    @property
    def chain(self) -> dict[str, Any]:
        """Keyword arguments of `services.set_chain`."""
        line = [f.data for f in (self.line_1, self.line_2, self.line_3) if f.data]
        return {"line": line, "consulted": self.consulted.data or [], "version": self.version.data}


class OutgoingFilter(FilterForm):
    """Which outgoing letters."""

    q = SearchField(_l("Cari"), render_kw={"placeholder": _l("nomor, hal, penerima")})
    state = SelectField(_l("Status"), validate_choice=False)
    kind = SelectField(_l("Jenis"), validate_choice=False)
    year = SelectField(_l("Tahun"), validate_choice=False)
    mine = SelectField(_l("Konsep"), validate_choice=False)

    def __init__(self, kinds: list[LetterKind], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        this = clock.today().year
        self.state.choices = [("", _("Semua status")), *OutgoingState.choices()]
        self.kind.choices = [("", _("Semua jenis"))] + [(str(k.id), k.name) for k in kinds]
        self.year.choices = [("", _("Semua tahun"))] + [(str(y), str(y)) for y in range(this, this - 6, -1)]
        self.mine.choices = [("", _("Semua")), ("saya", _("Yang saya susun"))]

"""What is asked when copies are given to a courier, and when somebody receives one."""

from datetime import datetime
from typing import Any

from flask_wtf.file import FileField
from wtforms.validators import InputRequired, Length

from biro.accounts.fields import PersonLookup
from biro.core import clock
from biro.core.choices import SelectField
from biro.core.fields import DayField, HourField, TextField, VersionField
from biro.core.forms import FilterForm, Form
from biro.core.texts import _, _l
from biro.correspondence.outgoing import dispatches
from biro.correspondence.outgoing.models import Delivery, Dispatch, DispatchState


def _minute() -> Any:
    return clock.local(clock.now()).time().replace(second=0, microsecond=0)


class MomentForm(Form):
    """A day and an hour, as a rule now."""

    on = DayField(_l("Tanggal"), [InputRequired()], default=clock.today)
    hour = HourField(_l("Pukul"), [InputRequired()], default=_minute)

    def moment(self, zone: str) -> datetime:
        """The instant that was typed."""
        assert self.on.data and self.hour.data
        return clock.instant(self.on.data, self.hour.data, zone)


class HandForm(MomentForm):
    """To whom, and when."""

    courier_id = PersonLookup(
        _l("Kurir"), resolve=dispatches.colleague, create=True,
        description=_l("Pegawai, atau nama lengkap kurir dari luar."),
    )  # fmt: skip


class ReceiveForm(MomentForm):
    """Who took it and what proves it; the name is enough."""

    receiver = TextField(_l("Diterima oleh"), [Length(max=160)], render_kw={"autocomplete": "off"})
    receiver_title = TextField(_l("Jabatan atau NIP"), [Length(max=160)], render_kw={"autocomplete": "off"})
    tracking = TextField(_l("Nomor resi"), [Length(max=60)])
    scan = FileField(
        _l("Foto atau pindaian tanda terima"), description=_l("Foto atau PDF, bila ada."),
        render_kw={"accept": "image/*,application/pdf"},
    )  # fmt: skip
    signature = FileField(_l("Tanda tangan penerima"), render_kw={"accept": "image/png"})
    note = TextField(_l("Catatan"), [Length(max=300)])
    version = VersionField()

    def __init__(self, dispatch: Dispatch, **kwargs: Any) -> None:
        super().__init__(data={"version": dispatch.version, "tracking": dispatch.tracking}, **kwargs)
        if dispatch.way is not Delivery.POST:
            del self.tracking


class DispatchFilter(FilterForm):
    """Which copies."""

    state = SelectField(_l("Status"), choices=DispatchState.choices(), default=DispatchState.WAITING.value,
                        validate_choice=False)  # fmt: skip
    way = SelectField(_l("Cara kirim"), validate_choice=False)
    courier = SelectField(_l("Kurir"), validate_choice=False)
    day = DayField(_l("Tanggal"))
    whose = SelectField(_l("Tampilkan"), validate_choice=False)

    def __init__(self, couriers: list[str], *, carries: bool, **kwargs: Any) -> None:
        super().__init__(data={"whose": "bawa" if carries else "kirim",
                               "state": (DispatchState.CARRIED if carries else DispatchState.WAITING).value},
                         **kwargs)  # fmt: skip
        self.way.choices = [("", _("Semua cara")), *Delivery.choices()]
        self.courier.choices = [("", _("Semua kurir")), *((name, name) for name in couriers)]
        self.whose.choices = [("kirim", _("Yang kami kirim")), ("bawa", _("Yang saya bawa"))]

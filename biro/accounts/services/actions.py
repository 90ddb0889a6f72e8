"""What the Trail calls the acts of this room, and who may administer."""

from typing import Any

from biro.accounts.permissions import P
from biro.core.acts import declare
from biro.core.errors import Forbidden
from biro.core.texts import _l

CREATED = declare("person.created", _l("menambahkan pegawai"))
CHANGED = declare("person.changed", _l("mengubah data pegawai"))
DISABLED = declare("person.disabled", _l("menonaktifkan akun"))
ENABLED = declare("person.enabled", _l("mengaktifkan akun"))
PASSWORD_SET = declare("person.password_set", _l("mengganti kata sandi"))
SIGNED_IN = declare("person.signed_in", _l("masuk"))
SIGNED_OUT = declare("person.signed_out", _l("keluar"))
SESSIONS_ENDED = declare("person.sessions_ended", _l("mengakhiri sesi"))
ASSIGNED = declare("assignment.made", _l("menetapkan penugasan jabatan"))
ASSIGNMENT_ENDED = declare("assignment.ended", _l("mengakhiri penugasan jabatan"))
ROLE_GRANTED = declare("role_grant.made", _l("memberikan peran"))
ROLE_ENDED = declare("role_grant.ended", _l("mencabut peran"))
DELEGATED = declare("delegation.made", _l("memberi kuasa atas nama"))
DELEGATION_ENDED = declare("delegation.revoked", _l("mencabut kuasa atas nama"))
ACTING = declare("delegation.used", _l("mulai bertindak atas nama"))
UNIT_MADE = declare("unit.created", _l("menambahkan unit"))
UNIT_CHANGED = declare("unit.changed", _l("mengubah unit"))
POSITION_MADE = declare("position.created", _l("menambahkan jabatan"))
POSITION_CHANGED = declare("position.changed", _l("mengubah jabatan"))
PASSWORD_RESET = declare("person.password_reset", _l("menyetel ulang kata sandi"))
ACTING_ENDED = declare("delegation.left", _l("berhenti bertindak atas nama"))


def must_manage(by: Any, unit_id: int | None) -> None:
    """Only who administers accounts for that unit; for everyone else it does not exist."""
    if not by.may(P.ACCOUNT_MANAGE, unit_id):
        raise Forbidden

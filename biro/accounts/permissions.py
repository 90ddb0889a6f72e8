"""What may be done, and which role may do it. Roles are held through positions, so a Plh holds them too."""

from enum import StrEnum
from functools import cache

from biro.core.states import Labelled
from biro.core.texts import _l


class P(StrEnum):
    """Permissions. A permission held in a unit counts for that unit and everything below it."""

    LETTER_READ = "letter.read"
    LETTER_RESTRICTED = "letter.restricted"
    LETTER_REGISTER = "letter.register"
    LETTER_DISPOSE = "letter.dispose"
    LETTER_DRAFT = "letter.draft"
    LETTER_SIGN = "letter.sign"
    LETTER_DISPATCH = "letter.dispatch"
    OPENING_ASK = "opening.ask"
    OPENING_GRANT = "opening.grant"
    NUMBER_TAKE = "number.take"
    ARCHIVE_KEEP = "archive.keep"
    ARCHIVE_DECIDE = "archive.decide"
    CORRESPONDENCE_MANAGE = "correspondence.manage"
    EVENT_READ = "event.read"
    EVENT_PLAN = "event.plan"
    BOOKING_READ = "booking.read"
    BOOKING_REQUEST = "booking.request"
    BOOKING_APPROVE = "booking.approve"
    FACILITY_MANAGE = "facility.manage"
    ROSTER_READ = "roster.read"
    ROSTER_DRAFT = "roster.draft"
    ROSTER_APPROVE = "roster.approve"
    LEAVE_RECORD = "leave.record"
    PEOPLE_READ = "people.read"
    ACCOUNT_MANAGE = "account.manage"
    HOLIDAY_MANAGE = "holiday.manage"
    REMINDER_MANAGE = "reminder.manage"
    AUDIT_READ = "audit.read"


class Role(Labelled):
    """What a position lets its holder do."""

    STAFF = "staff", _l("Staf")
    SECRETARY = "secretary", _l("Sekretaris / tata usaha")
    SECTION_HEAD = "section_head", _l("Kepala bagian")
    HOUSEHOLD_HEAD = "household_head", _l("Kepala bagian rumah tangga")
    BUREAU_HEAD = "bureau_head", _l("Kepala biro")
    ADMINISTRATOR = "administrator", _l("Administrator")


_STAFF = frozenset(
    {
        P.LETTER_READ, P.LETTER_DRAFT, P.EVENT_READ, P.BOOKING_READ, P.BOOKING_REQUEST, P.ROSTER_READ,
        P.PEOPLE_READ,
    },
)  # fmt: skip
_SECTION_HEAD = _STAFF | {
    P.LETTER_RESTRICTED, P.LETTER_DISPOSE, P.LETTER_SIGN, P.OPENING_ASK, P.OPENING_GRANT, P.NUMBER_TAKE, P.EVENT_PLAN,
    P.ROSTER_DRAFT, P.LEAVE_RECORD,
}  # fmt: skip
ROLES: dict[Role, frozenset[P]] = {
    Role.STAFF: _STAFF,
    Role.SECRETARY: _STAFF
    | {
        P.LETTER_RESTRICTED, P.LETTER_REGISTER, P.LETTER_DISPATCH, P.OPENING_ASK, P.NUMBER_TAKE, P.ARCHIVE_KEEP,
        P.EVENT_PLAN, P.ROSTER_DRAFT,
    },
    Role.SECTION_HEAD: _SECTION_HEAD,
    Role.HOUSEHOLD_HEAD: _SECTION_HEAD | {P.BOOKING_APPROVE, P.FACILITY_MANAGE},
    Role.BUREAU_HEAD: _SECTION_HEAD | {P.ARCHIVE_DECIDE, P.BOOKING_APPROVE, P.ROSTER_APPROVE, P.AUDIT_READ},
    Role.ADMINISTRATOR: frozenset(
        {
            P.ACCOUNT_MANAGE, P.CORRESPONDENCE_MANAGE, P.OPENING_ASK, P.HOLIDAY_MANAGE, P.REMINDER_MANAGE,
            P.PEOPLE_READ, P.AUDIT_READ,
        },
    ),
}  # fmt: skip


@cache
def may_role(role: str, permission: str) -> bool:
    """Whether a role carries a permission."""
    return permission in ROLES.get(Role(role), frozenset())

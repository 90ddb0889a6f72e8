"""What is said to whom about a request."""

from typing import Any

from biro.accounts import queries as people
from biro.accounts.permissions import P
from biro.core.texts import _l
from biro.reminders import kinds
from biro.reminders import services as reminders

ASKED = kinds.declare(
    "booking.asked",
    label=_l("Peminjaman menunggu keputusan"),
    subject=_l("%(by)s meminta %(resource)s, %(starts_at)s"),
    body=_l("Keperluan: %(purpose)s. Putuskan di halaman peminjaman."),
)
APPROVED = kinds.declare(
    "booking.approved",
    label=_l("Peminjaman disetujui"),
    subject=_l("Disetujui: %(resource)s, %(starts_at)s"),
    body=_l("Keperluan: %(purpose)s. Disetujui oleh %(by)s."),
)
REJECTED = kinds.declare(
    "booking.rejected",
    label=_l("Peminjaman ditolak"),
    subject=_l("Ditolak: %(resource)s, %(starts_at)s"),
    body=_l("Keperluan: %(purpose)s. Ditolak oleh %(by)s dengan alasan: %(reason)s"),
)
CANCELLED = kinds.declare(
    "booking.cancelled",
    label=_l("Peminjaman dibatalkan"),
    subject=_l("Dibatalkan: %(resource)s, %(starts_at)s"),
    body=_l("Keperluan: %(purpose)s. Dibatalkan oleh %(by)s dengan alasan: %(reason)s"),
)


def tell_approvers(booking: Any, *, by: Any) -> None:
    """Those who may decide, but not the asker."""
    deciders = people.people_with(P.BOOKING_APPROVE, booking.unit_id)
    _tell([p.id for p in deciders if p.id not in by.ids], booking, ASKED, by)


def tell_asker(booking: Any, kind: str, *, by: Any) -> None:
    """Whoever asked, and whoever typed it in their name."""
    askers = {booking.asked_by_id, booking.entered_by_id} - {None, by.person_id}
    _tell(sorted(askers), booking, kind, by)


def _tell(person_ids: list[int], booking: Any, kind: str, by: Any) -> None:
    params = {
        "resource": booking.resource.name,
        "purpose": booking.purpose,
        "starts_at": booking.starts_at.isoformat(),
        "zone": booking.resource.zone,
        "by": by.name,
        "reason": booking.reason or "–",
    }
    reminders.tell(
        person_ids, kind=kind, owner=f"booking:{booking.id}", url=booking.url, params=params, by=by
    )

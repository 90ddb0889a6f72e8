"""Events: where and when, who stands there for the office, what it needs, who comes."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from biro.accounts.models import Person, Unit
from biro.accounts.permissions import P
from biro.allocations.models import Resource
from biro.core import clock
from biro.core.acts import Stateful, act
from biro.core.db import Model, Row, Versioned
from biro.core.states import Labelled
from biro.core.texts import _, _l
from biro.events import holdings
from biro.rosters.models import Post

TAKEN = "Terpakai"  # all that others read of a secret event (stored text: Indonesian)


class EventState(Labelled):
    """Planned until it is over or called off."""

    PLANNED = "planned", _l("Terjadwal"), "info"
    CANCELLED = "cancelled", _l("Dibatalkan"), "danger"
    DONE = "done", _l("Selesai"), "success"


class Attendance(Labelled):
    """How the leader takes part."""

    ATTENDS = "attends", _l("Hadir sendiri"), "success"
    REPRESENTED = "represented", _l("Diwakili"), "warning"
    NONE = "none", _l("Tidak hadir"), "neutral"


class NeedKind(Labelled):
    """What an event may need."""

    HALL = "hall", _l("Ruang")
    VEHICLE = "vehicle", _l("Kendaraan")
    DRIVER = "driver", _l("Pengemudi")
    EQUIPMENT = "equipment", _l("Peralatan")
    POST = "post", _l("Petugas")


class NeedState(Labelled):
    """Held for the event, sure, or lost."""

    WAITING = "waiting", _l("Menunggu persetujuan"), "warning"
    MET = "met", _l("Terpenuhi"), "success"
    UNMET = "unmet", _l("Belum terpenuhi"), "danger"


class Event(Row, Versioned, Stateful, Model):
    """Something at a place and time. `venue_text` is how lists name the place; `secret`: only for those concerned."""

    __tablename__ = "event"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint(
            "attendance <> 'represented' OR representative_id IS NOT NULL", name="represented_by_someone"
        ),
        Index("ix_event_starts", "starts_at", "id"),
        Index("ix_event_unit_starts", "unit_id", "starts_at"),
        Index("ix_event_ends", "ends_at"),
    )
    title: Mapped[str] = mapped_column(String(200))
    theme: Mapped[str] = mapped_column(String(300), default="")
    host: Mapped[str] = mapped_column(String(160), default="")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    zone: Mapped[str] = mapped_column(String(40), default=clock.Zone.WIB)
    venue_text: Mapped[str] = mapped_column(String(300), default="")
    note: Mapped[str] = mapped_column(String(2000), default="")
    provisional: Mapped[bool] = mapped_column(default=False)  # the day is still to be confirmed
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    state: Mapped[EventState] = mapped_column(default=EventState.PLANNED)
    leader_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    attendance: Mapped[Attendance] = mapped_column(default=Attendance.NONE)
    representative_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    secret: Mapped[bool] = mapped_column(default=False)
    planned_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    cancel_reason: Mapped[str] = mapped_column(String(1000), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    unit: Mapped[Unit] = relationship()
    leader: Mapped[Person | None] = relationship(foreign_keys=[leader_id])
    representative: Mapped[Person | None] = relationship(foreign_keys=[representative_id])
    planned_by: Mapped[Person | None] = relationship(foreign_keys=[planned_by_id])
    venues: Mapped[list["EventVenue"]] = relationship(back_populates="event", order_by="EventVenue.id")
    needs: Mapped[list["EventNeed"]] = relationship(back_populates="event", order_by="EventNeed.id")
    participants: Mapped[list["EventParticipant"]] = relationship(order_by="EventParticipant.id")

    @property
    def owner(self) -> str:
        """How rooms below name what belongs to this event."""
        return f"event:{self.id}"

    @property
    def url(self) -> str:
        """Where people read it (for reminders, which are written without a request)."""
        return f"/acara/{self.id}"

    @property
    def public_title(self) -> str:
        """What everyone may read in a calendar."""
        return TAKEN if self.secret else self.title

    @property
    def trail_label(self) -> str:
        """How the Trail names it."""
        return self.public_title

    @property
    def is_secret(self) -> bool:
        """The Trail keeps no details of a secret event."""
        return self.secret

    @property
    def attending(self) -> Person | None:
        """Whose time it takes: the leader's, or the representative's."""
        by_state = {Attendance.ATTENDS: self.leader, Attendance.REPRESENTED: self.representative}
        return by_state.get(self.attendance)

    @property
    def venue_resource_id(self) -> int | None:
        """The first hall, if it is one of ours."""
        return next((v.resource_id for v in self.venues if v.resource_id), None)

    @property
    def heads(self) -> int | None:
        """How many people come, where it is known."""
        return sum(p.count for p in self.participants) or None

    @property
    def concerned_ids(self) -> list[int]:
        """Whom a change concerns: planner, leader, representative."""
        found = (self.planned_by_id, self.leader_id, self.representative_id)
        return list(dict.fromkeys(i for i in found if i))

    @act(
        "cancelled", source={EventState.PLANNED}, target=EventState.CANCELLED, needs=P.EVENT_PLAN,
        label=_l("Batalkan acara"), noun="pembatalan", sentence=_l("membatalkan acara"), tone="danger",
        asks_reason=True, hidden=True,
    )  # fmt: skip
    def cancel(self, *, by: Any, reason: str = "") -> None:
        """Call it off: halls, cars, people and posts are free again, reminders are withdrawn, people are told."""
        self.state, self.cancel_reason = EventState.CANCELLED, reason.strip()[:1000]
        holdings.release(self, reason=self.cancel_reason, by=by)

    @act(
        "done", source={EventState.PLANNED}, target=EventState.DONE, needs=P.EVENT_PLAN,
        unless=lambda event, by: event.not_over(), label=_l("Tandai selesai"), noun="penyelesaian",
        sentence=_l("menandai acara selesai"), tone="success",
    )  # fmt: skip
    def finish(self, *, by: Any) -> None:
        """It took place."""

    def not_over(self) -> str | None:
        """Why it cannot be done yet, in words."""
        return _("Acara ini belum berakhir.") if self.ends_at > clock.now() else None


class EventVenue(Row, Model):
    """One place of an event, with its own host: an open house is held at three residences at once."""

    __tablename__ = "event_venue"
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    host: Mapped[str] = mapped_column(String(160), default="")
    host_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # whose time it takes too
    place: Mapped[str] = mapped_column(String(300), default="")
    resource_id: Mapped[int | None] = mapped_column(ForeignKey("resource.id"), index=True)
    event: Mapped[Event] = relationship(back_populates="venues")
    person: Mapped[Person | None] = relationship()
    resource: Mapped[Resource | None] = relationship()


class EventNeed(Row, Model):
    """One thing or post that the event needs. `note` says why it is not met."""

    __tablename__ = "event_need"
    __table_args__ = (
        CheckConstraint("resource_id IS NOT NULL OR post_id IS NOT NULL", name="names_something"),
        CheckConstraint("count > 0", name="count"),
    )
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    kind: Mapped[NeedKind]
    resource_id: Mapped[int | None] = mapped_column(ForeignKey("resource.id"), index=True)
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    count: Mapped[int] = mapped_column(default=1)
    state: Mapped[NeedState] = mapped_column(default=NeedState.WAITING)
    note: Mapped[str] = mapped_column(String(300), default="")
    event: Mapped[Event] = relationship(back_populates="needs")
    resource: Mapped[Resource | None] = relationship()
    post: Mapped[Post | None] = relationship()

    @property
    def met(self) -> bool:
        """Sure."""
        return self.state is NeedState.MET

    @property
    def state_label(self) -> str:
        """What people read."""
        return str(self.state.label)

    @property
    def state_tone(self) -> str:
        """The badge's colour."""
        return self.state.tone


class EventParticipant(Row, Model):
    """Who comes, by position: "Kepala Biro Umum" of "seluruh provinsi", 38 people."""

    __tablename__ = "event_participant"
    __table_args__ = (CheckConstraint("count > 0", name="count"),)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    position: Mapped[str] = mapped_column(String(200))
    organisation: Mapped[str] = mapped_column(String(200), default="")
    count: Mapped[int] = mapped_column(default=1)

"""Who may ask and who may decide; one slot has one holder from the moment it is asked for."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from biro.accounts.actors import actor_for
from biro.allocations.models import Allocation, AllocationState, Resource
from biro.allocations.services import Clash, person_resource
from biro.core import clock
from biro.core.db import db
from biro.core.errors import DomainError, Forbidden
from biro.facilities import inventory, queries, services
from biro.facilities.models import Booking, BookingState
from biro.facilities.signals import booking_decided
from biro.reminders.models import Notice
from tests import story
from tests.facilities.conftest import HOUR, NINE, furnish


def kinds_told(person):
    return list(db.session.scalars(select(Notice.kind).where(Notice.person_id == person.id)))


def test_a_request_holds_its_slot_and_tells_those_who_decide(ask, cast):
    booking = ask()
    assert booking.state is BookingState.ASKED
    assert booking.allocation.state is AllocationState.HELD
    assert booking.allocation.owner == f"booking:{booking.id}"
    assert "booking.asked" in kinds_told(cast.household)
    assert "booking.asked" in kinds_told(cast.head)
    assert kinds_told(cast.outsider_head) == kinds_told(cast.staff) == []


def test_approval_makes_it_firm_and_tells_the_asker(ask, cast):
    booking, heard = ask(), []
    with booking_decided.connected_to(lambda sender, by: heard.append(sender.state)):
        booking.approve(by=cast.as_("household"))
    assert booking.state is BookingState.FIRM
    assert booking.allocation.state is AllocationState.FIRM
    assert booking.decided_by_id == cast.household.id
    assert heard == [BookingState.FIRM]
    assert kinds_told(cast.secretary) == ["booking.approved"]


def test_rejection_needs_a_reason_and_frees_the_slot(ask, cast):
    booking = ask()
    with pytest.raises(DomainError):
        booking.reject(by=cast.as_("household"), reason=" ")
    booking.reject(by=cast.as_("household"), reason="Dipakai gubernur")
    db.session.commit()
    assert booking.allocation.state is AllocationState.RELEASED
    assert kinds_told(cast.secretary) == ["booking.rejected"]
    assert ask("staff").is_live


@pytest.mark.parametrize("username", ["staff", "secretary", "finance", "outsider", "outsider_head", "admin"])
def test_only_the_household_and_bureau_heads_decide(ask, cast, username):
    booking = ask("driver")
    with pytest.raises(Forbidden):
        booking.approve(by=cast.as_(username))
    with pytest.raises(Forbidden):
        booking.reject(by=cast.as_(username), reason="x")
    assert booking.state is BookingState.ASKED


def test_nobody_approves_their_own_request(ask, cast):
    booking = ask("household")
    with pytest.raises(DomainError, match="permintaan sendiri"):
        booking.approve(by=cast.as_("household"))
    booking.approve(by=cast.as_("head"))
    assert booking.state is BookingState.FIRM


def in_the_name_of(cast, who, giver):
    acting = actor_for(getattr(cast, who))
    acting.behalf_id, acting.behalf_name = getattr(cast, giver).id, getattr(cast, giver).name
    acting.grants += actor_for(getattr(cast, giver)).grants
    return acting


def test_nor_one_that_was_made_in_their_name_or_that_they_made_in_anothers(ask, cast):
    by = in_the_name_of(cast, "staff", "household")
    booking = ask(by=by)
    for decider in (cast.as_("household"), by, in_the_name_of(cast, "secretary", "household")):
        with pytest.raises(DomainError, match="permintaan sendiri"):
            booking.approve(by=decider)
    assert booking.id not in {b.id for b in db.session.scalars(queries.to_decide(cast.as_("household")))}
    assert booking.id in {b.id for b in db.session.scalars(queries.to_decide(cast.as_("head")))}


def test_a_second_approval_is_refused_in_words(ask, cast):
    booking = ask()
    booking.approve(by=cast.as_("household"))
    with pytest.raises(DomainError, match="Disetujui"):
        booking.approve(by=cast.as_("head"))


def test_the_asker_cancels_and_others_do_not(ask, cast):
    booking = ask()
    for username in ("staff", "outsider", "outsider_head"):
        with pytest.raises(DomainError):
            booking.cancel(by=cast.as_(username), reason="iseng")
    booking.cancel(by=cast.as_("secretary"), reason="Rapat ditunda")
    assert booking.state is BookingState.CANCELLED
    assert booking.allocation.state is AllocationState.RELEASED


def test_an_outsider_neither_sees_nor_asks(ask, place, cast):
    booking = ask()
    outsider = cast.as_("outsider")
    assert queries.booking(outsider, booking.id) is None
    assert queries.rooms(outsider) == []
    with pytest.raises(Forbidden):
        ask("outsider")
    assert queries.booking(cast.as_("finance"), booking.id) is booking


def test_a_clash_says_who_what_until_when_and_offers_the_other_room(ask, place):
    ask()
    with pytest.raises(Clash) as refused:
        ask("staff")
    sentence = str(refused.value)
    for part in ("Aula Timur", "Rapat anggaran", "Dewi Lestari", "09.00–10.00 WIB"):
        assert part in sentence
    assert refused.value.alternatives[0].resource.name == "Ruang Rapat"
    assert db.session.scalar(select(func.count()).select_from(Booking)) == 1


def test_buffers_keep_the_next_one_out_until_the_room_is_clean(ask, place, cast):
    inventory.change(place.hall, by=cast.as_("household"), buffer_after=60)
    ask()
    with pytest.raises(Clash):
        ask("staff", at=NINE + 1.5 * HOUR)
    assert ask("staff", at=NINE + 2 * HOUR).is_live


def test_what_an_event_asked_for_moves_with_it_and_needs_another_yes(ask, cast):
    booking = ask(source="event:5")
    booking.approve(by=cast.as_("household"))
    services.move_source("event:5", starts_at=NINE, ends_at=NINE + HOUR / 2, by=cast.as_("secretary"))
    assert booking.state is BookingState.FIRM
    services.move_source(
        "event:5", starts_at=NINE + 3 * HOUR, ends_at=NINE + 4 * HOUR, by=cast.as_("secretary")
    )
    assert booking.state is BookingState.ASKED
    assert booking.allocation.state is AllocationState.HELD
    services.cancel_source("event:5", reason="Acara batal", by=cast.as_("secretary"))
    assert queries.bookings_of("event:5") == []
    assert booking.allocation.state is AllocationState.RELEASED


def test_a_driver_has_one_calendar_as_driver_and_as_person(place, cast):
    assert person_resource(cast.driver) is place.driver.resource


def test_fifty_ask_at_once_and_one_gets_the_hall(live_app):
    with live_app.app_context():
        hall_id = furnish(story.Cast()).hall.resource_id
        db.session.remove()
    won, lost, start = [], [], threading.Barrier(50)

    def ask_for_it(number):
        with live_app.app_context():
            by = story.Cast().as_("staff")
            db.session.rollback()
            start.wait()
            at = NINE + timedelta(minutes=number)
            try:
                services.book(
                    resource=db.session.get(Resource, hall_id), starts_at=at, ends_at=at + 2 * HOUR,
                    purpose=f"Rapat {number}", by=by,
                )  # fmt: skip
                db.session.commit()
                won.append(number)
            except (Clash, DBAPIError) as refusal:
                db.session.rollback()
                lost.append(refusal)

    threads = [threading.Thread(target=ask_for_it, args=(n,)) for n in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with live_app.app_context():
        stored = [db.session.scalar(select(func.count()).select_from(t)) for t in (Allocation, Booking)]
        assert clock.now() < NINE
    assert (len(won), len(lost), stored) == (1, 49, [1, 1])
    assert all(isinstance(refusal, Clash) or "deadlock" in str(refusal) for refusal in lost)

"""Leave blocks days, and gives way to nothing silently."""

from datetime import date, timedelta

import pytest

from biro.accounts.actors import SYSTEM
from biro.allocations import services as allocations
from biro.allocations.services import Clash
from biro.core import clock
from biro.core.errors import DomainError, Forbidden
from biro.rosters import services
from biro.rosters.models import LeaveKind
from tests.rosters.conftest import EVENING, THREE_HOURS, drafted


def leave(cast, person="staff", start=date(2026, 12, 3), end=date(2026, 12, 4), by="household"):
    return services.record_leave(
        person=getattr(cast, person), kind=LeaveKind.ANNUAL, starts_on=start, ends_on=end, by=cast.as_(by)
    )


def test_nobody_can_be_booked_on_leave_until_it_is_cancelled(place, cast):
    row = leave(cast)
    time = allocations.person_resource(cast.staff)
    given = {
        "starts_at": EVENING,
        "ends_at": EVENING + THREE_HOURS,
        "title": "Rakor",
        "owner": "event:1",
        "by": SYSTEM,
    }
    with pytest.raises(Clash):
        allocations.allocate(time, **given)
    services.cancel_leave(row, by=cast.as_("household"))
    allocations.allocate(time, **given)
    with pytest.raises(DomainError):
        services.cancel_leave(row, by=cast.as_("household"))


def test_drafts_give_the_person_up_but_a_submitted_duty_is_named(place, cast):
    roster = drafted(place, cast)
    mine = [d for d in roster.duties if d.person_id == cast.staff.id]
    leave(cast, start=mine[0].day, end=mine[0].day)
    assert mine[0].person_id is None
    services.submit(roster, by=cast.as_("household"))
    with pytest.raises(DomainError) as refused:
        leave(cast, start=mine[1].day, end=mine[2].day)
    assert str(refused.value).count("Pengamanan · Pagi") == sum(
        mine[1].day <= d.day <= mine[2].day for d in mine
    )
    assert refused.value.field == "starts_on"


@pytest.mark.parametrize(
    ("start", "end", "field"),
    [
        (date(2026, 12, 4), date(2026, 12, 3), "ends_on"),
        (date(2026, 12, 4), date(2036, 12, 3), "ends_on"),
        (date(2206, 12, 4), date(2206, 12, 5), "starts_on"),
        (date(2026, 12, 2), date(2026, 12, 3), "starts_on"),
    ],
)
def test_impossible_days_are_refused_beside_their_field(place, cast, start, end, field):
    leave(cast)
    with pytest.raises(DomainError) as refused:
        leave(cast, start=start, end=end)
    assert refused.value.field == field


def test_only_the_heads_of_a_person_record_their_leave(place, cast):
    for nobody in ("staff", "secretary", "finance", "outsider", "outsider_head"):
        with pytest.raises(Forbidden):
            leave(cast, by=nobody)
    leave(cast, by="head")


def test_the_list_shows_only_ones_own_and_ones_peoples_leave(place, cast, sign_in):
    leave(cast)
    for username, seen in (
        ("staff", True),
        ("household", True),
        ("driver", False),
        ("outsider", False),
        ("outsider_head", False),
    ):
        page = sign_in(username).get("/piket/cuti").get_data(as_text=True)
        assert ("Agus Salim</th>" in page) is seen, username


def test_a_form_with_a_bad_date_says_so_beside_it_and_a_good_one_is_recorded(place, cast, sign_in):
    client = sign_in("household")
    given = {
        "person_id": str(cast.staff.id),
        "kind": "tahunan",
        "starts_on": "2026-12-09",
        "ends_on": "2026-12-01",
    }
    answer = client.post("/piket/cuti/baru", data=given)
    assert answer.status_code == 422
    assert "sebelum hari pertamanya" in answer.get_data(as_text=True)
    day = (clock.today() + timedelta(days=5)).isoformat()
    assert (
        client.post("/piket/cuti/baru", data={**given, "starts_on": day, "ends_on": day}).status_code == 303
    )

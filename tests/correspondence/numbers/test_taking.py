"""Numbers for letters: in order, by the letter's year, by day, put by, put between, by hand, spoilt for good."""

from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import select

from biro.audit.trail import history_of
from biro.core import clock
from biro.core.db import db
from biro.core.errors import DomainError, Forbidden
from biro.correspondence.models import NumberScope, Register, RegisterKind
from biro.correspondence.numbers import explaining, services
from biro.correspondence.numbers.models import LetterNumber, NumberState
from biro.reminders.models import Notice

NOON = "2026-03-10 05:00:00+00:00"


@pytest.fixture(autouse=True)
def tenth_of_march():
    with time_machine.travel(NOON, tick=False):
        yield


def numbers():
    return db.session.scalars(select(LetterNumber).order_by(LetterNumber.seq, LetterNumber.insertion)).all()


def test_numbers_follow_each_other_and_a_look_takes_nothing(open_book, take, cast):
    book, unit = open_book(), cast.unit("TU")
    look = {"letter_date": clock.today(), "unit": unit, "classification_code": "000.1.5"}
    seen = services.preview(book, **look)
    assert (seen.text, seen.provisional, seen.refusal) == ("B/1/000.1.5/2026", True, "")
    assert services.preview(book, **look).text == seen.text
    assert [take(book).text for _turn in range(3)] == [f"B/{n}/000.1.5/2026" for n in (1, 2, 3)]
    assert services.preview(book, **look).text == "B/4/000.1.5/2026"


def test_the_year_is_the_letters_not_todays(open_book, take):
    book = open_book()
    assert take(book).seq == 1
    late = take(book, letter_date=date(2025, 12, 30))
    assert (late.year, late.seq, late.text) == (2025, 1, "B/1/000.1.5/2025")
    assert "2025 menurut tanggal surat" in " ".join(explaining.sentences(late.why))
    with time_machine.travel("2027-01-04 05:00:00+00:00"):
        assert take(book).text == "B/1/000.1.5/2027"
        assert take(book, letter_date=date(2026, 12, 31)).text == "B/2/000.1.5/2026"


def test_a_book_may_count_for_each_code_or_each_unit(open_book, take):
    by_code = open_book(name="Per kode", scope=NumberScope.CLASSIFICATION)
    assert [take(by_code, classification=c).seq for c in ("1", "2", "1")] == [1, 1, 2]
    by_unit = open_book(name="Per unit", scope=NumberScope.UNIT, pattern="{urut}/{unit}/{tahun}")
    assert [take(by_unit, unit=u).text for u in ("TU", "RT", "TU")] == ["1/TU/2026", "1/RT/2026", "2/TU/2026"]


def test_a_back_dated_letter_gets_the_smallest_free_number_of_its_day(open_book, take):
    book = open_book(day_quota=100, pattern="{urut}")
    assert [take(book, letter_date=date(2026, 1, 2)).text for _turn in range(2)] == ["101", "102"]
    assert take(book, letter_date=date(2026, 1, 1)).text == "1"
    assert take(book).text == "6801"  # 10 March is day 69
    said = explaining.sentences(take(book, letter_date=date(2026, 1, 2)).why)
    assert "berjatah nomor 101 sampai 200; 103" in said[0]


def test_a_full_day_says_what_can_be_done_and_takes_sub_numbers(open_book, take, cast):
    book = open_book(day_quota=2, pattern="{urut}/{tahun}")
    day = date(2026, 1, 2)
    for _turn in range(2):
        take(book, letter_date=day)
    with pytest.raises(DomainError) as refusal:
        take(book, letter_date=day)
    assert refusal.value.code == "block_full" and "4.1" in str(refusal.value)
    look = services.preview(book, letter_date=day, unit=cast.unit("TU"))
    assert look.text == "" and "sudah habis" in look.refusal
    assert [take(book, letter_date=day, insert=True).text for _turn in range(2)] == ["4.1/2026", "4.2/2026"]
    assert take(book, letter_date=date(2026, 1, 3)).text == "5/2026"


def test_a_number_may_be_put_between_by_date(open_book, take):
    book = open_book()
    for day in (1, 3, 5):
        take(book, letter_date=date(2026, 3, day))
    put = [take(book, letter_date=date(2026, 3, 4), insert=True).text for _turn in range(2)]
    assert put == ["B/2.1/000.1.5/2026", "B/2.2/000.1.5/2026"]
    assert take(book).seq == 4
    with pytest.raises(DomainError):
        take(book, letter_date=date(2026, 2, 1), insert=True)


def test_a_units_reserve_goes_first_and_the_others_go_past_it(open_book, take, cast):
    book = open_book()
    given = {"letter_date": clock.today(), "unit": cast.unit("RT"), "by": cast.as_("secretary")}
    rows = services.reserve(book, count=3, reason="Jatah bulan ini", **given)
    assert [(r.seq, r.state, r.text) for r in rows] == [(n, NumberState.RESERVED, None) for n in (1, 2, 3)]
    assert take(book).seq == 4
    assert [take(book, unit="RT").seq for _turn in range(4)] == [1, 2, 3, 5]
    assert "dipesan untuk Bagian Rumah Tangga" in explaining.sentences(numbers()[0].why)[0]


def test_what_is_put_by_for_one_letter_waits_for_it(open_book, take, cast):
    book = open_book()
    given = {"letter_date": clock.today(), "unit": cast.unit("TU"), "by": cast.as_("secretary")}
    (kept,) = services.reserve(book, count=1, auto=False, reason="Surat gubernur", **given)
    assert take(book).seq == 2
    with pytest.raises(Forbidden):
        services.use(
            kept, letter_date=clock.today(), unit=cast.unit("RT"), by=cast.as_("household"), classification="1"
        )  # fmt: skip
    with pytest.raises(DomainError):
        services.use(
            kept, letter_date=date(2025, 12, 1), unit=cast.unit("TU"), by=cast.as_("secretary"), classification="1"
        )  # fmt: skip
    services.use(kept, classification="000.1.4", **{**given, "letter_date": date(2026, 3, 2)})
    assert (kept.text, kept.state) == ("B/1/000.1.4/2026", NumberState.USED)
    with pytest.raises(DomainError):
        services.use(kept, classification="000.1.4", **given)


def test_a_released_number_returns_to_the_stock_and_to_its_day(open_book, take, cast):
    plain, daily = open_book(), open_book(name="Harian", day_quota=5, pattern="{urut}")
    given = {"letter_date": clock.today(), "unit": cast.unit("TU"), "by": cast.as_("secretary")}
    for book in (plain, daily):
        rows = services.reserve(book, count=2, **given)
        for row in rows:
            services.release(row, by=cast.as_("secretary"))
        assert {row.state for row in rows} == {NumberState.FREE}
    assert take(plain).seq == 3
    assert take(daily).seq == 68 * 5 + 1


def test_a_void_number_keeps_its_row_and_is_never_given_again(open_book, take, cast):
    plain, daily = open_book(), open_book(name="Harian", day_quota=5, pattern="{urut}")
    for book in (plain, daily):
        first = take(book)
        with pytest.raises(DomainError):
            services.void(first, reason=" ", by=cast.as_("secretary"))
        services.void(first, reason="Salah alamat", by=cast.as_("secretary"))
        assert take(book).seq == first.seq + 1
        with pytest.raises(DomainError):
            services.override(
                book, seq=first.seq, letter_date=clock.today(), unit=cast.unit("TU"), reason="Pakai lagi",
                classification="000.1.5", by=cast.as_("secretary"),
            )  # fmt: skip
        with pytest.raises(DomainError):
            services.use(first, letter_date=clock.today(), unit=cast.unit("TU"), by=cast.as_("secretary"))
        assert first.void_reason == "Salah alamat" and first.text
        assert any(e.action == "letter_number.voided" for e in history_of(first))


def test_what_a_letter_in_biro_carries_is_voided_with_it_only(open_book, take, cast):
    number = take(open_book(), owner="outgoing:12")
    with pytest.raises(DomainError):
        services.void(number, reason="Salah", by=cast.as_("secretary"))
    with pytest.raises(DomainError):
        services.void(number, reason="Salah", by=cast.as_("secretary"), owner="outgoing:13")
    services.void(number, reason="Surat dibatalkan", by=cast.as_("head"), owner="outgoing:12")
    assert number.state is NumberState.VOID


def test_a_number_by_hand_is_written_down_as_such_and_the_sequence_goes_past_it(open_book, take, cast):
    book = open_book()
    given = {"letter_date": clock.today(), "unit": cast.unit("TU"), "by": cast.as_("secretary")}
    hand = services.override(
        book, seq=2, text="B/2.a/000/2026", reason="Sudah tercetak", classification="000", **given
    )
    db.session.commit()
    assert [take(book).seq for _turn in range(2)] == [1, 3]
    assert hand.manual and "Sudah tercetak" in explaining.sentences(hand.why)[0]
    entry = next(e for e in history_of(hand) if e.action == "letter_number.overridden")
    assert entry.data == {"number": "B/2.a/000/2026", "reason": "Sudah tercetak"}
    for change in ({"seq": 2}, {"seq": 9, "text": "B/2.a/000/2026 9", "reason": ""}, {"seq": 0}):
        with pytest.raises(DomainError):
            services.override(book, **{"reason": "Coba", "classification": "000", **given, **change})
    services.override(book, seq=26, text="26/2026", reason="Coba", **given)
    with pytest.raises(DomainError) as refusal:
        services.override(book, seq=2026, text="26/2026", reason="Coba", **given)
    assert "sudah ada" in str(refusal.value)


def test_a_letter_must_have_what_the_pattern_prints(open_book, take):
    with pytest.raises(DomainError) as refusal:
        take(open_book(), classification=None)
    assert refusal.value.field == "classification_id"
    with pytest.raises(DomainError) as refusal:
        take(open_book(name="Kementerian", pattern="{urut}/{jabatan}"))
    assert "{jabatan}" in str(refusal.value)


def test_few_left_is_told_once_to_those_who_take_numbers(open_book, take, cast):
    reserve, daily = (
        open_book(alarm_below=2),
        open_book(name="Harian", day_quota=4, alarm_below=2, pattern="{urut}"),
    )
    given = {"letter_date": clock.today(), "unit": cast.unit("RT"), "by": cast.as_("secretary")}
    services.reserve(reserve, count=4, **given)
    for _turn in range(3):
        take(reserve, unit="RT")
        take(daily)
    told = {(n.person_id, n.owner) for n in db.session.scalars(select(Notice))}
    keepers = {cast.household.id, cast.head.id}
    assert {person for person, owner in told if owner == f"register:{reserve.id}"} == keepers
    assert {person for person, owner in told if owner == f"register:{daily.id}"} == {cast.head.id}
    assert len(db.session.scalars(select(Notice)).all()) == len(told)
    take(reserve, unit="RT")
    assert len(db.session.scalars(select(Notice)).all()) == len(told)


def test_nobody_takes_from_the_book_of_another_bureau(open_book, take, cast):
    book = open_book()
    for name in ("outsider", "outsider_head", "staff", "admin"):
        with pytest.raises(Forbidden):
            take(book, by=name)
    with pytest.raises(Forbidden):
        services.reserve(
            book, letter_date=clock.today(), count=1, unit=cast.unit("HK"), by=cast.as_("outsider_head")
        )
    mine = take(book)
    for name in ("outsider", "outsider_head", "staff"):
        with pytest.raises(DomainError):
            services.void(mine, reason="Usil", by=cast.as_(name))
    assert take(open_book(name="Setda", unit="SETDA"), by="outsider_head", unit="HK").seq == 1


def test_the_first_letter_of_its_kind_opens_the_bureaus_book_once(app, cast, take):
    first = services.register_for(kind=RegisterKind.OUTGOING, unit=cast.unit("RT"), by=cast.as_("household"))
    db.session.commit()
    again = services.register_for(kind=RegisterKind.OUTGOING, unit=cast.unit("TU"), by=cast.as_("finance"))
    assert again.id == first.id and first.unit_id == cast.unit("UM").id
    assert take(first).text == "000.1.5/1/TU"
    other = services.register_for(
        kind=RegisterKind.OUTGOING, unit=cast.unit("HK"), by=cast.as_("outsider_head")
    )
    assert other.id != first.id
    kinds = [k for k in RegisterKind if k is not RegisterKind.INCOMING]
    opened = [services.register_for(kind=k, unit=cast.unit("TU"), by=cast.as_("finance")) for k in kinds]
    assert [b.kind for b in opened] == kinds


def test_a_book_of_outgoing_numbers_is_no_agenda_book(open_book, sign_in):
    open_book(unit="TU")
    page = sign_in("secretary").get("/surat/masuk").get_data(as_text=True)
    assert "Surat keluar" not in page.split("<main")[1]
    assert db.session.scalar(select(Register.kind)) is RegisterKind.OUTGOING


def test_how_a_book_counts_changes_only_before_its_first_number(open_book, take, cast):
    book, admin = open_book(), cast.as_("admin")
    terms = {"name": book.name, "active": True, "pattern": "{urut}/{tahun}"}
    services.change_register(book, version=book.version, day_quota=10, by=admin, **terms)
    services.change_register(book, version=book.version, day_quota=0, by=admin, **terms)
    db.session.commit()
    assert take(book).text == "1/2026"
    with pytest.raises(DomainError) as refusal:
        services.change_register(book, version=book.version, day_quota=10, by=admin, **terms)
    assert refusal.value.field == "day_quota"
    with pytest.raises(DomainError):
        services.change_register(book, version=book.version - 1, by=admin, **terms)
    with pytest.raises(Forbidden):
        services.change_register(book, version=book.version, by=cast.as_("secretary"), **terms)


def test_a_book_kept_on_paper_until_now_goes_on_where_it_stood(open_book, take, cast):
    book, admin = open_book(), cast.as_("admin")
    services.continue_from(book, year=2026, following=216, by=admin)
    db.session.commit()
    assert take(book).seq == 216
    for following in (216, 1):
        with pytest.raises(DomainError):
            services.continue_from(book, year=2026, following=following, by=admin)
    assert take(book, letter_date=clock.today() - timedelta(days=100)).seq == 1

"""Retention: when it ends, who must approve, what may be proposed."""

from datetime import date

import pytest

from biro.core.errors import DomainError
from biro.core.schema import read_seed
from biro.correspondence import seeding
from biro.correspondence.archive import rules
from biro.correspondence.archive.rules import Fate, Kind, Office, Retention

ROWS = {row["kode"]: row for row in read_seed(seeding.__file__, "klasifikasi")}


def terms(kode):
    """The retention of a real row of the schedule."""
    row = ROWS[kode]
    years = {name: int(row[f"retensi_{part}_tahun"] or 0) or None
             for name, part in (("active_years", "aktif"), ("inactive_years", "inaktif"))}  # fmt: skip
    return rules.retention(
        **years, fate=row["nasib_akhir"], active_from=row["retensi_aktif_pemicu"], note=row["catatan"], source="",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kode", "clock_on", "active", "whole", "kinds", "office"),
    [
        (
            "000.1.4",
            date(2020, 3, 10),
            date(2022, 3, 10),
            date(2025, 3, 10),
            (Kind.DESTRUCTION,),
            Office.REGION,
        ),
        (
            "000.1.5",
            date(2020, 2, 29),
            date(2022, 2, 28),
            date(2026, 2, 28),
            (Kind.DESTRUCTION,),
            Office.REGION,
        ),
        (
            "000.1.6",
            date(2021, 12, 31),
            date(2023, 12, 31),
            date(2024, 12, 31),
            (Kind.DESTRUCTION,),
            Office.REGION,
        ),
        ("400.14.1.4", date(2020, 1, 1), date(2022, 1, 1), date(2025, 1, 1), (Kind.HANDOVER,), Office.REGION),
        ("000.5.6.2", date(2019, 6, 1), date(2020, 6, 1), date(2021, 6, 1), (Kind.HANDOVER,), Office.REGION),
    ],
)
def test_real_rows_of_the_schedule(kode, clock_on, active, whole, kinds, office):
    found = terms(kode)
    assert rules.ends(clock_on, found) == (active, whole)
    assert rules.kinds_for(found.fate) == kinds
    assert rules.approver(kinds[0], [found.total]) is office


def test_every_row_of_the_schedule_is_either_a_heading_or_has_an_end_and_a_fate():
    headings = 0
    for kode, row in ROWS.items():
        if row["nasib_akhir"]:
            active, whole = rules.ends(date(2024, 2, 29), terms(kode))
            assert date(2024, 2, 29) < active < whole and rules.kinds_for(terms(kode).fate), kode
        else:
            headings += 1
            with pytest.raises(DomainError, match="belum punya retensi"):
                terms(kode)
    assert headings == 547


@pytest.mark.parametrize(
    ("day", "years", "later"),
    [
        (date(2020, 2, 29), 1, date(2021, 2, 28)),
        (date(2020, 2, 29), 4, date(2024, 2, 29)),
        (date(2096, 2, 29), 4, date(2100, 2, 28)),
        (date(2000, 2, 29), 0, date(2000, 2, 29)),
        (date(2021, 2, 28), 3, date(2024, 2, 28)),
    ],
)
def test_a_year_is_counted_to_the_same_day(day, years, later):
    assert rules.add_years(day, years) == later


def test_the_last_day_still_belongs_to_the_retention():
    assert not rules.is_over(date(2026, 3, 10), date(2026, 3, 10))
    assert rules.is_over(date(2026, 3, 10), date(2026, 3, 11))
    assert not rules.is_over(None, date(2026, 3, 11))


@pytest.mark.parametrize(
    ("kind", "totals", "office"),
    [
        (Kind.DESTRUCTION, [2, 9], Office.REGION),
        (Kind.DESTRUCTION, [2, 10], Office.ANRI),
        (Kind.DESTRUCTION, [25], Office.ANRI),
        (Kind.HANDOVER, [25], Office.REGION),
        (Kind.TRANSFER, [25], Office.CREATOR),
        (Kind.DESTRUCTION, [], Office.REGION),
    ],
)
def test_the_longest_retention_of_a_batch_says_who_approves(kind, totals, office):
    assert rules.approver(kind, totals) is office


def test_what_is_assessed_again_may_go_either_way():
    assert rules.kinds_for(Fate.ASSESS) == (Kind.DESTRUCTION, Kind.HANDOVER)
    assert rules.kinds_for(None) == ()
    assert Retention(2, 8, Fate.ASSESS).total == 10


@pytest.mark.parametrize(
    ("closed", "sentence"),
    [(date(2025, 12, 31), "sebelum dibuka"), (date(2026, 7, 1), "masa depan")],
)
def test_a_file_is_closed_after_its_opening_and_not_tomorrow(closed, sentence):
    with pytest.raises(DomainError, match=sentence):
        rules.check_order(date(2026, 1, 1), closed, date(2026, 6, 30))

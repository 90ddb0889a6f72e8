"""Dates as letters write them: 12 November 2026, 12 Nopember 2026, 12/11/2026. Pure."""

import re
from collections.abc import Iterator
from datetime import date

MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "januari jan", "februari pebruari feb peb", "maret mar mrt", "april apr", "mei may", "juni jun", "juli jul",
            "agustus agust agt ags agu aug", "september sept sep", "oktober okt oct", "november nopember nov nop",
            "desember des dec",
        ),
        1,
    )
    for word in words.split()
}  # fmt: skip
WORDED = re.compile(r"\b(\d{1,2})\s*[-.]?\s*([A-Za-z]{3,9})\.?\s*[-.]?\s*(\d{4})\b")
FIGURES = re.compile(r"\b(\d{1,2})\s?[/.\-]\s?(\d{1,2})\s?[/.\-]\s?(\d{4})\b")
CITY = re.compile(
    r"\b([A-Z][A-Za-z.]+(?: [A-Z][A-Za-z.]+){0,2})\s?,\s{0,3}(?:tanggal\s+)?(?=\d{1,2}\s?[A-Za-z\-./])"
)


def dates_in(text: str) -> Iterator[tuple[date, int, int]]:
    """(date, where it begins, where it ends) of every date in the text, as they stand."""
    found = [*WORDED.finditer(text), *FIGURES.finditer(text)]
    for match in sorted(found, key=lambda m: m.start()):
        day, month, year = match.groups()
        number = int(month) if month.isdigit() else MONTHS.get(month.lower(), 0)
        made = _made(int(year), number, int(day))
        if made is not None:
            yield made, match.start(), match.end()


def first_date(text: str) -> date | None:
    """The first date in the text."""
    return next((found for found, _start, _end in dates_in(text)), None)


def city_date(text: str) -> tuple[date, int] | None:
    """The date after a town's name ("Jakarta, 12 November 2026"), and where the town's name begins."""
    for match in CITY.finditer(text):
        found = next(dates_in(text[match.end() : match.end() + 30]), None)
        if found is not None and found[1] == 0:
            return found[0], match.start()
    return None


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1945 <= year <= 2200 else None
    except ValueError:
        return None

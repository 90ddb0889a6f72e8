"""Language, dates and times in words. Indonesian is the source language of every message; English is complete.

Dates are formatted here, not by Babel on every row: a list of 50 letters writes 100 of them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from babel.dates import get_day_names, get_month_names
from flask import Flask, g, has_app_context, has_request_context, request, session
from flask_babel import Babel, force_locale, ngettext
from flask_babel import gettext as translated
from flask_babel.speaklater import LazyString
from markupsafe import Markup

from biro.core import clock

LANGUAGES = {"id": "Bahasa Indonesia", "en": "English"}
_n = ngettext


def gettext(message: str, **variables: object) -> str:
    """The message in the reader's language. Indonesian is what stands in the code: no look-up for most readers."""
    if lang() == "id":
        return message % variables if variables else message
    return str(translated(message, **variables))


def lazy_gettext(message: str, **variables: object) -> LazyString:
    """A message that is put into words when it is shown."""
    return LazyString(gettext, message, **variables)


_ = gettext
_l = lazy_gettext


def language() -> str:
    """'id' or 'en': the person's choice, kept in the session cookie; Indonesian otherwise."""
    if not has_request_context():
        return "id"
    chosen = session.get("bahasa") or request.cookies.get("bahasa")
    return chosen if chosen in LANGUAGES else "id"


@lru_cache(maxsize=4)
def _names(lang: str) -> tuple[dict[int, str], dict[int, str], dict[int, str], dict[int, str]]:
    return (
        dict(get_day_names("wide", locale=lang)),
        dict(get_month_names("wide", locale=lang)),
        dict(get_month_names("abbreviated", locale=lang)),
        dict(get_day_names("abbreviated", locale=lang)),
    )


def lang() -> str:
    """The language that is being written: the reader's, or the one of `in_language`. Asked dozens of times a page."""
    if not has_app_context():
        return "id"
    kept: str | None = g.get("language")
    if kept is None:
        kept = g.language = language()
    return kept


@contextmanager
def in_language(code: str) -> Iterator[None]:
    """Write in another language than the reader's: a mail speaks its recipient's."""
    before, g.language = g.get("language"), code
    try:
        with force_locale(code):
            yield
    finally:
        g.language = before


def _shown(message: str, **variables: object) -> Markup:
    """`_` in templates: as `gettext`, its variables escaped. (Jinja's own takes three times as long.)"""
    text = Markup(gettext(message))  # noqa: S704 - the message stands in a template or a catalogue
    return text % variables if variables else text


def tanggal(day: date | None) -> str:
    """Selasa, 24 November 2026."""
    if day is None:
        return "–"
    days, months, _short, _abbr = _names(lang())
    return f"{days[day.weekday()]}, {day.day} {months[day.month]} {day.year}"


def tanggal_pendek(day: date | None) -> str:
    """24 Nov 2026."""
    if day is None:
        return "–"
    return f"{day.day} {_names(lang())[2][day.month]} {day.year}"


class ShortDays(dict[date, str]):
    """`days[day]` is the day in words; a list says the same few days again and again."""

    def __missing__(self, day: date) -> str:
        """Say it once."""
        self[day] = said = tanggal_pendek(day)
        return said


def bulan(day: date) -> str:
    """November 2026."""
    return f"{_names(lang())[1][day.month]} {day.year}"


def hari(day: date, *, short: bool = False) -> str:
    """Selasa (or Sel)."""
    names = _names(lang())
    return str(names[3 if short else 0][day.weekday()])


def jam(at: datetime, zone: str = clock.Zone.WIB, *, label: bool = True) -> str:
    """09.00 WIB: the hour as people write it, with a dot, in the place's own zone."""
    wall = clock.local(at, zone)
    return f"{wall:%H.%M} {clock.Zone(zone).short}" if label else f"{wall:%H.%M}"


def waktu(at: datetime | None, zone: str = clock.Zone.WIB) -> str:
    """Selasa, 24 November 2026 pukul 09.00 WIB."""
    if at is None:
        return "–"
    day = tanggal(clock.local(at, zone).date())
    return _("%(day)s pukul %(time)s", day=day, time=jam(at, zone))


def waktu_pendek(at: datetime | None, zone: str = clock.Zone.WIB) -> str:
    """24 Nov 2026 09.00 WIB."""
    if at is None:
        return "–"
    return f"{tanggal_pendek(clock.local(at, zone).date())} {jam(at, zone)}"


def hari_pendek(at: datetime, zone: str = clock.Zone.WIB) -> str:
    """24 Nov 2026: the day of an instant whose hour says nothing."""
    return tanggal_pendek(clock.local(at, zone).date())


def rentang(span: tuple[datetime, datetime], zone: str = clock.Zone.WIB) -> str:
    """24 Nov 2026 09.00-11.30 WIB, or both days when it runs over midnight."""
    start, end = (clock.local(at, zone) for at in span)
    short = clock.Zone(zone).short
    if start.date() == end.date():
        return f"{tanggal_pendek(start.date())} {start:%H.%M}–{end:%H.%M} {short}"
    return f"{tanggal_pendek(start.date())} {start:%H.%M} – {tanggal_pendek(end.date())} {end:%H.%M} {short}"


def sejak(at: datetime | None) -> str:
    """3 menit lalu: distance of a past instant in the largest fitting unit."""
    if at is None:
        return "–"
    gone = max(clock.now() - at, timedelta())
    minutes = int(gone.total_seconds() // 60)
    if minutes < 1:
        return _("baru saja")
    if minutes < 60:
        return _n("%(num)d menit lalu", "%(num)d menit lalu", minutes)
    if minutes < 24 * 60:
        return _n("%(num)d jam lalu", "%(num)d jam lalu", minutes // 60)
    return _n("%(num)d hari lalu", "%(num)d hari lalu", minutes // (24 * 60))


def ukuran(size: int) -> str:
    """708 B, 1,2 kB, 3,4 MB: a file's size in powers of ten, with the language's own comma."""
    figure, unit = float(size), "B"
    for larger in ("kB", "MB", "GB"):
        if figure < 999.5:
            break
        figure, unit = figure / 1000, larger
    text = f"{figure:.0f}" if unit == "B" or figure >= 99.5 else f"{figure:.1f}"
    return f"{text if lang() == 'en' else text.replace('.', ',')} {unit}"


def _catalogues() -> tuple[str, str]:
    folder = Path(__file__).resolve().parent.parent / "translations"
    domains = sorted(p.stem for p in (folder / "en" / "LC_MESSAGES").glob("*.po")) or ["messages"]
    return ";".join(str(folder) for _d in domains), ";".join(domains)


def init_app(app: Flask) -> None:
    """Each room has its own catalogue (`translations/en/LC_MESSAGES/<room>.po`); all are read as one."""
    folders, domains = _catalogues()
    app.config.setdefault("BABEL_DEFAULT_LOCALE", "id")
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = folders
    app.config["BABEL_DOMAIN"] = domains
    Babel(app, locale_selector=language)
    app.jinja_env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.globals["_"] = _shown
    app.jinja_env.filters.update(
        tanggal=tanggal,
        tanggal_pendek=tanggal_pendek,
        bulan=bulan,
        hari=hari,
        jam=jam,
        waktu=waktu,
        waktu_pendek=waktu_pendek,
        hari_pendek=hari_pendek,
        rentang=rentang,
        sejak=sejak,
        ukuran=ukuran,
    )
    app.jinja_env.globals.update(languages=LANGUAGES)
    app.context_processor(lambda: {"language": lang()})

"""Holidays: a year at a glance, single days, and the decree's list at once."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from biro.accounts import holidays as services
from biro.accounts.actors import actor
from biro.accounts.forms import HolidayForm, HolidayImportForm
from biro.accounts.permissions import P
from biro.accounts.views.base import bp
from biro.core import clock
from biro.core.db import db
from biro.core.guards import needs
from biro.core.pages import acted
from biro.core.texts import _
from biro.core.workdays import Holiday


def _home(year: int) -> str:
    return url_for(".holidays", tahun=year)


def _found(holiday_id: int) -> Holiday:
    row = db.session.get(Holiday, holiday_id)
    if row is None:
        raise NotFound
    return row


@bp.get("/pengaturan/hari-libur")
@needs()
def holidays() -> str:
    """The days off of a year; everyone may look."""
    this_year = clock.today().year
    asked = request.args.get("tahun", "")
    year = int(asked) if asked.isdecimal() and 2000 <= int(asked) <= 2200 else this_year
    return render_template(
        "accounts/holidays.html", rows=services.of_year(year), year=year, today=clock.today()
    )


@bp.route("/pengaturan/hari-libur/baru", methods=["GET", "POST"])
@needs(P.HOLIDAY_MANAGE)
def new_holiday() -> ResponseReturnValue:
    """Add a day."""
    form = HolidayForm()
    if form.validate_on_submit():
        with form.settling(lambda: _home(row.day.year)):
            row = services.add(**form.terms, by=actor())
        if not form.errors:
            return redirect(_home(row.day.year), 303)
    return render_template("accounts/holiday_form.html", form=form, row=None), 422 if form.errors else 200


@bp.route("/pengaturan/hari-libur/<int:holiday_id>/ubah", methods=["GET", "POST"])
@needs(P.HOLIDAY_MANAGE)
def edit_holiday(holiday_id: int) -> ResponseReturnValue:
    """Correct a day."""
    row = _found(holiday_id)
    form = HolidayForm(obj=row)
    if form.validate_on_submit():
        with form.settling(lambda: _home(row.day.year)):
            services.change(row, **form.terms, version=form.version.data, by=actor())
        if not form.errors:
            return redirect(_home(row.day.year), 303)
    return render_template("accounts/holiday_form.html", form=form, row=row), 422 if form.errors else 200


@bp.post("/pengaturan/hari-libur/<int:holiday_id>/penghapusan")
@needs(P.HOLIDAY_MANAGE)
def remove_holiday(holiday_id: int) -> ResponseReturnValue:
    """The office works after all."""
    row = _found(holiday_id)
    return acted(services.remove, _home(row.day.year), done=_("Hari libur dihapus."), row=row, by=actor())


@bp.route("/pengaturan/hari-libur/impor", methods=["GET", "POST"])
@needs(P.HOLIDAY_MANAGE)
def import_holidays() -> ResponseReturnValue:
    """First show what the file would do, then do it."""
    form, lines = HolidayImportForm(), []
    if form.validate_on_submit():
        text = form.uploaded()
        lines = services.preview(text)
        if form.sure.data and not form.errors:
            with form.settling(lambda: url_for(".holidays")):
                services.load(text, by=actor())
            if not form.errors:
                year = max(line.day.year for line in lines if line.day)
                return redirect(_home(year), 303)
    broken = any(line.error for line in lines)
    page = render_template("accounts/holiday_import.html", form=form, lines=lines, broken=broken)
    return page, 422 if form.errors or broken else 200

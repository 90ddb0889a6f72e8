"""Letters of a year, come in or gone out, that lie in no file yet: many are filed at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from biro.accounts.actors import actor
from biro.accounts.permissions import P
from biro.core.errors import DomainError
from biro.core.guards import needs
from biro.core.pages import keyset
from biro.core.texts import ShortDays, _, _n
from biro.correspondence import queries as incoming
from biro.correspondence.archive import contents
from biro.correspondence.archive.forms.filing import FilingForm, asked_letters
from biro.correspondence.archive.forms.filters import UnfiledFilter
from biro.correspondence.archive.models import CaseFile
from biro.correspondence.archive.scopes import kept_units
from biro.correspondence.archive.views.blueprint import bp
from biro.correspondence.archive.views.filing import into
from biro.correspondence.models import SECRET, Letter
from biro.correspondence.outgoing import queries as outgoing
from biro.correspondence.outgoing.models import OutgoingLetter


@dataclass(frozen=True)
class Book:
    """Where the letters come from: how one is read, which lie in no file, in which order."""

    letter: Any
    unfiled: Any
    order: list[Any]


BOOKS = {
    "": Book(incoming.letter, contents.unfiled, [Letter.received_on, Letter.id]),
    "keluar": Book(outgoing.letter, contents.unfiled_outgoing, [OutgoingLetter.sent_on, OutgoingLetter.id]),
}


@bp.route("/arsip/belum-diberkaskan", methods=["GET", "POST"])
@needs(P.ARCHIVE_KEEP)
def unfiled() -> ResponseReturnValue:
    """Letters with which nothing more is to be done and that lie in no file yet."""
    filters, form = UnfiledFilter(), FilingForm(kept_units(actor()))
    book = BOOKS[filters.arah.data]
    if form.validate_on_submit():
        made: list[CaseFile] = []
        chosen = [book.letter(letter_id, actor()) for letter_id in asked_letters()]
        with form.settling(lambda: request.full_path):
            if not chosen:
                raise DomainError(_("Centang dulu suratnya."))
            made.append(into(form, chosen))
        if not form.errors:
            flash(_filed(made[0], len(chosen)), "success")
            return redirect(request.full_path, 303)
    year = int(filters.year.data)
    query = book.unfiled(actor(), date(year, 1, 1), date(year, 12, 31))
    page = keyset(query, book.order)
    html = render_template(
        "correspondence/archive/unfiled.html", form=form, filters=filters, days=ShortDays(), page=page,
        ticked=set(asked_letters()), went_out=bool(filters.arah.data), to=_to(page.items) if filters.arah.data else {},
    )  # fmt: skip
    return html, 422 if form.errors else 200


def _to(rows: Sequence[Any]) -> dict[int, str]:
    """To whom these letters went; of secret ones it is not said."""
    return outgoing.first_recipients([row.id for row in rows if row.security not in SECRET])


def _filed(file: CaseFile, count: int) -> str:
    return _n("%(num)d surat masuk ke berkas %(label)s.", "%(num)d surat masuk ke berkas %(label)s.", count,
              label=file.label)  # fmt: skip

"""Pages about paper: sheets of stickers, the sticker on a letter's page, cutting a stack into its letters."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from biro.accounts.actors import actor
from biro.accounts.permissions import P
from biro.core.guards import needs
from biro.core.pages import acted
from biro.core.texts import _
from biro.correspondence import policies
from biro.correspondence import queries as letters
from biro.correspondence.intake import queries, services, sheets, splitting, stickers
from biro.correspondence.intake.forms import SheetForm, StickerForm
from biro.correspondence.intake.views import bp, kept_books, show_index
from biro.correspondence.models import Letter
from biro.documents import answer


@bp.post("/stiker")
@needs(P.LETTER_REGISTER)
def print_stickers() -> ResponseReturnValue:
    """Sheets to be printed on label paper; nothing is noted, a code counts from when it is bound."""
    form = SheetForm(kept_books())
    if not form.validate_on_submit():
        return show_index(printing=form), 422
    book = services.book(form.register_id.data, by=actor())
    return answer(sheets.stickers(form.sheets.data or 1, book.name), "stiker-agenda.pdf", inline=True)


def sticker_of_letter(letter: Letter) -> str | None:
    """On a letter's page, for those who keep its book."""
    if not actor().may(P.LETTER_REGISTER, letter.register.unit_id) or not policies.takes_scans(
        letter.security
    ):
        return None
    return render_template(
        "correspondence/intake/_letter.html",
        letter=letter,
        codes=stickers.of_letter(letter),
        form=StickerForm(),
    )


@bp.post("/surat/<int:letter_id>/stiker")
@needs(P.LETTER_REGISTER)
def bind(letter_id: int) -> ResponseReturnValue:
    """The sticker on this letter's paper."""
    letter, form = letters.letter(letter_id, actor()), StickerForm()
    back = letter.url
    if form.validate_on_submit():
        with form.settling(lambda: back):
            stickers.bind(letter, form.sticker.data or "", by=actor())
    for sentence in (*form.form_errors, *form.sticker.errors):
        flash(str(sentence), "danger")
    if not form.errors and not form.form_errors:
        flash(_("Stiker ditempel. Pindaian dengan stiker ini masuk ke surat ini."), "success")
    return redirect(back, 303)


@bp.post("/<int:item_id>/pemisahan")
@needs(P.LETTER_REGISTER)
def split(item_id: int) -> ResponseReturnValue:
    """Where each letter of a stack begins."""
    item = queries.item(item_id, actor())
    starts = [int(page) for page in request.form.getlist("pages") if page.isdecimal() and len(page) < 6]
    done = _("Pindaian sedang dipisah; bagian-bagiannya segera menunggu di kotak masuk.")
    return acted(splitting.ask, item.url, item=item, starts=starts, by=actor(), done=done)


@bp.post("/<int:item_id>/penggabungan")
@needs(P.LETTER_REGISTER)
def join(item_id: int) -> ResponseReturnValue:
    """The parts were one letter after all, or begin elsewhere."""
    item = queries.item(item_id, actor())
    return acted(splitting.join, item.url, item=item, by=actor(), done=_("Pindaian menunggu lagi."))

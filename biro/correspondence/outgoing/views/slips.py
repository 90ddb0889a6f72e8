"""What goes along with the copies: a page of the expedition book to sign, and a slip with the QR of the hand-over."""

from flask import current_app, flash, redirect
from flask.typing import ResponseReturnValue

from biro import documents
from biro.accounts.actors import actor
from biro.accounts.permissions import P
from biro.core.db import db
from biro.core.guards import needs
from biro.core.texts import _, in_language
from biro.correspondence import books
from biro.correspondence.outgoing import ledgers, pages, services
from biro.correspondence.outgoing.models import Dispatch
from biro.correspondence.outgoing.views.blueprint import bp
from biro.correspondence.outgoing.views.dispatch import dispatch_home, ticked
from biro.correspondence.views.printing import about


@bp.post("/surat/keluar/ekspedisi/lembar.pdf")
@needs(P.LETTER_READ)
def expedition_page() -> ResponseReturnValue:
    """The ticked copies as a page of the expedition book."""
    picked = ticked()
    if not picked:
        return _nothing()
    unit = picked[0].letter.unit
    query = ledgers.copies(actor(), Dispatch.id.in_([row.id for row in picked]))
    with in_language("id"):
        period = ", ".join(sorted({row.courier for row in picked if row.courier}))
        rows = ledgers.copy_cells(db.session(), query)
        data = ledgers.page_data(unit, "Buku ekspedisi", period or "Belum diserahkan", rows, about(unit.zone))
    _noted(picked, "Buku ekspedisi")
    return documents.answer(
        documents.pdf("buku-surat-keluar", data | {"shape": "ekspedisi"}), "lembar-ekspedisi.pdf", inline=True
    )


@bp.post("/surat/keluar/ekspedisi/slip.pdf")
@needs(P.LETTER_READ)
def slips() -> ResponseReturnValue:
    """A slip for each ticked copy: number, recipient, QR. Nothing of what the letter says."""
    picked = ticked()
    if not picked:
        return _nothing()
    site = current_app.config["BASE_URL"]
    unit = picked[0].letter.unit
    with in_language("id"):
        sheets = [
            {"number": row.letter.number or "Tanpa nomor", "to": row.recipient.name, "way": str(row.way.label),
             "qr": pages.qr(f"{site}{row.url}")} for row in picked
        ]  # fmt: skip
        data = {**about(unit.zone), "kop": books.letterhead(unit), "slips": sheets}
    _noted(picked, "Slip serah terima")
    return documents.answer(documents.pdf("slip-serah", data), "slip-serah.pdf", inline=True)


def _noted(picked: list[Dispatch], book: str) -> None:
    unit = picked[0].letter.unit
    services.note_ledger(unit, book=book, form="PDF", period="", rows=len(picked), by=actor())
    db.session.commit()


def _nothing() -> ResponseReturnValue:
    flash(_("Pilih suratnya dulu."), "danger")
    return redirect(dispatch_home(), 303)

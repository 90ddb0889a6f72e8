"""The inbox of scans, and one scan beside the form in which it is written down."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from biro.accounts.actors import actor
from biro.accounts.permissions import P
from biro.core import clock
from biro.core.guards import needs
from biro.core.pages import acted, badges, keyset
from biro.core.texts import _
from biro.correspondence import queries as letters
from biro.correspondence import twins
from biro.correspondence.intake import mailbox, prefill, queries, reading, services, stickers
from biro.correspondence.intake.forms import AttachForm, ItemLetterForm, SheetForm, UploadForm
from biro.correspondence.intake.models import KEPT, OPEN, InboxItem, InboxState
from biro.correspondence.models import Letter
from biro.files.models import Attachment
from biro.files.queries import attachments
from biro.files.reading import languages

bp = Blueprint("intake", __name__, url_prefix="/surat/masuk/pindaian")
VIEWS = {
    "menunggu": (*OPEN, InboxState.FAILED),
    "dicatat": (*KEPT, InboxState.SPLIT),
    "disisihkan": (InboxState.DISCARDED,),
}


def may_read(attachment: Attachment, by: Any) -> bool:
    """Whether a file that waits in the inbox may be handed out."""
    return queries.is_visible(attachment.owner_id, by)


@bp.get("")
@needs(P.LETTER_REGISTER)
def index() -> ResponseReturnValue:
    """What waits, the oldest first; what was written down or put aside, the newest first."""
    return show_index(), 200


def kept_books() -> list[Any]:
    """The books that the actor keeps."""
    return [b for b in letters.registers(actor()) if actor().may(P.LETTER_REGISTER, b.unit_id)]


def show_index(form: UploadForm | None = None, printing: SheetForm | None = None) -> str:
    """The list with its two forms."""
    view = request.args.get("tampilan", "")
    view = view if view in VIEWS else "menunggu"
    query = queries.visible_to(actor()).where(InboxItem.state.in_(VIEWS[view]))
    page = keyset(query, [InboxItem.id], descending=view != "menunggu", scalars=True)
    return render_template(
        "correspondence/intake/index.html", page=page, view=view, form=form or UploadForm(kept_books()),
        files=queries.files_of(page.items),
        states=badges(InboxState), trouble=mailbox.trouble(), printing=printing or SheetForm(kept_books()),
    )  # fmt: skip


@bp.post("/unggahan")
@needs(P.LETTER_REGISTER)
def upload() -> ResponseReturnValue:
    """Bring scans in: the good ones go in, each bad one is named with its reason."""
    form, done = UploadForm(kept_books()), list[Any]()
    if form.validate_on_submit():
        with form.settling(lambda: url_for(".index")):
            book = services.book(form.register_id.data, by=actor())
            done += services.upload(form.scans.data or (), register=book, secret=form.secret.data, by=actor())
    if form.errors or form.form_errors:
        return show_index(form), 422
    made, refused = done
    for name, why in refused:
        flash(_("%(name)s tidak masuk: %(why)s", name=name, why=why), "danger")
    if made:
        flash(_("%(count)s pindaian masuk.", count=len(made)), "success")
    return redirect(url_for(".index"), 303)


@bp.route("/<int:item_id>", methods=["GET", "POST"])
@needs(P.LETTER_REGISTER)
def show(item_id: int) -> ResponseReturnValue:
    """The scan, and beside it the letter as it will stand in the book."""
    item = queries.item(item_id, actor())
    form = prefill.form_of(item, kept_books())
    if form.validate_on_submit():
        made: list[Letter] = []
        with form.settling(lambda: made[0].url):
            made.append(stickers.log(item, **form.letter_values, by=actor()))
        if not form.errors and not form.form_errors:
            flash(_("Tercatat dengan agenda %(agenda)s.", agenda=made[0].agenda_label), "success")
            return redirect(_after(item_id) if "again" in request.form else made[0].url, 303)
        item = queries.item(item_id, actor())
    return _item_page(item, form), 422 if form.errors or form.form_errors else 200


def _after(item_id: int) -> str:
    following = queries.next_waiting(item_id, actor())
    return url_for(".show", item_id=following) if following else url_for(".index")


def _item_page(item: InboxItem, form: ItemLetterForm, attaching: AttachForm | None = None) -> str:
    files = attachments(item.owner)
    before, after = queries.neighbours(item, actor())
    return render_template(
        "correspondence/intake/item.html", item=item, form=form, files=files, before=before, after=after,
        attaching=attaching or AttachForm(year=clock.today().year), twins=_twins(form),
        letter=queries.shown_letter(item, actor()), same_letters=queries.same_letters(files, actor()),
        same_items=queries.same_items(item, files, actor()), unread=reading.is_unread(item, files),
        ocr=languages(), pieces=queries.parts(item, actor()),
    )  # fmt: skip


def _twins(form: ItemLetterForm) -> list[Letter]:
    if not (form.number.errors and form.sender_id.data and form.letter_date.data):
        return []
    return twins.certain(form.sender_id.data, form.number.data or "", form.letter_date.data, actor())


@bp.post("/<int:item_id>/pelampiran")
@needs(P.LETTER_REGISTER)
def attach(item_id: int) -> ResponseReturnValue:
    """It belongs to a letter that was written down before."""
    item, form = queries.item(item_id, actor()), AttachForm()
    if form.validate_on_submit():
        made: list[Letter] = []
        with form.settling(lambda: made[0].url):
            made.append(stickers.attach(item, **form.values, by=actor()))
        if not form.errors and not form.form_errors:
            flash(_("Dilampirkan pada agenda %(agenda)s.", agenda=made[0].agenda_label), "success")
            return redirect(_after(item_id), 303)
    return _item_page(queries.item(item_id, actor()), ItemLetterForm(kept_books(), formdata=None), form), 422


@bp.post("/<int:item_id>/penyisihan")
@needs(P.LETTER_REGISTER)
def discard(item_id: int) -> ResponseReturnValue:
    """Put aside: it is no letter."""
    item = queries.item(item_id, actor())
    reason = request.form.get("reason", "")
    return acted(item.discard, item.url, reason=reason, by=actor(), done=_("Disisihkan. Bisa dikembalikan."))


@bp.post("/<int:item_id>/pengembalian-pindaian")
@needs(P.LETTER_REGISTER)
def restore(item_id: int) -> ResponseReturnValue:
    """Back among those that wait."""
    item = queries.item(item_id, actor())
    return acted(item.restore, item.url, by=actor(), done=_("Pindaian menunggu lagi."))


@bp.post("/<int:item_id>/pelepasan")
@needs(P.LETTER_REGISTER)
def release(item_id: int) -> ResponseReturnValue:
    """It was hung on the wrong letter."""
    item = queries.item(item_id, actor())
    return acted(services.release, item.url, item=item, by=actor(), done=_("Pindaian dilepas dari surat."))


@bp.post("/<int:item_id>/kerahasiaan")
@needs(P.LETTER_REGISTER)
def mark_secret(item_id: int) -> ResponseReturnValue:
    """Only for whoever marks it."""
    item = queries.item(item_id, actor())
    done = _("Sekarang hanya Anda yang melihat pindaian ini.")
    return acted(services.mark_secret, item.url, item=item, by=actor(), done=done)

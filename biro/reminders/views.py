"""Pages: one's own notices, and for the administrator the queue and the rules."""

from datetime import timedelta

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from biro.accounts.actors import actor
from biro.accounts.permissions import P
from biro.core import clock
from biro.core.db import db
from biro.core.guards import needs
from biro.core.pages import acted, keyset, safe_next
from biro.core.texts import _
from biro.reminders import queries, services
from biro.reminders.channels import email_on
from biro.reminders.forms import RuleForm
from biro.reminders.models import UNSENT, Notice, Outbox, OutboxState, ReminderRule

bp = Blueprint("reminders", __name__, url_prefix="/pengingat")

MISSED_DAYS = 30
QUEUES = {"menunggu": UNSENT, "gagal": (OutboxState.FAILED,), "terlewat": (OutboxState.MISSED,)}


@bp.get("")
@needs()
def index() -> ResponseReturnValue:
    """What was said to me."""
    shown = request.args.get("lihat", "baru")
    missed = queries.missed(actor(), clock.now() - timedelta(days=MISSED_DAYS)) if shown == "terlewat" else []
    page = keyset(queries.inbox(actor(), unread=shown == "baru"), [Notice.id], scalars=True)
    return render_template(
        "reminders/index.html", page=page, missed=missed, shown=shown, mail=email_on(), days=MISSED_DAYS
    )


@bp.post("/<int:notice_id>/dibaca")
@needs()
def read(notice_id: int) -> ResponseReturnValue:
    """Mark one as read; with `buka` go on to what it is about."""
    notice = db.session.scalars(queries.visible_to(actor()).where(Notice.id == notice_id)).one_or_none()
    if notice is None:
        abort(404)
    services.mark_read([notice])
    target = safe_next(notice.url) if "buka" in request.form else None
    db.session.commit()
    return redirect(target or url_for(".index"), 303)


@bp.post("/dibaca")
@needs()
def read_all() -> ResponseReturnValue:
    """Mark everything as read."""
    unread = db.session.scalars(queries.inbox(actor(), unread=True))
    return acted(
        services.mark_read, url_for(".index"), notices=unread, done=_("Semua pemberitahuan sudah dibaca.")
    )


@bp.get("/antrean")
@needs(P.REMINDER_MANAGE)
def queue() -> ResponseReturnValue:
    """What waits, failed or was missed, without what it says."""
    shown = request.args.get("lihat", "menunggu")
    states = QUEUES.get(shown, UNSENT)
    page = keyset(
        queries.queue(actor(), states), [Outbox.due_at, Outbox.id], descending=states != UNSENT, scalars=True
    )
    counts = queries.queue_counts(clock.now())
    sums = {name: sum(counts.get(state, 0) for state in some) for name, some in QUEUES.items()}
    return render_template("reminders/queue.html", page=page, sums=sums, shown=shown, mail=email_on())


@bp.post("/antrean/<int:row_id>/ulang")
@needs(P.REMINDER_MANAGE)
def retry(row_id: int) -> ResponseReturnValue:
    """Try a failed mail again."""
    query = queries.queue(actor(), tuple(OutboxState)).where(Outbox.id == row_id)
    row = db.session.scalars(query).one_or_none() or abort(404)
    back = url_for(".queue", lihat="gagal")
    return acted(services.retry, back, row=row, by=actor(), done=_("Surel masuk antrean lagi."))


@bp.route("/aturan", methods=["GET", "POST"])
@needs(P.REMINDER_MANAGE)
def rules() -> ResponseReturnValue:
    """When the office wants to be reminded."""
    form, known = RuleForm(), queries.all_rules()
    form.kind.choices = sorted({(rule.kind, rule.kind_label) for rule in known})
    if form.validate_on_submit():
        with form.settling(lambda: url_for(".rules")):
            services.add_rule(**form.values, by=actor())
        if not form.errors:
            return redirect(url_for(".rules"), 303)
    return render_template("reminders/rules.html", form=form, rules=known), 422 if form.errors else 200


@bp.post("/aturan/<int:rule_id>/keadaan")
@needs(P.REMINDER_MANAGE)
def switch_rule(rule_id: int) -> ResponseReturnValue:
    """Turn a rule off or on."""
    rule = db.session.get(ReminderRule, rule_id) or abort(404)
    return acted(services.switch_rule, url_for(".rules"), rule=rule, by=actor())

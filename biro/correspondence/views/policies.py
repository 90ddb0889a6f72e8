"""Settings: how incoming letters are handled."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from biro.accounts.actors import actor
from biro.accounts.permissions import P
from biro.core.guards import needs
from biro.core.texts import _
from biro.correspondence import policies, services
from biro.correspondence.forms.policies import PolicyForm
from biro.correspondence.views.blueprint import bp


@bp.route("/pengaturan/surat-masuk", methods=["GET", "POST"])
@needs(P.CORRESPONDENCE_MANAGE)
def policy() -> ResponseReturnValue:
    """What the office has decided, and since when it stands in the Trail."""
    row = policies.letter_policy()
    form = PolicyForm(obj=row)
    if form.validate_on_submit():
        with form.settling(lambda: url_for(".policy")):
            services.set_policy(row, **form.values, by=actor())
        if not form.errors and not form.form_errors:
            flash(_("Aturan tersimpan."), "success")
            return redirect(url_for(".policy"), 303)
        row = policies.letter_policy()
    wrong = form.errors or form.form_errors
    return render_template("correspondence/policy.html", form=form, policy=row), 422 if wrong else 200

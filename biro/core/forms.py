"""Forms that lose nothing: Indonesian messages, a nonce against double sending, rule errors beside their field."""

import secrets
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from flask import Flask, request
from flask_login import current_user
from flask_wtf import FlaskForm
from markupsafe import escape
from sqlalchemy import String, delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.orm.exc import StaleDataError
from wtforms import Field, HiddenField
from wtforms.fields.choices import SelectFieldBase
from wtforms.widgets import Select

from biro.core import clock
from biro.core.db import BigInt, Model, db, is_conflict
from biro.core.errors import AlreadyDone, DomainError, Stale
from biro.core.wording import FormWords


class FormNonce(Model):
    """A form that has been carried out. UNIQUE here is what makes a double click one letter."""

    __tablename__ = "form_nonce"
    nonce: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int | None] = mapped_column(BigInt)
    at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    url: Mapped[str | None] = mapped_column(String(300))


class QuickSelect(Select):
    """The same markup as WTForms' own, without its general attribute machinery for every single option."""

    @classmethod
    def render_option(cls, choice: Any, **kwargs: Any) -> Any:  # type: ignore[override]  # the stubs are of 3.2
        """One option; those with attributes of their own go the long way."""
        if choice.render_kw or kwargs or isinstance(choice.value, bool):
            return super().render_option(choice, **kwargs)
        chosen, label = " selected" if choice.selected else "", escape(choice.label or choice.value)
        return f'<option value="{escape(choice.value)}"{chosen}>{label}</option>'


QUICK: Any = QuickSelect()


def draw(field: Field, render_kw: dict[str, Any]) -> Any:
    """A field's markup; plain selects by the quick way."""
    widget: Any = field.widget
    if type(widget) is Select and not widget.multiple:
        field.widget = QUICK
    return FlaskForm.Meta().render_field(field, render_kw)


class Form(FlaskForm):
    """Base of all forms that change something."""

    form_errors: list[str]
    refusal: DomainError | None = None
    nonce = HiddenField(default=lambda: secrets.token_urlsafe(18))

    class Meta(FlaskForm.Meta):
        """Indonesian messages."""

        def get_translations(self, form: Any) -> Any:
            """Our own table instead of WTForms' catalogues."""
            return FormWords()

        def render_field(self, field: Field, render_kw: dict[str, Any]) -> Any:
            """See `draw`."""
            return draw(field, render_kw)

    @property
    def values(self) -> dict[str, Any]:
        """The fields' data for a service's keyword arguments; never the token, nonce or buttons."""
        skip = {"csrf_token", "nonce", "submit"}
        return {f.name: f.data for f in self if f.name not in skip}

    @contextmanager
    def settling(self, then: Callable[[], str] | None = None) -> Iterator[None]:
        """Do the act and commit, once per nonce; a DomainError lands on its field and everything is rolled back.

        `then` gives the address of the result, kept so that a second sending of the same form leads there.
        """
        try:
            row = self._claim()
            yield
            if row is not None and then is not None:
                row.url = then()
            db.session.commit()
        except DomainError as refusal:
            db.session.rollback()
            self.refuse(refusal)
        except StaleDataError:
            db.session.rollback()
            self.refuse(Stale())

    def refuse(self, refusal: DomainError) -> None:
        """Show a rule's sentence beside its field, or above the form when it names none."""
        self.refusal = refusal
        target = self._fields.get(refusal.field or "")
        sentence = str(refusal.message)
        if target is None:
            self.form_errors = [*self.form_errors, sentence]
        else:
            target.errors = [*target.errors, sentence]

    def unclaim(self) -> None:
        """What was committed at first came to nothing in the end: the same form may be sent once more."""
        db.session.execute(delete(FormNonce).where(FormNonce.nonce == (self.nonce.data or "")[:64]))

    def _claim(self) -> FormNonce | None:
        nonce = (self.nonce.data or "")[:64]
        if not nonce:
            return None
        row = FormNonce(nonce=nonce, person_id=getattr(current_user, "person_id", None))
        db.session.add(row)
        try:
            db.session.flush()
        except IntegrityError as error:
            db.session.rollback()
            if not is_conflict(error, "form_nonce"):
                raise
            done = db.session.get(FormNonce, nonce)
            raise AlreadyDone(done.url if done else None) from error
        return row


class FilterForm(FlaskForm):
    """Base of GET filters: nothing changes, so no token; bound to the query string."""

    more: tuple[str, ...] = ()  # fields that are rarely wanted and wait behind "Saringan lain"

    class Meta(Form.Meta):
        """No CSRF on reads."""

        csrf = False

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(formdata=request.args, **kwargs)

    @property
    def is_more_used(self) -> bool:
        """Whether one of the rarely wanted fields is filled."""
        return any(self[name].data for name in self.more)

    @property
    def look(self) -> tuple[Hashable, ...]:
        """All that can differ between two drawings of this filter while no query is given."""
        return (type(self).__qualname__, request.path, *[_look(field) for field in self])


def select_look(field: Field) -> tuple[Hashable, ...]:
    """All that can differ between two drawings of a select without errors; empty for other fields."""
    if not isinstance(field, SelectFieldBase) or field.errors:
        return ()
    return (str(field.label.text), str(field.description), repr(field.render_kw), *_look(field))


def _look(field: Field) -> tuple[Hashable, ...]:
    options = field.iter_choices() if isinstance(field, SelectFieldBase) else ()
    return (field.name, str(field.data), *[(c[0], str(c[1]), c[2]) for c in options])


def is_required(field: Field) -> bool:
    """Whether the field must be filled."""
    return bool(getattr(field.flags, "required", False))


def init_app(app: Flask) -> None:
    """Templates ask whether a field is required, and how a select looks."""
    app.jinja_env.globals.update(is_required=is_required, select_look=select_look)

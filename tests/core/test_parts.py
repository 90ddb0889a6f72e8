"""The macros that every page is made of: what a screen reader, a keyboard and a page without script get from them."""

import re
from types import SimpleNamespace as Thing

import pytest
from flask import Flask, render_template_string
from wtforms import Form, StringField
from wtforms.validators import DataRequired

from biro.core.choices import RadioField

UI = "".join(
    f'{{% import "_parts/{file}.html" as {name} %}}'
    for file, name in (("ui", "ui"), ("forms", "fm"), ("calendar", "cal"))
)


class Letter(Form):
    """A form with a text, a choice and help."""

    number = StringField("Nomor surat", [DataRequired("Isi nomor surat.")], description="Seperti tertulis.")
    urgency = RadioField(
        "Urgensi", [DataRequired("Pilih urgensi.")], choices=[("b", "Biasa"), ("s", "Segera")]
    )


@pytest.fixture
def draw(app: Flask):  # type: ignore[no-untyped-def]
    """Render a piece of template inside a request."""

    def render(source: str, **context: object) -> str:
        with app.test_request_context("/"):
            return render_template_string(UI + source, **context)

    return render


def test_an_error_stands_beside_its_field_and_the_summary_links_to_it(draw) -> None:  # type: ignore[no-untyped-def]
    form = Letter()
    form.validate()
    html = draw(
        "{% call fm.form_tag(form) %}{{ fm.field(form.number) }}{{ fm.field(form.urgency) }}{% endcall %}",
        form=form,
    )
    control = re.search(r'<input[^>]*id="number"[^>]*>', html)
    assert control is not None
    assert 'aria-describedby="number-help number-error"' in control[0]
    assert 'aria-invalid="true"' in control[0]
    assert 'id="number-help"' in html
    assert 'id="number-error"' in html
    assert 'href="#number"' in html
    assert 'href="#urgency-0"' in html
    assert 'id="urgency-0"' in html
    assert 'name="csrf_token"' in html


def test_an_act_that_wants_a_reason_asks_without_script(draw) -> None:  # type: ignore[no-untyped-def]
    acts = [Thing(label="Tolak", noun="penolakan", tone="danger", asks_reason=True)]
    html = draw("{{ ui.act_buttons(acts, '/peminjaman/7') }}", acts=acts)
    assert 'action="/peminjaman/7/penolakan"' in html
    assert re.search(r"<details.*<textarea[^>]*name=\"reason\"[^>]*required", html, re.S)


def test_overlapping_bars_get_lines_of_their_own_and_every_line_is_full(draw) -> None:  # type: ignore[no-untyped-def]
    def bar(start: int, end: int) -> Thing:
        return Thing(start_col=start, end_col=end, label="Rapat", title="", url=None, tone="info")

    rows = [Thing(label="Aula", sub="", url=None, bars=[bar(6, 10), bar(-3, 7), bar(10, 99), bar(20, 24)])]
    html = draw("{{ cal.timeline(rows, ['07', '08', '09'], 'WIB') }}", rows=rows)
    lines = re.findall(r"<tr>(.*?)</tr>", html.split("</thead>")[1], re.S)
    assert len(lines) == 2
    for line in lines:
        spans = [int(n) for n in re.findall(r'<td colspan="(\d+)"', line)]
        assert sum(spans) == 12
    assert html.count('class="time-bar"') == 3


def test_user_text_is_never_markup(draw) -> None:  # type: ignore[no-untyped-def]
    html = draw(
        "{{ ui.badge(x) }}{{ ui.facts([(x, x)]) }}{{ ui.copy_button(x) }}{{ ui.person_chip(p) }}",
        x='"><b>',
        p=Thing(name="<i>x", title="<b>"),
    )
    assert "<b>" not in html
    assert "<i>" not in html

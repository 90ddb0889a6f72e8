"""Fields with choices take plain pairs, in every way that rooms give them."""

import pytest
from wtforms import Form

from biro.core.choices import RadioField, SelectField, SelectMultipleField

PAIRS = [("b", "Biasa"), ("s", "Segera")]


def form_of(field):
    return type("Coba", (Form,), {"urgency": field})


@pytest.mark.parametrize("given", [PAIRS, lambda: PAIRS, tuple(PAIRS)], ids=["list", "callable", "tuple"])
@pytest.mark.parametrize("kind", [SelectField, RadioField])
def test_pairs_are_options_whether_listed_or_asked_for(kind, given):
    form = form_of(kind("Urgensi", choices=given))(data={"urgency": "s"})
    assert [(c.value, c.label, c.selected) for c in form.urgency.iter_choices()] == [
        ("b", "Biasa", False),
        ("s", "Segera", True),
    ]
    assert form.validate()


def test_pairs_set_later_are_options_too():
    form = form_of(SelectMultipleField("Urgensi"))(data={"urgency": ["b"]})
    form.urgency.choices = PAIRS
    assert [c.selected for c in form.urgency.iter_choices()] == [True, False]
    assert form.validate()


def test_a_group_without_a_name_stands_outside_the_groups():
    form = form_of(SelectField("Fasilitas"))()
    form.urgency.choices = {"": [("", "Pilih")], "Ruang": [("1", "Aula")]}
    drawn = str(form.urgency())
    assert drawn.count("<optgroup") == 1
    assert drawn.index("Pilih") < drawn.index('<optgroup label="Ruang">') < drawn.index("Aula")


def test_a_callable_is_asked_anew_for_each_form():
    offered = [[("1", "Aula")], [("2", "Ruang rapat")]]
    made = form_of(SelectField("Ruang", choices=lambda: offered.pop(0)))
    assert [c.label for _form in "ab" for c in made().urgency.iter_choices()] == ["Aula", "Ruang rapat"]

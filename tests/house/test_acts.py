"""Every act of every model against every role: allowed exactly when the role holds the permission."""

from importlib import import_module
from types import SimpleNamespace as Thing

import pytest

from biro import ROOMS
from biro.accounts.actors import Actor, Grant
from biro.accounts.permissions import ROLES, P, Role
from biro.core.acts import CATALOGUE, Stateful
from biro.core.errors import DomainError, Forbidden
from biro.core.states import TONES, Labelled

for room in ROOMS:
    import_module(f"biro.{room}")


def stateful(kind: type = Stateful) -> list[type]:
    """Every mapped model with acts, whichever room it lives in."""
    found = []
    for sub in kind.__subclasses__():
        found += [sub] if hasattr(sub, "__tablename__") else []
        found += stateful(sub)
    return found


def every_act() -> list[tuple[type, object]]:
    return [(model, act) for model in stateful() for act in model.__acts__]


def holder(role: Role | None, unit_id: int) -> Actor:
    """Somebody with exactly one role in one unit; two units without a common branch."""
    grants = (Grant(role.value, f"/{unit_id}/", unit_id),) if role else ()
    return Actor(person_id=-1, name="Seseorang", grants=grants, _units={1: "/1/", 2: "/2/", 11: "/1/11/"})


def test_the_rooms_have_acts():
    assert every_act()


@pytest.mark.parametrize("role", [*Role, None])
def test_a_role_may_do_an_act_exactly_when_it_holds_its_permission(session_app, role):
    for model, act in every_act():
        for unit_id, reaches in ((1, True), (11, True), (2, False)):
            subject = Thing(unit_id=unit_id, state="nowhere", state_label="")
            holds = act.needs is None or (role is not None and act.needs in ROLES[role] and reaches)
            method = getattr(model, act.method)
            expected = DomainError if holds else Forbidden  # a state that is no source is refused next
            with session_app.app_context(), pytest.raises(expected) as answer:
                method(subject, by=holder(role, 1))
            if holds:
                assert answer.value.code == "act_refused", f"{model.__name__}.{act.method}"


def test_every_act_with_a_button_needs_a_permission_or_says_who_may():
    assert [
        f"{m.__name__}.{a.name}"
        for m, a in every_act()
        if a.needs is None and a.unless is None and not a.hidden
    ] == []
    assert [
        f"{m.__name__}.{a.name}" for m, a in every_act() if a.needs is not None and a.needs not in set(P)
    ] == []


def test_every_act_leads_from_known_states_to_a_known_state():
    for model, act in every_act():
        states = model.__table__.c.state.type.enum_class
        known = {member.value for member in states}
        assert act.source, f"{model.__name__}.{act.name} can never happen"
        assert {getattr(s, "value", s) for s in act.source} <= known
        assert act.target is None or getattr(act.target, "value", act.target) in known


def test_every_act_has_a_button_a_tone_an_address_and_a_sentence():
    for model, act in every_act():
        assert str(act.label)
        assert act.noun == act.noun.lower() and "_" not in act.noun and " " not in act.noun
        assert act.tone in TONES | {"primary", "ghost"}
        assert f"{model.__tablename__}.{act.name}" in CATALOGUE
        assert act.hidden or not act.asks_reason or act.tone in {"danger", "warning", "ghost", "primary"}


def test_every_shown_act_has_an_address_that_answers_posts(session_app):
    posts = {
        r.rule.rsplit("/", 1)[1] for r in session_app.url_map.iter_rules() if "POST" in (r.methods or ())
    }
    missing = [f"{m.__name__}: {a.noun}" for m, a in every_act() if not a.hidden and a.noun not in posts]
    generic = any(r.rule.endswith("/<noun>") for r in session_app.url_map.iter_rules())
    assert generic or missing == []


def test_every_state_has_words_and_a_tone():
    for model in stateful():
        for member in model.__table__.c.state.type.enum_class:
            assert isinstance(member, Labelled)
            assert str(member.label) and member.tone in TONES, f"{model.__name__}: {member!r}"

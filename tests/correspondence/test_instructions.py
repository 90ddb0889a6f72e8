"""The office keeps the lines of its disposition sheet itself: what they say, their keys, and what they lead to."""

import pytest
from sqlalchemy import select

from biro.audit.models import Trail
from biro.core import panels
from biro.core.db import db
from biro.core.errors import DomainError, Forbidden
from biro.correspondence import chains, seeding, services
from biro.correspondence.models import Instruction
from biro.correspondence.services import Recipients
from tests.support.web import fields_of, text_of

SETTINGS = "/pengaturan/instruksi-disposisi"


def the(code):
    return db.session.scalars(select(Instruction).where(Instruction.code == code)).one()


@pytest.fixture
def ask(cast, write_letter):
    """`ask("hadiri")` passes a letter on to the household head with these instructions, as the head."""

    def run(*codes, **change):
        letter = write_letter(**change)
        made = services.dispose(
            letter, recipients=Recipients(cast.household.id), instruction_ids=[the(c).id for c in codes],
            by=cast.as_("head"),
        )  # fmt: skip
        db.session.commit()
        return made

    return run


def test_the_sheet_offers_the_core_and_the_stock_waits_switched_off(app):
    offered = chains.instructions()
    assert len(offered) == 14 and offered[0].text == "Tindak lanjuti"
    stock = [i for i in chains.all_instructions() if not i.active]
    assert len(stock) > 25 and all(i.legal_basis and not i.key for i in stock)
    assert {"UMP", "UDL", "UDK", "UP", "TL", "ACC"} <= set(chains.abbreviations())


def test_sowing_again_changes_nothing_that_the_office_has_edited(app, cast):
    services.switch_instruction(the("agendakan"), by=cast.as_("admin"))
    services.change_instruction(the("hadiri"), version=None, text="Hadiri sendiri", by=cast.as_("admin"))
    seeding.sow_instructions()
    seeding.sow_more_instructions()
    assert the("agendakan").active and the("hadiri").text == "Hadiri sendiri"


def test_a_line_is_added_corrected_and_switched_off_but_never_deleted(sign_in, app, cast, ask):
    made, admin = ask("tindak_lanjut"), sign_in("admin")
    new = {
        "text": "Ajukan ke Sekda",
        "key": "E",
        "abbreviation": "aks",
        "rank": "5",
        "effect": "none",
        "active": "y",
    }
    page = admin.get(f"{SETTINGS}/baru")
    assert admin.post(f"{SETTINGS}/baru", data={**fields_of(page), **new}).status_code == 303
    row = the("ajukan_ke_sekda")
    assert (row.key, row.abbreviation, row.needs_answer) == ("e", "AKS", False)
    used = the("tindak_lanjut")
    admin.post(f"{SETTINGS}/{used.id}/keadaan", data={"version": used.version})
    assert not the("tindak_lanjut").active
    assert "Tindak lanjuti" in text_of(sign_in("head").get(f"/disposisi/{made.id}"))
    url = f"{SETTINGS}/{row.id}/ubah"
    old = fields_of(admin.get(url))
    assert admin.post(url, data={**old, **new, "text": "Teruskan ke Sekda"}).status_code == 303
    assert the("ajukan_ke_sekda").text == "Teruskan ke Sekda"
    late = admin.post(url, data={**old, "nonce": "", **new, "text": "Lain"})
    assert late.status_code == 422 and "diubah orang lain" in text_of(late)
    actions = set(db.session.scalars(select(Trail.action).where(Trail.subject == "instruction")))
    assert actions == {"instruction.added", "instruction.changed", "instruction.switched"}


@pytest.mark.parametrize(
    ("change", "field"),
    [({"key": "T"}, "key"), ({"abbreviation": "udk"}, "abbreviation"), ({"text": "hadiri"}, "text")],
)
def test_what_another_line_has_is_refused_beside_its_field(sign_in, app, change, field):
    admin = sign_in("admin")
    given = {"text": "Teliti lagi", "key": "", "rank": "5", "effect": "none", "active": "y", **change}
    page = admin.post(f"{SETTINGS}/baru", data={**fields_of(admin.get(f"{SETTINGS}/baru")), **given})
    assert page.status_code == 422 and "Sudah dipakai instruksi" in text_of(page)
    assert f'id="{field}-error"' in page.get_data(as_text=True)


def test_a_line_with_a_taken_key_does_not_come_back(app, cast):
    admin, first = cast.as_("admin"), the("hadiri")
    services.switch_instruction(first, by=admin)
    services.add_instruction(text="Hormati", key="h", by=admin)
    with pytest.raises(DomainError) as refused:
        services.switch_instruction(first, by=admin)
    assert refused.value.field == "key"


def test_only_who_keeps_the_settings_opens_them(sign_in, app, cast):
    for name in ("head", "secretary", "staff", "outsider", "outsider_head"):
        for url in (SETTINGS, f"{SETTINGS}/baru", f"{SETTINGS}/{the('hadiri').id}/ubah"):
            assert sign_in(name).get(url).status_code == 404
        assert sign_in(name).post(f"{SETTINGS}/{the('hadiri').id}/keadaan").status_code == 404
        with pytest.raises(Forbidden):
            services.switch_instruction(the("hadiri"), by=cast.as_(name))
    assert sign_in("admin").get(f"{SETTINGS}/999999/ubah").status_code == 404
    assert the("hadiri").active


@pytest.mark.parametrize(
    ("code", "way"), [("hadiri", "attends"), ("wakili", "represented"), ("jadwalkan", "attends")]
)
def test_attend_represent_and_schedule_lead_to_the_invitation(sign_in, app, cast, ask, code, way):
    made = ask(code)
    for name in ("household", "head"):
        page = sign_in(name).get(f"/disposisi/{made.id}").get_data(as_text=True)
        assert f"/surat/masuk/{made.letter_id}/undangan?cara={way}" in page
    filled = sign_in("household").get(
        f"/surat/masuk/{made.letter_id}/undangan?cara={way}&wakil={cast.household.id}"
    )
    body = filled.get_data(as_text=True)
    assert f'value="{cast.household.id}" selected' in body or f'selected value="{cast.household.id}"' in body


def test_an_instruction_that_leads_nowhere_shows_no_next_step(sign_in, app, ask):
    made = ask("tindak_lanjut")
    page = sign_in("household").get(f"/disposisi/{made.id}").get_data(as_text=True)
    assert "/undangan" not in page and "Tindak lanjuti" in page


def test_parts_above_lend_their_button_to_the_recipient_only(sign_in, app, ask, cast, monkeypatch):
    given = []

    def button(line, letter):
        given.append((line.person_id, letter.id, [e.value for e in line.disposition.effects]))
        return "<b>Buat konsep</b>"

    monkeypatch.setitem(app.extensions.setdefault("biro-panels", {}), "disposition.actions", [])
    panels.lend(app, "disposition.actions", button)
    made = ask("jawaban")
    assert "Buat konsep" in text_of(sign_in("household").get(f"/disposisi/{made.id}"))
    assert "Buat konsep" not in text_of(sign_in("head").get(f"/disposisi/{made.id}"))
    assert given == [(cast.household.id, made.letter_id, ["draft"])]


def test_the_sheet_carries_keys_and_short_words(sign_in, app, write_letter):
    page = sign_in("head").get(f"/surat/masuk/{write_letter().id}/disposisi")
    body = page.get_data(as_text=True)
    assert 'data-tick="g"' in body and "UDK = Untuk diketahui" in text_of(page)
    assert "&#34;UMP&#34;" in body or "&quot;UMP&quot;" in body

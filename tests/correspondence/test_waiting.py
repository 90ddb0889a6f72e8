"""The head's pile: in order, one after the other, several at once, and undone with one key."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from biro.audit.models import Trail
from biro.core import clock
from biro.core.db import db
from biro.core.errors import DomainError
from biro.correspondence import chains, services, waiting
from biro.correspondence.models import Disposition, DispositionRecipient, Instruction, Letter
from biro.correspondence.services import Recipients
from tests.support.web import counted, fields_of, text_of

PILE = "/surat/masuk/menunggu"


def instruction(code="tindak_lanjut"):
    return db.session.scalars(select(Instruction.id).where(Instruction.code == code)).one()


@pytest.fixture
def pile(write_letter):
    """Three letters that wait, written down in this order; the last one is urgent."""
    return [
        write_letter(subject=f"Perihal {n}", urgency=u) for n, u in enumerate(("biasa", "biasa", "kilat"))
    ]


def ticked(letters):
    return {"id": [x.id for x in letters], **{f"v-{x.id}": x.version for x in letters}}


def test_the_urgent_come_first_and_then_the_oldest(sign_in, app, cast, pile, write_letter):
    write_letter(subject="Untuk biro lain", unit_id=cast.unit("HK").id)
    page = text_of(sign_in("head").get(PILE))
    assert page.index("Perihal 2") < page.index("Perihal 0") < page.index("Perihal 1")
    assert "Untuk biro lain" not in page
    assert "Untuk biro lain" in text_of(sign_in("outsider_head").get(PILE))


def test_send_and_next_leads_through_the_pile_and_ends_there(sign_in, app, cast, pile):
    head = sign_in("head")
    url, seen = f"/surat/masuk/{pile[2].id}/disposisi?ke=1", []
    while url.startswith("/surat/masuk/") and "disposisi" in url:
        page = head.get(url)
        seen.append(next(n for n in ("1 dari 3", "2 dari 3", "3 dari 3") if n in text_of(page)))
        data = {
            **fields_of(page),
            "coordinator_id": cast.household.id,
            "instruction_ids": instruction(),
            "next": "1",
        }
        url = head.post(url, data=data).location
    assert seen == ["1 dari 3", "2 dari 3", "3 dari 3"] and url == PILE
    assert "Tidak ada surat yang menunggu" in text_of(head.get(PILE))


def test_skipping_leaves_a_letter_in_the_pile(app, cast, pile):
    actor = cast.as_("head")
    assert waiting.place_of(pile[2], actor) == waiting.Place(3, pile[0].id)
    assert waiting.place_of(pile[0], actor) == waiting.Place(2, pile[1].id)
    assert waiting.place_of(pile[1], actor) == waiting.Place(1, None)


def test_a_letter_outside_the_pile_has_no_place_in_it(sign_in, app, cast, pile):
    services.dispose(pile[0], recipients=Recipients(cast.household.id), note="Teruskan", by=cast.as_("head"))
    db.session.commit()
    page = sign_in("household").get(f"/surat/masuk/{pile[0].id}/disposisi")
    assert (
        page.status_code == 200
        and "Kirim & berikutnya" not in text_of(page)
        and "Tanpa disposisi" not in text_of(page)
    )


def test_filing_offers_to_be_undone_and_undoing_puts_it_back(sign_in, app, pile):
    head, letter = sign_in("head"), pile[0]
    page = head.post(f"/surat/masuk/{letter.id}/arsip?kembali={PILE}", follow_redirects=True)
    assert "Urungkan" in text_of(page) and f"/surat/masuk/{letter.id}/batal-arsip" in page.get_data(
        as_text=True
    )
    assert db.session.get(Letter, letter.id).state == "filed"
    head.post(f"/surat/masuk/{letter.id}/batal-arsip")
    assert db.session.get(Letter, letter.id).state == "received"
    actions = list(
        db.session.scalars(select(Trail.action).where(Trail.subject == "letter").order_by(Trail.seq))
    )
    assert actions[-2:] == ["letter.filed", "letter.unfiled"]


def test_a_finished_letter_comes_back_finished(app, cast, pile):
    head, letter = cast.as_("head"), pile[0]
    made = services.dispose(letter, recipients=Recipients(cast.household.id), note="Siapkan", by=head)
    services.answer(made.recipients[0], text="Siap", finish=True, by=cast.as_("household"))
    letter.file(by=head)
    services.unfile(letter, by=head)
    assert letter.state == "done"


def test_a_letter_that_was_given_back_is_put_back_among_those_that_wait(app, cast, pile):
    head, letter = cast.as_("head"), pile[0]
    made = services.dispose(letter, recipients=Recipients(cast.household.id), note="Siapkan", by=head)
    services.give_back(made.recipients[0], reason="Bukan kami", by=cast.as_("household"))
    letter.file(by=head)
    services.unfile(letter, by=head)
    assert letter.state == "received"


def test_several_are_filed_at_once_and_those_that_changed_are_named(sign_in, app, cast, pile):
    head, given = sign_in("head"), ticked(pile)
    services.change(
        pile[1], version=None, number="9", letter_date=pile[1].letter_date, subject="Diperbaiki",
        sender_name="Dinas Lain", by=cast.as_("secretary"),
    )  # fmt: skip
    db.session.commit()
    page = text_of(head.post(f"{PILE}/arsip", data=given, follow_redirects=True))
    assert "2 surat diarsipkan" in page and f"Agenda {pile[1].agenda_label} tidak" in page
    assert [x.state for x in pile] == ["filed", "received", "filed"]
    assert db.session.scalar(select(func.count(Trail.seq)).where(Trail.action == "letter.filed")) == 2


def test_one_of_the_list_is_filed_with_its_own_button(sign_in, app, pile):
    sign_in("head").post(f"{PILE}/arsip", data={**ticked(pile), "only": pile[0].id})
    assert [x.state for x in pile] == ["filed", "received", "received"]


def test_the_same_disposition_for_several_letters(sign_in, app, cast, pile):
    head = sign_in("head")
    sheet = head.post(f"{PILE}/disposisi", data={**ticked(pile[:2]), "begin": "1"})
    assert sheet.status_code == 200 and "Perihal 0" in text_of(sheet) and "Perihal 2" not in text_of(sheet)
    nothing = head.post(f"{PILE}/disposisi", data={**ticked(pile[:2]), "coordinator_id": cast.household.id})
    assert nothing.status_code == 422 and "Pilih instruksi atau tulis catatan" in text_of(nothing)
    assert f'name="id" value="{pile[0].id}"' in nothing.get_data(as_text=True)
    assert db.session.scalar(select(func.count(Disposition.id))) == 0
    full = {**ticked(pile[:2]), "coordinator_id": cast.household.id, "note": "Hadirkan staf"}
    assert "2 surat didisposisi" in text_of(head.post(f"{PILE}/disposisi", data=full, follow_redirects=True))
    notes = db.session.execute(select(Disposition.letter_id, Disposition.note)).all()
    assert sorted(notes) == [(pile[0].id, "Hadirkan staf"), (pile[1].id, "Hadirkan staf")]
    assert db.session.scalar(select(func.count(Trail.seq)).where(Trail.action == "disposition.given")) == 2


def test_nothing_ticked_is_said(sign_in, app, pile):
    for act in ("arsip", "disposisi"):
        assert "Pilih suratnya dulu" in text_of(sign_in("head").post(f"{PILE}/{act}", follow_redirects=True))


def test_the_pile_is_for_heads_and_holds_only_their_own_letters(sign_in, app, pile):
    for name in ("secretary", "staff", "outsider", "admin"):
        client = sign_in(name)
        assert client.get(PILE).status_code == 404
        for act in ("arsip", "disposisi"):
            assert client.post(f"{PILE}/{act}", data=ticked(pile)).status_code == 404
        assert client.post(f"/surat/masuk/{pile[0].id}/batal-arsip").status_code == 404
    sign_in("outsider_head").post(f"{PILE}/arsip", data=ticked(pile))
    assert sign_in("outsider_head").post(f"{PILE}/arsip", data={"only": pile[0].id}).status_code == 404
    assert {x.state.value for x in pile} == {"received"}


def test_a_longer_pile_needs_no_more_queries(sign_in, app, pile, write_letter):
    head = sign_in("head")
    head.get(PILE)
    with counted() as few:
        head.get(PILE)
    for _number in range(4):
        write_letter()
    with counted() as many:
        head.get(PILE)
    assert len(many) == len(few)


def test_helpers_have_days_of_their_own(sign_in, app, cast, write_letter):
    letter, head = write_letter(), sign_in("head")
    url, today = f"/surat/masuk/{letter.id}/disposisi", clock.today()
    own, shared = today + timedelta(days=3), today + timedelta(days=9)
    data = {
        "coordinator_id": cast.household.id, "instruction_ids": instruction(), "due_on": shared.isoformat(),
        "helper_ids": [cast.staff.id, cast.secretary.id], f"due_each-{cast.staff.id}": own.isoformat(),
        f"due_each-{cast.finance.id}": own.isoformat(),
    }  # fmt: skip
    assert head.post(url, data={**fields_of(head.get(url)), **data}).status_code == 303
    days = dict(db.session.execute(select(DispositionRecipient.person_id, DispositionRecipient.due_on)).all())
    assert days == {cast.household.id: shared, cast.staff.id: own, cast.secretary.id: shared}


def test_a_day_that_is_none_or_over_is_refused_and_stays_as_typed(sign_in, app, cast, write_letter):
    url, head = f"/surat/masuk/{write_letter().id}/disposisi", sign_in("head")
    for typed, said in (("31-02-26", "bukan tanggal"), ("2020-01-01", "Batas waktu sudah lewat")):
        data = {
            "coordinator_id": cast.household.id, "instruction_ids": instruction(), "helper_ids": cast.staff.id,
            f"due_each-{cast.staff.id}": typed,
        }  # fmt: skip
        page = head.post(url, data={**fields_of(head.get(url)), **data})
        assert (
            page.status_code == 422
            and said in text_of(page)
            and f'value="{typed}"' in page.get_data(as_text=True)
        )


def test_a_letter_that_everybody_gave_back_waits_for_the_head_again(app, cast, write_letter):
    letter, head = write_letter(), cast.as_("head")
    made = services.dispose(
        letter, recipients=Recipients(cast.household.id, [cast.staff.id]), note="x", by=head
    )
    lines = {line.person_id: line for line in made.recipients}
    services.recall(lines[cast.staff.id], by=head)
    assert letter.state == "disposed"
    services.give_back(lines[cast.household.id], reason="Bukan urusan kami", by=cast.as_("household"))
    assert letter.state == "received"
    with pytest.raises(DomainError):
        services.recall(lines[cast.staff.id], by=head)


def test_the_views_of_the_desk_count_what_they_hold(sign_in, app, cast, write_letter):
    head, today = cast.as_("head"), clock.today()
    for number in range(3):
        made = services.dispose(
            write_letter(subject=f"Surat {number}"),
            recipients=Recipients(cast.household.id),
            note="x",
            by=head,
        )
        made.recipients[0].due_on = today - timedelta(days=1) if number == 0 else today
    services.start(made.recipients[0], by=cast.as_("household"))
    db.session.commit()
    assert chains.counts(cast.as_("household"), today) == {
        "menunggu": 3,
        "baru": 2,
        "lewat": 1,
        "ditunggu": 0,
    }
    assert chains.counts(head, today) == {"menunggu": 0, "baru": 0, "lewat": 0, "ditunggu": 3}
    late = text_of(sign_in("household").get("/disposisi?tampilan=lewat"))
    assert "Surat 0" in late and "Surat 1" not in late
    new = text_of(sign_in("household").get("/disposisi?tampilan=baru"))
    assert "Surat 1" in new and "Surat 2" not in new
    assert "Surat 2" in text_of(sign_in("head").get("/disposisi?tampilan=ditunggu"))
    assert "Surat 0" not in text_of(sign_in("outsider_head").get("/disposisi?tampilan=ditunggu"))


def test_the_desks_show_what_waits_where(sign_in, app, cast, write_letter):
    letter = write_letter(subject="Belum dibuka")
    clerk = text_of(sign_in("secretary").get("/"))
    assert "Menunggu disposisi pimpinan" in clerk and "Belum dibuka" in clerk
    services.dispose(letter, recipients=Recipients(cast.household.id), note="x", by=cast.as_("head"))
    db.session.commit()
    assert "Pimpinan sudah mendisposisi semua surat" in text_of(sign_in("secretary").get("/"))
    head = text_of(sign_in("head").get("/"))
    assert "Disposisi saya yang belum selesai" in head and "pada Bambang Prasetyo" in head
    assert "Menunggu disposisi pimpinan" not in text_of(sign_in("staff").get("/"))
    assert "Belum dibuka" not in text_of(sign_in("outsider_head").get("/"))

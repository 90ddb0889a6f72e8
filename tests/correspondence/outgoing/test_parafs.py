"""The chain: bottom-up, at most three, for exactly the text that was read; a change makes what was given void."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from biro.core.db import db
from biro.core.errors import DomainError, Forbidden, Stale
from biro.correspondence.outgoing import queries, services
from biro.correspondence.outgoing.models import OutgoingLetter, OutgoingState, Paraf, ParafState
from biro.reminders.models import Notice
from tests.correspondence.outgoing.conftest import reread, said
from tests.support.web import text_of


def told(person, kind):
    query = select(Notice).where(Notice.person_id == person.id, Notice.kind == kind)
    return len(list(db.session.scalars(query)))


def submitted(write, cast, **change):
    letter = write(**change)
    services.submit(letter, by=cast.as_("staff"))
    db.session.commit()
    return letter


def test_the_line_of_command_is_proposed_and_the_signer_is_no_part_of_it(write, cast):
    assert [p.person.username for p in write().parafs] == ["household"]
    assert write(by="household").parafs == []
    assert [p.person.username for p in write(by="secretary").parafs] == ["finance"]
    assert write(signer="household").parafs == []


def test_a_draft_that_its_signer_wrote_goes_straight_to_signing(write, cast):
    letter = write(by="head")
    services.submit(letter, by=cast.as_("head"))
    assert letter.state is OutgoingState.READY


def test_it_goes_from_hand_to_hand_and_everybody_is_told_in_turn(write, cast, sign_in):
    letter = write()
    line, consulted = [cast.household.id, cast.finance.id], [cast.outsider_head.id]
    services.set_chain(letter, line=line, consulted=consulted, by=cast.as_("staff"))
    services.submit(letter, by=cast.as_("staff"))
    db.session.commit()
    assert letter.state is OutgoingState.IN_PARAF
    assert (told(cast.household, "outgoing.to_paraf"), told(cast.finance, "outgoing.to_paraf")) == (1, 0)
    assert told(cast.outsider_head, "outgoing.to_paraf") == 1
    first, second, other = letter.parafs
    with pytest.raises(DomainError, match="pejabat di bawahnya"):
        services.give_paraf(second, by=cast.as_("finance"))
    with pytest.raises(DomainError, match="bukan milik Anda"):
        services.give_paraf(first, by=cast.as_("finance"))
    for paraf, name in ((other, "outsider_head"), (first, "household")):
        address = f"/surat/keluar/{letter.id}/pemaraf/{paraf.id}/paraf"
        assert sign_in(name).post(address, data={"version": paraf.version}).status_code == 303
        assert db.session.get(OutgoingLetter, letter.id).state is OutgoingState.IN_PARAF
    services.give_paraf(second, by=cast.as_("finance"))
    db.session.commit()
    assert letter.state is OutgoingState.READY
    assert told(cast.head, "outgoing.to_sign") == 1


def test_the_desk_shows_what_waits_for_whom(write, cast, sign_in):
    letter = submitted(write, cast, subject="Konsep penting")
    assert "Konsep penting" in text_of(sign_in("household").get("/"))
    assert "Konsep penting" not in text_of(sign_in("head").get("/"))
    assert [x.id for x in db.session.scalars(queries.to_paraf(cast.as_("household")))] == [letter.id]
    services.give_paraf(letter.parafs[0], by=cast.as_("household"))
    db.session.commit()
    assert "Konsep penting" in text_of(sign_in("head").get("/"))
    assert list(db.session.scalars(queries.to_paraf(cast.as_("household")))) == []


def test_a_change_of_the_text_makes_parafs_void_and_asks_again(write, cast):
    letter = submitted(write, cast)
    services.give_paraf(letter.parafs[0], by=cast.as_("household"))
    db.session.commit()
    assert letter.state is OutgoingState.READY
    fallen = services.change(letter, said(body="Lain sama sekali"), by=cast.as_("head"))
    db.session.commit()
    assert fallen == [cast.household.id]
    again = reread(letter, cast.as_("head"))
    assert (again.state, again.parafs[0].state) == (OutgoingState.IN_PARAF, ParafState.VOID)
    assert told(cast.household, "outgoing.paraf_fell") == 1
    services.give_paraf(again.parafs[0], by=cast.as_("household"))
    assert again.state is OutgoingState.READY


def test_saving_the_same_text_again_leaves_the_parafs(write, cast):
    letter = submitted(write, cast)
    services.give_paraf(letter.parafs[0], by=cast.as_("household"))
    assert services.change(letter, said(), by=cast.as_("staff")) == []
    assert letter.state is OutgoingState.READY and letter.parafs[0].is_given


@pytest.mark.parametrize(
    "change", [{"subject": "Lain"}, {"to": "Lain"}, {"copies": "Baru"}, {"security": "T"}, {"signer": "household"},
               {"enclosures": "1"}, {"kind": "undangan"}, {"mandate": "an", "principal": "Sekda"}],
)  # fmt: skip
def test_whatever_is_printed_counts_as_the_text(write, cast, change):
    letter = write(kind="surat_dinas")
    before = letter.content_hash
    services.change(letter, said(**change), by=cast.as_("staff"))
    assert letter.content_hash != before


def test_a_page_that_was_opened_before_the_change_cannot_paraf_the_new_text(write, cast, sign_in):
    letter = submitted(write, cast)
    paraf = letter.parafs[0]
    shown, old_hash = paraf.version, letter.content_hash
    services.change(letter, said(body="Isi yang belum dibaca"), by=cast.as_("staff"))
    db.session.commit()
    address = f"/surat/keluar/{letter.id}/pemaraf/{paraf.id}/paraf"
    answer = sign_in("household").post(address, data={"version": shown}, follow_redirects=True)
    assert "baru saja diubah orang lain" in text_of(answer)
    assert db.session.get(Paraf, paraf.id).state is ParafState.WAITING
    with pytest.raises(Stale):
        services.give_paraf(db.session.get(Paraf, paraf.id), by=cast.as_("household"), text_hash=old_hash)


def test_the_database_keeps_a_paraf_to_its_text(write, cast):
    letter = submitted(write, cast)
    services.give_paraf(letter.parafs[0], by=cast.as_("household"))
    db.session.commit()
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(text("UPDATE paraf SET asked_hash = 'lain'"))


def test_it_is_given_back_with_a_reason_by_whose_turn_it_is_only(write, cast, sign_in):
    letter = submitted(write, cast)
    address = f"{letter.url}/pengembalian"
    for name, state in (("driver", "in_paraf"), ("household", "returned")):
        sign_in(name).post(address, data={"reason": "Nomornya keliru"})
        assert db.session.get(OutgoingLetter, letter.id).state == state, name
    assert "Nomornya keliru" in text_of(sign_in("staff").get(letter.url))
    assert told(cast.staff, "outgoing.returned") == 1
    services.submit(db.session.get(OutgoingLetter, letter.id), by=cast.as_("staff"))
    with pytest.raises(DomainError, match="alasannya"):
        services.give_back(db.session.get(OutgoingLetter, letter.id), reason=" ", by=cast.as_("household"))


def test_the_author_takes_it_back_and_sets_the_chain(write, cast, sign_in):
    letter = submitted(write, cast)
    with pytest.raises(DomainError, match="Tarik kembali"):
        services.set_chain(letter, line=[], consulted=[], by=cast.as_("staff"))
    sign_in("staff").post(
        f"{letter.url}/penarikan", data={"version": reread(letter, cast.as_("staff")).version}
    )
    assert db.session.get(OutgoingLetter, letter.id).state is OutgoingState.DRAFT
    client = sign_in("staff")
    page = f"{letter.url}/rantai-paraf"
    assert client.get(page).status_code == 200 and sign_in("driver").get(page).status_code == 404
    version = db.session.get(OutgoingLetter, letter.id).version
    same = {"line_1": cast.household.id, "line_2": cast.household.id, "line_3": "", "version": version}
    assert "satu kali" in text_of(client.post(page, data=same))
    sent = {
        "line_1": cast.finance.id,
        "line_2": cast.household.id,
        "consulted": [cast.outsider_head.id],
        "version": version,
    }
    assert client.post(page, data=sent).status_code == 303
    parafs = reread(letter, cast.as_("staff")).parafs
    assert [(p.person.username, p.kind.value, p.rank) for p in parafs] == [
        ("finance", "hierarki", 1), ("household", "hierarki", 2), ("outsider_head", "koordinasi", 1),
    ]  # fmt: skip


def test_chains_that_cannot_be_are_refused(write, cast):
    letter = write()
    four = [cast.household.id, cast.finance.id, cast.outsider_head.id, 9]
    for line, consulted, why in (
        (four, [], "Paling banyak"), ([cast.head.id], [], "Penanda tangan"), ([], [cast.staff.id], "Penyusun"),
        ([cast.driver.id], [], "tidak dikenal"),
    ):  # fmt: skip
        with pytest.raises(DomainError, match=why):
            services.set_chain(letter, line=line, consulted=consulted, by=cast.as_("staff"))
    with pytest.raises(Forbidden):
        services.set_chain(letter, line=[], consulted=[], by=cast.as_("household"))


def test_an_empty_letter_is_not_submitted(write, cast, sign_in):
    for change, why in (({"to": ""}, "kepada siapa"), ({"body": ""}, "masih kosong")):
        letter = write(**change)
        answer = sign_in("staff").post(f"{letter.url}/pengajuan", follow_redirects=True)
        assert why in text_of(answer)
        assert db.session.get(OutgoingLetter, letter.id).state is OutgoingState.DRAFT


def test_a_draft_is_given_up_by_its_author_with_a_reason(write, cast, sign_in):
    letter = submitted(write, cast)
    for name, state in (("household", "in_paraf"), ("driver", "in_paraf"), ("staff", "void")):
        sign_in(name).post(f"{letter.url}/pembatalan", data={"reason": "Acaranya batal"})
        assert db.session.get(OutgoingLetter, letter.id).state == state, name
    assert "Acaranya batal" in text_of(sign_in("staff").get(letter.url))
    assert sign_in("staff").get(f"{letter.url}/ubah").status_code == 404
    assert sign_in("staff").get(f"{letter.url}/konsep.pdf").status_code == 404


def test_another_signer_means_another_chain_and_who_is_next_is_told(write, cast):
    letter = submitted(write, cast)
    services.change(letter, said(signer="household"), by=cast.as_("staff"))
    db.session.commit()
    assert letter.parafs == [] and letter.state is OutgoingState.READY
    assert told(cast.household, "outgoing.to_sign") == 1
    services.change(letter, said(signer="head"), by=cast.as_("staff"))
    assert [p.person.username for p in letter.parafs] == [
        "household"
    ] and letter.state is OutgoingState.IN_PARAF

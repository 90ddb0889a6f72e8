"""From the head's desk down the chain and back."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from biro.audit.models import Trail
from biro.core import clock, workdays
from biro.core.db import db
from biro.core.errors import DomainError
from biro.correspondence import chains, rules, services
from biro.correspondence.models import Disposition, DispositionRecipient, Instruction, Letter
from biro.correspondence.services import Recipients
from biro.reminders.models import Notice, Outbox
from tests.support.web import client_for, counted, fields_of, text_of


def instruction(code="tindak_lanjut"):
    return db.session.scalars(select(Instruction.id).where(Instruction.code == code)).one()


@pytest.fixture
def pass_on(cast):
    """`pass_on(letter, "household")` disposes as the head and commits."""

    def run(letter, coordinator="household", by="head", **change):
        to = Recipients(getattr(cast, coordinator).id, change.pop("helpers", ()), change.pop("copies", ()))
        made = services.dispose(
            letter, recipients=to, by=cast.as_(by), **{"instruction_ids": [instruction()], **change}
        )
        db.session.commit()
        return made

    return run


def line_of(made, person):
    return next(x for x in made.recipients if x.person_id == person.id)


def test_a_letter_goes_to_its_people_and_comes_back_done(sign_in, app, cast, write_letter):
    letter = write_letter(urgency="segera")
    head, url = sign_in("head"), f"/surat/masuk/{letter.id}"
    sheet = head.get(f"{url}/disposisi")
    due = rules.due_on("segera", clock.today(), workdays.days_off(clock.today()))
    assert f'value="{due.isoformat()}"' in sheet.get_data(as_text=True)
    given = head.post(
        f"{url}/disposisi",
        data={
            **fields_of(sheet), "instruction_ids": instruction(), "note": "Siapkan aula", "due_on": due.isoformat(),
            "coordinator_id": cast.household.id, "helper_ids": [cast.secretary.id], "copy_ids": [cast.finance.id],
        },
    )  # fmt: skip
    assert given.status_code == 303
    made = db.session.scalars(select(Disposition)).one()
    roles = {x.person_id: (x.role.value, x.due_on) for x in made.recipients}
    assert roles == {
        cast.household.id: ("coordinator", due),
        cast.secretary.id: ("helper", due),
        cast.finance.id: ("copy", None),
    }
    coordinator, page = sign_in("household"), f"/disposisi/{made.id}"
    assert letter.subject in text_of(coordinator.get("/disposisi"))
    assert "Siapkan aula" in text_of(coordinator.get(page))
    line = line_of(made, cast.household)
    assert line.state == "read" and line.read_at is not None
    coordinator.post(f"{page}/penerima/{line.id}/kerja")
    coordinator.post(f"{page}/penerima/{line.id}/jawaban", data={"text": "Aula siap", "finish": "1"})
    assert line.state == "done" and letter.state == "disposed"
    helper = line_of(made, cast.secretary)
    sign_in("secretary").post(f"{page}/penerima/{helper.id}/jawaban", data={"text": "Selesai", "finish": "1"})
    assert db.session.get(Letter, letter.id).state == "done"
    shown = text_of(head.get(url))
    assert "Aula siap" in shown and "menyelesaikan surat" in shown
    assert "Aula siap" not in text_of(coordinator.get("/disposisi"))
    assert letter.subject in text_of(head.get("/disposisi?tampilan=diberikan"))


def test_recipients_are_told_reminded_before_the_due_day_and_left_alone_when_done(
    app, cast, write_letter, pass_on
):
    due = clock.today() + timedelta(days=6)
    made = pass_on(write_letter(), helpers=[cast.staff.id], due_on=due)
    told = db.session.execute(select(Notice.person_id, Notice.kind)).all()
    assert set(told) == {(cast.household.id, "disposition.new"), (cast.staff.id, "disposition.new")}
    waiting = select(func.count()).select_from(Outbox).where(
        Outbox.kind == "disposition.due", Outbox.person_id == cast.household.id, Outbox.state == "waiting"
    )  # fmt: skip
    assert db.session.scalar(waiting) > 0
    services.answer(line_of(made, cast.household), text="Beres", finish=True, by=cast.as_("household"))
    db.session.commit()
    assert db.session.scalar(waiting) == 0
    finished = db.session.scalars(select(Notice).where(Notice.kind == "disposition.finished")).one()
    assert finished.person_id == cast.head.id


def test_a_disposition_is_continued_down_the_chain_and_shown_as_a_tree(
    sign_in, app, cast, write_letter, pass_on
):
    letter = write_letter()
    first = pass_on(letter)
    second = pass_on(letter, coordinator="staff", by="household")
    assert second.parent_id == first.id
    assert line_of(first, cast.household).state == "in_work"
    (root,) = chains.tree(letter.id)
    assert root.children[0].disposition is second
    page = text_of(sign_in("head").get(f"/surat/masuk/{letter.id}"))
    assert page.index("Bambang Prasetyo") < page.index("Agus Salim")
    assert sign_in("staff").get(f"/surat/masuk/{letter.id}").status_code == 200


def test_recall_works_only_while_unread_and_only_for_the_giver(sign_in, app, cast, write_letter, pass_on):
    made = pass_on(write_letter(), helpers=[cast.staff.id])
    page, line = f"/disposisi/{made.id}", line_of(made, cast.household)
    with pytest.raises(DomainError):
        services.recall(line, by=cast.as_("household"))
    sign_in("head").post(f"{page}/penerima/{line.id}/penarikan")
    assert line.state == "recalled"
    helper = line_of(made, cast.staff)
    sign_in("staff").get(page)
    refused = sign_in("head").post(f"{page}/penerima/{helper.id}/penarikan", follow_redirects=True)
    assert "Tidak bisa dilakukan" in text_of(refused) and helper.state == "read"


def test_giving_back_needs_a_reason_and_tells_the_giver(sign_in, app, cast, write_letter, pass_on):
    made = pass_on(write_letter())
    line = line_of(made, cast.household)
    url = f"/disposisi/{made.id}/penerima/{line.id}/pengembalian"
    client = sign_in("household")
    assert "Tuliskan alasannya" in text_of(client.post(url, follow_redirects=True))
    client.post(url, data={"reason": "Bukan urusan kami"})
    assert line.state == "returned"
    assert "Bukan urusan kami" in text_of(sign_in("head").get(f"/disposisi/{made.id}"))
    kinds = db.session.scalars(select(Notice.kind).where(Notice.person_id == cast.head.id)).all()
    assert kinds == ["disposition.returned"]


def test_nobody_acts_on_a_line_that_is_not_theirs(sign_in, app, cast, write_letter, pass_on):
    made = pass_on(write_letter(), copies=[cast.staff.id])
    url = f"/disposisi/{made.id}/penerima/{line_of(made, cast.household).id}"
    refused = sign_in("head").post(f"{url}/kerja", follow_redirects=True)
    assert "bukan untuk Anda" in text_of(refused)
    assert sign_in("outsider").post(f"{url}/kerja").status_code == 404
    assert sign_in("outsider").get(f"/disposisi/{made.id}").status_code == 404
    assert sign_in("admin").get(f"/disposisi/{made.id}").status_code == 404
    copy = line_of(made, cast.staff)
    assert "cukup dibaca" in text_of(
        sign_in("staff").post(f"/disposisi/{made.id}/penerima/{copy.id}/kerja", follow_redirects=True)
    )


def test_only_a_head_disposes_and_only_letters_of_the_own_branch(sign_in, app, cast, write_letter):
    url = f"/surat/masuk/{write_letter().id}/disposisi"
    assert sign_in("head").get(url).status_code == 200
    for name in ("secretary", "staff", "outsider", "outsider_head", "admin"):
        assert sign_in(name).get(url).status_code == 404
        assert sign_in(name).post(url, data={"coordinator_id": cast.staff.id}).status_code == 404


def test_wrong_sheets_are_refused_beside_their_field(app, cast, write_letter, pass_on):
    letter = write_letter()
    wrong = (
        ({"coordinator": "head"}, "coordinator_id"),
        ({"helpers": [999_999]}, "coordinator_id"),
        ({"instruction_ids": []}, "instruction_ids"),
        ({"due_on": clock.today() - timedelta(days=1)}, "due_on"),
    )
    for change, field in wrong:
        with pytest.raises(DomainError) as refused:
            pass_on(letter, **change)
        assert refused.value.field == field
    assert letter.state == "received"


def test_for_information_only_sets_no_deadline(app, cast, write_letter, pass_on):
    made = pass_on(write_letter(), instruction_ids=[instruction("diketahui")])
    assert line_of(made, cast.household).due_on is None


def test_a_sheet_opened_before_another_disposition_is_stale(sign_in, app, cast, write_letter, pass_on):
    letter = write_letter()
    client, url = sign_in("head"), f"/surat/masuk/{letter.id}/disposisi"
    old = fields_of(client.get(url))
    pass_on(letter)
    late = client.post(url, data={**old, "coordinator_id": cast.finance.id, "instruction_ids": instruction()})
    assert late.status_code == 422 and "diubah orang lain" in text_of(late)
    assert db.session.scalar(select(func.count()).select_from(DispositionRecipient)) == 1


def test_a_letter_that_needs_no_disposition_is_filed_with_one_click(sign_in, app, write_letter):
    letter = write_letter()
    assert sign_in("secretary").post(f"/surat/masuk/{letter.id}/arsip").status_code == 404
    sign_in("head").post(f"/surat/masuk/{letter.id}/arsip")
    assert db.session.get(Letter, letter.id).state == "filed"
    assert sign_in("head").get(f"/surat/masuk/{letter.id}/disposisi").status_code == 404


def test_in_the_heads_name_both_names_are_recorded(app, cast, write_letter, lend):
    letter = write_letter()
    client = client_for(app, cast.secretary, lend(cast.head, cast.secretary).id)
    url = f"/surat/masuk/{letter.id}/disposisi"
    data = {"coordinator_id": cast.household.id, "instruction_ids": instruction()}
    assert client.post(url, data={**fields_of(client.get(url)), **data}).status_code == 303
    made = db.session.scalars(select(Disposition)).one()
    assert (made.giver_id, made.written_by_id) == (cast.head.id, cast.secretary.id)
    row = db.session.scalars(select(Trail).where(Trail.action == "disposition.given")).one()
    assert (row.actor, row.behalf) == ("Dewi Lestari", "Ratna Dewi Kusuma")
    assert "atas namanya" in text_of(client.get(f"/surat/masuk/{letter.id}"))


def test_the_desk_and_the_tree_need_no_more_queries_for_more_rows(sign_in, app, cast, write_letter, pass_on):
    letter, client = write_letter(), sign_in("head")
    pass_on(letter)
    urls = ("/disposisi?tampilan=diberikan", f"/surat/masuk/{letter.id}")
    for url in urls:
        client.get(url)
    with counted() as few:
        for url in urls:
            client.get(url)
    for name in ("finance", "secretary", "driver"):
        pass_on(letter, coordinator=name, helpers=[cast.staff.id])
    with counted() as many:
        for url in urls:
            client.get(url)
    assert len(many) == len(few)

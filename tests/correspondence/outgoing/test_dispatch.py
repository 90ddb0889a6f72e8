"""Copies on their way: given to a courier, received with proof, come back; a secret one by its chain alone."""

import io
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy import select

from biro.audit.models import Trail
from biro.core import clock
from biro.core.db import db
from biro.core.errors import DomainError
from biro.correspondence.outgoing import dispatches, services
from biro.correspondence.outgoing.models import Delivery, Dispatch, DispatchState
from tests.support.web import counted, text_of

SITE = "https://biro.example"
LIST = "/surat/keluar/ekspedisi"


@pytest.fixture
def sent(ready, cast):
    """A letter that has left today, with its copies in the order of the recipients."""

    def run(to="Dinas Kesehatan\nYayasan Bina Warga [pos]", **change):
        letter = ready(to=to, **change)
        by = "staff" if change.get("security") == "R" else "secretary"
        services.sign(letter, on=clock.today(), by=cast.as_("head"), site=SITE)
        services.send(letter, on=clock.today(), by=cast.as_(by))
        db.session.commit()
        return letter, [row for _id, row in sorted(dispatches.of_letter(letter).items())]

    return run


def hand(client, *rows, courier="Ujang Suherman", **change):
    data = {"on": clock.today().isoformat(), "hour": f"{clock.local(clock.now()):%H:%M}", "courier_id": courier,
            "id": [row.id for row in rows], **{f"v-{row.id}": row.version for row in rows}, **change}  # fmt: skip
    return client.post(f"{LIST}/penyerahan", data=data)


def received(row, **change):
    return {"on": clock.today().isoformat(), "hour": f"{clock.local(clock.now()):%H:%M}", "receiver": "Nur Aini",
            "version": row.version, **change}  # fmt: skip


def photo():
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, "PNG")
    out.seek(0)
    return out


def test_several_copies_go_with_one_courier_in_one_act(sent, cast, sign_in):
    letter, (first, second) = sent()
    assert (first.state, first.way, second.way) == (DispatchState.WAITING, Delivery.COURIER, Delivery.POST)
    client = sign_in("secretary")
    page = text_of(client.get(LIST))
    assert letter.number in page and "Dinas Kesehatan" in page and "Yayasan Bina Warga" in page
    answer = hand(client, first, second, **{f"resi-{second.id}": "NR001"})
    assert answer.status_code == 303 and f"baru={first.id}" in answer.location
    for row in (first, second):
        assert (row.state, row.courier_id, row.courier) == (
            DispatchState.CARRIED,
            cast.driver.id,
            "Ujang Suherman",
        )
    assert (first.tracking, second.tracking) == ("", "NR001")
    assert "Ujang Suherman" in text_of(client.get(answer.location)) and letter.number not in text_of(
        client.get(LIST)
    )
    assert letter.number in text_of(sign_in("driver").get(LIST))
    hand(client, first, second)
    assert len(db.session.scalars(select(Trail).where(Trail.action == "dispatch.handed")).all()) == 2


def test_a_courier_from_outside_is_a_name(sent, sign_in):
    _letter, (first, _second) = sent()
    hand(sign_in("secretary"), first, courier="Kurir Kilat")
    assert (first.courier_id, first.courier) == (None, "Kurir Kilat")


def test_what_is_wrong_is_said_and_nothing_is_handed(sent, sign_in):
    _letter, (first, _second) = sent()
    client, tomorrow = sign_in("secretary"), (clock.today() + timedelta(days=1)).isoformat()
    assert "Sebutkan kurirnya" in text_of(hand(client, first, courier=""))
    assert "masa depan" in text_of(hand(client, first, on=tomorrow))
    assert "Pilih suratnya dulu" in text_of(hand(client))
    assert hand(client, first, **{f"v-{first.id}": 99}).status_code == 422
    assert first.state is DispatchState.WAITING


def test_the_courier_writes_down_who_took_it_with_a_photo_and_a_signature(sent, sign_in):
    letter, (first, _second) = sent()
    hand(sign_in("secretary"), first)
    client = sign_in("driver")
    page = text_of(client.get(first.url))
    assert letter.number in page and "Dinas Kesehatan" in page and letter.subject not in page
    empty = client.post(f"{first.url}/tanda-terima", data=received(first, receiver=""))
    assert empty.status_code == 422 and "siapa yang menerimanya" in text_of(empty)
    proof = {"scan": (photo(), "bukti.png"), "signature": (photo(), "ttd.png")}
    client.post(f"{first.url}/tanda-terima", data=received(first, receiver_title="Resepsionis", **proof))
    assert (first.state, first.receiver, first.receiver_title) == (
        DispatchState.DELIVERED,
        "Nur Aini",
        "Resepsionis",
    )
    files = dispatches.proofs([first])[first.owner]
    assert [f.name for f in files] == ["bukti.png", "tanda-tangan.png"]
    shown = text_of(sign_in("staff").get(letter.url))
    assert "Nur Aini" in shown and "bukti.png" in shown
    for name, code in (("staff", 200), ("driver", 200), ("outsider", 404), ("outsider_head", 404)):
        assert sign_in(name).get(f"/berkas/{files[0].id}").status_code == code, name


def test_it_comes_back_with_a_reason_and_goes_once_more(sent, sign_in):
    _letter, (first, _second) = sent()
    client = sign_in("secretary")
    hand(client, first)
    sign_in("driver").post(f"{first.url}/pengembalian", data={"version": first.version, "reason": ""})
    assert first.state is DispatchState.CARRIED
    sign_in("driver").post(
        f"{first.url}/pengembalian", data={"version": first.version, "reason": "Kantor tutup"}
    )
    assert (first.state, first.reason) == (DispatchState.RETURNED, "Kantor tutup")
    sign_in("driver").post(f"{first.url}/antrean", data={"version": first.version})
    assert first.state is DispatchState.RETURNED
    client.post(f"{first.url}/antrean", data={"version": first.version})
    assert (first.state, first.courier, first.courier_id) == (DispatchState.WAITING, "", None)


def test_who_scans_the_slip_takes_it_along_others_do_not_list_it(sent, sign_in):
    letter, (first, second) = sent()
    client = sign_in("outsider")
    assert letter.number not in text_of(client.get(LIST))
    assert hand(client, first).status_code == 422 and first.state is DispatchState.WAITING
    client.post(f"{first.url}/tanda-terima", data=received(first))
    assert first.state is DispatchState.WAITING
    for wrong in ("A" * 22, "x", second.code[:-1] + ("A" if second.code[-1] != "A" else "B")):
        assert client.get(f"/surat/keluar/serah/{wrong}").status_code == 404
    client.post(f"{first.url}/bawa", data={"version": first.version})
    assert (first.state, first.courier) == (DispatchState.CARRIED, "Hendra Wijaya")
    client.post(f"{first.url}/tanda-terima", data=received(first))
    assert first.state is DispatchState.DELIVERED
    assert sign_in("visitor").get(second.url).status_code == 303


def test_a_secret_copy_is_sent_by_its_chain_and_shows_its_number_alone(sent, cast, sign_in):
    letter, (first,) = sent(to="Kantor Kenaribiru", subject="Kenarimerah", security="R")
    page = text_of(sign_in("staff").get(f"{LIST}?whose=kirim&state=waiting"))
    assert letter.number in page and "Rahasia" in page and "Kenari" not in page
    assert letter.number not in text_of(sign_in("secretary").get(LIST))
    for name in ("secretary", "driver", "outsider", "admin"):
        client = sign_in(name)
        assert client.get(first.url).status_code in (403, 404), name
        client.post(f"{first.url}/bawa", data={"version": first.version})
        hand(client, first)
        assert first.state is DispatchState.WAITING, name
    hand(sign_in("staff"), first)
    assert sign_in("driver").get(first.url).status_code == 200
    assert "Kenari" not in text_of(sign_in("driver").get(f"{LIST}?whose=bawa"))
    sign_in("driver").post(f"{first.url}/tanda-terima", data=received(first, receiver="Kenarihijau"))
    assert first.state is DispatchState.DELIVERED
    trail = " ".join(repr((t.label, t.data)) for t in db.session.scalars(select(Trail)))
    assert "Kenari" not in trail


def test_the_proof_of_a_secret_copy_is_for_its_chain_and_whoever_opens_it_is_written_down(sent, sign_in):
    letter, (first,) = sent(to="Kantor Kenaribiru", security="R")
    hand(sign_in("staff"), first)
    proof = {"scan": (photo(), "Kenaribukti.png"), "signature": (photo(), "ttd.png")}
    sign_in("driver").post(f"{first.url}/tanda-terima", data=received(first, **proof))
    files = dispatches.proofs([first])[first.owner]
    assert len(files) == 2 and all(file.secret for file in files)
    opened = select(Trail.actor).where(Trail.action == "outgoing_letter.proof_opened").order_by(Trail.seq)
    for name in ("driver", "secretary", "finance", "outsider_head", "admin"):
        for address in (f"/berkas/{files[0].id}", f"/berkas/{files[1].id}/halaman/1"):
            assert sign_in(name).get(address).status_code == 404, name
        page = sign_in(name).get(first.url)
        assert page.status_code == 404 or f"/berkas/{files[0].id}" not in page.get_data(as_text=True), name
    assert db.session.scalars(opened).all() == []
    reader = sign_in("head")
    for file in files:
        assert reader.get(f"/berkas/{file.id}").status_code == 200
    assert sign_in("staff").get(f"/berkas/{files[1].id}/halaman/1").status_code == 200
    assert db.session.scalars(opened).all() == ["Ratna Dewi Kusuma", letter.author.name]


def test_what_is_signed_on_the_screen_needs_no_paper_inside_the_house(ready, cast, monkeypatch):
    letter = ready(to="Kepala Biro Hukum\nDinas Kesehatan")
    services.sign(letter, on=clock.today(), by=cast.as_("head"), site=SITE)
    letter.method = "elektronik"
    services.send(letter, on=clock.today(), by=cast.as_("secretary"))
    inside, outside = (row for _id, row in sorted(dispatches.of_letter(letter).items()))
    assert (inside.state, outside.state) == (DispatchState.DELIVERED, DispatchState.WAITING)


def test_a_void_letter_is_not_handed_out(sent, cast, sign_in):
    letter, (first, _second) = sent()
    services.void(letter, reason="Salah alamat", by=cast.as_("head"))
    db.session.commit()
    with pytest.raises(DomainError):
        services.hand_over([(first, None)], person=cast.driver, at=clock.now(), by=cast.as_("secretary"))
    db.session.rollback()
    assert letter.number not in text_of(sign_in("secretary").get(LIST))


def test_the_list_costs_the_same_for_many(sent, sign_in):
    sent()
    client = sign_in("secretary")
    client.get(LIST)
    with counted() as few:
        client.get(LIST)
    sent(to="\n".join(f"Kantor {n}" for n in range(12)))
    with counted() as many:
        client.get(LIST)
    assert len(many) == len(few)
    assert db.session.query(Dispatch).count() == 14


def test_the_ticked_copies_are_printed_to_be_signed_and_with_their_qr(sent, sign_in):
    _letter, (first, second) = sent()
    for name, code in (("secretary", 200), ("outsider", 303)):
        for sheet in ("lembar", "slip"):
            answer = sign_in(name).post(f"{LIST}/{sheet}.pdf", data={"id": [first.id, second.id]})
            assert answer.status_code == code and answer.data.startswith(b"%PDF") is (code == 200), (
                name,
                sheet,
            )

"""Kinds and letterheads: data that the administrator of correspondence edits."""

import io

from PIL import Image
from sqlalchemy import select

from biro.core.db import db
from biro.correspondence.outgoing import content, seeding, services
from biro.correspondence.outgoing.models import Letterhead, LetterKind
from tests.correspondence.outgoing.conftest import kind, said
from tests.support.web import text_of


def picture():
    out = io.BytesIO()
    Image.new("RGB", (900, 1000), "navy").save(out, "PNG")
    out.seek(0)
    return out


def test_the_seed_covers_both_shapes_and_never_changes_what_the_office_edited(app):
    kinds = list(db.session.scalars(select(LetterKind)))
    assert {k.shape.value for k in kinds} == {"korespondensi", "judul", "nota"} and len(kinds) > 20
    assert not kind("keputusan").with_titles and kind("surat_tugas").with_titles
    kind("memo").name = "Memo dinas"
    db.session.flush()
    seeding.sow_kinds()
    assert kind("memo").name == "Memo dinas" and len(list(db.session.scalars(select(LetterKind)))) == len(
        kinds
    )


def test_only_who_manages_correspondence_edits_kinds_and_letterheads(sign_in, cast):
    row = kind("memo")
    pages = ("/pengaturan/jenis-naskah", "/pengaturan/jenis-naskah/baru", f"/pengaturan/jenis-naskah/{row.id}/ubah",
             "/pengaturan/kop-surat", f"/pengaturan/kop-surat/{cast.unit('UM').id}")  # fmt: skip
    for page in pages:
        assert sign_in("admin").get(page).status_code == 200, page
        assert sign_in("head").get(page).status_code == 404, page
    assert sign_in("admin").get("/pengaturan/jenis-naskah/999999/ubah").status_code == 404


def test_a_kind_is_added_changed_and_refused_when_its_code_is_taken(sign_in):
    client = sign_in("admin")
    sent = {
        "code": "radiogram",
        "name": "Radiogram",
        "family": "khusus",
        "shape": "judul",
        "rank": "60",
        "register": "",
        "active": "y",
    }
    assert client.post("/pengaturan/jenis-naskah/baru", data=sent).status_code == 303
    again = client.post("/pengaturan/jenis-naskah/baru", data=sent | {"name": "Lain"})
    assert again.status_code == 422 and "sudah dipakai" in text_of(again)
    row = kind("radiogram")
    change = {**sent, "name": "Radiogram dinas", "register": "special", "version": row.version}
    assert client.post(f"/pengaturan/jenis-naskah/{row.id}/ubah", data=change).status_code == 303
    assert (kind("radiogram").name, kind("radiogram").register) == ("Radiogram dinas", "special")
    stale = client.post(f"/pengaturan/jenis-naskah/{row.id}/ubah", data=change | {"version": "1"})
    assert stale.status_code == 422 and "diubah orang lain" in text_of(stale)


def test_a_letterhead_holds_for_the_units_below_and_for_texts_saved_later(sign_in, cast, write):
    before = write()
    unit = cast.unit("UM")
    sent = {"names": "PEMERINTAH PROVINSI\n\nBIRO UMUM", "address": "Jalan Merdeka 1", "place": "Nusa Jaya"}
    upload = {"scan": (picture(), "lambang.png")}
    answer = sign_in("admin").post(f"/pengaturan/kop-surat/{unit.id}", data=sent | upload)
    assert answer.status_code == 303
    head = content.head_of(cast.unit("RT"))
    assert head["names"] == ["PEMERINTAH PROVINSI", "BIRO UMUM"] and head["place"] == "Nusa Jaya"
    assert before.letterhead["place"] == ""
    hash_before = before.content_hash
    services.change(before, said(), by=cast.as_("staff"))
    db.session.commit()
    assert before.content_hash != hash_before
    pdf = sign_in("staff").get(f"{before.url}/konsep.pdf").get_data()
    assert b"/Subtype/Image" in pdf.replace(b" ", b"")
    row = db.session.scalars(select(Letterhead)).one()
    page = sign_in("admin").post(
        f"/pengaturan/kop-surat/{unit.id}", data={"names": " ", "version": row.version}
    )
    assert page.status_code == 422

"""Drafts: written, changed, looked at, seen by whom."""

from datetime import time, timedelta

from pypdfium2 import PdfDocument
from sqlalchemy import select

from biro.accounts.permissions import P
from biro.audit.models import Trail
from biro.core import clock
from biro.core.db import db
from biro.correspondence.outgoing import pages, queries, services
from biro.correspondence.outgoing.models import OutgoingLetter
from biro.events import services as events
from tests.correspondence.outgoing.conftest import count, form_of, kind, reread, said, seat
from tests.support.web import counted, fields_of, text_of


def test_a_draft_is_written_once_and_shows_what_was_said(sign_in, cast):
    client = sign_in("staff")
    fields = fields_of(client.get("/surat/keluar/baru"))
    to = "Kepala Dinas Kesehatan u.p. Sekretaris\nBiro Hukum"
    sent = form_of(to=to, copies="Sekda (sebagai laporan)", nonce=fields["nonce"])
    answer = client.post("/surat/keluar/baru", data=sent)
    assert answer.status_code == 303 and count() == 1
    assert client.post("/surat/keluar/baru", data=sent).status_code == 303 and count() == 1
    page = text_of(client.get(answer.location))
    for word in (
        "Konsep",
        "Kepala Dinas Kesehatan u.p. Sekretaris",
        "unit kantor ini: Biro Hukum",
        "Bambang Prasetyo",
    ):
        assert word in page
    letter = db.session.scalars(select(OutgoingLetter)).one()
    assert [(r.name, r.kind.value, r.way.value) for r in letter.recipients] == [
        ("Kepala Dinas Kesehatan", "tujuan", "kurir"), ("Biro Hukum", "tujuan", "langsung"),
        ("Sekda", "tembusan", "kurir"),
    ]  # fmt: skip
    assert letter.unit_id == cast.unit("RT").id and letter.content_hash


def test_wrong_input_gets_a_sentence_beside_its_field_and_nothing_typed_is_lost(sign_in):
    client = sign_in("staff")
    for change, sentence in (
        ({"subject": ""}, "Wajib diisi"),
        ({"to": "Dinas Kesehatan [merpati]"}, "merpati"),
        ({"mandate": "an"}, "diatasnamakan"),
        ({"mandate": "ub", "principal": "Gubernur"}, "di antaranya"),
        ({"signer_assignment_id": "999999"}, "Pilihan tidak dikenal"),
    ):
        answer = client.post("/surat/keluar/baru", data=form_of(body="Teks yang jangan hilang", **change))
        assert answer.status_code == 422 and sentence in text_of(answer), change
        assert "Teks yang jangan hilang" in text_of(answer)
    assert count() == 0


def test_only_who_holds_a_signing_seat_above_can_sign(write, cast):
    found = queries.signers(cast.unit("RT"), clock.today())
    assert [a.person.username for a in found] == ["household", "head"]


def test_a_conflict_says_who_changed_it_and_keeps_what_was_typed(sign_in, write, cast):
    letter = write()
    old = letter.version
    services.change(letter, said(body="Teks lain"), by=cast.as_("head"))
    db.session.commit()
    sent = form_of(letter, body="Yang saya ketik") | {"version": old}
    answer = sign_in("staff").post(f"/surat/keluar/{letter.id}/ubah", data=sent)
    assert answer.status_code == 422
    assert "Ratna Dewi Kusuma baru saja mengubah naskah ini" in text_of(answer)
    assert "Yang saya ketik" in text_of(answer)
    assert reread(letter, cast.as_("staff")).body == "Teks lain"


def test_recipients_keep_their_rows_and_come_back_as_the_lines_that_were_typed(sign_in, write, cast):
    letter = write(to="A u.p. B [pos]\nKepala Biro Hukum", copies="C (sebagai laporan)")
    page = sign_in("staff").get(f"/surat/keluar/{letter.id}/ubah").get_data(as_text=True)
    assert "A u.p. B\nKepala Biro Hukum" in page and "C (sebagai laporan)" in page
    first = letter.recipients[0].id
    services.change(letter, said(to="A\nD"), by=cast.as_("staff"))
    db.session.commit()
    again = reread(letter, cast.as_("staff"))
    assert [r.name for r in again.recipients] == ["A", "D"] and again.recipients[0].id == first


def test_the_unit_and_its_heads_see_a_draft_and_nobody_else(sign_in, write):
    letter = write()
    for name, code in (("staff", 200), ("driver", 200), ("household", 200), ("head", 200), ("finance", 404),
                       ("secretary", 404), ("outsider", 404), ("outsider_head", 404), ("admin", 404)):  # fmt: skip
        client = sign_in(name)
        assert client.get(letter.url).status_code == code, name
        if name in ("staff", "finance", "outsider"):
            assert client.get(f"{letter.url}/konsep.pdf").status_code == code, name
            assert client.get(f"{letter.url}/halaman/1").status_code == code, name
        if name in ("driver", "head", "finance", "outsider"):
            assert (letter.subject in text_of(client.get("/surat/keluar"))) is (code == 200), name
            assert (letter.subject in text_of(client.get("/cari?q=koordinasi"))) is (code == 200), name
    assert sign_in("driver").get(f"{letter.url}/ubah").status_code == 404
    assert sign_in("driver").post(f"{letter.url}/pengajuan").status_code == 303
    assert reread_state(letter) == "draft"


def reread_state(letter):
    db.session.expire_all()
    return db.session.get(OutgoingLetter, letter.id).state


def test_the_concept_is_a_pdf_that_says_so_and_shows_markup_as_it_was_typed(write, cast, sign_in):
    letter = write(body="Nilai #let x = [1] $a$ \\ ` <b> *tebal*\n\nHari : Senin", subject="#pagebreak() $x$")
    client = sign_in("staff")
    answer = client.get(f"{letter.url}/konsep.pdf")
    words = _words(answer.get_data())
    assert answer.mimetype == "application/pdf" and b"pdfaid:part>2<" in answer.get_data()
    assert "KONSEP" in words and "#let x = [1] $a$ \\ ` <b> *tebal*" in words and "#pagebreak() $x$" in words
    assert "Bambang Prasetyo" in words
    assert client.get(f"{letter.url}/halaman/1").mimetype == "image/png"
    assert client.get(f"{letter.url}/halaman/2").status_code == 404


def _words(pdf):
    document = PdfDocument(pdf)
    try:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())
    finally:
        document.close()


def test_each_shape_is_set_and_long_letters_take_several_pages(write, cast, app):
    for code, shown in (
        ("surat_tugas", "SURAT TUGAS"),
        ("nota_dinas", "NOTA DINAS"),
        ("keputusan", "KEPUTUSAN"),
    ):
        letter = write(kind=code, body="\n\n".join(f"Paragraf {n} yang panjang. " * 8 for n in range(40)))
        words = _words(pages.concept(letter, "12/2026", "Agus"))
        assert shown in words and "- 2 -" in words and "12/2026" in words, code


def test_a_text_can_be_looked_at_without_being_kept(sign_in, write, cast):
    client = sign_in("staff")
    answer = client.post("/surat/keluar/pratinjau.pdf", data=form_of(subject="Belum disimpan"))
    assert answer.status_code == 200 and "Belum disimpan" in _words(answer.get_data())
    assert count() == 0
    letter = write()
    answer = client.post(
        f"/surat/keluar/pratinjau.pdf?surat={letter.id}", data=form_of(letter, subject="Coba lain")
    )
    assert "Coba lain" in _words(answer.get_data())
    assert reread(letter, cast.as_("staff")).subject == "Undangan rapat koordinasi"
    assert client.post("/surat/keluar/pratinjau.pdf", data=form_of(subject="")).status_code == 422
    assert (
        sign_in("outsider").post(f"/surat/keluar/pratinjau.pdf?surat={letter.id}", data=form_of()).status_code
        == 404
    )


def test_the_list_costs_the_same_for_more_letters(sign_in, write):
    client = sign_in("head")
    write()
    client.get("/surat/keluar")
    with counted() as few:
        client.get("/surat/keluar")
    for n in range(6):
        write(subject=f"Surat {n}")
    with counted() as many:
        client.get("/surat/keluar")
    assert len(many) == len(few)


def test_the_list_is_filtered_by_words_kind_state_year_and_author(sign_in, write):
    write(subject="Undangan lebaran")
    write(subject="Tugas jaga", kind="surat_tugas")
    write(subject="Konsep pimpinan", by="household")
    client = sign_in("household")
    for query, shown in (
        ("q=lebaran", "Undangan lebaran"), (f"kind={kind('surat_tugas').id}", "Tugas jaga"),
        ("mine=saya", "Konsep pimpinan"),
    ):  # fmt: skip
        page = text_of(client.get(f"/surat/keluar?{query}"))
        assert (
            shown in page
            and sum(s in page for s in ("Undangan lebaran", "Tugas jaga", "Konsep pimpinan")) == 1
        )
    assert "Tidak ada surat yang cocok" in text_of(client.get("/surat/keluar?state=sent"))
    assert "Tugas jaga" in text_of(client.get(f"/surat/keluar?year={clock.today().year}"))
    assert "Tidak ada surat yang cocok" in text_of(client.get("/surat/keluar?year=2001&kind=x&state=x"))


def test_nobody_drafts_without_the_permission(sign_in, cast):
    assert sign_in("admin").get("/surat/keluar/baru").status_code == 404
    assert not cast.as_("admin").may(P.LETTER_DRAFT)
    assert sign_in("admin").post("/surat/keluar/pratinjau.pdf", data={}).status_code == 404


def test_the_trail_tells_who_wrote_and_changed_it(write, cast):
    letter = write()
    services.change(letter, said(body="Lain"), by=cast.as_("staff"))
    db.session.commit()
    rows = db.session.scalars(
        select(Trail.action).where(Trail.subject == "outgoing_letter").order_by(Trail.seq)
    )
    assert list(rows) == ["outgoing_letter.drafted", "outgoing_letter.changed"]


def test_an_invitation_begins_with_what_its_event_says(sign_in, cast):
    by = cast.as_("secretary")
    starts = clock.instant(clock.today() + timedelta(days=7), time(9), "Asia/Jakarta")
    event = events.plan(
        title="Rapat kerja",
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        unit=by.person.unit,
        by=by,
        zone="Asia/Jakarta",
    )
    db.session.commit()
    client = sign_in("secretary")
    assert "Susun undangan" in text_of(client.get(event.url))
    page = client.get(f"/surat/keluar/baru?acara={event.id}").get_data(as_text=True)
    assert "Undangan Rapat kerja" in page and "Waktu : 09.00 WIB sampai selesai" in page
    sent = form_of(subject="Undangan Rapat kerja", signer_assignment_id=seat())
    assert client.post(f"/surat/keluar/baru?acara={event.id}", data=sent).status_code == 303
    letter = db.session.scalars(select(OutgoingLetter)).one()
    assert letter.event_id == event.id and "Undangan Rapat kerja" in text_of(client.get(event.url))
    assert sign_in("outsider").get(f"/surat/keluar/baru?acara={event.id}").status_code == 404

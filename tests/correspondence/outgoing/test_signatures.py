"""Electronic signatures: one's own certificate, BSrE, and what an attached file's signatures are worth."""

import asyncio
import io
import logging
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from biro.audit.models import Trail
from biro.core import clock
from biro.core.db import db
from biro.core.errors import DomainError, Forbidden
from biro.correspondence import paper
from biro.correspondence.numbers.models import LetterNumber
from biro.correspondence.outgoing import services
from biro.correspondence.outgoing.models import OutgoingLetter, OutgoingState
from biro.correspondence.outgoing.signatures import keys, pades
from biro.correspondence.outgoing.signatures import services as certificates
from biro.correspondence.outgoing.signatures.checking import signatures_of
from biro.correspondence.outgoing.signatures.models import SigningCertificate
from biro.files import storage
from tests.correspondence.outgoing.authority import NIK, PASSPHRASE, bsre_server, p12, root
from tests.files.conftest import pdf
from tests.support.web import text_of

SITE = "https://biro.example"


def file(content, name="x.p12"):
    return SimpleNamespace(stream=io.BytesIO(content), filename=name)


def install(cast, who="head", content=None):
    row = certificates.add_certificate(file(content or p12()), passphrase=PASSPHRASE, by=cast.as_(who))
    db.session.commit()
    return row


def trust(cast):
    certificates.trust(file(keys.pem_of(root()[1]).encode(), "ca.pem"), basis="Uji", by=cast.as_("admin"))
    db.session.commit()


def sign(letter, cast, by="head", **given):
    services.sign(letter, on=clock.today(), by=cast.as_(by), site=SITE, **given)
    db.session.commit()


def issued(letter):
    with storage.here().open(letter.pdf_sha256) as content:
        return content.read()


def test_a_letter_signed_with_ones_own_certificate_says_who_and_is_whole(ready, cast, sign_in):
    install(cast)
    trust(cast)
    letter = ready()
    sign(letter, cast, method="sertifikat", passphrase=PASSPHRASE)
    found = signatures_of(io.BytesIO(issued(letter)))["signatures"]
    assert [(x["name"], x["intact"], x["whole"], x["trusted"]) for x in found] == [
        ("Ratna Dewi Kusuma", True, True, True)
    ]
    page = text_of(sign_in("head").get(letter.url))
    assert "Sertifikat elektronik sendiri" in page and "Penerbit Uji" in page


def test_signing_works_where_an_event_loop_is_already_running(cast):
    opened = keys.open_p12(install(cast).locked, PASSPHRASE)

    async def inside():
        return pades.sign_pdf(pdf(), opened)

    with ThreadPoolExecutor(1) as own:  # this thread may have a loop too, after browser tests
        signed = own.submit(lambda: asyncio.run(inside())).result()
    assert signatures_of(io.BytesIO(signed))["signatures"][0]["intact"]


def test_changing_one_byte_after_signing_is_seen(ready, cast):
    install(cast)
    letter = ready()
    sign(letter, cast, method="sertifikat", passphrase=PASSPHRASE)
    content = bytearray(issued(letter))
    at = content.index(b"/MediaBox")
    content[at + 1 : at + 9] = b"MediabOx"
    found = signatures_of(io.BytesIO(bytes(content))).get("signatures", [{"intact": False}])
    assert not any(x["intact"] for x in found)


def test_a_wrong_passphrase_signs_nothing_and_burns_no_number(ready, cast, sign_in, caplog):
    caplog.set_level(logging.DEBUG)
    install(cast)
    letter = ready()
    wrong = "salah-sekali-42"
    given = {
        "on": clock.today().isoformat(),
        "method": "sertifikat",
        "passphrase": wrong,
        "version": letter.version,
    }
    answer = sign_in("head").post(f"{letter.url}/tanda-tangan", data=given)
    assert answer.status_code == 422 and "Frasa sandi salah" in text_of(answer)
    assert wrong not in answer.get_data(as_text=True) and wrong not in caplog.text
    letter = db.session.get(OutgoingLetter, letter.id)
    assert letter.state is OutgoingState.READY and db.session.scalars(select(LetterNumber)).all() == []


def test_only_the_signer_themselves_signs_with_a_certificate(ready, cast, sign_in):
    install(cast)
    install(cast, "household", p12("Bambang"))
    letter = ready()
    with pytest.raises(DomainError, match="Hanya penanda tangan sendiri"):
        sign(letter, cast, by="secretary", method="sertifikat", passphrase=PASSPHRASE)
    page = sign_in("secretary").get(letter.url).get_data(as_text=True)
    assert 'value="sertifikat"' not in page and 'name="passphrase"' not in page
    assert 'value="sertifikat"' in sign_in("head").get(letter.url).get_data(as_text=True)


def test_the_key_is_kept_locked_and_nobody_reads_it_without_the_passphrase(cast):
    row = install(cast)
    assert keys.open_p12(row.locked, PASSPHRASE).certificate
    with pytest.raises(DomainError):
        keys.open_p12(row.locked, "tebakan-lain")
    assert PASSPHRASE.encode() not in row.locked
    told = [
        (t.label, t.data) for t in db.session.scalars(select(Trail).where(Trail.subject == row.__tablename__))
    ]
    assert told and PASSPHRASE not in str(told)


@pytest.mark.parametrize(
    ("content", "passphrase", "why"),
    [
        (p12(days=-1, starts=-9), PASSPHRASE, "sudah tidak berlaku"),
        (p12(starts=3), PASSPHRASE, "belum berlaku"),
        (p12(small=True), PASSPHRASE, "terlalu lemah"),
        (p12(ca=True), PASSPHRASE, "sertifikat penerbit"),
        (p12(passphrase="pendek"), "pendek", "terlalu pendek"),
        (p12(), "salah-sekali", "Frasa sandi salah"),
        (b"bukan sertifikat", PASSPHRASE, "bukan sertifikat PKCS#12"),
        (b"x" * 200_000, PASSPHRASE, "terlalu besar"),
        (b"", PASSPHRASE, "Pilih berkasnya dulu"),
    ],
)
def test_what_should_not_sign_letters_is_refused_in_words(sign_in, content, passphrase, why):
    data = {"file": (io.BytesIO(content), "x.p12"), "passphrase": passphrase}
    answer = sign_in("head").post("/surat/sertifikat", data=data)
    assert answer.status_code == 422 and why in text_of(answer)
    assert db.session.scalars(select(SigningCertificate)).all() == []


def test_a_certificate_is_replaced_shown_and_removed_by_its_holder_alone(sign_in, cast):
    first = install(cast)
    second = install(cast, content=p12("Ratna Dua"))
    assert first.removed_at is not None and first.locked == b""
    assert "Ratna Dua" in text_of(sign_in("head").get("/surat/sertifikat"))
    assert "Ratna Dua" not in text_of(sign_in("household").get("/surat/sertifikat"))
    assert sign_in("staff").get("/surat/sertifikat").status_code == 404
    with pytest.raises(Forbidden):
        certificates.remove_certificate(second, by=cast.as_("household"))
    sign_in("head").post("/surat/sertifikat/pelepasan")
    assert certificates.own_certificate(cast.head.id) is None


def outside(letter, cast, content):
    services.sign_outside(
        letter,
        number=f"800/{letter.id}/2026",
        on=clock.today(),
        upload=file(content, "s.pdf"),
        by=cast.as_("secretary"),
    )
    db.session.commit()
    return letter.details


def test_a_letter_signed_elsewhere_says_whether_its_signature_is_whole_and_known(ready, cast, sign_in):
    signed = pades.sign_pdf(paper.pdf(["Isi"]), keys.open_p12(p12("Pejabat Luar"), PASSPHRASE))
    unknown = ready()
    [found] = outside(unknown, cast, signed)["signatures"]
    assert (found["name"], found["intact"], found["trusted"]) == ("Pejabat Luar", True, False)
    assert "Penerbit belum dikenal" in text_of(sign_in("head").get(unknown.url))
    trust(cast)
    known = ready()
    assert outside(known, cast, signed)["signatures"][0]["trusted"]
    assert "Penerbit dipercaya" in text_of(sign_in("head").get(known.url))
    plain = ready()
    assert outside(plain, cast, paper.pdf(["Tanpa"])) == {"signatures": []}
    assert "Tanpa tanda tangan elektronik" in text_of(sign_in("head").get(plain.url))


def test_issuers_are_the_administrators(sign_in, cast):
    trust(cast)
    for name in ("head", "secretary", "outsider"):
        assert sign_in(name).get("/surat/penerbit-sertifikat").status_code == 404
    admin = sign_in("admin")
    page = text_of(admin.get("/surat/penerbit-sertifikat"))
    assert "Penerbit Uji" in page and "Dipercaya" in page
    for content, why in (
        (b"x", "bukan sertifikat"),
        (keys.pem_of(root()[1]).encode(), "sudah ada dalam daftar"),
    ):
        answer = admin.post("/surat/penerbit-sertifikat", data={"file": (io.BytesIO(content), "ca.pem")})
        assert answer.status_code == 422 and why in text_of(answer)
    admin.post(f"/surat/penerbit-sertifikat/{certificates.issuers()[0].id}/kepercayaan")
    assert "Tidak dipercaya" in text_of(admin.get("/surat/penerbit-sertifikat"))


@pytest.fixture
def bsre(app):
    """The stand-in for BSrE's server, connected."""
    with bsre_server() as server:
        app.config["BSRE_URL"] = f"http://biro:sandi@127.0.0.1:{server.server_port}"
        yield server
    app.config["BSRE_URL"] = ""


def by_bsre(client, letter, **change):
    data = {"on": clock.today().isoformat(), "method": "bsre", "passphrase": PASSPHRASE, "nik": NIK, **change}
    return client.post(f"{letter.url}/tanda-tangan", data={**data, "version": letter.version})


def test_bsre_signs_and_its_document_id_is_kept(bsre, ready, cast, sign_in, caplog):
    caplog.set_level(logging.DEBUG)
    letter = ready()
    data = {"on": clock.today().isoformat(), "method": "bsre", "passphrase": PASSPHRASE, "nik": NIK}
    answer = sign_in("head").post(f"{letter.url}/tanda-tangan", data={**data, "version": letter.version})
    assert answer.status_code == 303, text_of(answer)
    letter = db.session.get(OutgoingLetter, letter.id)
    assert letter.details == {"id_dokumen": "dok-123"} and letter.method == "bsre"
    assert bsre.seen == [{"auth": "Basic YmlybzpzYW5kaQ==", "path": "/api/sign/pdf"}]
    assert signatures_of(io.BytesIO(issued(letter)))["signatures"][0]["name"] == "Penanda BSrE"
    kept = repr([letter.details, letter.printed, *db.session.scalars(select(Trail.data))])
    for secret in (PASSPHRASE, NIK, "sandi@"):
        assert secret not in caplog.text and secret not in kept


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"nik": "123", "passphrase": PASSPHRASE}, "16 angka"),
        ({"nik": NIK, "passphrase": ""}, "Tuliskan frasa sandi"),
        ({"nik": NIK, "passphrase": "salah"}, "BSrE menolak"),
    ],
)
def test_what_bsre_refuses_leaves_the_letter_unsigned(bsre, ready, sign_in, given, why):
    letter = ready()
    answer = by_bsre(sign_in("head"), letter, **given)
    assert answer.status_code == 422 and why in text_of(answer)
    assert db.session.get(OutgoingLetter, letter.id).state is OutgoingState.READY


def test_a_server_that_is_away_says_so_and_without_one_there_is_no_such_way(app, ready, cast, sign_in):
    letter = ready()
    assert 'value="bsre"' not in sign_in("head").get(letter.url).get_data(as_text=True)
    with bsre_server() as server:
        port = server.server_port
    app.config["BSRE_URL"] = f"http://127.0.0.1:{port}"
    try:
        assert "tidak menjawab" in text_of(by_bsre(sign_in("head"), letter))
    finally:
        app.config["BSRE_URL"] = ""

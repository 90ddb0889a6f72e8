"""Word files: tags are found however Word cuts them, words stay words, the rest of the file stays as it is."""

import io
import zipfile
from xml.etree import ElementTree

import pytest

from biro.core import clock
from biro.core.db import db
from biro.core.errors import DomainError
from biro.correspondence.outgoing import blanks, docx, services, words
from tests.correspondence.outgoing.conftest import kind
from tests.support.web import text_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def package(document, **more):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("[Content_Types].xml", blanks.TYPES)
        file.writestr("_rels/.rels", blanks.RELS)
        file.writestr("word/document.xml", f"{blanks.HEAD}{document}{blanks.FOOT}")
        for name, content in more.items():
            file.writestr(name.replace("__", "/") + ".xml", content)
    return out.getvalue()


def runs(*texts):
    return "<w:p>" + "".join(f"<w:r><w:rPr><w:b/></w:rPr><w:t>{t}</w:t></w:r>" for t in texts) + "</w:p>"


def lines_of(content, part="word/document.xml"):
    """Paragraphs of a part as text, line breaks as newlines."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        root = ElementTree.fromstring(file.read(part))
    return [
        "".join("\n" if e.tag == f"{W}br" else e.text or "" for e in p.iter() if e.tag in (f"{W}t", f"{W}br"))
        for p in root.iter(f"{W}p")
    ]


@pytest.mark.parametrize(
    "texts",
    [
        ["Hal: ${hal}."], ["Hal: ${", "hal", "}."], ["Hal: ", "$", "{", "h", "a", "l", "}", "."], ["Hal: ${ hal }."],
        ["", "Hal: $", "{hal}", ".", ""],
    ],
)  # fmt: skip
def test_a_tag_is_found_however_it_is_cut(texts):
    made = docx.merge(package(runs(*texts)), {"hal": "Undangan"})
    assert lines_of(made) == ["Hal: Undangan."]


def test_several_tags_in_one_paragraph_and_text_between_them():
    made = docx.merge(package(runs("a${x", "}b${y}", "c${", "x}d")), {"x": "1", "y": "2"})
    assert lines_of(made) == ["a1b2c1d"]


def test_a_tag_does_not_reach_over_the_end_of_a_paragraph():
    made = docx.merge(package(runs("${ha") + runs("l}")), {"hal": "x"})
    assert lines_of(made) == ["${ha", "l}"]


def test_tags_that_are_not_given_stay_for_whoever_merges_next():
    made = docx.merge(package(runs("${nomor_", "naskah} ${hal}")), {"hal": "Undangan"})
    assert lines_of(made) == ["${nomor_naskah} Undangan"] and docx.tags(made) == ["nomor_naskah"]


def test_words_never_become_markup_and_lines_become_lines():
    made = docx.merge(package(runs("${isi}")), {"isi": "<w:p> & \"x\" 'y' ${hal}\nbaris dua\x00\x1b"})
    assert lines_of(made) == ["<w:p> & \"x\" 'y' ${hal}\nbaris dua"]


def test_headers_and_footers_are_filled_and_everything_else_stays_byte_for_byte():
    header = f'<w:hdr xmlns:w="{W[1:-1]}">{runs("${ha", "l}")}</w:hdr>'
    source = package(runs("x"), word__header1=header, word__styles="<a>${hal}</a>")
    made = docx.merge(source, {"hal": "Kop"})
    assert lines_of(made, "word/header1.xml") == ["Kop"]
    with zipfile.ZipFile(io.BytesIO(made)) as new, zipfile.ZipFile(io.BytesIO(source)) as old:
        assert new.namelist() == old.namelist()
        assert new.read("word/styles.xml") == b"<a>${hal}</a>"


def test_what_is_no_word_file_or_far_too_large_is_refused(monkeypatch):
    with pytest.raises(DomainError, match="bukan dokumen Word"):
        docx.merge(b"PK not at all", {})
    monkeypatch.setattr(docx, "MOST_BYTES", 100)
    with pytest.raises(DomainError, match="terlalu besar"):
        docx.merge(package(runs("x")), {})


@pytest.mark.parametrize("shape", list(blanks.LINES))
def test_the_plain_file_holds_only_tags_that_are_known(shape):
    found = docx.tags(blanks.blank(shape))
    assert set(found) <= set(words.NAMES)
    assert {*words.THEIRS, "hal", "isi"} <= set(found)


def test_a_draft_comes_as_word_and_for_srikandi_with_its_tags(write, sign_in):
    letter = write(body="Baris satu\nBaris <dua>", copies="Sekda (sebagai laporan)")
    client = sign_in("staff")
    for query in ("", "?untuk=srikandi"):
        content = client.get(f"{letter.url}/naskah.docx{query}").get_data()
        told = "\n".join(lines_of(content))
        assert "Baris satu\nBaris <dua>" in told and "Kepala Dinas Kesehatan u.p. Sekretaris" in told
        assert set(docx.tags(content)) == set(words.THEIRS)
    assert sign_in("finance").get(f"{letter.url}/naskah.docx").status_code == 404


def test_an_issued_letter_comes_with_number_and_name_or_again_with_tags(ready, cast, sign_in):
    letter = ready()
    services.sign(letter, on=clock.today(), by=cast.as_("head"), site="https://biro.example")
    db.session.commit()
    client = sign_in("staff")
    whole = client.get(f"{letter.url}/naskah.docx").get_data()
    assert letter.number in "\n".join(lines_of(whole)) and docx.tags(whole) == []
    assert set(docx.tags(client.get(f"{letter.url}/naskah.docx?untuk=srikandi").get_data())) == set(
        words.THEIRS
    )


def test_every_known_tag_has_its_words(write):
    assert set(words.tags_of(write())) == set(words.NAMES)


def test_the_office_sends_its_own_file_and_gets_it_back(sign_in, write):
    client, row = sign_in("admin"), kind()
    address = f"/pengaturan/jenis-naskah/{row.id}"
    plain = client.get(f"{address}/templat.docx").get_data()
    assert "hal" in docx.tags(plain)
    same = {"name": row.name, "family": row.family.value, "shape": row.shape.value, "register": "outgoing", "rank": "1",
            "active": "y"}  # fmt: skip
    for content, name, why in ((package(runs("polos")), "a.docx", "satu tag pun"), (b"bukan", "a.docx", "")):
        sent = {**same, "version": kind().version, "scan": (io.BytesIO(content), name)}
        answer = client.post(f"{address}/ubah", data=sent)
        assert answer.status_code == 422 and why in text_of(answer)
    own = package(runs("Perihal ${h", "al} dari ${unit}"))
    sent = {**same, "version": kind().version, "scan": (io.BytesIO(own), "templat.docx")}
    assert client.post(f"{address}/ubah", data=sent).status_code == 303
    assert client.get(f"{address}/templat.docx").get_data() == own
    letter = write()
    made = sign_in("staff").get(f"{letter.url}/naskah.docx").get_data()
    assert lines_of(made) == ["Perihal Undangan rapat koordinasi dari Bagian Rumah Tangga"]
    assert sign_in("head").get(f"{address}/templat.docx").status_code == 404

"""PDF by typst: PDF/A, what people wrote stays text, whatever they wrote can be printed."""

import json
import re
import subprocess
import sys

import pypdfium2
import pytest

from biro.core.errors import DomainError
from biro.documents import answer, pages, pdf

TEMPLATE = (
    '#import "_biro.typ": data, form, head\n#show: form.with(title: data.title)\n#head(data.kop)\n#data.text'
)
STRANGE = {
    "markup": "#panic() *tebal* $x^2$ @ref <label> `kode` \\ // komentar",
    "emoji": "Rapat \U0001f600 hari ini",
    "chinese": "Kedutaan 中国 di Jakarta",
    "arabic": "Sekolah العربية",
    "controls": "nomor\x00\x07\x1b 12",
    "direction": "aman \u202egpj.exe\u202c",
    "half a pair": json.loads('"a\\ud800b"'),
    "no character": "a\ufffe\uffffb\ue000",
    "latin": "Ñandú Łódź façade § ½ №",
}


@pytest.fixture
def print_text(tmp_path, monkeypatch):
    """`print_text("…")` sets one page with the text."""
    for path in pages.folder().glob("_*.typ"):
        (tmp_path / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "coba.typ").write_text(TEMPLATE, encoding="utf-8")
    monkeypatch.setattr(pages, "folder", lambda: tmp_path)
    return lambda text: pdf(
        "coba", {"title": "Coba", "kop": ["Sekretariat Daerah", "Biro Umum"], "text": text}
    )


def read(content: bytes) -> list[str]:
    """The text of each page."""
    document = pypdfium2.PdfDocument(content)
    found = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return found


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE)
def test_whatever_people_write_can_be_printed(print_text, text):
    assert "BIRO UMUM" in read(print_text(text))[0]


def test_markup_is_shown_and_not_obeyed(print_text):
    assert STRANGE["markup"] in read(print_text(STRANGE["markup"]))[0]


def test_a_sign_that_no_font_has_becomes_a_box_and_its_neighbours_stay(print_text):
    found = read(print_text(STRANGE["emoji"] + " Łódź"))[0]
    assert "Rapat □ hari ini Łódź" in found


def test_marks_that_turn_the_direction_are_dropped(print_text):
    assert "aman gpj.exe" in read(print_text(STRANGE["direction"]))[0]


def test_a_number_of_150_letters_stays_on_the_page(print_text):
    document = pypdfium2.PdfDocument(print_text("9" * 150 + " " + "000.5.6.2/X-Bappenda" * 7))
    page = document[0]
    text = page.get_textpage()
    right = max(text.get_charbox(i)[2] for i in range(text.count_chars()))
    assert right <= page.get_width() - 40
    document.close()


def test_the_document_is_pdf_a_and_carries_its_fonts(print_text):
    content = print_text("isi")
    assert content.startswith(b"%PDF-1.7")
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>" in content
    assert b"/FontFile2" in content or b"/FontFile3" in content


def test_a_template_that_fails_is_a_sentence_and_leaves_no_text_in_the_log(print_text, tmp_path, caplog):
    (tmp_path / "coba.typ").write_text('#import "_biro.typ": data\n#panic(data.text)', encoding="utf-8")
    with pytest.raises(DomainError, match="tidak dapat dibuat"):
        print_text("Pemeriksaan khusus")
    assert "coba" in caplog.text and "Pemeriksaan khusus" not in caplog.text


def test_typst_is_not_loaded_by_the_office_itself():
    code = "import sys, biro.documents; sys.exit(any(m in sys.modules for m in ('typst', 'xlsxwriter')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_answers_are_kept_by_nobody(session_app):
    with session_app.test_request_context():
        for inline, way in ((True, "inline"), (False, "attachment")):
            made = answer(b"%PDF-", "lembar.pdf", inline=inline)
            assert made.headers["Content-Disposition"].startswith(way)
            assert made.headers["X-Content-Type-Options"] == "nosniff"
            assert made.headers["Cache-Control"] == "no-store"
            assert made.headers["Content-Length"] == "5"
            made.close()


@pytest.mark.parametrize("path", sorted(pages.folder().glob("[!_]*.typ")), ids=lambda path: path.stem)
def test_every_form_says_what_it_is_and_reads_nothing_but_data(path):
    text = path.read_text(encoding="utf-8")
    assert text.startswith("// "), "a sentence on the form and its legal basis"
    for name in re.findall(r'#import "(_\w+\.typ)"', text):
        text += path.with_name(name).read_text(encoding="utf-8") if name != "_biro.typ" else ""
    assert '#import "_biro.typ"' in text and ("form.with(" in text or "set document(title" in text)
    assert not any(word in text for word in ("eval(", "read(", "@preview", "plugin(", "sys.inputs"))

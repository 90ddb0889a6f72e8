"""Tables as XLSX: nothing that people wrote becomes a formula, and the memory does not grow with the rows."""

import re
import tracemalloc
import zipfile
from datetime import date
from xml.etree import ElementTree

import pytest

from biro.documents import Column, Table, xlsx

BOOK = Table("Buku", [Column("No."), Column("Isi"), Column("Tanggal")], head=["BUKU AGENDA"])
DANGEROUS = [
    '=HYPERLINK("http://jahat","klik")', "=1+1", "+62811", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1", "'=1",
    "{=1+1}", "http://jahat", "0012", "1e5",
]  # fmt: skip
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def parts(file):
    """The sheet and the styles as XML trees."""
    with zipfile.ZipFile(file) as book:
        return [
            ElementTree.fromstring(book.read(f"xl/{name}.xml")) for name in ("worksheets/sheet1", "styles")
        ]


def cells(sheet, row):
    return [c for r in sheet.iter(f"{MAIN}row") if int(r.get("r")) == row for c in r]


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_people_wrote_stays_text(text):
    sheet, styles = parts(xlsx(BOOK, [(1, text, None)]))
    cell = cells(sheet, 4)[1]
    assert cell.get("t") == "inlineStr"
    assert not list(sheet.iter(f"{MAIN}f")) and not list(sheet.iter(f"{MAIN}hyperlink"))
    look = list(styles.find(f"{MAIN}cellXfs"))[int(cell.get("s"))]
    assert (look.get("quotePrefix") == "1") is (text[0] in "=+-@\t\r\n'"), (
        "marked as text also when it is edited"
    )


def test_numbers_and_dates_keep_their_kind():
    sheet, _styles = parts(xlsx(BOOK, [(7, "isi", date(2026, 11, 24))]))
    number, text, day = cells(sheet, 4)
    assert (number.get("t"), number.find(f"{MAIN}v").text) == (None, "7")
    assert text.get("t") == "inlineStr" and (day.get("t"), day.find(f"{MAIN}v").text) == (None, "46350")


def test_what_xml_cannot_hold_is_left_out():
    sheet, _styles = parts(xlsx(BOOK, [(1, "a\x00\x07b\ud800\uffffc", None), (2, "x" * 40_000, None)]))
    assert "".join(cells(sheet, 4)[1].itertext()) == "abc"
    assert len("".join(cells(sheet, 5)[1].itertext())) == 32_767


def test_without_rows_the_heading_stands():
    sheet, _styles = parts(xlsx(BOOK, []))
    assert ["".join(c.itertext()) for c in cells(sheet, 3)] == ["No.", "Isi", "Tanggal"]
    assert not cells(sheet, 4)


def test_the_memory_does_not_grow_with_the_rows():
    def peak(rows):
        tracemalloc.start()
        xlsx(BOOK, ((n, "Permohonan peminjaman aula", date(2026, 1, 1)) for n in range(rows))).close()
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(10)  # what is loaded once
    assert peak(5_000) < peak(500) + 500_000


def test_the_heading_is_repeated_on_paper():
    with zipfile.ZipFile(xlsx(BOOK, [(1, "a", None)])) as book:
        assert re.search(r"_xlnm.Print_Titles[^>]*>Buku!\$3:\$3<", book.read("xl/workbook.xml").decode())

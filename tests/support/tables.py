"""Reads an XLSX back, as another program would."""

import io
import zipfile
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ZERO = date(1899, 12, 30)


def rows_of(content: bytes) -> list[list[Any]]:
    """The first sheet's rows: text, numbers, and None for empty cells; days are numbers too (see `day_of`)."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    assert not list(sheet.iter(f"{MAIN}f")), "a formula"
    return [[_value(cell) for cell in row] for row in sheet.iter(f"{MAIN}row")]


def day_of(number: float) -> date:
    """The day that a cell's number means."""
    return ZERO + timedelta(days=int(number))


def _value(cell: Any) -> Any:
    if cell.get("t") == "inlineStr":
        return "".join(cell.itertext())
    value = cell.find(f"{MAIN}v")
    return None if value is None else float(value.text)

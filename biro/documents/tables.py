"""Tables as XLSX, row by row into a temporary file: the memory stays the same however long the table is."""

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO, Any

# A cell that begins so is taken for a formula by some program or other; it is marked as text for good.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "'")
LONGEST = 32_767  # letters in a cell, by the format
ROWS = 1_048_576
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


@dataclass(frozen=True)
class Column:
    """A column: its heading and its width in characters."""

    label: str
    width: int = 14


@dataclass(frozen=True)
class Table:
    """What stands around the rows: the sheet's name, lines above the table, the columns."""

    name: str
    columns: Sequence[Column]
    head: Sequence[str] = ()
    landscape: bool = True


def xlsx(table: Table, rows: Iterable[Sequence[Any]]) -> IO[bytes]:
    """The workbook, open at its beginning. Values are str, int, date or None; each keeps its type."""
    from xlsxwriter import Workbook  # noqa: PLC0415 # only when a table is asked for

    file = tempfile.TemporaryFile()  # noqa: SIM115 # whoever sends it closes it
    book = Workbook(file, OPTIONS)
    try:
        sheet, looks = book.add_worksheet(table.name[:31]), _looks(book)
        at = _begin(sheet, table, looks)
        for at, row in enumerate(rows, at):  # noqa: B020 # goes on below the heading
            for column, value in enumerate(row):
                _write(sheet, at, column, value, looks)
        book.close()
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def _looks(book: Any) -> dict[str, Any]:
    cell = {"border": 1, "valign": "top", "text_wrap": True, "font_name": "Arial", "font_size": 10}
    return {
        "title": book.add_format({"bold": True, "font_name": "Arial", "font_size": 12}),
        "head": book.add_format({**cell, "bold": True, "align": "center", "bg_color": "#E7E6E6"}),
        "cell": book.add_format(cell),
        "inert": book.add_format({**cell, "quote_prefix": True}),
        "date": book.add_format({**cell, "num_format": "dd-mm-yyyy", "align": "center"}),
    }


def _begin(sheet: Any, table: Table, looks: dict[str, Any]) -> int:
    """Everything above the rows; returns the number of the first row. The heading is repeated on paper."""
    for column, kind in enumerate(table.columns):
        sheet.set_column(column, column, kind.width)
    for at, line in enumerate(table.head):
        sheet.write_string(at, 0, clean(line), looks["title"])
    top = len(table.head) + 1 if table.head else 0
    for column, kind in enumerate(table.columns):
        sheet.write_string(top, column, clean(kind.label), looks["head"])
    sheet.freeze_panes(top + 1, 0)
    sheet.repeat_rows(top)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&RHalaman &P dari &N")
    if table.landscape:
        sheet.set_landscape()
    return top + 1


def _write(sheet: Any, row: int, column: int, value: Any, looks: dict[str, Any]) -> None:
    if value is None or value == "":
        sheet.write_blank(row, column, None, looks["cell"])
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, looks["date"])
    elif isinstance(value, int):
        sheet.write_number(row, column, value, looks["cell"])
    else:
        text = str(value)
        look = looks["inert"] if text.startswith(DANGEROUS) else looks["cell"]
        sheet.write_string(row, column, clean(text), look)


def clean(text: str) -> str:
    """Without what XML cannot hold, and no longer than a cell."""
    return "".join(c for c in text if c in "\t\n" or c.isprintable())[:LONGEST]

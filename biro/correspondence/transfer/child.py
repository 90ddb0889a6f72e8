"""Reads a stranger's spreadsheet in a process of its own, which may use little time and memory and write nothing.

Run by its path, so it imports nothing of Biro. The argument is JSON: path, sheet, most_rows, most_columns, longest;
the answer is JSON too: sheet and rows (lists of texts, dates as 2024-03-07), or `trouble` with what it is about.
"""

import codecs
import csv
import io
import json
import resource
import sys
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

import python_calamine as calamine

CPU_SECONDS = 30
MEMORY = 1_536 * 1024 * 1024
ZIPPED, COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
DELIMITERS = ";,\t|"
MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Trouble(Exception):
    """Why the file cannot be read, in a word, and what it is about."""

    def __init__(self, kind: str, about: str = "") -> None:
        super().__init__(kind)
        self.kind, self.about = kind, about


def look(given: dict[str, Any]) -> dict[str, Any]:
    """The rows of one sheet."""
    with open(given["path"], "rb") as file:
        begin = file.read(4)
    name, rows = _book(given) if begin in (ZIPPED, COMPOUND) else _text(given)
    if len(rows) > given["most_rows"]:
        raise Trouble("rows")
    cut = [[cell[: given["longest"]] for cell in row[: given["most_columns"]]] for row in rows]
    while cut and not any(cut[-1]):
        cut.pop()
    if not any(any(row) for row in cut):
        raise Trouble("empty")
    return {"sheet": name, "rows": cut}


def _book(given: dict[str, Any]) -> tuple[str, list[list[str]]]:
    try:
        book = calamine.load_workbook(given["path"])
        names = book.sheet_names
        wanted = given["sheet"].strip().casefold()
        for name in names:
            sheet = book.get_sheet_by_name(name)
            if name.casefold() == wanted or (not wanted and sheet.total_height):
                if sheet.total_height > given["most_rows"]:
                    raise Trouble("rows")
                return name, _filled(sheet)
    except calamine.PasswordError as error:
        raise Trouble("locked") from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise Trouble("broken") from error
    raise Trouble("sheet" if wanted else "empty", ", ".join(names))


def _filled(sheet: Any) -> list[list[str]]:
    """The cells as text. What stands in a merged cell stands in all the cells that it covers."""
    rows = [[_written(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if top >= len(rows) or left >= len(rows[top]):
            continue
        for row in rows[top : bottom + 1]:
            for column in range(left, min(right + 1, len(row))):
                row[column] = rows[top][left]
    return rows


def _written(cell: Any) -> str:
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    if isinstance(cell, time | timedelta):
        return str(cell)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())


def _text(given: dict[str, Any]) -> tuple[str, list[list[str]]]:
    with open(given["path"], "rb") as file:
        content = file.read()
    if b"\0" in content[:4096] and not content.startswith(MARKS):
        raise Trouble("kind")
    text = _decoded(content)
    lines = text.splitlines()
    delimiter = max(DELIMITERS, key=lambda d: sum(line.count(d) for line in lines[:50]))
    try:
        rows = _limited(csv.reader(io.StringIO(text), delimiter=delimiter), given["most_rows"])
    except csv.Error as error:
        raise Trouble("broken") from error
    return "", [[" ".join(cell.split()) for cell in row] for row in rows]


def _decoded(content: bytes) -> str:
    """UTF-8 or UTF-16 with a mark; otherwise what Windows writes."""
    if content.startswith(MARKS):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _limited(rows: Iterable[list[str]], most: int) -> list[list[str]]:
    found = []
    for row in rows:
        found.append(row)
        if len(found) > most:
            raise Trouble("rows")
    return found


def main() -> None:
    """Limit this process, look, answer on standard output."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        answer = look(json.loads(sys.argv[1]))
    except Trouble as trouble:
        answer = {"trouble": trouble.kind, "about": trouble.about}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()

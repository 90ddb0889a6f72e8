"""Sheets of stickers, 65 on an A4 page (38.1 × 21.2 mm, as such label sheets are sold)."""

from typing import Any

import zxingcpp

from biro.correspondence.intake import codes
from biro.documents import pdf

ON_SHEET = 65
MOST_SHEETS = 20


def stickers(sheets: int, book: str) -> bytes:
    """The PDF; every code is new."""
    made = [codes.new_code() for _sticker in range(ON_SHEET * sheets)]
    return pdf("stiker", {"book": book, "stickers": [_sticker(code) for code in made]})


def _sticker(code: str) -> dict[str, Any]:
    return {"code": codes.shown(code), **_squares(codes.MARK + code)}


def _squares(text: str) -> dict[str, Any]:
    """The dark runs of a QR code, row by row, as [x, y, length]."""
    made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image: Any = made.to_image(scale=1, add_quiet_zones=False)
    rows: list[Any] = memoryview(image).tolist()
    return {"side": len(rows), "runs": [[x, y, n] for y, row in enumerate(rows) for x, n in _runs(row)]}


def _runs(row: list[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for x, shade in enumerate(row):
        if shade == 0 and found and sum(found[-1]) == x:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        elif shade == 0:
            found.append((x, 1))
    return found

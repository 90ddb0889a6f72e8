"""Documents (dokumen): paper. Typst pages to PDF/A-2b, and tables as XLSX, for the rooms above.

It calls core alone. Words: template = bentuk cetak (templates/print/<name>.typ), sheet = lembar, column = kolom.
An upper room says `pdf("buku-agenda", data)` or `xlsx(table, rows)` and hands the result out with `answer`; it never
sees typst. What people typed reaches a page as data, so it never becomes markup, and a table as text, never as formula.
"""

from flask import Flask

from biro.documents.answers import answer
from biro.documents.pages import pdf
from biro.documents.tables import Column, Table, xlsx

__all__ = ["Column", "Table", "answer", "pdf", "xlsx"]


def init_app(app: Flask) -> None:
    """No pages of its own: the rooms above have the addresses."""

"""Search (pencarian): one index of everything findable, filled by the rooms above, asked on one page.

It calls core and accounts. Words: entry = butir, kind = jenis, stem = kata dasar. Every word must occur, exact ones
come before stems. What the reader may not open is not found and not counted.
"""

from flask import Flask

from biro.search import views


def init_app(app: Flask) -> None:
    """The page; the search field of every page leads to it."""
    app.register_blueprint(views.bp)

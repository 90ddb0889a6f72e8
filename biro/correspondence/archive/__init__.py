"""Archive (arsip): case files from their first letter to destruction or hand-over, and the classification they follow.

An alcove of the correspondence room. Words: CaseFile = berkas, CaseItem = isi berkas, retention = retensi (JRA),
clock = awal retensi, hold = penahanan, Disposal = usul penyusutan (transfer = pemindahan, destruction = pemusnahan,
hand-over = penyerahan). Nothing is ever deleted here: the machine proposes, people decide, the record stays.
"""

from flask import Flask

from biro.accounts.permissions import P
from biro.core.pages import NavItem, add_nav
from biro.core.panels import lend
from biro.core.texts import _l
from biro.correspondence.archive import disposals, exports, keeping, listeners, views
from biro.files import guards
from biro.search import kinds

__all__ = ["exports", "keeping"]


def init_app(app: Flask) -> None:
    """Pages, the menu line, the panel on the pages of letters, and the words of the search."""
    views.init_app(app)
    listeners.init_app()
    for owner in ("disposal", "disposal_report"):
        guards.allow(app, owner, lambda scan, actor: disposals.is_visible(scan.owner_id, actor))
    lend(app, "letter.side", views.files_of_letter)
    lend(app, "outgoing.side", views.files_of_outgoing)
    kinds.declare("case_file", label=_l("Berkas arsip"), icon="archive", order=15, by_hour=False)
    add_nav(
        app,
        NavItem(_l("Arsip"), "archive.index", "archive", P.LETTER_READ, 24, "r"),
        NavItem(
            _l("Klasifikasi"), "archive.tree", "diagram-3", P.CORRESPONDENCE_MANAGE, 93, group=_l("Pengaturan")
        ),
    )  # fmt: skip

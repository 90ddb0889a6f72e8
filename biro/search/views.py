"""The search page."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from biro.accounts.actors import actor
from biro.accounts.models import Person
from biro.accounts.permissions import P
from biro.accounts.queries import find_people
from biro.core.guards import needs
from biro.core.pages import Page
from biro.search import kinds, queries

bp = Blueprint("search", __name__)
LONGEST = 200


@bp.route("/cari")
@needs()
def index() -> ResponseReturnValue:
    """A few answers of every kind, or all of one kind."""
    text = request.args.get("q", "")[:LONGEST].strip()
    kind = next((k for k in kinds.all_kinds() if k.name == request.args.get("jenis")), None)
    if kind is None:
        found = {"groups": queries.groups(text, actor()), "people": _people(text)}
        return render_template("search/index.html", q=text, **found)
    number = max(request.args.get("halaman", 1, type=int), 1)
    group = queries.group(text, kind, actor(), number)
    page = Page(
        group.hits,
        next_url=_page(text, kind.name, number + 1) if group.more else None,
        prev_url=_page(text, kind.name, number - 1) if number > 1 else None,
    )
    return render_template("search/kind.html", q=text, kind=kind, page=page)


def _people(text: str) -> list[Person]:
    """People are few and below this room: asked directly, not indexed."""
    plain = "".join(c for c in text if c.isprintable()).strip()
    return find_people(plain) if plain and actor().may(P.PEOPLE_READ) else []


def _page(text: str, kind: str, number: int) -> str:
    return url_for("search.index", q=text, jenis=kind, halaman=number)

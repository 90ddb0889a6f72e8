"""Finding people while typing, for the forms of all rooms."""

from flask import Response, jsonify, request

from biro.accounts import queries
from biro.accounts.permissions import P
from biro.accounts.views.base import bp
from biro.core.guards import needs


@bp.get("/pegawai/cari")
@needs(P.PEOPLE_READ)
def find_people() -> Response:
    """People for a type-ahead, best first."""
    text = request.args.get("q", "").strip()
    found = queries.find_people(text) if text else []
    return jsonify([{"value": str(p.id), "text": p.name, "sub": p.title} for p in found])

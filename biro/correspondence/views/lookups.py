"""Answers to type-ahead fields: exact and prefix matches first, so that a few letters and Enter suffice."""

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from biro.accounts.actors import actor
from biro.accounts.permissions import P
from biro.core.guards import needs
from biro.correspondence import addresses, queries, suggestions
from biro.correspondence.rules import is_meant
from biro.correspondence.views.blueprint import bp


@bp.get("/surat/pengirim/cari")
@needs(P.LETTER_REGISTER)
def senders() -> ResponseReturnValue:
    """Senders whose name holds the text."""
    text = request.args.get("q", "")
    found = addresses.found(text, actor()) if text.strip() else []
    return jsonify(
        [
            {"value": str(row.id), "text": row.name, "sub": row.address, "meant": is_meant(row.name, text)}
            for row in found
        ]
    )


@bp.get("/surat/masuk/saran/cari")
@needs(P.LETTER_REGISTER)
def hints() -> ResponseReturnValue:
    """What the earlier letters of a sender and of the book suggest for the next."""
    sender_id, book_id = request.args.get("pengirim", type=int), request.args.get("buku", type=int)
    return jsonify([hint.__dict__ for hint in suggestions.of(actor(), sender_id, book_id)])


@bp.get("/surat/klasifikasi/cari")
@needs(P.LETTER_READ)
def classification() -> ResponseReturnValue:
    """Codes of the tree by code or by words."""
    text = request.args.get("q", "")
    found = queries.find_classification(text) if text.strip() else []
    return jsonify([{"value": str(row.id), "text": row.label} for row in found])

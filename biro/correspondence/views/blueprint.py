"""The blueprint on which every page of this room hangs."""

from flask import Blueprint

bp = Blueprint("correspondence", __name__)

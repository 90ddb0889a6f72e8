"""The blueprint on which every page of this alcove hangs."""

from flask import Blueprint

bp = Blueprint("numbers", __name__)

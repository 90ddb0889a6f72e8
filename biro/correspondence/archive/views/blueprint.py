"""The blueprint on which every page of the archive hangs."""

from flask import Blueprint

bp = Blueprint("archive", __name__)

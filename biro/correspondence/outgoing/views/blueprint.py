"""The blueprint on which every page of outgoing letters hangs."""

from flask import Blueprint

bp = Blueprint("outgoing", __name__)

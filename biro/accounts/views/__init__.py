"""Pages of the accounts room."""

from flask import Flask

from biro.accounts.views import login


def init_app(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(login.bp)

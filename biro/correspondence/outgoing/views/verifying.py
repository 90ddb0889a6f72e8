"""The public page behind the QR code: whether a letter holds, and nothing that it says."""

import hashlib
import re
from typing import Any

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from biro.accounts import sessions, throttle
from biro.core import clock, errors
from biro.core.guards import public
from biro.core.texts import _
from biro.correspondence.outgoing import queries
from biro.correspondence.outgoing.models import OutgoingLetter
from biro.correspondence.outgoing.views.blueprint import bp

CODE = re.compile(r"[A-Za-z0-9_-]{16,43}")
CHUNK = 1024 * 1024
# A code has 128 bits, so no count for the whole office: nobody shuts this door for the readers of other networks.
DOOR = throttle.Door("verifikasi", per_account=30, per_network=100)


@bp.get("/verifikasi")
@public
def check() -> ResponseReturnValue:
    """Type the code that stands in the address of the QR."""
    typed = request.args.get("kode", "").strip().rpartition("/")[2]
    if CODE.fullmatch(typed):
        return redirect(url_for(".verify", code=typed), 303)
    return _quiet(render_template("correspondence/outgoing/verify.html", letter=None, wrong=bool(typed)))


@bp.get("/verifikasi/<code>")
@public
def verify(code: str) -> ResponseReturnValue:
    """Number, date, signer and state; of a secret letter not even the signer."""
    letter = _letter(code)
    return _page(letter, None) if letter else _slowly()


@bp.post("/verifikasi/<code>/pencocokan")
@public
def match(code: str) -> ResponseReturnValue:
    """Whether a PDF is the one that was issued. It is read once and kept nowhere."""
    letter, file = _letter(code), request.files.get("scan")
    if letter is None:
        return _slowly()
    if file is None or not file.filename:
        return _page(letter, "")
    digest = hashlib.sha256()
    while part := file.stream.read(CHUNK):
        digest.update(part)
    return _page(letter, digest.hexdigest())


def _letter(code: str) -> OutgoingLetter | None:
    """The letter of a code; None for an address that has tried too many wrong ones, whatever it asks now."""
    if _wait():
        return None
    found = queries.by_code(code) if CODE.fullmatch(code) else None
    if found is None:
        throttle.note_alone(DOOR, *_whence(), clock.now())
        raise NotFound
    return found


def _whence() -> tuple[str, str]:
    """The address as the proxies in front of us tell it (`BIRO_PROXIES`), and its network."""
    return request.remote_addr or "", sessions.network_of(request.remote_addr)


def _wait() -> int:
    return throttle.seconds_to_wait(DOOR, *_whence(), clock.now())


def _slowly() -> ResponseReturnValue:
    """Too many wrong codes: come back later."""
    message = _("Terlalu banyak kode yang salah dari jaringan Anda. Kode pada surat tetap berlaku.")
    body, code = errors.page(429, message=message)
    answer = _quiet(body)
    answer.headers["Retry-After"] = str(_wait() or 1)
    return answer, code


def _page(letter: OutgoingLetter, digest: str | None) -> ResponseReturnValue:
    matched = None if digest is None else bool(digest) and digest == letter.pdf_sha256
    return _quiet(
        render_template(
            "correspondence/outgoing/verify.html", letter=letter, matched=matched, empty=digest == ""
        )
    )


def _quiet(page: str) -> Any:
    """Nobody keeps it on the way, and no search engine lists it."""
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer

"""Signing through the national certification authority (BSrE, BSSN): the agency's own e-sign server signs.

The door cannot be reached from everywhere, so it stands only where `BIRO_BSRE_URL` names the agency's server; the test
suite speaks with a stand-in that signs with a certificate of its own. Passphrase and NIK go through and are not kept.
"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import urllib3
from flask import current_app

from biro.core.errors import DomainError
from biro.core.texts import _, _l
from biro.correspondence.outgoing.models import OutgoingLetter
from biro.correspondence.outgoing.signing import Signed

SECONDS = 10.0  # the signer waits meanwhile, nobody else
NIK = re.compile(r"\d{16}")


class Bsre:
    """Only the signer themselves, with the passphrase that BSrE gave them."""

    name = "bsre"
    label = _l("Tanda tangan elektronik BSrE")
    sentence = (
        "Dokumen ini telah ditandatangani secara elektronik menggunakan sertifikat elektronik yang diterbitkan oleh "
        "Balai Besar Sertifikasi Elektronik (BSrE), BSSN."
    )

    def refusal(self, letter: OutgoingLetter, by: Any) -> str | None:
        """Where there is no server there is no such way."""
        if not current_app.config["BSRE_URL"]:
            return _("Server tanda tangan BSrE belum disambungkan.")
        if by.behalf_id or by.person_id != letter.signer_id:
            return _("Hanya penanda tangan sendiri yang bisa memakai sertifikatnya.")
        return None

    def check(self, given: Mapping[str, Any]) -> None:
        """Refuse what the server cannot take, before a number is held."""
        if not NIK.fullmatch(str(given.get("nik") or "")):
            raise DomainError(_("NIK terdiri dari 16 angka."), field="nik")
        if not given.get("passphrase"):
            raise DomainError(_("Tuliskan frasa sandi sertifikat Anda."), field="passphrase")

    def sign(self, pdf: bytes, *, letter: OutgoingLetter, by: Any, given: Mapping[str, Any]) -> Signed:
        """The same as `ask`, for whoever holds nothing."""
        return self.ask(pdf, given)

    def ask(self, pdf: bytes, given: Mapping[str, Any]) -> Signed:
        """Send the file, get it back signed."""
        answer = _post(current_app.config["BSRE_URL"], pdf, str(given["nik"]), given["passphrase"])
        if answer.status == 200 and answer.data.startswith(b"%PDF"):
            return Signed(answer.data, {"id_dokumen": answer.headers.get("id_dokumen", "")[:80]})
        raise _refusal(answer)


def _post(url: str, pdf: bytes, nik: str, passphrase: str) -> urllib3.BaseHTTPResponse:
    """One try within a total time: whoever signs presses the button again, a machine does not."""
    parts = urlsplit(url)
    base = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl().rstrip("/")
    headers = urllib3.make_headers(basic_auth=f"{parts.username or ''}:{parts.password or ''}")
    fields: dict[str, Any] = {
        "file": ("surat.pdf", pdf, "application/pdf"), "nik": nik, "passphrase": passphrase, "tampilan": "invisible",
    }  # fmt: skip
    pool = urllib3.PoolManager(timeout=urllib3.Timeout(total=SECONDS), retries=False)
    try:
        return pool.request("POST", f"{base}/api/sign/pdf", fields=fields, headers=headers, redirect=False)
    except urllib3.exceptions.HTTPError as error:
        raise DomainError(
            _(
                "Server tanda tangan BSrE tidak menjawab. Surat belum terbit; coba lagi, atau tandatangani di luar."
            ),
            field="method",
        ) from error
    finally:
        pool.clear()


def _refusal(answer: urllib3.BaseHTTPResponse) -> DomainError:
    """What the server says, in our words: its own may hold what was sent."""
    if answer.status in (400, 401, 403):
        return DomainError(_("BSrE menolak: periksa NIK dan frasa sandi."), field="passphrase")
    return DomainError(
        _("Server tanda tangan BSrE menjawab dengan galat %(code)s. Surat belum terbit.", code=answer.status),
        field="method",
    )

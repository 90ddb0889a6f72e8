"""A certification authority and an e-sign server of the tests' own: stand-ins for doors that cannot be reached."""

import email
import email.policy
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from biro.correspondence.outgoing.signatures import keys, pades

PASSPHRASE = "kunci-kantor-9"
NIK = "3273010101800001"


@cache
def root() -> tuple[Any, x509.Certificate]:
    """The issuer."""
    key = ec.generate_private_key(ec.SECP256R1())
    return key, _certificate("Penerbit Uji", key, "Penerbit Uji", key, ca=True, days=3650)


def p12(
    name="Ratna Dewi Kusuma", *, passphrase=PASSPHRASE, days=365, starts=-1, small=False, ca=False
) -> bytes:
    """A certificate with its key, as an official gets it."""
    key = rsa.generate_private_key(65537, 1024) if small else ec.generate_private_key(ec.SECP256R1())
    issuer_key, issuer = root()
    made = _certificate(name, key, "Penerbit Uji", issuer_key, ca=ca, days=days, starts=starts)
    lock = serialization.BestAvailableEncryption(passphrase.encode())
    return pkcs12.serialize_key_and_certificates(b"x", key, made, [issuer], lock)


def _certificate(name, key, issuer, issuer_key, *, ca, days, starts=-1) -> x509.Certificate:
    now = datetime.now(UTC)
    named, by = (x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, n)]) for n in (name, issuer))
    usage = dict.fromkeys(
        ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "encipher_only",
         "decipher_only", "crl_sign"), False,
    )  # fmt: skip
    return (
        x509.CertificateBuilder()
        .subject_name(named).issuer_name(by).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days=starts)).not_valid_after(now + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(digital_signature=True, key_cert_sign=ca, **usage), critical=True)
        .sign(issuer_key, hashes.SHA256())
    )  # fmt: skip


class Bsre(BaseHTTPRequestHandler):
    """Speaks as the agency's e-sign server does: Basic auth, multipart in, PDF and `id_dokumen` out."""

    seen: list[dict[str, str]]

    def do_POST(self) -> None:
        """Sign, or say why not."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
        parts = email.message_from_bytes(head + body, policy=email.policy.HTTP).iter_parts()
        given = {p.get_param("name", header="content-disposition"): p.get_payload(decode=True) for p in parts}
        self.server.seen.append({"auth": self.headers.get("Authorization", ""), "path": self.path})  # type: ignore[attr-defined]
        if given["passphrase"].decode() != PASSPHRASE or given["nik"].decode() != NIK:
            self.send_error(400, "Passphrase anda salah")
            return
        signed = pades.sign_pdf(given["file"], keys.open_p12(p12("Penanda BSrE"), PASSPHRASE))
        self.send_response(200)
        self.send_header("id_dokumen", "dok-123")
        self.send_header("Content-Length", str(len(signed)))
        self.end_headers()
        self.wfile.write(signed)

    def log_message(self, *_about: Any) -> None:
        """Quiet."""


@contextmanager
def bsre_server() -> Iterator[HTTPServer]:
    """The server on a free port of this machine."""
    server = HTTPServer(("127.0.0.1", 0), Bsre)
    server.seen = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

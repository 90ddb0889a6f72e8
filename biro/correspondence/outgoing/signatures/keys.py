"""Opening what people upload: PKCS #12 with a passphrase, and issuers as PEM or DER. Pure but for cryptography."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from biro.core.errors import DomainError
from biro.core.texts import _

SHORTEST_PASSPHRASE = 8
SMALLEST_RSA, SMALLEST_CURVE = 2048, 256


@dataclass(frozen=True)
class Opened:
    """A certificate with its key and those of its chain that came with it."""

    key: Any
    certificate: x509.Certificate
    chain: Sequence[x509.Certificate]


def open_p12(content: bytes, passphrase: str, *, field: str = "passphrase") -> Opened:
    """The key and the certificate, or a refusal: wrong passphrase and a broken file look the same to the format."""
    try:
        key, certificate, chain = pkcs12.load_key_and_certificates(content, passphrase.encode())
    except ValueError as error:
        raise DomainError(
            _("Frasa sandi salah, atau berkas ini bukan sertifikat PKCS#12."), field=field
        ) from error
    if key is None or certificate is None:
        raise DomainError(_("Berkas ini tidak memuat kunci dan sertifikatnya."), field="file")
    return Opened(key, certificate, chain)


def lock(opened: Opened, passphrase: str) -> bytes:
    """The same, locked anew: what people upload is often locked with ciphers of the last century."""
    return pkcs12.serialize_key_and_certificates(
        b"biro", opened.key, opened.certificate, list(opened.chain),
        serialization.BestAvailableEncryption(passphrase.encode()),
    )  # fmt: skip


def check_signer(opened: Opened, passphrase: str, now: datetime) -> None:
    """Refuse what cannot or should not sign letters."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise DomainError(_("Frasa sandi sertifikat terlalu pendek: sedikitnya 8 huruf."), field="passphrase")
    certificate = opened.certificate
    if certificate.not_valid_after_utc < now:
        raise DomainError(_("Sertifikat ini sudah tidak berlaku."), field="file")
    if certificate.not_valid_before_utc > now:
        raise DomainError(_("Sertifikat ini belum berlaku."), field="file")
    if not _strong(opened.key):
        raise DomainError(
            _("Kunci sertifikat ini terlalu lemah (RSA 2048 atau EC 256 ke atas)."), field="file"
        )
    if _is_issuer(certificate):
        raise DomainError(_("Ini sertifikat penerbit, bukan sertifikat penanda tangan."), field="file")
    if not _may_sign(certificate):
        raise DomainError(_("Sertifikat ini tidak diterbitkan untuk menandatangani."), field="file")


def _strong(key: Any) -> bool:
    if isinstance(key, rsa.RSAPrivateKey):
        return key.key_size >= SMALLEST_RSA
    return isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.key_size >= SMALLEST_CURVE


def _is_issuer(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def _may_sign(certificate: x509.Certificate) -> bool:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.digital_signature or usage.content_commitment


def read_issuer(content: bytes, now: datetime) -> x509.Certificate:
    """An issuer's certificate."""
    load = x509.load_pem_x509_certificate if b"-----BEGIN" in content else x509.load_der_x509_certificate
    try:
        certificate = load(content)
    except ValueError as error:
        raise DomainError(_("Berkas ini bukan sertifikat (PEM atau DER)."), field="file") from error
    if not _is_issuer(certificate):
        raise DomainError(_("Ini bukan sertifikat penerbit."), field="file")
    if certificate.not_valid_after_utc < now:
        raise DomainError(_("Sertifikat ini sudah tidak berlaku."), field="file")
    return certificate


def name_of(name: x509.Name) -> str:
    """What people call it: its common name, otherwise the whole."""
    found = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value if found else name.rfc4514_string())[:200]


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256, hexadecimal."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def pem_of(certificate: x509.Certificate) -> str:
    """As text."""
    return certificate.public_bytes(serialization.Encoding.PEM).decode()

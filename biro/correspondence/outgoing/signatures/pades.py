"""Signing with one's own certificate: PAdES (ETSI EN 319 142) by pyHanko, inside the file that is issued."""

import io
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from biro.core import clock
from biro.core.errors import DomainError
from biro.core.texts import _, _l
from biro.correspondence.outgoing.models import OutgoingLetter
from biro.correspondence.outgoing.signatures import keys, services
from biro.correspondence.outgoing.signing import Signed

FIELD = "TandaTangan"


class OwnCertificate:
    """Only the signer themselves, with the certificate that they keep here."""

    name = "sertifikat"
    label = _l("Sertifikat elektronik sendiri")
    sentence = "Dokumen ini ditandatangani secara elektronik dengan sertifikat milik instansi."

    def refusal(self, letter: OutgoingLetter, by: Any) -> str | None:
        """A certificate signs for nobody else, whoever acts in whose name."""
        if by.behalf_id or by.person_id != letter.signer_id:
            return _("Hanya penanda tangan sendiri yang bisa memakai sertifikatnya.")
        row = services.own_certificate(by.person_id)
        if row is None or not row.holds(clock.now()):
            return _("Anda belum memasang sertifikat yang masih berlaku.")
        return None

    def sign(self, pdf: bytes, *, letter: OutgoingLetter, by: Any, given: Mapping[str, Any]) -> Signed:
        """Open the certificate with the passphrase, sign, and forget it."""
        row = services.own_certificate(by.person_id)
        assert row is not None
        passphrase = given.get("passphrase") or ""
        if not passphrase:
            raise DomainError(_("Tuliskan frasa sandi sertifikat Anda."), field="passphrase")
        opened = keys.open_p12(row.locked, passphrase)
        signed = sign_pdf(pdf, opened, reason=letter.number, place=letter.unit.name)
        return Signed(signed, {"serial": row.serial, "name": row.name, "issuer": row.issuer})


def sign_pdf(pdf: bytes, opened: keys.Opened, *, reason: str = "", place: str = "") -> bytes:
    """The PDF with a signature over all of it. pyHanko takes a second to load, so it is loaded here.

    It drives an event loop of its own, which a thread that already runs one refuses: so it gets a thread to itself.
    """
    from asn1crypto.keys import PrivateKeyInfo  # noqa: PLC0415 # with pyHanko, only when somebody signs
    from asn1crypto.x509 import Certificate  # noqa: PLC0415
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415
    from pyhanko.sign import fields, signers  # noqa: PLC0415
    from pyhanko_certvalidator.registry import SimpleCertificateStore  # noqa: PLC0415

    def der(certificate: Any) -> Any:
        return Certificate.load(certificate.public_bytes(serialization.Encoding.DER))

    key = opened.key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    store = SimpleCertificateStore()
    store.register_multiple([der(each) for each in opened.chain])
    signer = signers.SimpleSigner(
        signing_cert=der(opened.certificate), signing_key=PrivateKeyInfo.load(key), cert_registry=store
    )
    about = signers.PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES,
        reason=reason or None, location=place or None,
    )  # fmt: skip
    out = io.BytesIO()
    work = partial(
        signers.sign_pdf, IncrementalPdfFileWriter(io.BytesIO(pdf)), about, signer=signer, output=out
    )
    with ThreadPoolExecutor(1) as apart:
        apart.submit(work).result()
    return out.getvalue()

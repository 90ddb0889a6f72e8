"""Keeping certificates and trusted issuers."""

from typing import Any

from sqlalchemy import select

from biro import audit
from biro.accounts.permissions import P
from biro.core import clock
from biro.core.acts import declare
from biro.core.db import db
from biro.core.errors import DomainError, Forbidden
from biro.core.texts import _, _l
from biro.correspondence.outgoing.signatures import keys
from biro.correspondence.outgoing.signatures.models import SigningCertificate, TrustedIssuer

ADDED = declare("signing_certificate.added", _l("memasang sertifikat penanda tangan"))
REMOVED = declare("signing_certificate.removed", _l("melepas sertifikat penanda tangan"))
TRUSTED = declare("trusted_issuer.added", _l("memercayai penerbit sertifikat"))
SWITCHED = declare("trusted_issuer.switched", _l("mengubah kepercayaan pada penerbit sertifikat"))
MOST_BYTES = 100_000


def add_certificate(upload: Any, *, passphrase: str, by: Any) -> SigningCertificate:
    """Keep one's own certificate, checked and locked anew with the same passphrase; it takes the place of the last."""
    if not by.may(P.LETTER_SIGN) or by.behalf_id:
        raise Forbidden
    opened = keys.open_p12(_content(upload), passphrase)
    keys.check_signer(opened, passphrase, clock.now())
    before = own_certificate(by.person_id)
    if before is not None:
        remove_certificate(before, by=by)
        db.session.flush()
    certificate = opened.certificate
    row = SigningCertificate(
        person_id=by.person_id, name=keys.name_of(certificate.subject), issuer=keys.name_of(certificate.issuer),
        serial=f"{certificate.serial_number:x}"[:80], fingerprint=keys.fingerprint(certificate),
        valid_from=certificate.not_valid_before_utc, valid_until=certificate.not_valid_after_utc,
        locked=keys.lock(opened, passphrase),
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    audit.record(ADDED, row, by)
    return row


def _content(upload: Any) -> bytes:
    content: bytes = upload.stream.read(MOST_BYTES + 1) if upload else b""
    if not content:
        raise DomainError(_("Pilih berkasnya dulu."), field="file")
    if len(content) > MOST_BYTES:
        raise DomainError(_("Berkas ini terlalu besar untuk sebuah sertifikat."), field="file")
    return content


def own_certificate(person_id: int | None) -> SigningCertificate | None:
    """The one that the person signs with."""
    query = select(SigningCertificate).where(
        SigningCertificate.person_id == person_id, SigningCertificate.removed_at.is_(None)
    )
    return db.session.scalars(query).one_or_none()


def remove_certificate(row: SigningCertificate, *, by: Any) -> None:
    """Sign with it no more: its key goes, what was signed with it stays signed."""
    if row.person_id != by.person_id:
        raise Forbidden
    row.removed_at, row.locked = clock.now(), b""
    audit.record(REMOVED, row, by)


def trust(upload: Any, *, basis: str, by: Any) -> TrustedIssuer:
    """From now on signatures by certificates of this issuer count as known."""
    if not by.may(P.CORRESPONDENCE_MANAGE):
        raise Forbidden
    certificate = keys.read_issuer(_content(upload), clock.now())
    mark = keys.fingerprint(certificate)
    if db.session.scalar(select(TrustedIssuer.id).where(TrustedIssuer.fingerprint == mark)):
        raise DomainError(_("Penerbit ini sudah ada dalam daftar."), field="file")
    row = TrustedIssuer(
        name=keys.name_of(certificate.subject), fingerprint=mark, valid_until=certificate.not_valid_after_utc,
        pem=keys.pem_of(certificate), basis=basis,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    audit.record(TRUSTED, row, by)
    return row


def switch(row: TrustedIssuer, *, by: Any) -> None:
    """Trust it no more, or again."""
    if not by.may(P.CORRESPONDENCE_MANAGE):
        raise Forbidden
    row.active = not row.active
    audit.record(SWITCHED, row, by, active=row.active)


def issuers() -> list[TrustedIssuer]:
    """All of them, those that are trusted first."""
    return list(
        db.session.scalars(select(TrustedIssuer).order_by(TrustedIssuer.active.desc(), TrustedIssuer.name))
    )

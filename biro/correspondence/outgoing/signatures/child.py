"""Looks at the signatures of a stranger's PDF in a process of its own, which may use little time and memory.

Run by its path, so it imports nothing of Biro. Standard input is JSON: path, roots (PEM); the answer is JSON: for
each signature name, issuer, at, intact, whole, trusted; or `trouble`.
"""

import json
import resource
import sys
from typing import Any

from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext

CPU_SECONDS = 20
MEMORY = 1_024 * 1024 * 1024
MOST = 20
USAGE = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)


def look(given: dict[str, Any]) -> list[dict[str, Any]]:
    """Every signature, in the order in which they were made."""
    roots = [x509.Certificate.load(pem.unarmor(root.encode())[2]) for root in given["roots"]]
    context = ValidationContext(trust_roots=roots, allow_fetching=False, revocation_mode="soft-fail")
    with open(given["path"], "rb") as file:
        reader = PdfFileReader(file, strict=False)
        return [_said(signature, context) for signature in reader.embedded_signatures[:MOST]]


def _said(signature: Any, context: Any) -> dict[str, Any]:
    certificate = signature.signer_cert
    said = {
        "name": certificate.subject.native.get("common_name", certificate.subject.human_friendly),
        "issuer": certificate.issuer.native.get("common_name", certificate.issuer.human_friendly),
        "at": signature.self_reported_timestamp.isoformat() if signature.self_reported_timestamp else "",
        "intact": False, "whole": False, "trusted": False,
    }  # fmt: skip
    try:
        status = validate_pdf_signature(signature, context, key_usage_settings=USAGE)
    except (SignatureValidationError, ValueError):
        return said
    whole = status.coverage is not None and status.coverage.name in ("ENTIRE_FILE", "ENTIRE_REVISION")
    return {
        **said,
        "intact": bool(status.intact and status.valid),
        "whole": whole,
        "trusted": bool(status.trusted),
    }


def main() -> None:
    """Limit this process, look, answer on standard output."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        answer: dict[str, Any] = {"signatures": look(json.load(sys.stdin))}
    except Exception as error:  # a stranger's file: whatever goes wrong is said, never hidden
        answer = {"trouble": type(error).__name__}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()

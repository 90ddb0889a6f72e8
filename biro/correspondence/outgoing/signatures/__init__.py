"""Electronic signatures (tanda tangan elektronik): the office's own certificates, BSrE, and what a signed file says.

Words: SigningCertificate = sertifikat penanda tangan, TrustedIssuer = penerbit tepercaya, passphrase = frasa sandi.
A passphrase opens a certificate for one signature: it is neither kept nor written anywhere.
"""

from biro.correspondence.outgoing import signing
from biro.correspondence.outgoing.signatures.bsre import Bsre
from biro.correspondence.outgoing.signatures.pades import OwnCertificate

signing.offer(OwnCertificate())
signing.offer(Bsre())

"""Fetches new mails in a process of its own: whoever waits for it can end it, however slowly a server drips.

Run by its path, so it imports nothing of Biro. JSON on standard input: where, who, how far it was read. A line of JSON
for the mailbox, then one for each mail, on standard output; one word for the trouble on standard error.
"""

import base64
import imaplib
import json
import re
import sys
from typing import Any

SECONDS = 20  # for each answer of the server
LARGEST = 40 * 1024 * 1024
MOST = 20  # mails at a time


def fetch(given: dict[str, Any]) -> None:
    """Print what is new, oldest first; nothing is changed on the server."""
    kind = imaplib.IMAP4_SSL if given["tls"] else imaplib.IMAP4
    try:
        box = kind(given["host"], given["port"], timeout=SECONDS)
    except (OSError, imaplib.IMAP4.error):
        sys.exit("unreachable")
    try:
        box.login(given["user"], given["password"])
    except imaplib.IMAP4.error:
        sys.exit("login")
    try:
        chosen, _count = box.select(f'"{given["folder"]}"', readonly=True)
        if chosen != "OK":
            sys.exit("folder")
        _new(box, given)
        box.logout()
    except (OSError, imaplib.IMAP4.error):
        sys.exit("broken")


def _new(box: imaplib.IMAP4, given: dict[str, Any]) -> None:
    validity = int((box.response("UIDVALIDITY")[1] or [b"0"])[0] or 0)
    after = given["last_uid"] if validity == given["uid_validity"] else 0
    _say(validity=validity)
    _answer, found = box.uid("SEARCH", f"UID {after + 1}:*")
    uids = sorted(uid for uid in map(int, (found[0] or b"").split()) if uid > after)
    for uid in uids[:MOST]:
        _answer, size = box.uid("FETCH", str(uid), "(RFC822.SIZE)")
        told = re.search(rb"RFC822\.SIZE (\d+)", size[0] if size and isinstance(size[0], bytes) else b"")
        if told and int(told[1]) > LARGEST:
            _say(uid=uid, raw=None)
            continue
        _answer, parts = box.uid("FETCH", str(uid), "(BODY.PEEK[])")
        raw = next((part[1] for part in parts if isinstance(part, tuple)), b"")
        _say(uid=uid, raw=base64.b64encode(raw).decode())


def _say(**line: Any) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    fetch(json.load(sys.stdin))

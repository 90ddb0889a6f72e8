"""A mail as it is kept: its words as text, its attachments; nothing that it links to is ever fetched. Pure."""

import re
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage, MIMEPart
from email.policy import default
from html.parser import HTMLParser

MOST_TEXT = 40_000
MOST_FILES = 20
HIDDEN = frozenset({"script", "style", "head", "title", "template"})
BREAKS = frozenset({"p", "br", "div", "tr", "li", "h1", "h2", "h3", "h4", "table", "blockquote"})


@dataclass
class Mail:
    """What is kept of it. `files` are (name, content)."""

    message_id: str
    sender: str
    to: str
    sent: str
    subject: str
    text: str
    files: list[tuple[str, bytes]] = field(default_factory=list)


def read(raw: bytes) -> Mail:
    """The mail; headers and character sets that make no sense are read as well as they can be."""
    message = message_from_bytes(raw, policy=default)
    assert isinstance(message, EmailMessage)
    return Mail(
        message_id=_header(message, "Message-ID"), sender=_header(message, "From"), to=_header(message, "To"),
        sent=_header(message, "Date"), subject=_header(message, "Subject"), text=_text(message)[:MOST_TEXT],
        files=list(_files(message))[:MOST_FILES],
    )  # fmt: skip


def sender_name(sender: str) -> str:
    """The name in "Dinas Kesehatan <a@b.go.id>", or the address where there is none."""
    name, _angle, address = sender.partition("<")
    return name.strip(" \"'") or address.strip("<> ")


def plain(html: str) -> str:
    """The words of a page."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.found).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        self.hidden += tag in HIDDEN
        if tag in BREAKS:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in HIDDEN and self.hidden > 0
        if tag in BREAKS:
            self.found.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.found.append(data)


def _header(message: EmailMessage, name: str) -> str:
    try:
        said = str(message.get(name, ""))
    except (
        ValueError,
        LookupError,
        AttributeError,
        IndexError,
        TypeError,
    ):  # headers that the parser trips over
        said = ""
    return " ".join("".join(c if c.isprintable() else " " for c in said).split())[:500]


def _text(message: EmailMessage) -> str:
    body = message.get_body(("plain", "html"))
    if body is None or body.get_content_maintype() != "text":
        return ""
    said = _decoded(body)
    return plain(said) if body.get_content_subtype() == "html" else said.strip()


def _decoded(part: MIMEPart) -> str:
    content = part.get_payload(decode=True)
    data = content if isinstance(content, bytes) else b""
    try:
        return data.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:
        return data.decode("utf-8", "replace")


def _files(message: EmailMessage):  # type: ignore[no-untyped-def]
    """What was attached; pictures inside the text (logos) are no attachments."""
    for part in message.iter_attachments() if message.is_multipart() else ():
        content = part.get_payload(decode=True)
        inside = part.get_content_disposition() != "attachment" and "Content-ID" in part
        if isinstance(content, bytes) and content and not inside:
            yield part.get_filename() or f"lampiran.{part.get_content_subtype()}", content

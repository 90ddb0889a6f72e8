"""Word files with merge tags (`${hal}`), the ones that SRIKANDI knows among them: the same file serves both.

Word cuts a typed tag into several runs as it likes (`$`, `{ha`, `l}`), so tags are looked for in the text of a whole
paragraph, and only the text nodes are touched: everything else in the file stays as the office designed it. A tag
that is not given stays as it is, for whoever merges next.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape, unescape

from biro.core.errors import DomainError
from biro.core.texts import _

TAG = re.compile(r"\$\{\s*([a-z_]{1,40})\s*\}")
TOKEN = re.compile(r"<w:t(?P<attrs>\s[^>]*)?>(?P<text>[^<]*)</w:t>|</?w:p[\s>]")
PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
QUOTES = {"&quot;": '"', "&apos;": "'"}
MOST_MEMBERS, MOST_BYTES = 2_000, 50 * 1024 * 1024


@dataclass
class Node:
    """A text node of a paragraph: where its element stands in the part, and its words."""

    start: int
    end: int
    text: str


def merge(template: bytes, values: Mapping[str, str]) -> bytes:
    """The file with these tags filled in; lines of a value become lines."""
    out = io.BytesIO()
    with _opened(template) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            content = old.read(member)
            if PARTS.fullmatch(member.filename):
                content = fill(content.decode("utf-8"), values).encode()
            new.writestr(member.filename, content)
    return out.getvalue()


def tags(template: bytes) -> list[str]:
    """The names of all tags in the file, in order of appearance."""
    found: dict[str, None] = {}
    with _opened(template) as file:
        for member in file.infolist():
            if PARTS.fullmatch(member.filename):
                for nodes in _paragraphs(file.read(member).decode("utf-8")):
                    found |= dict.fromkeys(TAG.findall("".join(n.text for n in nodes)))
    return list(found)


def fill(xml: str, values: Mapping[str, str]) -> str:
    """A part of the file with its tags filled in."""
    changed: list[Node] = []
    for nodes in _paragraphs(xml):
        changed += _filled(nodes, values)
    pieces, at = [], 0
    for node in changed:
        text = BREAK.join(escape(_clean(line)) for line in node.text.split("\n"))
        pieces += [xml[at : node.start], f'<w:t xml:space="preserve">{text}</w:t>']
        at = node.end
    return "".join([*pieces, xml[at:]])


def _opened(content: bytes) -> zipfile.ZipFile:
    """The package, unless it is none or would unpack to more than a letter can be."""
    try:
        file = zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile as error:
        raise DomainError(_("Berkas ini bukan dokumen Word."), field="scan") from error
    members = file.infolist()
    if len(members) > MOST_MEMBERS or sum(m.file_size for m in members) > MOST_BYTES:
        raise DomainError(_("Dokumen Word ini terlalu besar."), field="scan")
    return file


def _paragraphs(xml: str) -> Iterator[list[Node]]:
    """The text nodes between one beginning or end of a paragraph and the next."""
    nodes: list[Node] = []
    for token in TOKEN.finditer(xml):
        if token["text"] is not None:
            nodes.append(Node(token.start(), token.end(), unescape(token["text"], QUOTES)))
        elif nodes:
            yield nodes
            nodes = []
    if nodes:
        yield nodes


def _filled(nodes: list[Node], values: Mapping[str, str]) -> list[Node]:
    """The nodes of a paragraph that change: the value goes where its tag begins, the rest of the tag goes away."""
    whole = "".join(node.text for node in nodes)
    found = [m for m in TAG.finditer(whole) if m[1] in values]
    if not found:
        return []
    changed, at = [], 0
    for node in nodes:
        start, end = at, at + len(node.text)
        at = end
        text, touched = _of_node(whole, start, end, found, values)
        if touched:
            changed.append(Node(node.start, node.end, text))
    return changed


def _of_node(
    whole: str, start: int, end: int, found: list[re.Match[str]], values: Mapping[str, str]
) -> tuple[str, bool]:
    """What stands between these places of the paragraph afterwards, and whether anything changed."""
    pieces, at, touched = [], start, False
    for match in found:
        if match.end() <= start or match.start() >= end:
            continue
        touched = True
        pieces.append(whole[at : max(match.start(), at)])
        if start <= match.start() < end:
            pieces.append(values[match[1]])
        at = min(match.end(), end)
    return "".join([*pieces, whole[at:end]]), touched


def _clean(text: str) -> str:
    """Without what XML cannot hold."""
    return "".join(c for c in text if c == "\t" or (ord(c) >= 32 and not 0xFFFE <= ord(c) <= 0xFFFF))

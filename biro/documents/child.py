"""Sets one document with typst, in a process of its own with little time and memory, which may write nothing.

Run by its path, so it imports nothing of Biro. JSON on standard input: root, template, fonts, at (seconds), data (JSON
text); the PDF on standard output, or the trouble on standard error (its kind only: messages quote what people wrote).
"""

import json
import re
import resource
import sys
import unicodedata
from typing import Any

import typst

CPU_SECONDS = 60
MEMORY = 2_048 * 1024 * 1024
STANDARD = "a-2b"
# A letter's number may have 150 signs and no space: it may break after its signs, or anywhere in a long row of letters.
LONG, PART, BREAK = re.compile(r"\S{21,}"), re.compile(r"[/.\-_,;:]+|[^/.\-_,;:]{12}"), "\u200b"
# What every font of ours can show; other signs become BOX when a document meets one that none can.
BOX = "□"
RANGES = ((0x20, 0x7E), (0xA0, 0x24F), (0x370, 0x3FF), (0x400, 0x4FF), (0x2010, 0x2027), (0x2030, 0x203A))
SHOWN = frozenset("\n\t\u200b€№™←↑→↓−≈≠≤≥□") | {
    chr(n) for first, last in RANGES for n in range(first, last + 1)
}


def typeset(given: dict[str, Any]) -> bytes:
    """The PDF. PDF/A allows no sign without a picture, so a second try writes a box for each such sign."""
    compiler = typst.Compiler(
        f"{given['root']}/{given['template']}",
        root=given["root"],
        font_paths=given["fonts"],
        ignore_system_fonts=True,
    )
    data = readied(given["data"])
    try:
        return _compiled(compiler, data, given["at"])
    except typst.TypstError as error:
        if "could not be displayed" not in error.message:
            raise
        return _compiled(compiler, showable(data), given["at"])


def _compiled(compiler: Any, data: str, at: int) -> bytes:
    return bytes(
        compiler.compile(format="pdf", sys_inputs={"data": data}, pdf_standards=STANDARD, timestamp=at)
    )


def readied(text: str) -> str:
    """JSON whose strings hold no control characters, no marks that turn the direction of writing, no endless words."""
    return json.dumps(_mapped(json.loads(text), _tame), ensure_ascii=False)


def showable(text: str) -> str:
    """JSON whose strings hold only signs that the fonts have."""
    return json.dumps(_mapped(json.loads(text), _boxed), ensure_ascii=False)


def _mapped(value: Any, change: Any) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_mapped(each, change) for each in value]
    if isinstance(value, dict):
        return {key: _mapped(each, change) for key, each in value.items()}
    return value


def _tame(text: str) -> str:
    if not text.isprintable():
        kept = (" " if unicodedata.category(c) in {"Zl", "Zp"} else c for c in text)
        text = "".join(c for c in kept if c in "\n\t" or unicodedata.category(c)[0] != "C")
    return LONG.sub(lambda word: PART.sub(f"\\g<0>{BREAK}", word[0]), text)


def _boxed(text: str) -> str:
    return "".join(c if c in SHOWN else BOX for c in unicodedata.normalize("NFC", text))


def main() -> int:
    """Limit this process, set the document, hand it over."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        made = typeset(json.load(sys.stdin.buffer))
    except typst.TypstError as error:
        told = re.split("[`:]", error.message)[0]  # what follows may be somebody's letter
        sys.stderr.write(f"{told}\n{' '.join(error.trace or [])}")
        return 1
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""English is complete: every sentence of the code and the pages is translated, with the same placeholders."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
ENGLISH = ROOT / "biro" / "translations" / "en" / "LC_MESSAGES"
KEYWORDS = {"_": None, "_l": None, "_n": (1, 2), "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
with (ROOT / "biro" / "translations" / "babel.cfg").open(encoding="utf-8") as mapping:
    METHODS, OPTIONS = parse_mapping_cfg(mapping)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%")


def said(folder: str) -> dict[str, str]:
    """msgid → where it stands."""
    found = {}
    for file, line, message, _comments, _context in extract_from_dir(
        ROOT / folder, METHODS, OPTIONS, keywords=KEYWORDS
    ):
        found[message[0] if isinstance(message, tuple) else message] = f"{folder}/{file}:{line}"
    return found


def said_beside(folder: str) -> dict[str, str]:
    """Like `said`, for the loose modules at the top of the package."""
    return {t: place for t, place in said(folder).items() if "/" not in place.removeprefix(f"{folder}/")}


def translated() -> dict[str, tuple[str, ...]]:
    """msgid → its English forms, from all rooms' catalogues."""
    found: dict[str, tuple[str, ...]] = {}
    for path in sorted(ENGLISH.glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="en"):
                forms = message.string if isinstance(message.string, tuple) else (message.string,)
                key = message.id[0] if isinstance(message.id, tuple) else message.id
                if key and all(forms) and not message.fuzzy:
                    found[key] = forms
    return found


def test_no_two_rooms_translate_the_same_words_differently():
    seen: dict[str, tuple[str, str]] = {}
    for path in sorted(ENGLISH.glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="en"):
                if message.id and isinstance(message.id, str):
                    first = seen.setdefault(message.id, (message.string, path.stem))
                    assert first[0] == message.string, (message.id, first, path.stem)


FOLDERS = [
    f"{top}/{p.name}"
    for top in ("biro", "templates")
    for p in (ROOT / top).iterdir()
    if p.is_dir() and p.name != "static" and not p.name.startswith("__")
]


@pytest.mark.parametrize("folder", sorted(FOLDERS))
def test_every_sentence_is_in_english_too(folder):
    english = translated()
    missing = {text: place for text, place in said(folder).items() if text and text not in english}
    assert missing == {}


def test_every_sentence_of_the_commands_is_in_english_too():
    assert {t: place for t, place in said_beside("biro").items() if t and t not in translated()} == {}


def test_no_sentence_hides_inside_an_f_string():
    """Babel on Python 3.11 does not look into f-strings, so such a sentence would never reach a translator."""
    hidden = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in (ROOT / "biro").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.JoinedStr)
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in KEYWORDS
    ]
    assert hidden == []


def test_translations_keep_the_placeholders():
    wrong = {
        text: forms
        for text, forms in translated().items()
        if any(set(PLACEHOLDER.findall(form)) != set(PLACEHOLDER.findall(text)) for form in forms)
    }
    assert wrong == {}


def test_each_page_speaks_the_chosen_language(app, sign_in):
    client = sign_in("head")
    assert "Pegawai" in client.get("/pegawai").get_data(as_text=True)
    assert client.post("/bahasa/en").status_code == 303
    page = client.get("/pegawai").get_data(as_text=True)
    assert '<html lang="en"' in page

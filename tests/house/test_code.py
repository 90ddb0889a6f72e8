"""The rules of the house that the text of the code shows: one clock, small files, no leftovers, no inline markup."""

import ast
import re
import statistics
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CLOCK = {
    *(
        f"datetime.datetime.{name}"
        for name in ("now", "utcnow", "today", "fromtimestamp", "utcfromtimestamp")
    ),
    *(f"datetime.date.{name}" for name in ("today", "fromtimestamp")),
    *(f"time.{name}" for name in ("time", "time_ns", "localtime", "gmtime", "strftime", "ctime")),
}
# Waits for another process to answer; nothing inside the product can tell it when.
POLLS = {"tests/house/test_serve.py"}
# Migrations are written by Alembic from the models: one function is one room's tables.
GENERATED = "biro/migrations/versions/"


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT, capture_output=True, check=True, text=True,
    )  # fmt: skip
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def code(*patterns: str) -> list[Path]:
    return [p for p in tracked(*(patterns or ("biro/*.py",))) if GENERATED not in str(p)]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def lines(path: Path) -> int:
    return path.read_text(encoding="utf-8").count("\n")


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Each function with its length in lines, its docstring not counted."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            told = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
            said = (first.end_lineno or 0) - first.lineno + 1 if told else 0
            yield f"{name(path)}:{node.name}", (node.end_lineno or 0) - node.lineno + 1 - said


def imported(tree: ast.AST) -> dict[str, str]:
    """Local name → what it is: `t` → `time`, `d` → `datetime.datetime`."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update({a.asname or a.name: a.name for a in node.names})
        elif isinstance(node, ast.ImportFrom):
            found.update({a.asname or a.name: f"{node.module}.{a.name}" for a in node.names})
    return found


def dotted(node: ast.AST, names: dict[str, str]) -> str:
    """The full name of an expression such as `dt.datetime.now`."""
    if isinstance(node, ast.Name):
        return names.get(node.id, node.id)
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value, names)}.{node.attr}"
    return "?"


def clock_readings(source: str) -> list[int]:
    """Lines on which a clock is read, by whatever name it was imported."""
    tree = ast.parse(source)
    names = imported(tree)
    nodes = [n for n in ast.walk(tree) if isinstance(n, ast.Name | ast.Attribute)]
    return [n.lineno for n in nodes if dotted(n, names) in CLOCK]


@pytest.mark.parametrize(
    ("source", "reads"),
    [
        ("from datetime import datetime as d\nd.now()", True),
        ("import datetime\ndatetime.datetime.utcnow()", True),
        ("from datetime import date\nf = date.today", True),
        ("import time as t\nt.time()", True),
        ("from time import time\ntime()", True),
        ("from biro.core import clock\nclock.now(), clock.today()", False),
        ("from datetime import time\ntime.min, time(9)", False),
        ("import time\ntime.monotonic()", False),
    ],
)
def test_the_clock_scan_sees_every_way_to_read_it(source, reads):
    assert bool(clock_readings(source)) is reads


def test_only_the_clock_reads_the_clock():
    guilty = {
        name(path): found
        for path in code()
        if name(path) != "biro/core/clock.py" and (found := clock_readings(path.read_text(encoding="utf-8")))
    }
    assert guilty == {}


def test_files_are_short():
    sizes = {name(p): lines(p) for p in code()}
    assert {n: size for n, size in sizes.items() if size > 300} == {}
    assert statistics.median(sizes.values()) <= 80
    tests = {name(p): lines(p) for p in tracked("tests/*.py")}
    assert {n: size for n, size in tests.items() if size > 300} == {}


def test_functions_are_short():
    sizes = dict(pair for path in code() for pair in functions(path))
    assert {n: size for n, size in sizes.items() if size > 40} == {}
    assert statistics.median(sizes.values()) <= 8


def test_templates_are_short():
    sizes = {name(p): lines(p) for p in tracked("templates/*")}
    assert {n: size for n, size in sizes.items() if size > 120} == {}


def test_nothing_is_left_for_later():
    leftovers = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    guilty = [
        f"{name(path)}: {found[0]}"
        for path in tracked("*.py", "*.html", "*.js", "*.css", "*.md", "Makefile")
        if path != Path(__file__) and "/vendor/" not in str(path)
        if (found := leftovers.search(path.read_text(encoding="utf-8")))
    ]
    assert guilty == []


def test_no_error_is_swallowed_in_silence():
    guilty = [
        f"{name(path)}:{node.lineno}"
        for path in code()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler) and len(node.body) == 1 and isinstance(node.body[0], ast.Pass)
    ]
    assert guilty == []


def test_no_test_sleeps_or_is_skipped():
    wrong = re.compile(r"\btime\.sleep\(|pytest\.skip\(|mark\.skip|mark\.xfail|importorskip")
    guilty = [
        f"{name(path)}: {found[0]}"
        for path in tracked("tests/*.py")
        if path != Path(__file__)
        and name(path) not in POLLS
        and (found := wrong.search(path.read_text(encoding="utf-8")))
    ]
    assert guilty == []


POST_FORM = re.compile(r"<form\b(?=[^>]*method=[\"']?post)[^>]*>.*?</form>", re.IGNORECASE | re.DOTALL)
INLINE = re.compile(
    r"\sstyle=[\"']|<style\b|<script(?![^>]*\bsrc=)|\son[a-z]+=[\"']|javascript:", re.IGNORECASE
)


def pages() -> list[Path]:
    return [p for p in tracked("templates/*.html") if "/email/" not in str(p) and "/print/" not in str(p)]


def test_every_form_that_changes_something_carries_the_token():
    guilty = [
        name(path)
        for path in pages()
        for form in POST_FORM.findall(path.read_text(encoding="utf-8"))
        if not re.search(r"csrf_token|form\.hidden_tag", form)
    ]
    assert guilty == []


UNESCAPED = re.compile(r"{%-? autoescape false -?%}.*?{%-? endautoescape -?%}", re.DOTALL)
# What a page may write there without `|e`: numbers, its own words, drawn badges and days.
OURS = {
    "templates/correspondence/index.html": {
        "agenda", "base", "id", "number", "year", "subject", "badges[security]", "badges[urgency]", "sender", "day",
        "days[received_on]", "written", "days[written_on]", "status", "badges[state]",
    },
}  # fmt: skip


def test_where_a_page_escapes_by_name_everything_else_in_it_is_ours():
    guilty = [
        f"{name(path)}: {shown}"
        for path in pages()
        for block in UNESCAPED.findall(path.read_text(encoding="utf-8"))
        for shown in re.findall(r"{{-? *(.*?) *-?}}", block)
        if not shown.endswith("|e") and shown not in OURS.get(name(path), set())
    ]
    assert guilty == []


def test_pages_have_no_inline_style_and_no_inline_script():
    guilty = [
        f"{name(path)}: {found[0].strip()}"
        for path in pages()
        if (found := INLINE.search(path.read_text(encoding="utf-8")))
    ]
    assert guilty == []


def test_every_page_extends_a_layout_or_is_a_part():
    guilty = [
        name(path)
        for path in pages()
        if not path.name.startswith("_") and path.parent.name not in {"_parts", "layouts"}
        if "{% extends " not in path.read_text(encoding="utf-8")
    ]
    assert guilty == []

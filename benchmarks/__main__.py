"""Build the offices, measure floor and pages in turn, print the ratios. Exit 1 when a goal is missed."""

import argparse
import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from benchmarks import offices
from benchmarks.floor import cookie_of, floor_app
from benchmarks.measure import Request, interleave
from benchmarks.offices import House
from benchmarks.pages import Page, pages_of
from benchmarks.report import Result, missed, table

SMALL = 1_000


def main() -> int:
    """Measure as the command line says."""
    wish = _arguments()
    results: list[Result] = []
    with ExitStack() as held:  # the server leaves before its folder does
        folder = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="biro-bench-")))
        for engine in offices.ENGINES if wish.engine == "both" else (wish.engine,):
            server = _server(folder, held) if engine == "postgresql" else None
            built = houses(engine, wish.letters, folder, server)
            results += measure(engine, built, wish.rounds, wish.seconds)
        print(table(results))
    failures = missed(results)
    for sentence in failures:
        print(sentence, file=sys.stderr)
    return 1 if failures else 0


def houses(engine: str, letters: int, folder: Path, server: str | None) -> list[House]:
    """A small office and a large one."""
    built = []
    for count in sorted({SMALL, letters}):
        built.append(offices.build(engine, count, folder, server))
        print(f"{engine}: {count:,} letters in {built[-1].seconds:.0f} s", file=sys.stderr)
    return built


def measure(engine: str, built: list[House], rounds: int, seconds: float) -> list[Result]:
    """Every page of every office beside its floor, all in turn."""
    pairs = [(house, *pair) for house in built for pair in requests_of(house)]
    interleave([r for _house, _page, *both in pairs for r in both], rounds=rounds, seconds=seconds)
    return [
        Result(engine, house.letters, page.name, page.rows, bare.cpu_s, full.cpu_s, len(full.send()))
        for house, page, bare, full in pairs
    ]


def requests_of(house: House) -> list[tuple[Page, Request, Request]]:
    """(page, its floor, the page itself), after counting the rows in both answers."""
    person_id, token = house.sign_in("sekretaris")
    pages = pages_of(house)
    cookie = cookie_of(house.app, {"_user_id": token, "_fresh": True})
    product = [Request(house.app.wsgi_app, page.path, cookie) for page in pages]
    found = list(zip(pages, floor_requests(house, pages, person_id), product, strict=True))
    for page, bare, full in found:
        page.check(bare.send(), full.send())
    return found


def floor_requests(house: House, pages: list[Page], person_id: int) -> list[Request]:
    """The bare twin of each page."""
    bare = floor_app(house.url, {page.name: page.query for page in pages})
    cookie = cookie_of(bare, {"person_id": person_id})
    return [Request(bare.wsgi_app, f"/{page.name}", cookie) for page in pages]


def _server(folder: Path, held: ExitStack) -> str:
    """BIRO_TEST_PG, or a PostgreSQL from the wheel that the tests use, held until the figures are printed."""
    given = os.environ.get("BIRO_TEST_PG")
    if given:
        return given
    import pgserver  # noqa: PLC0415 # only for this engine

    server = held.enter_context(pgserver.get_server(folder / "pg", cleanup_mode="delete"))
    return str(server.get_uri())


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--letters", type=int, default=1_000_000, help="the large office (default: 1,000,000)"
    )
    parser.add_argument("--engine", choices=[*offices.ENGINES, "both"], default="sqlite")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of floor and page in turn (at least 3)")
    parser.add_argument("--seconds", type=float, default=1.0, help="how long each page runs in a round")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

"""Results as a table, and which goals they miss."""

from dataclasses import dataclass

RATIO, LISTS = 8.0, ("list", "filter", "search")  # times the floor
GROWTH = 2.0  # of any page
HEAD = ("engine", "letters", "page", "rows", "floor ms", "page ms", "ratio", "growth", "bytes")


@dataclass(frozen=True)
class Result:
    """One page of one office: CPU seconds of the floor and of the page, and the size of the answer."""

    engine: str
    letters: int
    page: str
    rows: int
    floor_s: float
    page_s: float
    bytes: int

    @property
    def ratio(self) -> float:
        """How many times the floor."""
        return self.page_s / self.floor_s


def growth(result: Result, results: list[Result]) -> float:
    """The page's CPU beside its CPU in the smallest office of the same engine."""
    same = [r for r in results if (r.engine, r.page) == (result.engine, result.page)]
    return result.page_s / min(same, key=lambda r: r.letters).page_s


def table(results: list[Result]) -> str:
    """A Markdown table."""
    lines = [f"| {' | '.join(HEAD)} |", "| --- | ---: | --- " + "| ---: " * 6 + "|"]
    lines += [
        f"| {r.engine} | {r.letters:,} | {r.page} | {r.rows} | {r.floor_s * 1e3:.2f} | {r.page_s * 1e3:.2f} "
        f"| {r.ratio:.1f} | {growth(r, results):.2f} | {r.bytes:,} |"
        for r in results
    ]
    return "\n".join(lines)


def missed(results: list[Result]) -> list[str]:
    """A sentence for each goal that was missed in the largest office."""
    largest = max(r.letters for r in results)
    found = []
    for r in (each for each in results if each.letters == largest):
        if r.page in LISTS and r.ratio > RATIO:
            found.append(f"{r.engine}: {r.page} costs {r.ratio:.1f} times the floor, not {RATIO:g}")
        if growth(r, results) > GROWTH:
            found.append(f"{r.engine}: {r.page} grows {growth(r, results):.2f} times, not {GROWTH:g}")
    return found

"""What a bench says: rows of one table, as they come."""

from collections.abc import Iterable, Sequence
from statistics import median

from tests.bench.callers import SATURATED, Figures

COLUMNS = ("work", "raw", "ours", "ratio", "aim", "raw CPU µs", "ours CPU µs")


class Table:
    """`ratio` is ours to raw within this run; `load` marks where the load itself was the limit."""

    def __init__(self) -> None:
        print("| " + " | ".join(COLUMNS) + " |")
        print("| --- | --: | --: | --: | --- | --: | --: |", flush=True)

    def throughput(
        self, work: str, rounds: Sequence[tuple[Figures, Figures]], *, aim: str = ""
    ) -> None:
        """Medians of interleaved rounds, of raw and of ours."""
        raw, ours = (_middle(each) for each in zip(*rounds, strict=True))
        self._print(
            f"{work}/s{_strained(raw, ours)}",
            f"{raw.per_second:,.0f}",
            f"{ours.per_second:,.0f}",
            f"{ours.per_second / raw.per_second:.2f}",
            aim,
            f"{raw.cpu_us:,.0f}",
            f"{ours.cpu_us:,.0f}",
        )

    def beside(
        self, work: str, raw: float, ours: float, *, aim: str = "", busy: float = 0, digits: int = 1
    ) -> None:
        """One figure of each."""
        strained = " (load saturated)" if busy > SATURATED else ""
        ratio = f"{ours / raw:.2f}" if raw else ""
        self._print(
            work + strained, f"{raw:,.{digits}f}", f"{ours:,.{digits}f}", ratio, aim, "", ""
        )

    def alone(self, work: str, figure: str, *, aim: str = "") -> None:
        """A figure that raw has not."""
        self._print(work, "", figure, "", aim, "", "")

    def _print(self, *cells: str) -> None:
        print("| " + " | ".join(cells) + " |", flush=True)


def percentile(figures: Iterable[float], part: float) -> float:
    ranked = sorted(figures)
    return ranked[min(int(len(ranked) * part), len(ranked) - 1)]


def _middle(rounds: Sequence[Figures]) -> Figures:
    return Figures(
        median(each.per_second for each in rounds),
        median(each.cpu_us for each in rounds),
        median(each.busy for each in rounds),
    )


def _strained(raw: Figures, ours: Figures) -> str:
    names = [name for name, each in (("raw", raw), ("ours", ours)) if each.busy > SATURATED]
    return f" (load saturated: {', '.join(names)})" if names else ""

"""Bars: what must be reached, beside what was, with ok or MISSED."""

from collections.abc import Iterable
from dataclasses import dataclass

from benches.planning.runs import Made
from benches.planning.scoring import Score
from benches.table import print_table


@dataclass(frozen=True)
class Bar:
    """A figure that must be at most (or at least, or exactly) so much."""

    what: str
    value: float
    limit: float
    way: str = "≤"

    @property
    def met(self) -> bool:
        """Whether it is reached; what is not a number never is."""
        if self.way == "≤":
            return self.value <= self.limit
        return self.value >= self.limit if self.way == "≥" else self.value == self.limit

    def row(self) -> dict[str, object]:
        """A row of the table of bars."""
        shown = f"{self.value:.4g}" if abs(self.value) < 1 else f"{self.value:,.5g}"
        return {
            "bar": self.what,
            "reached": shown,
            "wanted": f"{self.way} {self.limit:,.5g}",
            "": "ok" if self.met else "MISSED",
        }


def whole(name: str, score: Score, *, k: int | None = None) -> list[Bar]:
    """What holds always: nothing torn, nothing left over, as many grids as asked for, none empty."""
    bars = [Bar(f"{name}: grids torn", score.torn, 0, "="), Bar(f"{name}: left out", score.missing, 0, "=")]
    return bars if k is None else [*bars, Bar(f"{name}: grids that are not empty", score.k, k, "=")]


def missed(bars: Iterable[Bar], *, title: str = "") -> list[str]:
    """Print the bars and say which are missed."""
    bars = list(bars)
    print_table([bar.row() for bar in bars], title=title)
    return [f"{bar.what} {bar.value:.5g}" for bar in bars if not bar.met]


def row(made: Made, score: Score | None) -> dict[str, object]:
    """A row of the table of methods."""
    method = f"{made.method} ({made.version})" if made.version else made.method
    if score is None:
        said = made.said.splitlines()[-1] if made.said else "nothing made"
        return {"": method, **dict.fromkeys(HEADINGS, "–"), "s": f"{made.seconds:.2f}", "remark": said[:60]}
    figures = (
        score.k,
        f"{score.objective:,.2f}",
        f"{score.in_range:.1%}",
        f"{score.rms:.1f}",
        score.avoid,
        score.barx,
        f"{score.max_dev:.0%}",
        score.torn,
    )
    remark = f"medians of {len(made.tries)} orders of the nodes" if len(made.tries) > 1 else ""
    return {
        "": method,
        **dict(zip(HEADINGS, figures, strict=True)),
        "s": f"{made.seconds:.2f}",
        "remark": remark,
    }


HEADINGS = ("k", "J", "in range", "rms m", "avoid", "barx", "max dev", "torn")


def ratio(ours: float, theirs: float) -> float:
    """Ours to theirs; none of either is no worse."""
    return ours / theirs if theirs else float("inf") if ours else 0.0

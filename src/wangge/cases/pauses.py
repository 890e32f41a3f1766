"""Times in which a clock does not run: shelved, or waiting for the reporter."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from wangge.cases.lines import Facts, Line, LineKind, Placed
from wangge.foundation.calendar import local, second_of

Span = tuple[int, int]  # from a second (see `on_scale`) up to, not with, another


@dataclass(frozen=True, slots=True)
class Pause:
    """A time without the clock, over already: from `begin` up to, not with, `end` (aware), and why.

    While a pause lasts nobody knows the deadline, so it is reckoned again when the pause is over.
    """

    begin: datetime
    end: datetime
    reason: str = ""

    def __post_init__(self) -> None:
        if local(self.end) < local(self.begin):
            raise ValueError(f"no pause ends before it begins: {self.begin} to {self.end}")

    @property
    def span(self) -> Span:
        """Its whole seconds."""
        return second_of(self.begin), second_of(self.end)


@dataclass(frozen=True, slots=True)
class Pauses:
    """All pauses of a clock: each as it was, in order, and as gaps, where those that meet are one."""

    each: tuple[Pause, ...]
    gaps: tuple[Span, ...]

    @classmethod
    def of(cls, pauses: Iterable[Pause]) -> Self:
        """In any order, overlapping or not."""
        each = sorted(pauses, key=lambda pause: pause.span)
        gaps: list[Span] = []
        for begin, end in (pause.span for pause in each):
            if gaps and begin <= gaps[-1][1]:
                gaps[-1] = gaps[-1][0], max(gaps[-1][1], end)
            elif begin < end:
                gaps.append((begin, end))
        return cls(tuple(each), tuple(gaps))

    def close(self, second: int) -> bool:
        """Whether what is over at this second closes in a gap: whether the second before it lies in one."""
        return any(begin < second <= end for begin, end in self.gaps)

    def leave(self, begin: int, end: int) -> Iterator[Span]:
        """What the pauses leave of a stretch."""
        for opens, closes in self.gaps:
            if opens >= end:
                break
            if begin < opens:
                yield begin, opens
            begin = max(begin, closes)
        if begin < end:
            yield begin, end

    def between(self, start: int, due: int) -> Iterator[tuple[Pause, int, int]]:
        """Each pause that lies in a stretch, and what of it no earlier one had: from where, to where."""
        reached = start
        for pause in self.each:
            begin, end = pause.span
            if max(begin, start) < min(end, due):
                begin, end = max(begin, reached), min(end, due)
                yield pause, begin, max(begin, end)
                reached = max(reached, end)

    def told(self, start: int, due: int, unit: str, taken: Callable[[int, int], int]) -> Iterator[Placed]:
        """A line for each pause in a stretch; `taken` says how much of the unit lies between two seconds."""
        for pause, begin, end in self.between(start, due):
            facts = {**_as_facts(pause), unit: taken(begin, end) if begin < end else 0}
            yield max(start, pause.span[0]), Line(LineKind.PAUSE, facts)

    def told_in_vain(self, start: int, due: int) -> Iterator[Placed]:
        """A line for each pause in a stretch that takes no notice of it."""
        for pause, _begin, _end in self.between(start, due):
            yield max(start, pause.span[0]), Line(LineKind.RUNS_ON, _as_facts(pause))


def _as_facts(pause: Pause) -> Facts:
    begin, end = (local(edge).replace(microsecond=0).isoformat() for edge in (pause.begin, pause.end))
    return {"from": begin, "to": end, "reason": pause.reason}

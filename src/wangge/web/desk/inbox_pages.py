"""Pages of a list that moves: the next begins with the case that was to come next, whatever left since."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

PAGE = 50
NAMED = 4  # so many cases name the beginning of a page, as some may leave the list
BEGINS = re.compile(r"[0-9]{1,18}(\.[0-9]{1,18}){0,9}")


@dataclass(frozen=True, slots=True)
class Part:
    """A page of a list: its ids, the places of the first and the last, the cases by which others begin."""

    ids: Sequence[int]
    first: int
    last: int
    total: int
    before: str = ""
    after: str = ""

    @property
    def alone(self) -> bool:
        """Whether this is all."""
        return len(self.ids) == self.total


def part_of(ids: Sequence[int], *, begins: str = "", page: str = "") -> Part:
    """The part that begins with the first of the cases in `begins` still there, else a page by number."""
    start = _start(ids, begins, page)
    end = min(start + PAGE, len(ids))
    return Part(
        ids=ids[start:end],
        first=start + 1 if ids else 0,
        last=end,
        total=len(ids),
        before=_named(ids, max(0, start - PAGE)) if start else "",
        after=_named(ids, end) if end < len(ids) else "",
    )


def _start(ids: Sequence[int], begins: str, page: str) -> int:
    places = {pk: place for place, pk in enumerate(ids)}
    if BEGINS.fullmatch(begins):
        known = [places[pk] for pk in map(int, begins.split(".")) if pk in places]
        if known:
            return known[0]
    number = int(page) if re.fullmatch(r"[0-9]{1,6}", page) else 1
    last = max(0, (len(ids) - 1) // PAGE)
    return min(max(number - 1, 0), last) * PAGE


def _named(ids: Sequence[int], start: int) -> str:
    return ".".join(map(str, ids[start : start + NAMED]))

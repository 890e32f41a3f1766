"""The numbers of grids: those that go on keep theirs, new ones take free ones from west to east."""

from collections.abc import Collection, Mapping, Sequence
from itertools import count


def numbered(
    order: Sequence[int], *, kept: Mapping[int, int], used: Collection[int], renumber: bool = False
) -> list[int]:
    """The number of each of g grids.

    `order` are their places on the map (1 to g, west to east, then north to south), `kept` the numbers of
    those that go on (index → number), `used` every number the community ever gave: what a dissolved grid was
    called is not given again. With `renumber` all are numbered anew, 1 to g.
    """
    if renumber:
        return list(order)
    free = (number for number in count(1) if number not in {*used, *kept.values()})
    found = dict(kept)
    for i in sorted(range(len(order)), key=lambda i: order[i]):
        if i not in found:
            found[i] = next(free)
    return [found[i] for i in range(len(order))]

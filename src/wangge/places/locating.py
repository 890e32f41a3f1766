"""Which grid and community a point lies in, on a day: an in-memory index that follows the divisions."""

from bisect import bisect_right
from collections import OrderedDict
from dataclasses import dataclass
from datetime import date
from threading import Lock

from wangge.journal.editions import Cached, Editions
from wangge.places.layer import NOWHERE, Ids, Layer, Points
from wangge.places.models import Area, Grid

__all__ = ["NOWHERE", "Located", "locate"]


@dataclass(frozen=True, slots=True)
class Located:
    """For each of n points the grid and the community (ids), or -1 where there is none."""

    grids: Ids
    areas: Ids


class Atlas:
    """Every grid that ever held, with its dates; the grids of a day are indexed when first asked for."""

    KEPT = 8

    def __init__(self) -> None:
        rows = Grid.objects.filter(level=Grid.Level.GRID).order_by("code", "id")
        self._rows = list(rows.values_list("id", "outline", "division__since", "division__until"))
        communities = Area.objects.filter(level=Area.Level.COMMUNITY).exclude(outline=b"").order_by("code")
        areas = list(communities.values_list("id", "outline"))
        self.areas = Layer([pk for pk, _ in areas], [bytes(outline) for _, outline in areas])
        self._turns = sorted({day for _, _, since, until in self._rows for day in (since, until) if day})
        self._layers: OrderedDict[int, Layer] = OrderedDict()
        self._lock = Lock()

    def grids_on(self, day: date) -> Layer:
        """The grids in force on a day."""
        epoch = bisect_right(self._turns, day)
        layer = self._layers.get(epoch)
        return layer if layer is not None else self._index(epoch, day)

    def _index(self, epoch: int, day: date) -> Layer:
        with self._lock:
            if epoch not in self._layers:
                held = [
                    (pk, bytes(outline))
                    for pk, outline, since, until in self._rows
                    if since <= day and (not until or day < until)
                ]
                self._layers[epoch] = Layer([pk for pk, _ in held], [outline for _, outline in held])
            layer = self._layers[epoch]
            while len(self._layers) > self.KEPT:
                self._layers.popitem(last=False)
            return layer


_atlas = Cached("places", build=Atlas)


def locate(points: Points, *, on: date, editions: Editions | None = None) -> Located:
    """The grid and community of each point (n × 2 array of lon, lat in WGS 84) on a day.

    On a border the lowest code has it. With `editions` (`journal.editions.current()`) no statement is sent
    while nothing changed; without, the stamps are read.
    """
    atlas = _atlas.get(editions)
    return Located(grids=atlas.grids_on(on).find(points), areas=atlas.areas.find(points))

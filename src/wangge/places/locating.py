"""Which grid and community a point lies in, on a day: an in-memory index that follows the divisions."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import date

import numpy as np
import shapely
from numpy.typing import NDArray

from wangge.journal.editions import Cached, Editions
from wangge.places.models import Area, Grid

Points = NDArray[np.float64]
Ids = NDArray[np.int64]
NOWHERE = -1


@dataclass(frozen=True, slots=True)
class Located:
    """For each of n points the grid and the community (ids), or -1 where there is none."""

    grids: Ids
    areas: Ids


class Layer:
    """Polygons with ids; where several cover a point (a shared border), the first in order wins."""

    def __init__(self, ids: list[int], outlines: list[bytes]) -> None:
        self.ids = np.asarray(ids, dtype=np.int64)
        self.shapes = shapely.from_wkb(outlines) if outlines else np.empty(0, dtype=object)
        self.tree = shapely.STRtree(self.shapes)

    def find(self, points: Points) -> Ids:
        """The id of the polygon that covers each point (n × 2, lon and lat), or -1."""
        found = np.full(len(points), len(self.ids), dtype=np.int64)
        at, which = self.tree.query(shapely.points(points), predicate="intersects")
        np.minimum.at(found, at, which)
        return np.append(self.ids, NOWHERE)[found]


class Atlas:
    """Every grid that ever held, with its dates; the grids of a day are indexed when first asked for."""

    KEPT = 8

    def __init__(self) -> None:
        rows = Grid.objects.filter(level=Grid.Level.GRID).order_by("code", "id")
        self._rows = list(rows.values_list("id", "outline", "division__since", "division__until"))
        areas = Area.objects.filter(level=Area.Level.COMMUNITY).exclude(outline=b"").order_by("code")
        ids, outlines = [], []
        for pk, outline in areas.values_list("id", "outline"):
            ids.append(pk)
            outlines.append(bytes(outline))
        self.areas = Layer(ids, outlines)
        self._turns = sorted({day for _, _, since, until in self._rows for day in (since, until) if day})
        self._layers: OrderedDict[int, Layer] = OrderedDict()

    def grids_on(self, day: date) -> Layer:
        """The grids in force on a day."""
        epoch = int(
            np.searchsorted(np.array(self._turns, dtype="datetime64[D]"), np.datetime64(day), side="right")
        )
        if epoch not in self._layers:
            held = [
                (pk, bytes(o))
                for pk, o, since, until in self._rows
                if since <= day and (not until or day < until)
            ]
            self._layers[epoch] = Layer([pk for pk, _ in held], [o for _, o in held])
            if len(self._layers) > self.KEPT:
                self._layers.popitem(last=False)
        return self._layers[epoch]


_atlas = Cached("places", build=Atlas)


def locate(points: Points, *, on: date, editions: Editions | None = None) -> Located:
    """The grid and community of each point (n × 2 array of lon, lat in WGS 84) on a day."""
    atlas = _atlas.get(editions)
    return Located(grids=atlas.grids_on(on).find(points), areas=atlas.areas.find(points))

"""The cells of a ground, kept in memory: the same ground is asked for again at every change of a draft."""

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon

from wangge.partition.inputs import Barrier
from wangge.partition.tessellation import Tessellation, tessellate

KEPT = 8
_held: OrderedDict[bytes, Tessellation] = OrderedDict()
_lock = Lock()


def divided(
    points: NDArray[np.float64], outline: Polygon | MultiPolygon, barriers: Sequence[Barrier]
) -> Tessellation:
    """The tessellation of a ground in metres, from memory where it was divided before."""
    facts = [np.ascontiguousarray(points).tobytes(), shapely.to_wkb(outline)]
    facts += [repr((barrier.kind, barrier.line)).encode() for barrier in barriers]
    key = hashlib.sha256(b"".join(facts)).digest()
    with _lock:
        if key in _held:
            _held.move_to_end(key)
            return _held[key]
    made = tessellate(points, outline, barriers)
    with _lock:
        _held[key] = made
        while len(_held) > KEPT:
            _held.popitem(last=False)
    return made

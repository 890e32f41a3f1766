"""A private place is told only roughly: one point for a cell with homes enough, the same at every reading."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wangge.cases.blurring import LEAST_HOMES, METRES, Cells

LON, LAT = 116.38, 39.91


def town(homes: int, *, wide: float = 0.02) -> Cells:
    """Buildings every 0.0004° (about 40 m), so many homes in each."""
    steps = np.arange(-wide, wide, 0.0004)
    x, y = (each.ravel() for each in np.meshgrid(LON + steps, LAT + steps))
    return Cells.of(x, y, np.full(x.shape, homes))


DENSE, THIN = town(20), town(1)


@given(st.floats(-0.01, 0.01), st.floats(-0.01, 0.01))
def test_every_place_of_a_cell_is_told_as_its_middle(east: float, north: float) -> None:
    told = DENSE.blurred(LON + east, LAT + north)
    assert told is not None
    assert told == DENSE.blurred(LON + east, LAT + north), "asking again tells nothing more"
    assert DENSE.blurred(told.lon, told.lat) == told, "the middle lies in its own cell"
    metres = np.hypot(
        (told.lon - LON - east) * 111_320 * np.cos(np.radians(LAT)), (told.lat - LAT - north) * 111_320
    )
    assert metres <= told.metres / np.sqrt(2) + 2


def test_where_homes_are_few_the_cell_is_larger_until_there_are_enough() -> None:
    near, far = DENSE.blurred(LON, LAT), THIN.blurred(LON, LAT)
    assert near is not None
    assert far is not None
    assert near.metres == METRES
    assert far.metres > METRES


def test_a_lonely_house_has_no_point_at_all() -> None:
    alone = Cells.of(np.array([LON]), np.array([LAT]), np.array([LEAST_HOMES - 1]))
    assert alone.blurred(LON, LAT) is None
    assert Cells.of(*(np.array([each]) for each in (LON, LAT, LEAST_HOMES))).blurred(LON, LAT) is not None


@pytest.mark.parametrize("metres", [20, 60, 140])
def test_neighbours_of_one_cell_cannot_be_told_apart(metres: int) -> None:
    points = {DENSE.blurred(LON + n / 5 * metres / 86_000, LAT) for n in range(5)}
    assert len(points) <= 2

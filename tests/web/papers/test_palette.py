"""The colours of grids: the same on paper and on screens, apart for all eyes, each with a readable ink."""

import itertools
import re
from pathlib import Path

import pytest

from tests.web.papers.colours import apart, difference
from wangge.web.papers.palette import GRID_COLOURS, fill, ink_on, luminance

SCREENS = Path(__file__).parents[3] / "frontend/src/map/palette.ts"


def test_paper_and_screens_have_the_same_twelve():
    listed = SCREENS.read_text(encoding="utf-8").partition("GRID_COLOURS = [")[2].partition("]")[0]
    assert tuple(re.findall(r'"(#[0-9a-f]{6})"', listed)) == GRID_COLOURS


@pytest.mark.parametrize(("one", "other"), list(itertools.combinations(GRID_COLOURS, 2)))
def test_any_two_differ_for_colour_blind_eyes_too(one, other):
    assert apart(one, other) >= 8


@pytest.mark.parametrize("colour", range(13))
def test_a_number_is_read_on_every_colour(colour):
    light, ink = sorted((luminance(fill(colour)), luminance(ink_on(colour))))
    assert (ink + 0.05) / (light + 0.05) >= 3.9


def test_the_difference_of_colours_is_the_published_one():
    """Pairs 1, 7 and 17 of Sharma, Wu and Dalal's table."""
    assert difference((50, 2.6772, -79.7751), (50, 0, -82.7485)) == pytest.approx(2.0425, abs=1e-4)
    assert difference((50, 0, 0), (50, -1, 2)) == pytest.approx(2.3669, abs=1e-4)
    assert difference((50, 2.5, 0), (73, 25, -18)) == pytest.approx(27.1492, abs=1e-4)

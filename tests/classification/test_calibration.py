import math

import numpy as np
import pytest

from wangge.classification.calibration import Aim, measured, threshold

MARGINS = np.array([0.1, 0.9, 0.5, 0.7, 0.3])
RIGHT = np.array([False, True, False, True, True])


def test_a_share_of_the_texts_to_be_answered():
    margin = threshold(MARGINS, RIGHT, aim=Aim("coverage", 0.8))
    assert margin == 0.3
    assert measured(MARGINS, RIGHT, above=margin).coverage == 0.8
    assert measured(MARGINS, RIGHT, above=margin).accuracy == 0.75


def test_a_share_of_the_answers_to_be_right_answers_as_many_as_it_can():
    assert threshold(MARGINS, RIGHT, aim=Aim("accuracy", 0.75)) == 0.3
    assert threshold(MARGINS, RIGHT, aim=Aim("accuracy", 1.0)) == 0.7


def test_equal_margins_stand_or_fall_together():
    margins, right = np.array([0.5, 0.5, 0.4]), np.array([True, False, True])
    assert threshold(margins, right, aim=Aim("accuracy", 0.9)) == math.inf


def test_where_nothing_is_right_nothing_is_answered():
    margin = threshold(MARGINS, np.zeros(5, dtype=bool), aim=Aim("accuracy", 0.9))
    assert margin == math.inf
    assert measured(MARGINS, RIGHT, above=margin).coverage == 0


@pytest.mark.parametrize("share", [0, 1.1])
def test_a_share_is_a_share(share):
    with pytest.raises(ValueError, match="share"):
        Aim("coverage", share)

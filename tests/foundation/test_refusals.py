from copy import copy

from wangge.partition.errors import BuildingTooLarge
from wangge.partition.inputs import Rule


def test_a_refusal_is_the_same_after_a_journey_between_processes() -> None:
    refusal = BuildingTooLarge(building="7号楼", weight=620, max=500, nearest=Rule(300, 620))
    arrived = copy(refusal)
    assert (type(arrived), arrived.facts, str(arrived)) == (BuildingTooLarge, refusal.facts, str(refusal))

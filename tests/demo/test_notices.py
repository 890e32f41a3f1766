"""The notices of a demo: seventeen units are found, and every story is told through the actions."""

from tests.cast import Cast
from wangge.demo.notices import _with_units
from wangge.demo.presets import load
from wangge.notices.kinds import standard
from wangge.places.models import Building


def test_kinds_and_categories_are_known() -> None:
    kinds, categories = {row["code"] for row in standard()}, load("jiabei", "categories")["categories"]
    known = {row["code"] for row in categories}
    for row in load("jiabei", "notices")["notices"]:
        assert row["kind"] in kinds
        assert row["category"] in known | {""}
    assert {row["category"] for row in standard()} - {""} <= known


def test_buildings_with_seventeen_units_are_found(cast: Cast) -> None:
    for building, units in zip(cast.buildings, (9, 8), strict=True):
        Building.objects.filter(pk=building.pk).update(units=units)
    Building.objects.create(area=cast.community, name="塔楼", lon=116.0, lat=39.0, units=5)
    assert sum(b.units for b in _with_units(17, cast.community.pk)) == 17

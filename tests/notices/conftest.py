"""A water stop for the seventeen units of two buildings in grid 1 and grid 2."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.cast import MONDAY, Cast
from wangge.cases.models import Category
from wangge.notices import actions
from wangge.notices.models import Level, Link, Notice
from wangge.places.models import Building

WORDS = {"title": "明日停水", "text": "检修管道，请提前储水。"}
BEGINS, ENDS = MONDAY + timedelta(hours=20), MONDAY + timedelta(hours=28)


@pytest.fixture
def seventeen(cast: Cast) -> Cast:
    """Building 1 has nine units, building 2 has eight."""
    for building, units in zip(cast.buildings, (9, 8), strict=True):
        Building.objects.filter(pk=building.pk).update(units=units)
        building.refresh_from_db()
    return cast


@pytest.fixture
def publish(seventeen: Cast) -> Callable[..., Notice]:
    """`publish("zhou", urgent=True)`: the water stop, by whom and how."""

    def made(who: str = "zhou", *, area=None, places=None, key: str = "k1", **more) -> Notice:
        draft = actions.Draft(
            kind="water",
            words=actions.Words(**WORDS, begins=BEGINS, ends=ENDS),
            key=key,
            places=places or actions.Places(),
            category=Category.objects.get(code="water"),
            **more,
        )
        place = area or seventeen.community
        return actions.publish(draft, area=place, by=getattr(seventeen, who), now=MONDAY)

    return made


@pytest.fixture
def at(seventeen: Cast) -> Callable[..., Link]:
    """`at(notice, "grid", 0)`: the link of the first grid."""

    def find(notice: Notice, level: str, n: int = 0) -> Link:
        rows = Link.objects.filter(notice=notice, level=level).select_related("area", "notice")
        return rows.order_by("grid__number", "building", "unit")[n]

    return find


@pytest.fixture
def units(at) -> Callable[..., list[Link]]:
    """`units(notice, cast.buildings[0])`: the units of a building."""

    def of(notice: Notice, building: Building | None = None) -> list[Link]:
        rows = Link.objects.filter(notice=notice, level=Level.UNIT).select_related("area", "notice")
        return list(rows.filter(building=building) if building else rows)

    return of

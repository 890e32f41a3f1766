"""Every kind of print: its template, its papers, whether its public version is for anybody."""

from typing import Any

from wangge.places.models import Area, Division
from wangge.planning.coverage import coverage
from wangge.web.papers import atlas, chart, duty, gaps, plate, table, wall
from wangge.web.papers.errors import NoSuchVersion
from wangge.web.papers.orders import Kind, Order
from wangge.web.papers.sheets import Size
from wangge.web.papers.tree import tree

A3, A4, A6 = Size.A3, Size.A4, Size.A6


def _chart(order: Order) -> dict[str, Any]:
    day = order.asked.on or order.today
    return chart.facts(tree(order.area, on=day), order.turned)


def _gaps(order: Order) -> dict[str, Any]:
    """Of a division alone: nobody is posted in a draft."""
    if order.asked.draft is not None:
        raise NoSuchVersion(area=order.area.name)
    version = order.version
    held = Division.objects.filter(area=version.area, version=version.number or 0).first()
    found = coverage(version.area, on=version.day, division=held)
    return gaps.facts(version, order.scene, found, order.turned)


WALL_MAP = Kind(
    "wall-map",
    "wall",
    (A3, A4),
    open=True,
    build=lambda order: wall.facts(order.version, order.scene, order.turned),
    landscape=lambda order: order.lies,
)
TABLE = Kind(
    "table",
    "table",
    (A4, A3),
    open=True,
    build=lambda order: table.facts(order.version, order.turned),
    landscape=lambda order: order.wanted.size == A3,
)
CHART = Kind(
    "chart",
    "chart",
    (A3, A4),
    open=True,
    build=_chart,
    landscape=lambda order: order.wanted.size == A3 or order.area.level != Area.Level.COMMUNITY,
)
ATLAS = Kind(
    "atlas",
    "atlas",
    (A4, A3),
    open=False,
    build=lambda order: atlas.facts(order.version, order.scene, order.turned),
    landscape=lambda order: order.wanted.size == A3,
)
GAPS = Kind(
    "gaps", "gaps", (A4, A3), open=False, build=_gaps, landscape=lambda order: order.wanted.size == A3
)
PLATE = Kind(
    "plate",
    "plate",
    (A3, A4),
    open=True,
    build=lambda order: plate.plate(order.version, order.scene, order.at, order.turned),
    landscape=lambda _: True,
)
CARD = Kind(
    "card",
    "card",
    (A6, A4),
    open=True,
    build=lambda order: plate.card(order.version, order.scene, order.at, order.turned),
    landscape=lambda _: False,
)
DUTY_LIST = Kind("duty-list", "duty", (A4,), open=False, build=duty.duty_list, landscape=lambda _: False)
KEY_TAG = Kind("key-tag", "tag", (A4, A6), open=True, build=duty.key_tag, landscape=lambda _: False)
OF_AREA = (WALL_MAP, TABLE, CHART, ATLAS, GAPS, DUTY_LIST, KEY_TAG)
OF_GRID = (PLATE, CARD)

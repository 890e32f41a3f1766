"""Where a point lies follows the divisions: on their days, across borders, and across processes."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from tests.cast import MONDAY, Cast, square
from wangge.journal.actor import SYSTEM
from wangge.journal.editions import current
from wangge.places import actions as places
from wangge.places.locating import NOWHERE, locate
from wangge.places.models import Area, Grid

BEFORE, THEN, LATER = date(2025, 12, 31), date(2026, 3, 1), date(2026, 6, 1)
WEST, EAST, BETWEEN = [116.005, 39.005], [116.015, 39.005], [116.01, 39.005]
NEXT_DOOR, BORDER, AWAY = [116.03, 39.005], [116.02, 39.005], [100.0, 20.0]


def grids(*points: list[float], on: date = THEN) -> list[str]:
    """The codes' last digits, by number; "-" for none."""
    found = locate(np.array(points), on=on).grids.tolist()
    code = dict(Grid.objects.values_list("pk", "code"))
    return [code[pk][-3:] if pk != NOWHERE else "-" for pk in found]


def redivide(area: Area, since: date) -> None:
    """One grid for all."""
    shape = places.GridShape(
        number=3,
        code=f"{area.code}003",
        name="第3网格",
        outline=square(116.0, 39.0, 116.02, 39.01),
        lon=116.01,
        lat=39.005,
        colour=3,
        buildings=(),
    )
    places.divide(area, grids=[shape], since=since, by=SYSTEM, now=MONDAY)


def test_points_find_their_grid_and_community(cast: Cast):
    assert grids(WEST, EAST, NEXT_DOOR, AWAY) == ["001", "002", "-", "-"]
    found = locate(np.array([WEST, NEXT_DOOR, AWAY]), on=THEN)
    assert found.areas.tolist() == [cast.community.pk, cast.neighbour.pk, NOWHERE]


def test_a_border_goes_to_the_lower_code(cast: Cast):
    assert grids(BETWEEN) == ["001"]
    assert locate(np.array([BORDER]), on=THEN).areas.tolist() == [cast.community.pk]


def test_the_grid_is_the_grid_of_its_day(cast: Cast):
    redivide(cast.community, LATER)
    assert grids(WEST, EAST, on=BEFORE) == ["-", "-"]
    assert grids(WEST, EAST, on=date(2026, 5, 31)) == ["001", "002"]
    assert grids(WEST, EAST, on=LATER) == ["003", "003"]


def test_nothing_is_asked_of_the_database_while_nothing_changes(cast: Cast, django_assert_num_queries):
    editions = current()
    locate(np.array([WEST]), on=THEN, editions=editions)
    with django_assert_num_queries(0):
        locate(np.array([WEST, EAST]), on=THEN, editions=editions)
    with django_assert_num_queries(1):
        locate(np.array([WEST, EAST]), on=THEN)


def test_many_days_do_not_pile_up(cast: Cast):
    for month in range(2, 13):
        redivide(cast.community, date(2026, month, 1))
    for month in range(1, 13):
        assert grids(WEST, on=date(2026, month, 15)) == ["001" if month == 1 else "003"]
    assert grids(WEST, on=date(2026, 1, 15)) == ["001"]


ANOTHER = """
import django
django.setup()
from tests.places.test_locating import LATER, redivide
from wangge.places.models import Area
redivide(Area.objects.get(code="990101001001"), LATER)
"""
ONE = f"""
import subprocess, sys
import django
django.setup()
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from tests.cast import assemble
from tests.places.test_locating import EAST, LATER, THEN, WEST, grids
settings.MIGRATION_MODULES = dict.fromkeys(app.label for app in apps.get_app_configs())  # tables at once
call_command("migrate", run_syncdb=True, verbosity=0)
assemble()
print(*grids(WEST, EAST, on=LATER))
subprocess.run([sys.executable, "-c", {ANOTHER!r}], check=True)
print(*grids(WEST, EAST, on=LATER), *grids(WEST, EAST, on=THEN))
"""


@pytest.mark.slow
def test_a_division_of_another_process_is_seen(tmp_path):
    here = Path(__file__).parents[2]
    environment = {name: value for name, value in os.environ.items() if name != "WANGGE_DATABASE"} | {
        "DJANGO_SETTINGS_MODULE": "wangge.config.settings",
        "WANGGE_DATA": str(tmp_path),
        "PYTHONPATH": f"{here / 'src'}{os.pathsep}{here}",
    }
    run = subprocess.run(
        [sys.executable, "-c", ONE], env=environment, check=True, cwd=here, capture_output=True, text=True
    )
    assert run.stdout.split() == ["001", "002", "003", "003", "001", "002"]

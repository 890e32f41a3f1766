"""Every community of a street is drawn at one command."""

import importlib

import pytest
import shapely
from click.testing import CliRunner
from django.utils import translation

from tests.cast import MONDAY
from tests.partition.clusters import two_workers
from tests.planning.harbour import community
from wangge.config.cli import cluster, plan_all
from wangge.config.cli.errors import ClusterMissing
from wangge.config.cli.main import main
from wangge.journal.actor import SYSTEM
from wangge.places import actions as places
from wangge.places.models import Building
from wangge.planning.models import Draft

pytestmark = pytest.mark.django_db
SOUTH, NORTH, EMPTY, ELSEWHERE = (
    "990102001001",
    "990102001002",
    "990102001003",
    "990103001001",
)


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    with translation.override("en"):
        yield


@pytest.fixture
def street():
    community(SOUTH, "南湾社区")
    community(NORTH, "北湾社区", shapely.box(116.02, 39.0, 116.026, 39.005))
    places.found_area(EMPTY, name="空地社区", level="community", by=SYSTEM, now=MONDAY)
    community(ELSEWHERE, "远山社区", shapely.box(116.1, 39.0, 116.106, 39.005))


def run(*arguments: object, ends: int = 0) -> str:
    done = CliRunner().invoke(main, ["plan", "all", *map(str, arguments)])
    assert done.exit_code == ends, done.output
    return done.stdout + done.stderr


def test_every_community_gets_a_draft_and_the_one_without_buildings_its_reason(street):
    shown = run("--seconds", "0.2", "--jobs", "2")
    assert "3 of 4 communities drawn (kept as drafts), 3 all in range, 1 refused." in shown
    assert "空地社区" in shown
    assert Draft.objects.count() == 3
    for draft in Draft.objects.all():
        assert set(draft.assignment) == {str(b.pk) for b in Building.objects.filter(area=draft.area)}


def test_only_communities_below_the_area_are_drawn_and_a_preview_keeps_nothing(street):
    shown = run(SOUTH, "--seconds", "0.1", "--jobs", "1", "--preview")
    assert "1 of 1 communities drawn (nothing was kept)" in shown
    assert "远山社区" not in shown
    assert not Draft.objects.exists()


def test_a_rule_that_cannot_be_kept_is_told_with_the_building(street):
    heavy = Building.objects.filter(area__code=SOUTH).first()
    Building.objects.filter(pk=heavy.pk).update(households=900)
    shown = run("--strict", "--seconds", "0.1", "--jobs", "1")
    assert "2 of 4 communities drawn" in shown
    assert heavy.name in shown


def test_an_interrupt_keeps_what_is_done_and_says_what_was_not_reached(street, monkeypatch):
    def interrupted(*arguments: object, **keywords: object):
        yield from list(solve_many(*arguments, **keywords))[:1]
        raise KeyboardInterrupt

    solve_many = plan_all.solve_many
    monkeypatch.setattr(plan_all, "solve_many", interrupted)
    shown = run("--seconds", "0.1", "--jobs", "1", ends=1)
    assert "2 not reached" in shown
    assert Draft.objects.count() == 1


@pytest.mark.slow
def test_a_cluster_draws_what_this_machine_alone_would(street):
    run("--seed", "3", "--jobs", "1")
    here = list(Draft.objects.order_by("area").values_list("area", "assignment"))
    Draft.objects.all().delete()
    with two_workers() as address:
        shown = run("--seed", "3", "--cluster", address)
    assert "3 of 4 communities drawn (kept as drafts)" in shown
    assert list(Draft.objects.order_by("area").values_list("area", "assignment")) == here


def test_a_cluster_that_is_not_there_is_refused_before_anything_is_drawn(street, monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", "0.2s")
    for address in ("tcp://127.0.0.1:9", "nowhere at all"):
        told = run("--cluster", address, ends=1)
        assert f"No cluster can be used at {address}" in told
        assert "drawn" not in told
    assert not Draft.objects.exists()


def test_without_dask_it_is_said_how_to_get_it(street, monkeypatch):
    def missing(name: str) -> None:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(ClusterMissing, match=r"wangge\[cluster\]"), cluster.cluster("tcp://127.0.0.1:8786"):
        pass

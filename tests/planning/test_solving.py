"""The worker solves a plan: with progress, called off, taken up again after a death, never twice at once."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from threading import Event

import pytest
from click.testing import CliRunner
from django.db import OperationalError
from django.utils import timezone, translation

from tests.cast import MONDAY, Cast
from tests.planning.village import TODAY, build, divided
from wangge.config import planner
from wangge.config.cli.main import main
from wangge.partition.solve import solve
from wangge.places.models import Area
from wangge.planning import actions, drawing, queries, solving
from wangge.planning.errors import NothingInForce, StillSolving
from wangge.planning.models import Draft, Solving


@pytest.fixture
def village(cast: Cast) -> Area:
    build(cast.neighbour)
    return cast.neighbour


@pytest.fixture
def draft(village: Area, cast: Cast) -> Draft:
    return actions.open_draft(village, basis="fresh", terms={"k": 6}, by=cast.qian, now=MONDAY)


def ask(draft: Draft, cast: Cast, **how: object) -> Solving:
    asked = {"seconds": 0.3, "by": cast.qian, "now": MONDAY}
    return actions.ask_solving(draft, **asked | how)


def ticking(step: float = 1.1) -> Iterator[datetime]:
    """A clock that goes on by more than a second each time it is read."""
    now = MONDAY
    while True:
        yield now
        now += timedelta(seconds=step)


def run() -> Solving | None:
    clock = ticking()
    return solving.run_next(clock=lambda: next(clock))


def now(draft: Draft) -> Draft:
    return Draft.objects.select_related("area").get(pk=draft.pk)


def test_a_fresh_plan_is_drawn_in_the_background(draft, cast):
    job = ask(draft, cast)
    assert queries.solving_of(draft)["state"] == "waiting"
    done = run()
    assert (done.pk, done.state, done.progress, done.outside) == (job.pk, "done", 1.0, 0)
    made = now(draft)
    assert (made.revision, made.changed_by) == (2, cast.account["qian"])
    sheet = queries.description(made, on=TODAY)
    assert [row["number"] for row in sheet["rows"]] == [1, 2, 3, 4, 5, 6]
    assert all(row["within"] and row["pieces"] == 1 for row in sheet["rows"])
    assert run() is None


def test_one_solving_at_a_time(draft, cast):
    ask(draft, cast)
    with pytest.raises(StillSolving):
        ask(draft, cast)
    run()
    ask(draft, cast)


def test_progress_is_written_while_it_runs(draft, cast, monkeypatch):
    seen: list[float] = []
    told = solving.Beat.__call__

    def beat(self, at):
        goes_on = told(self, at)
        seen.append(Solving.objects.get().progress)
        return goes_on

    monkeypatch.setattr(solving.Beat, "__call__", beat)
    ask(draft, cast, seconds=3)
    run()
    assert len(seen) > 3
    assert seen == sorted(seen)
    assert 0 < seen[-1] <= 1


def test_what_is_called_off_keeps_the_best_so_far(draft, cast):
    ask(draft, cast, seconds=60)
    job = solving.claim(now=MONDAY)
    assert actions.cancel_solving(draft, by=cast.qian, now=MONDAY)
    solving.run(job, clock=lambda: MONDAY)
    job.refresh_from_db()
    assert job.state == "cancelled"
    assert set(now(draft).assignment.values()) == {1, 2, 3, 4, 5, 6}
    assert not actions.cancel_solving(draft, by=cast.qian, now=MONDAY)


def test_what_nobody_began_is_called_off_at_once(draft, cast):
    ask(draft, cast)
    assert actions.cancel_solving(draft, by=cast.qian, now=MONDAY)
    assert run() is None
    assert now(draft).revision == 1


def test_a_change_meanwhile_puts_the_result_beside_the_draft(draft, cast):
    job = ask(draft, cast)
    rows = [{"number": 1, "name": "", "kind": "base", "continues": None, "locked": False}]
    house = draft.area.buildings.first().pk
    actions.rearrange(draft, revision=1, moves={house: 1}, grids=rows, by=cast.qian, now=MONDAY)
    run()
    job.refresh_from_db()
    assert job.made.parent == draft
    assert now(draft).assignment == {str(house): 1}
    assert len(job.made.assignment) == 40


def test_the_job_of_a_dead_worker_is_taken_up_again_and_at_last_given_up(draft, cast):
    ask(draft, cast)
    first = solving.claim(now=MONDAY)
    assert solving.claim(now=MONDAY) is None
    later = MONDAY + timedelta(minutes=2)
    second = solving.claim(now=later)
    assert (second.pk, second.tries) == (first.pk, 2)
    solving.run(first, clock=lambda: later)
    assert now(draft).revision == 1, "the first one is late: its result is nobody's"
    solving.claim(now=later + timedelta(minutes=2))
    assert solving.claim(now=later + timedelta(minutes=4)) is None
    with translation.override("en"):
        assert "The worker was lost" in queries.solving_of(draft)["error"]


def test_a_worker_that_is_told_to_stop_leaves_the_job_to_the_next(draft, cast):
    ask(draft, cast, seconds=60)
    job = solving.run_next(clock=lambda: MONDAY, stopping=lambda: True)
    assert (job.state, job.tries) == ("waiting", 0)
    assert solving.claim(now=MONDAY).pk == job.pk


def test_a_failure_is_told_in_words(draft, cast):
    terms = {"k": 99}
    changed = actions.set_terms(draft, revision=1, terms=terms, by=cast.qian, now=MONDAY)
    ask(changed, cast)
    job = run()
    assert job.state == "failed"
    with translation.override("en"):
        assert "40" in queries.solving_of(draft)["error"]


def test_why_not_every_grid_can_hold_is_told_in_the_language_of_the_reader(draft, cast, village):
    village.buildings.filter(name="1号楼").update(households=539)
    ask(draft, cast)
    assert run().outside > 0
    for language, words in (("en", "1号楼 alone holds 539"), ("zh-hans", "539")):
        with translation.override(language):
            assert words in queries.description(now(draft), on=TODAY)["figures"]["reason"]
    with translation.override("zh-hans"):
        assert "alone" not in queries.description(now(draft), on=TODAY)["figures"]["reason"]


def test_trouble_of_our_own_is_told_as_such(draft, cast, monkeypatch):
    def trouble(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(solving, "solved", trouble)
    ask(draft, cast)
    assert run().state == "failed"
    with translation.override("en"):
        assert "Something went wrong" in queries.solving_of(draft)["error"]


def test_improving_keeps_the_grids_and_the_pins(village, cast):
    divided(village)
    made = actions.open_draft(village, by=cast.qian, now=MONDAY)
    wild = [int(pk) for pk, n in made.assignment.items() if n == 1][:2]
    moves = dict.fromkeys(wild, 6)
    torn = actions.rearrange(made, revision=1, moves=moves, pins=[], by=cast.qian, now=MONDAY)
    before = queries.description(torn, on=TODAY)["figures"]["objective"]
    ask(torn, cast, mode="improve")
    run()
    better = now(torn)
    assert queries.description(better, on=TODAY)["figures"]["objective"] < before
    assert [row["continues"] for row in better.grids] == [row["continues"] for row in made.grids]


def test_locked_and_special_grids_stay_as_they_are(village, cast):
    divided(village)
    made = actions.open_draft(village, by=cast.qian, now=MONDAY)
    shop = [int(pk) for pk, n in made.assignment.items() if n == 5][-1]
    rows = [{**row, "locked": row["number"] == 1} for row in made.grids]
    rows.append({"number": 8, "name": "商业专属", "kind": "special", "continues": None, "locked": False})
    asked = actions.rearrange(made, revision=1, moves={shop: 8}, grids=rows, by=cast.qian, now=MONDAY)
    kept = [pk for pk, n in asked.assignment.items() if n == 1]
    for mode in ("fresh", "improve", "redraw"):
        ask(now(asked), cast, mode=mode, seed=7)
        assert run().state == "done"
        drawn = now(asked)
        assert [pk for pk, n in drawn.assignment.items() if n == 1] == kept
        assert [pk for pk, n in drawn.assignment.items() if n == 8] == [str(shop)]
        assert len(drawn.assignment) == 40
        assert sum(row["continues"] is not None for row in drawn.grids) == len(drawn.grids) - 1
        assert len({row["continues"] for row in drawn.grids}) == len(drawn.grids)


def test_redrawing_needs_something_to_keep_to(draft, cast):
    with pytest.raises(NothingInForce):
        ask(draft, cast, mode="redraw")


def test_pinned_houses_stay_together(village, cast):
    divided(village)
    made = actions.open_draft(village, by=cast.qian, now=MONDAY)
    two = [int(pk) for pk, n in made.assignment.items() if n == 2][:3]
    pinned = actions.rearrange(made, revision=1, moves={}, pins=two, by=cast.qian, now=MONDAY)
    for mode in ("improve", "fresh"):
        ask(now(pinned), cast, mode=mode, seed=3)
        run()
        assert len({now(pinned).assignment[str(pk)] for pk in two}) == 1


def test_compounds_are_kept_whole_where_that_is_wished(draft, cast):
    terms = {"k": 2, "min": 1000, "max": 1400, "compounds_whole": True}
    whole = actions.set_terms(draft, revision=1, terms=terms, by=cast.qian, now=MONDAY)
    ask(whole, cast)
    run()
    sheet = queries.description(now(draft), on=TODAY)
    assert sorted(list(row["compounds"].items()) for row in sheet["rows"]) == [[("self", 1)], [("unit", 1)]]


def test_the_worker_solves_too_until_nothing_is_left(draft, cast):
    ask(draft, cast, now=timezone.now())
    done = CliRunner().invoke(main, ["worker", "--once"])
    assert f"solved draft {draft.pk}: done" in done.output
    assert len(now(draft).grids) == 6
    ask(now(draft), cast, now=timezone.now())
    CliRunner().invoke(main, ["worker", "--once", "--no-plans"])
    assert queries.solving_of(draft)["state"] == "waiting"


def test_the_planner_goes_on_when_the_database_does_not_answer(monkeypatch):
    stop, asked = Event(), []

    def run_next(**_: object) -> None:
        asked.append(1)
        if len(asked) == 1:
            raise OperationalError
        stop.set()

    monkeypatch.setattr(planner, "run_next", run_next)
    monkeypatch.setattr(planner, "TROUBLED", 0.01)
    thread = planner.Planner(stop, pause=0.01)
    thread.start()
    thread.join(5)
    assert len(asked) == 2


def test_several_clearly_different_plans_lie_side_by_side(draft, cast, monkeypatch):
    def two(graph, rule, *, wish, seconds, **how):
        for asked in ("count", "seed", "progress"):
            how.pop(asked)
        return [solve(graph, rule.with_k(k), wish=wish, iterations=5_000, **how) for k in (6, 5)]

    monkeypatch.setattr(drawing, "alternatives", two)
    actions.rename(draft, name="几种", note="", by=cast.qian, now=MONDAY)
    ask(draft, cast, mode="several")
    assert run().made is None
    beside = Draft.objects.get(parent=draft)
    assert (len(now(draft).grids), len(beside.grids), beside.name) == (6, 5, "几种 · 1")
    ask(draft, cast, mode="several")
    again = run()
    assert (now(draft).revision, again.made.name) == (2, "几种 · 2")
    assert Draft.objects.filter(parent=draft).count() == 3


def test_alternatives_are_sought_in_earnest(draft, cast):
    ask(draft, cast, mode="several", seconds=0.5)
    assert run().state == "done"
    assert len(now(draft).grids) == 6

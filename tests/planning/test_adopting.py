"""Somebody else approves a plan; it begins on a day; people and cases follow; it can be taken back."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import MONDAY, Cast
from tests.planning.village import LATER, TODAY, build, divided, heads, put_in_force
from wangge.cases import actions as cases
from wangge.cases.inbox import Wanted, found
from wangge.cases.models import Case
from wangge.cases.queries import buildings_of, grids_of
from wangge.cases.rulebook import rulebook
from wangge.cases.telling import Telling
from wangge.journal.actor import SYSTEM, Actor
from wangge.journal.models import Entry
from wangge.places.errors import DivisionBegun
from wangge.places.models import Area, Division, Grid, Membership
from wangge.planning import actions, queries
from wangge.planning.errors import (
    DraftAdopted,
    DraftMoved,
    DraftOutdated,
    GridEmpty,
    NotApproved,
    NoteMissing,
    OwnDraft,
    Unanswered,
    Unassigned,
)
from wangge.planning.models import Draft
from wangge.staffing.cards import card
from wangge.staffing.directory import Directory
from wangge.staffing.queries import actor_of

YES = {"moderate-scale": True, "easy-to-run": True, "complete-functions": True, "complete-territory": True}
IN_FORCE = MONDAY + (LATER - TODAY) * 1


@pytest.fixture
def village(cast: Cast) -> Area:
    build(cast.neighbour)
    divided(cast.neighbour)
    return cast.neighbour


@pytest.fixture
def draft(village: Area, cast: Cast) -> Draft:
    """Grid 2 goes to grid 1; grid 3 is split: a new one beside it."""
    made = actions.open_draft(village, by=cast.qian, now=MONDAY)
    first = [int(pk) for pk, n in made.assignment.items() if n == 2]
    half = [int(pk) for pk, n in made.assignment.items() if n == 3][:3]
    rows = [row for row in made.grids if row["number"] != 2]
    rows.append({"number": 20, "name": "", "kind": "base", "continues": None, "locked": False})
    moves = dict.fromkeys(first, 1) | dict.fromkeys(half, 20)
    return actions.rearrange(made, revision=1, moves=moves, grids=rows, by=cast.qian, now=MONDAY)


def approve(draft: Draft, by: Actor, **how: object):
    asked = {"revision": draft.revision, "answers": YES, "by": by, "now": MONDAY}
    return actions.approve(draft, **asked | how)


def adopt(draft: Draft, cast: Cast, since: date = LATER, **how: object) -> Division:
    return actions.adopt(draft, since=since, by=cast.zhao, now=MONDAY, **how)


def tell(area: Area, building: int, *, by: Actor, now=MONDAY) -> Case:
    told = Telling(channel="portal", text="楼道灯坏了，夜里看不见", building=building, area=area.pk)
    return cases.report(told, by=by, now=now).case


@pytest.mark.row("BS-02")
def test_a_plan_needs_four_eyes_and_the_whole_checklist(draft, cast):
    with pytest.raises(NotApproved):
        adopt(draft, cast)
    with pytest.raises(OwnDraft):
        approve(draft, cast.qian)
    with pytest.raises(Unanswered, match="区划完整"):
        approve(draft, cast.zhao, answers={code: True for code in YES if code != "complete-territory"})
    with pytest.raises(NoteMissing):
        approve(draft, cast.zhao, answers=YES | {"easy-to-run": False})
    with pytest.raises(DraftMoved):
        approve(draft, cast.zhao, revision=1)
    approved = approve(draft, cast.zhao, answers=YES | {"easy-to-run": {"held": False, "note": "河东较远"}})
    assert [answer["name"] for answer in approved.answers] == ["规模适度", "管理方便", "功能齐全", "区划完整"]
    assert adopt(draft, cast).since == LATER
    entry = Entry.objects.filter(verb="draft.approved").latest("pk")
    assert (entry.actor_label, entry.payload["answers"]["easy-to-run"]) == ("赵街道", False)


def test_whoever_changed_a_plan_last_does_not_approve_it_either(draft, cast):
    changed = actions.rearrange(draft, revision=2, moves={}, by=cast.zhao, now=MONDAY)
    with pytest.raises(OwnDraft):
        approve(changed, cast.zhao)


def test_whoever_had_a_hand_in_a_plan_at_any_revision_does_not_approve_it(draft, cast):
    actions.rearrange(draft, revision=2, moves={}, by=cast.zhao, now=MONDAY)
    after = actions.rearrange(draft, revision=3, moves={}, by=cast.qian, now=MONDAY)
    for account in (cast.zhao, cast.qian):
        with pytest.raises(OwnDraft):
            approve(after, account)
    assert approve(after, cast.sun).decision == "approved"


def test_copying_a_plan_washes_no_hands(draft, cast):
    actions.set_terms(draft, revision=2, terms={"max": 510}, by=cast.zhao, now=MONDAY)
    again = actions.copy(actions.copy(draft, by=cast.sun, now=MONDAY), by=cast.sun, now=MONDAY)
    for account in (cast.zhao, cast.qian, cast.sun):
        with pytest.raises(OwnDraft):
            approve(again, account)


def test_what_is_changed_in_a_plan_after_it_was_copied_leaves_the_copy_to_be_approved(draft, cast):
    copied = actions.copy(draft, by=cast.qian, now=MONDAY)
    later = MONDAY + timedelta(minutes=1)
    actions.rearrange(draft, revision=2, moves={}, by=cast.zhao, now=later)
    actions.rename(copied, name="备选", by=cast.zhao, now=later)
    assert approve(copied, cast.zhao).decision == "approved"


def test_what_is_approved_is_the_revision_that_was_seen(draft, cast):
    approve(draft, cast.zhao)
    move = next(int(pk) for pk, n in draft.assignment.items() if n == 4)
    moved = actions.rearrange(draft, revision=2, moves={move: 5}, by=cast.qian, now=MONDAY)
    assert queries.description(moved, on=TODAY)["approval"]["current"] is False
    with pytest.raises(NotApproved, match="Revision 3"):
        adopt(moved, cast)


def test_a_refusal_takes_an_approval_back(draft, cast):
    approve(draft, cast.zhao)
    with pytest.raises(NoteMissing):
        approve(draft, cast.zhao, decision="refused")
    approve(draft, cast.zhao, decision="refused", note="三区太大")
    with pytest.raises(NotApproved):
        adopt(draft, cast)


def test_the_principles_of_a_house_are_its_own(draft, cast):
    named = {"clear": "界线清晰", "duty": "责任明确", "do": "便于实施"}
    rows = [{"code": code, "name": name} for code, name in named.items()]
    actions.set_principles(rows, by=cast.an, now=MONDAY)
    assert [question["name"] for question in queries.checklist()] == ["界线清晰", "责任明确", "便于实施"]
    with pytest.raises(Unanswered):
        approve(draft, cast.zhao)
    approve(draft, cast.zhao, answers={"clear": True, "duty": True, "do": True})
    adopt(draft, cast)


def test_surviving_grids_keep_number_code_and_name_and_new_ones_never_take_a_dissolved_number(draft, cast):
    before = {grid.number: grid for grid in Grid.objects.filter(division__area=draft.area)}
    approve(draft, cast.zhao)
    after = {grid.number: grid for grid in adopt(draft, cast).grids.select_related("succeeds")}
    assert sorted(after) == [1, 3, 4, 5, 6, 7]
    for number in (1, 3, 4, 5, 6):
        old, new = before[number], after[number]
        assert (new.code, new.name, new.succeeds, new.lineage_id) == (old.code, old.name, old, old.pk)
    assert (after[7].code, after[7].name, after[7].succeeds) == (f"{draft.area.code}007", "第7网格", None)
    assert after[7].lineage_id == after[7].pk


def test_a_house_may_number_anew(draft, cast):
    approve(draft, cast.zhao)
    made = adopt(draft, cast, renumber=True)
    assert [grid.number for grid in made.grids.order_by("number")] == [1, 2, 3, 4, 5, 6]


def test_whoever_answers_for_a_grid_stays_with_it(draft, cast, village):
    posts = heads(village, village.divisions.get(version=1), cast)
    approve(draft, cast.zhao)
    new = {grid.number: grid for grid in adopt(draft, cast).grids.all()}
    old = {grid.number: grid for grid in Grid.objects.filter(division__version=1, division__area=village)}
    assert [holder.name for holder in card(grid=new[1].pk, on=LATER)] == ["吴网格"]
    directory = Directory.read()
    assert directory.grids[new[1].pk] == directory.grids[old[1].pk] == posts[1].pk
    assert old[2].pk in directory.grids
    wu = actor_of(cast.account["wu"], on=LATER)
    assert {old[1].pk, new[1].pk} <= wu.grids
    assert [grid.pk for grid in grids_of(wu, on=TODAY) if grid.division.area_id == village.pk] == [old[1].pk]
    assert [grid.pk for grid in grids_of(wu, on=LATER) if grid.division.area_id == village.pk] == [new[1].pk]
    theirs = {b.pk for b in buildings_of(wu, on=LATER) if b.area_id == village.pk}
    assert (
        theirs
        == set(new[1].buildings.values_list("pk", flat=True))
        > set(old[1].buildings.values_list("pk", flat=True))
    )


def test_who_acts_and_who_answers_are_still_few_statements(draft, cast, village):
    heads(village, village.divisions.get(version=1), cast)
    approve(draft, cast.zhao)
    new = adopt(draft, cast).grids.get(number=1)
    for read, count in [
        (lambda: actor_of(cast.account["wu"], on=LATER), 2),
        (lambda: card(grid=new.pk, on=LATER), 1),
        (Directory.read, 2),
    ]:
        with CaptureQueriesContext(connection) as sent:
            read()
        assert len(sent) == count


def test_old_cases_keep_the_grid_of_their_day_and_whoever_had_them(draft, cast, village):
    heads(village, village.divisions.get(version=1), cast)
    sheet = queries.description(draft, on=TODAY)
    staffed = {row["number"]: [person["name"] for person in row["staff"]] for row in sheet["rows"]}
    assert (staffed[1], staffed[20]) == (["吴网格"], [])
    assert [each["staff"][0]["name"] for each in sheet["difference"]["dissolved"]] == ["陈网格"]
    house, wandering = (
        Membership.objects.filter(grid__number=n, grid__division__area=village).first().building_id
        for n in (1, 2)
    )
    early = tell(village, house, by=cast.zhao)
    gone = tell(village, wandering, by=cast.zhao)
    approve(draft, cast.zhao)
    division = adopt(draft, cast)
    late = tell(village, wandering, by=cast.zhao, now=IN_FORCE)
    for case in (early, gone):
        case.refresh_from_db()
    assert (early.grid.division.version, early.grid.number) == (1, 1)
    assert (gone.grid.division.version, gone.grid.number) == (1, 2)
    assert (late.grid.division.version, late.grid.number) == (2, 1)
    wu = actor_of(cast.account["wu"], on=LATER)
    assert {early.pk, late.pk} <= set(Case.objects.seen_by(wu).values_list("pk", flat=True))
    chosen = Wanted(grid=division.grids.get(number=1).pk)
    assert set(found(chosen, by=wu, now=IN_FORCE, book=rulebook())) == {early.pk, late.pk}
    versions = queries.history(village, on=LATER)
    assert [(row["version"], row["force"]) for row in versions] == [(1, "past"), (2, "present")]


def test_a_plan_is_taken_back_before_its_day(draft, cast, village):
    approve(draft, cast.zhao)
    division = adopt(draft, cast)
    assert village.divisions.get(version=1).until == LATER
    with pytest.raises(DraftAdopted):
        actions.rearrange(draft, revision=2, moves={}, by=cast.qian, now=MONDAY)
    assert queries.history(village, on=TODAY)[-1]["withdrawable"]
    actions.withdraw(division, by=cast.zhao, now=MONDAY)
    assert village.divisions.get().until is None
    assert not Grid.objects.filter(division__version=2).exists()
    again = Draft.objects.get(pk=draft.pk)
    assert again.adopted is None
    assert adopt(again, cast).version == 2


def test_what_is_in_force_is_not_taken_back(draft, cast, village):
    approve(draft, cast.zhao)
    division = adopt(draft, cast)
    with pytest.raises(DivisionBegun):
        actions.withdraw(division, by=cast.zhao, now=IN_FORCE + timedelta(days=1))
    assert division.grids.count() == 6
    assert Draft.objects.get(pk=draft.pk).adopted == division


def test_incomplete_plans_are_not_put_in_force(village, cast):
    fresh = actions.open_draft(village, basis="fresh", by=cast.qian, now=MONDAY)
    approve(fresh, cast.zhao)
    with pytest.raises(Unassigned, match="40 buildings"):
        adopt(fresh, cast)
    made = actions.open_draft(village, by=cast.qian, now=MONDAY)
    rows = [*made.grids, {"number": 9, "name": "", "kind": "base", "continues": None, "locked": False}]
    bare = actions.rearrange(made, revision=1, moves={}, grids=rows, by=cast.qian, now=MONDAY)
    approve(bare, cast.zhao)
    with pytest.raises(GridEmpty, match="Grid 9"):
        adopt(bare, cast)


def test_a_plan_of_other_ground_has_to_be_looked_at_again(draft, cast, village):
    village.buildings.filter(name="1号楼").update(households=99)
    sheet = queries.description(draft, on=TODAY)
    assert sheet["outdated"]
    assert sheet["checks"][0]["code"] == "outdated"
    approve(draft, cast.zhao)
    with pytest.raises(DraftOutdated):
        adopt(draft, cast)
    looked = actions.rearrange(draft, revision=2, moves={}, by=cast.qian, now=MONDAY)
    assert not queries.description(looked, on=TODAY)["outdated"]
    approve(looked, cast.zhao)
    assert adopt(looked, cast).version == 2


def test_a_grid_lost_and_found_again_over_versions_is_one_line(draft, cast, village):
    put_in_force(draft, since=TODAY)
    third = actions.open_draft(village, by=cast.qian, now=MONDAY)
    division = put_in_force(third, since=LATER)
    lines = Grid.objects.filter(number=1, division__area=village).values_list("lineage", flat=True)
    assert len(lines) == 3
    assert len(set(lines)) == 1
    assert division.grids.get(number=1).succeeds.division.version == 2


def test_microgrids_stay_in_their_grids(draft, cast, village):
    inside = [int(pk) for pk, n in draft.assignment.items() if n == 4]
    whole = dict.fromkeys(("unit_from", "unit_to", "floor_from", "floor_to"), 0)
    high = {**whole, "floor_from": 1, "floor_to": 3, "building": inside[0], "households": 30}
    low = {**whole, "floor_from": 4, "floor_to": 6, "building": inside[0], "households": 30}
    rest = [{**whole, "building": pk, "households": 60} for pk in inside[1:]]
    rows = [
        {"grid": 4, "number": 1, "name": "上", "parts": [high]},
        {"grid": 4, "number": 2, "name": "下", "parts": [low, *rest]},
    ]
    small = actions.rearrange(draft, revision=2, moves={}, microgrids=rows, by=cast.qian, now=MONDAY)
    division = put_in_force(small, since=LATER)
    grid = division.grids.get(number=4, level="grid")
    found = list(grid.microgrids.order_by("number"))
    assert [(each.code, each.name, each.level) for each in found] == [
        (f"{grid.code}01", "上", "microgrid"),
        (f"{grid.code}02", "下", "microgrid"),
    ]
    parts = Membership.objects.filter(building=inside[0], division=division, level="microgrid")
    assert sorted(parts.values_list("floor_from", "floor_to", "households")) == [(1, 3, 30), (4, 6, 30)]
    assert queries.history(village, on=TODAY)[-1]["microgrids"] == 2
    taken = actions.open_draft(village, by=SYSTEM, now=IN_FORCE)
    assert [row["name"] for row in taken.microgrids] == ["上", "下"]
    again = put_in_force(taken, since=LATER + timedelta(days=30))
    later = {each.name: each for each in again.grids.filter(level="microgrid")}
    assert {name: each.succeeds.name for name, each in later.items()} == {"上": "上", "下": "下"}
    assert later["上"].lineage == found[0]
    shrunk = actions.open_draft(village, by=SYSTEM, now=IN_FORCE)
    left = actions.rearrange(shrunk, revision=1, moves={inside[1]: 5}, by=SYSTEM, now=IN_FORCE)
    assert left.microgrids == [], "a grid whose houses change needs its microgrids drawn anew"

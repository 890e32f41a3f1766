"""What the field's own documents ask of a division, with their figures."""

from collections.abc import Sequence
from datetime import date

import pytest

from tests.cast import MONDAY, Cast
from tests.planning.village import EAST, LATER, NORTH, SOUTH, TODAY, WEST, heads, put_in_force
from wangge.cases import actions as cases
from wangge.cases.queries import told_by_building
from wangge.cases.telling import Telling
from wangge.journal.actor import SYSTEM
from wangge.partition.inputs import Rule
from wangge.places import actions as places
from wangge.places.models import Area, Building, Compound, Grid, Membership
from wangge.planning import actions, queries, solving
from wangge.planning.models import Draft
from wangge.planning.sheets import DraftSheet
from wangge.staffing import actions as staffing
from wangge.staffing.models import PostKind, Tier

KINDS = ("self", "property", "unit")


def town(area: Area, counts: Sequence[dict[str, int]], *, columns: int, kinds: Sequence[str] = ("property",)):
    """Houses in rows over the community, with these counts; compounds of these kinds from west to east."""
    compounds = [Compound(area=area, name=f"{n}院", kind=kind) for n, kind in enumerate(kinds, start=1)]
    rows = -(-len(counts) // columns)
    houses = [
        Building(
            area=area,
            compound=compounds[i % columns * len(kinds) // columns],
            name=f"{i + 1}号楼",
            lon=WEST + (EAST - WEST) * (i % columns + 0.5) / columns,
            lat=SOUTH + (NORTH - SOUTH) * (i // columns + 0.5) / rows,
            **counted,
        )
        for i, counted in enumerate(counts)
    ]
    places.enter_buildings(area, compounds=compounds, buildings=houses, source="test", by=SYSTEM, now=MONDAY)
    return list(Building.objects.filter(area=area).order_by("pk"))


def spread(total: int, n: int) -> list[int]:
    """A total in n whole parts, as even as can be."""
    return [total * (i + 1) // n - total * i // n for i in range(n)]


def laid(
    area: Area, groups: dict[int, list[int]], cast: Cast, *, special: Sequence[int] = (), **terms
) -> Draft:
    """A draft with these buildings in these grids."""
    draft = actions.open_draft(area, basis="fresh", terms=terms, by=cast.qian, now=MONDAY)
    rows = [
        {
            "number": n,
            "name": "",
            "kind": "special" if n in special else "base",
            "continues": None,
            "locked": False,
        }
        for n in groups
    ]
    moves = {pk: n for n, members in groups.items() for pk in members}
    return actions.rearrange(draft, revision=1, moves=moves, grids=rows, by=cast.qian, now=MONDAY)


def told(draft: Draft, *, on: date = TODAY, **how) -> DraftSheet:
    return queries.description(Draft.objects.get(pk=draft.pk), on=on, **how)


def check(sheet: DraftSheet, code: str) -> dict:
    return next(each for each in sheet["checks"] if each["code"] == code)


@pytest.mark.row("BS-03")
def test_422_grids_hold_by_people_where_their_households_cannot(cast):
    """85,605 households in 422 grids are 202.9 each: only "about 1,000 people" can hold."""
    homes, people = spread(85_605, 422), spread(422 * 1_003, 422)
    houses = town(
        cast.neighbour,
        [{"households": h, "people": p} for h, p in zip(homes, people, strict=True)],
        columns=26,
    )
    rule = {"min": 300, "max": 500, "k": 422, "people": {"min": 900, "max": 1_100}}
    draft = laid(cast.neighbour, {i + 1: [house.pk] for i, house in enumerate(houses)}, cast, **rule)
    sheet = told(draft)
    branch = check(sheet, "branch")
    assert (branch["level"], branch["facts"]) == ("note", {"households": 202.9, "people": 1003.0})
    assert {row["branch"] for row in sheet["rows"]} == {"people"}
    assert check(sheet, "range")["level"] == "ok"
    strict = actions.set_terms(draft, revision=2, terms={"people": None}, by=cast.qian, now=MONDAY)
    sheet = told(strict)
    assert (check(sheet, "range")["level"], len(check(sheet, "range")["grids"])) == ("warn", 422)
    assert check(sheet, "total")["level"] == "warn"
    assert sheet["approvable"], "it warns and does not block"


@pytest.mark.row("ES-02")
def test_grids_outside_300_to_500_households_are_named(cast):
    houses = town(cast.neighbour, [{"households": h} for h in (299, 300, 400, 500, 501)], columns=5)
    draft = laid(
        cast.neighbour, {i + 1: [house.pk] for i, house in enumerate(houses)}, cast, min=300, max=500
    )
    found = check(told(draft), "range")
    assert (found["level"], found["grids"], found["facts"]["held"]) == ("warn", [1, 5], 3)
    assert put_in_force(draft, since=TODAY).grids.count() == 5


@pytest.mark.row("BS-04")
def test_1151_microgrids_are_checked_against_30_to_80_households(cast):
    """85,605 households in 1,151 microgrids of 422 grids: 74.4 each, 2.73 in a grid."""
    houses = town(cast.neighbour, [{"households": h} for h in spread(85_605, 1_151)], columns=40)
    groups: dict[int, list[int]] = {}
    for i, house in enumerate(houses):
        groups.setdefault(i * 422 // 1_151 + 1, []).append(house.pk)
    homes = {house.pk: house.households for house in houses}
    rows = [micro(grid, n, pk, homes[pk]) for grid, g in groups.items() for n, pk in enumerate(g, start=1)]
    draft = laid(cast.neighbour, groups, cast)
    drawn = actions.rearrange(draft, revision=2, moves={}, microgrids=rows, by=cast.qian, now=MONDAY)
    found = check(told(drawn), "microgrid")
    assert (found["level"], found["facts"]["mean"], found["facts"]["each"]) == ("ok", 74.4, 2.73)
    rows[0]["parts"][0]["households"], rows[-1]["parts"][0]["households"] = 81, 29
    off = actions.rearrange(drawn, revision=3, moves={}, microgrids=rows, by=cast.qian, now=MONDAY)
    found = check(told(off), "microgrid")
    assert (found["level"], found["grids"], found["facts"]["held"]) == ("warn", [1, 422], 1_149)


def micro(grid: int, number: int, house: int, homes: int) -> dict:
    band = dict.fromkeys(("unit_from", "unit_to", "floor_from", "floor_to"), 0)
    return {
        "grid": grid,
        "number": number,
        "name": "",
        "parts": [{**band, "building": house, "households": homes}],
    }


@pytest.mark.row("BS-05")
def test_eleven_special_grids_of_businesses_close_the_gaps(cast):
    """Malls without residents are nobody's until special grids hold them; then nothing is left out."""
    malls = [{"households": 0, "merchants": 90}] * 11
    houses = town(cast.neighbour, [{"households": 100}] * 33 + malls, columns=11)
    groups = {n: [house.pk for house in houses[i : i + 3]] for n, i in enumerate(range(0, 33, 3), start=1)}
    bare = laid(cast.neighbour, groups, cast)
    sheet = told(bare)
    assert len(check(sheet, "orphan")["buildings"]) == 11
    assert check(sheet, "coverage")["facts"]["gap"] > 100_000
    special = {100 + n: [house.pk] for n, house in enumerate(houses[33:], start=1)}
    draft = laid(cast.neighbour, groups | special, cast, special=list(special))
    sheet = told(draft)
    assert check(sheet, "special")["facts"] == {"count": 11, "living": 0}
    assert [check(sheet, code)["level"] for code in ("special", "orphan", "coverage", "range")] == ["ok"] * 4
    grids = put_in_force(draft, since=TODAY).grids
    assert grids.filter(kind=Grid.Kind.SPECIAL).count() == 11
    inside = Membership.objects.filter(grid__in=grids.filter(kind="special"))
    assert {member.building.merchants for member in inside} == {90}
    assert {member.building.households for member in inside} == {0}


def sunny(cast: Cast) -> list[Building]:
    """6,796 households with 23,562 people, as a community of 2.2 km² reported."""
    homes, people = spread(6_796, 110), spread(23_562, 110)
    counts = [
        {"households": h, "people": p, "registered": p - i % 9, "floating": i % 9}
        for i, (h, p) in enumerate(zip(homes, people, strict=True))
    ]
    return town(cast.neighbour, counts, columns=11, kinds=("property",) * 3)


@pytest.mark.row("SY-03")
def test_twenty_grids_are_too_many_for_eleven_heads(cast):
    """Simulated with the staff there is, redrawn with few changes, put in force; history stays as it was."""
    sunny(cast)
    first = actions.draw(cast.neighbour, rule=Rule(250, 430, 20), iterations=60_000, by=SYSTEM, now=MONDAY)
    division = put_in_force(first, since=date(2026, 1, 1))
    heads(cast.neighbour, division, cast)
    draft = actions.open_draft(
        cast.neighbour, terms={"min": 540, "max": 700, "k": 11}, by=cast.qian, now=MONDAY
    )
    assert len(told(draft)["rows"]) == 20
    actions.ask_solving(draft, mode="redraw", seconds=1.5, by=cast.qian, now=MONDAY)
    assert solving.run_next(clock=lambda: MONDAY).state == "done"
    sheet = told(draft)
    difference = sheet["difference"]
    assert (len(sheet["rows"]), len(difference["dissolved"]), difference["added"]) == (11, 9, [])
    assert all(row["continues"] and row["within"] and row["pieces"] == 1 for row in sheet["rows"])
    assert 0 < difference["unavoidable"] <= difference["households"] < 0.6 * 6_796
    house = Membership.objects.filter(grid=difference["dissolved"][0]["id"]).first().building_id
    case = cases.report(
        Telling(channel="portal", text="路灯不亮", building=house), by=SYSTEM, now=MONDAY
    ).case
    new = put_in_force(Draft.objects.get(pk=draft.pk), since=LATER)
    case.refresh_from_db()
    assert (case.grid_id, case.grid.division.version) == (difference["dissolved"][0]["id"], 1)
    survivors = {grid.number: grid.code for grid in new.grids.all()}
    assert survivors.items() <= {grid.number: grid.code for grid in division.grids.all()}.items()
    assert [row["grids"] for row in queries.history(cast.neighbour, on=LATER)] == [20, 11]


@pytest.mark.row("SY-04")
@pytest.mark.row("SY-06")
def test_work_is_weighed_by_residents_movers_and_area_and_its_balance_scored(cast):
    houses = sunny(cast)
    even = {n: [house.pk for house in houses[i : i + 10]] for n, i in enumerate(range(0, 110, 10), start=1)}
    work = {"households": 0, "registered": 0.2, "floating": 1, "area": 0.5}
    draft = laid(cast.neighbour, even, cast, min=500, max=700, work=work)
    sheet = told(draft)
    held = sheet["rows"][0]["counts"]
    load = 0.2 * held["registered"] + held["floating"] + 0.5 * held["area"] / 10_000
    assert held["load"] == pytest.approx(load, abs=0.1)
    assert sheet["score"]["balance"] > 90
    assert 0 < sheet["score"]["handiness"] <= 100
    assert 0 < sheet["score"]["clarity"] <= 100
    uneven = actions.rearrange(
        draft, revision=2, moves=dict.fromkeys(even[2][:6], 1), by=cast.qian, now=MONDAY
    )
    assert told(uneven)["score"]["balance"] < sheet["score"]["balance"]
    assert told(uneven)["rows"][0]["burden"] > 0.3


@pytest.mark.row("SY-05")
def test_the_three_kinds_of_estate_are_counted_in_every_grid(cast):
    sunny(cast)
    for compound, kind in zip(Compound.objects.filter(area=cast.neighbour), KINDS, strict=True):
        places.set_compound_kind(compound, kind=kind, by=cast.zhao, now=MONDAY)
    houses = Building.objects.filter(area=cast.neighbour).select_related("compound")
    assert {row["managed"] for row in queries.ground(cast.neighbour)["buildings"]} == set(KINDS)
    groups: dict[int, list[int]] = {1: [], 2: []}
    for house in houses:
        groups[1 if house.compound.kind == "self" else 2].append(house.pk)
    rows = told(laid(cast.neighbour, groups, cast))["rows"]
    assert [row["compounds"] for row in rows] == [{"self": 1}, {"property": 1, "unit": 1}]


@pytest.mark.row("SY-07")
def test_the_railway_and_the_school_belong_to_a_base_grid(cast):
    houses = sunny(cast)
    for name, kind, house in [("铁路某段", "railway", houses[0]), ("实验小学", "school", houses[-1])]:
        where = {"lon": house.lon + 0.0001, "lat": house.lat}
        places.enter_facility(
            cast.neighbour, name=name, kind=kind, size=9_000, **where, by=SYSTEM, now=MONDAY
        )
    half = [house.pk for house in houses[:55]]
    draft = laid(cast.neighbour, {1: half, 2: [h.pk for h in houses[55:]]}, cast)
    rows = told(draft)["rows"]
    assert [row["facilities"] for row in rows] == [["铁路某段"], ["实验小学"]]
    assert [row["elements"]["organisations"] for row in rows] == [1, 1]
    ground = queries.ground(cast.neighbour)
    held = {unit["name"]: ground["buildings"][unit["building"]]["id"] for unit in ground["facilities"]}
    assert held == {"铁路某段": houses[0].pk, "实验小学": houses[-1].pk}


@pytest.mark.row("ES-16")
@pytest.mark.row("ZH-29")
def test_four_nets_become_one(cast):
    """Party building, city management, public safety and enforcement share one set of grids and people."""
    sunny(cast)
    names = {"party": "党建", "city": "城管", "safety": "综治", "law": "执法"}
    for code, name in names.items():
        staffing.define_line(code, name=name, by=SYSTEM, now=MONDAY)
    draft = actions.draw(cast.neighbour, rule=Rule(500, 750, 11), iterations=40_000, by=SYSTEM, now=MONDAY)
    division = put_in_force(draft, since=TODAY)
    heads(cast.neighbour, division, cast)
    plan = actions.open_draft(cast.neighbour, by=cast.qian, now=MONDAY)
    lacking = check(told(plan), "one-net")
    assert (lacking["level"], len(lacking["grids"])) == ("warn", 11)
    kind = PostKind.objects.get(code="head")
    staffing.define_post_kind(
        "head", name=kind.name, tier=Tier.GRID, lead=True, lines=list(names), by=SYSTEM, now=MONDAY
    )
    whole = check(told(plan), "one-net")
    assert (whole["level"], whole["facts"]["lines"], whole["grids"]) == ("ok", 4, [])
    assert set(whole["facts"]["names"].split("、")) == set(names.values())
    assert Grid.objects.filter(division__area=cast.neighbour).count() == 11


@pytest.mark.row("ZH-30")
def test_a_division_answers_three_principles_and_counts_five_elements(cast):
    houses = sunny(cast)
    named = {"territorial": "属地性", "whole": "整体性", "moderate": "适度性"}
    actions.set_principles([{"code": c, "name": n} for c, n in named.items()], by=cast.an, now=MONDAY)
    for name, kind in [("某公司", "enterprise"), ("路灯 12", "component")]:
        where = {"lon": houses[0].lon, "lat": houses[0].lat}
        places.enter_facility(cast.neighbour, name=name, kind=kind, **where, by=SYSTEM, now=MONDAY)
    telling = Telling(channel="portal", text="井盖松动", building=houses[0].pk)
    cases.report(telling, by=SYSTEM, now=MONDAY)
    draft = laid(cast.neighbour, {1: [h.pk for h in houses[:55]], 2: [h.pk for h in houses[55:]]}, cast)
    events = told_by_building(cast.neighbour, since=MONDAY)
    sheet = told(draft, events=events)
    assert sheet["rows"][0]["elements"] == {
        "people": sheet["rows"][0]["counts"]["people"],
        "places": 55,
        "things": 1,
        "events": 1,
        "organisations": 1,
    }
    assert check(sheet, "elements")["level"] == "ok"
    answers = {question["code"]: True for question in sheet["checklist"]}
    assert list(answers) == list(named)
    actions.approve(draft, revision=2, answers=answers, by=cast.zhao, now=MONDAY)
    assert told(draft)["approval"]["answers"][0]["name"] == "属地性"

"""Codes of areas, grids and microgrids."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wangge.foundation import codes
from wangge.foundation.codes import Level
from wangge.foundation.errors import BadAreaCode, BadGridCode, BadMicrogridCode, CodesUsedUp

COMMUNITY = "990101001003"


@pytest.mark.parametrize(
    ("code", "level", "parent"),
    [
        ("99", Level.PROVINCE, None),
        ("9901", Level.CITY, "99"),
        ("990101", Level.DISTRICT, "9901"),
        ("990101001", Level.STREET, "990101"),
        (COMMUNITY, Level.COMMUNITY, "990101001"),
        ("990000", Level.PROVINCE, None),
        ("990101000000", Level.DISTRICT, "9901"),
        ("990101001000", Level.STREET, "990101"),
        (" 990100000000 ", Level.CITY, "99"),
    ],
)
def test_a_code_tells_its_level_and_its_parent(code, level, parent):
    assert codes.level_of(code) is level
    assert codes.parent_of(code) == parent


def test_a_city_without_districts_is_the_parent_of_its_streets():
    assert codes.parent_of("990100003") == "9901"
    assert codes.parent_of("990001") == "99"


def test_short_and_full_forms_name_the_same_place():
    assert codes.short("990101000000") == "990101"
    assert codes.full("990101") == "990101000000"
    assert codes.short("101000") == "1010"


@pytest.mark.parametrize(
    "bad", ["", "9", "990", "9901010", "99010100100X", "990101001003001", "００", "001100"]
)
def test_a_code_of_no_known_form_is_refused(bad):
    with pytest.raises(BadAreaCode) as refused:
        codes.level_of(bad)
    assert f'"{bad}"' in str(refused.value)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("990101099", "street"),
        ("990101100", "town"),
        ("990101199", "town"),
        ("990101200", "township"),
        ("990101400", "enterprise-run"),
        ("990101700", None),
        ("990101001001", "neighbourhood"),
        ("990101001200", "village"),
        ("990101001498", "like-neighbourhood"),
        ("990101001500", "like-village"),
        ("990101001999", None),
        ("990101", None),
    ],
)
def test_the_usual_ranges_hint_at_a_kind_and_never_refuse(code, kind):
    assert codes.kind_of(code) == kind


def test_grids_and_microgrids_grow_from_their_community():
    grid = codes.grid_code(COMMUNITY, 7)
    microgrid = codes.microgrid_code(grid, 12)
    assert (grid, microgrid) == (COMMUNITY + "007", COMMUNITY + "00712")
    assert codes.grid_of(microgrid) == grid
    assert codes.community_of(grid) == COMMUNITY


@pytest.mark.parametrize(
    "bad", ["990101001003", "990101001003000", "990101001000001", "99010100100300A", "９" * 15]
)
def test_what_is_no_grid_code_is_refused(bad):
    with pytest.raises(BadGridCode):
        codes.community_of(bad)


@pytest.mark.parametrize("bad", ["99010100100300100", "990101001003001", "9901010010030011A"])
def test_what_is_no_microgrid_code_is_refused(bad):
    with pytest.raises(BadMicrogridCode):
        codes.grid_of(bad)


def test_a_street_has_no_grids_of_its_own():
    with pytest.raises(BadGridCode):
        codes.grid_code("990101001", 1)


@pytest.mark.parametrize("number", [0, 1000])
def test_numbers_run_out(number):
    with pytest.raises(CodesUsedUp) as refused:
        codes.grid_code(COMMUNITY, number)
    assert "999" in str(refused.value)


def test_numbers_go_from_west_to_east_and_on_one_meridian_from_north_to_south():
    north_west, south_west, east = (0.0, 9.0), (0.0, 1.0), (5.0, 20.0)
    assert codes.number_in_order([east, south_west, north_west]) == [3, 2, 1]
    assert codes.number_in_order([]) == []
    assert codes.number_in_order([east, east]) == [1, 2]


@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90))))
def test_every_place_is_given_once_and_never_runs_west(points):
    order = codes.number_in_order(points)
    assert sorted(order) == list(range(1, len(points) + 1))
    in_order = [point for _, point in sorted(zip(order, points, strict=True), key=lambda pair: pair[0])]
    assert [x for x, _ in in_order] == sorted(x for x, _ in points)

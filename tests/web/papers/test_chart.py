"""The chart of a street and the map of a community, as both hang on the wall."""

import pytest

from wangge.journal.models import Entry

CHART, MAP = "/papers/980101001/chart.pdf", "/papers/980101001001/wall-map.pdf"

pytestmark = pytest.mark.any_database  # drawings


@pytest.mark.row("BS-06")
def test_a_street_prints_its_chart_and_a_community_its_map_masked_for_the_wall(hill, visitor, read):
    chart, drawn = (read(visitor.get(where).content) for where in (CHART, MAP))
    assert "坡上街道网格架构图" in chart
    assert "坡上社区网格示意图" in drawn
    for told in (
        "坡上街道",
        "1 个社区",
        "11 个网格",
        "6,796 户",
        "23,562 人",
        "街道网格办 周主任 19944440000",
    ):
        assert told in chart, told
    assert "社区书记 陈书记 19933330000" in chart
    for at, grid in enumerate(hill.grids, start=1):
        assert grid.name in chart
        assert f"王格{at}" in chart
        assert grid.name in drawn
    assert "楼长 3" in chart, "building heads are counted"
    for sheet in (chart, drawn):
        assert "赵楼" not in sheet, "and not named"
        assert "号楼" not in sheet
        assert "公开版 · 已隐去门牌号和居民姓名" in sheet


def test_a_community_has_a_chart_of_its_own(hill, visitor, read):
    text = read(visitor.get("/papers/980101001001/chart.pdf").content)
    assert "坡上社区网格架构图" in text
    assert "坡上街道" not in text


def test_the_internal_chart_of_a_street_is_for_the_street(hill, browser, read):
    internal = f"{CHART}?public=0"
    assert browser(hill.account["office"]).get(internal).status_code == 403
    text = read(browser(hill.account["street"]).get(internal).content)
    assert "赵楼10" in text
    assert Entry.objects.get(verb="print.made").payload == {"kind": "chart", "size": "a3", "form": "pdf"}


def test_a_community_without_grids_is_named_as_such(hill, cast, visitor, read):
    cast.neighbour.divisions.all().delete()
    text = read(visitor.get("/papers/990101001/chart.pdf").content)
    assert "尚未划分网格: 秋实社区" in text
    assert visitor.get("/papers/990101001002/chart.pdf").status_code == 422

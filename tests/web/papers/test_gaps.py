"""Management everywhere, no seam in the service: what is missing is counted, and zero is shown as zero."""

import pytest

from tests.web.papers.hillside import GRIDS, NOW, build
from wangge.planning.coverage import coverage
from wangge.staffing.models import Appointment

pytestmark = pytest.mark.any_database  # drawings
GAPS = "/papers/980101001001/gaps.pdf"


@pytest.mark.row("SY-27")
def test_no_seam_is_shown_as_zero_with_the_sums(hill, browser, read):
    text = read(browser(hill.account["office"]).get(GAPS).content)
    assert "管理全覆盖，服务零缝隙" in text
    assert "0 未发现缝隙" in text
    assert "共22栋 − 已纳入22栋 = 22栋" not in text
    assert "共22栋 − 已纳入22栋 = 0栋" in text
    assert "共11个网格 − 有人员的11个 = 0个" in text
    ground = coverage(hill.community, on=NOW.date()).ground
    area = f"{round(ground.area):,}"
    assert f"社区{area}平方米 − 已纳入{area}平方米 = 0平方米" in text


@pytest.mark.row("SY-27")
def test_every_seam_is_found_and_named(db, browser, read):
    hill = build(gap=True)
    Appointment.objects.filter(post__grid=hill.grids[3]).delete()
    for name in ("worker5", "cadre5", "head50", "head51", "head52"):
        account = hill.account[name]
        account.phone = ""
        account.save()
    found = coverage(hill.community, on=NOW.date())
    assert [len(found.ground.gaps), found.ground.overlap, found.ground.beyond] == [1, 0, 0]
    assert found.ground.uncovered == pytest.approx(found.ground.area / 12 * 1.5, rel=1e-3)
    assert [each.name for each in found.unheld] == ["1102号楼"]
    assert [each.number for each in found.unstaffed] == [4]
    assert [each.number for each in found.unreachable] == [5]
    assert found.seams == 4

    text = read(browser(hill.account["office"]).get(GAPS).content)
    assert "4 处缝隙" in text
    assert "1102号楼" in text
    assert "坡上第4网格" in text
    assert "共22栋 − 已纳入21栋 = 1栋" in text


def test_ground_in_two_grids_is_an_overlap(hill):
    first, second = hill.grids[:2]
    second.outline, both = first.outline, coverage(hill.community, on=NOW.date()).ground.area / 12
    second.save()
    found = coverage(hill.community, on=NOW.date()).ground
    assert found.overlap == pytest.approx(both, rel=1e-3)
    assert found.uncovered == pytest.approx(both, rel=1e-3)


def test_a_community_without_an_outline_cannot_be_checked_for_ground(hill, browser, read):
    hill.community.outline = b""
    hill.community.save()
    assert "社区没有边界数据" in read(browser(hill.account["office"]).get(GAPS).content)


def test_without_grids_everything_is_a_seam(cast):
    cast.neighbour.divisions.all().delete()
    found = coverage(cast.neighbour, on=NOW.date())
    assert (found.division, found.grids, found.seams) == (None, (), 1)


def test_it_takes_five_statements(hill, django_assert_num_queries):
    with django_assert_num_queries(5):
        assert len(coverage(hill.community, on=NOW.date()).grids) == GRIDS


def test_it_is_for_staff_of_the_area(hill, cast, visitor, browser):
    assert visitor.get(GAPS).status_code == 302
    assert browser(cast.account["qian"]).get(GAPS).status_code == 403
    assert browser(cast.account["sun"]).get(GAPS).status_code == 403

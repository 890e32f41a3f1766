"""The page of prints: what there is, in which version and size, and for whose eyes."""

import re

import pytest

from tests.web.papers.hillside import NOW
from wangge.journal.actor import SYSTEM
from wangge.journal.models import Entry
from wangge.places import actions as places

PAGE = "/papers/980101001001"


def links(page: str) -> list[str]:
    return [link.replace("&amp;", "&") for link in re.findall(r'href="(/papers/[^"]+)"', page)]


def test_every_sheet_that_it_offers_opens(hill, browser):
    office = browser(hill.account["office"])
    page = office.get(PAGE).content.decode()
    found = {link for link in links(page) if "grids/" not in link}
    assert {link.rpartition("/")[2].partition(".")[0] for link in found} == {
        *("wall-map", "table", "chart", "atlas", "gaps", "duty-list", "key-tag")
    }
    assert all(office.get(link).status_code == 200 for link in found)
    assert len([link for link in links(page) if "/plate." in link]) == len(hill.grids)
    assert not Entry.objects.filter(verb="print.made").exists()


def test_the_choice_of_internal_and_paper_goes_into_the_links_but_never_into_the_pictures(hill, browser):
    page = browser(hill.account["office"]).get(f"{PAGE}?public=0&size=a4").content.decode()
    assert f"{PAGE}/wall-map.pdf?public=0&size=a4" in links(page)
    pictures = re.findall(r'<img src="([^"]+)"', page)
    assert f"{PAGE}/wall-map.png?size=a4" in pictures
    assert all("public=0" not in each for each in pictures)
    assert "日志" in page, "it says that the journal keeps it"


def test_an_earlier_version_is_offered_and_printed_for_staff(hill, browser, visitor, read):
    first, *_ = hill.grids
    shape = places.GridShape(
        number=1,
        code=first.code,
        name="合并网格",
        outline=hill.community.outline,
        lon=first.lon,
        lat=first.lat,
        colour=0,
        buildings=tuple(each.pk for each in hill.buildings),
    )
    places.divide(hill.community, grids=[shape], since=NOW.date(), by=SYSTEM, now=NOW)
    office = browser(hill.account["office"])
    page = office.get(f"{PAGE}?division=1").content.decode()
    earlier = f"{PAGE}/wall-map.pdf?division=1"
    assert earlier in links(page)
    text = read(office.get(earlier).content)
    assert "第1版，自2026-01-01起施行，2026-11-16止" in text
    assert "坡上第11网格" in text
    assert visitor.get(earlier).status_code == 302
    assert "合并网格" in read(visitor.get(f"{PAGE}/wall-map.pdf").content)


def test_a_street_has_its_chart_and_leads_to_its_communities(hill, browser):
    page = browser(hill.account["street"]).get("/papers/980101001").content.decode()
    assert PAGE in links(page)
    assert "/papers/980101001/chart.pdf" in links(page)


@pytest.mark.parametrize(("who", "status"), [("qian", 403), ("sun", 403), ("gao", 403)])
def test_it_is_for_staff_of_the_area(hill, cast, browser, visitor, who, status):
    assert browser(cast.account[who]).get(PAGE).status_code == status
    assert visitor.get(PAGE).status_code == 302


def test_a_community_without_grids_says_what_will_stand_here(cast, browser):
    cast.neighbour.divisions.all().delete()
    page = browser(cast.account["qian"]).get(f"/papers/{cast.neighbour.code}").content.decode()
    assert "还没有可打印的内容" in page


def test_whoever_orders_many_without_logging_in_has_to_wait(hill, visitor, monkeypatch):
    monkeypatch.setattr("wangge.web.papers.keeping.making.rate", 2)
    sizes = ["?size=a3", "?size=a4", "?size=a3&turn=portrait"]
    assert [visitor.get(f"{PAGE}/wall-map.svg{size}").status_code for size in sizes] == [200, 200, 429]
    assert visitor.get(f"{PAGE}/wall-map.svg?size=a3").status_code == 200, "what is made is still there"

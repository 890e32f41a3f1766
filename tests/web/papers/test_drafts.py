"""A scenario on paper, before anybody has accepted it: for staff, marked as not in force."""

from tests.web.papers.hillside import NOW
from wangge.planning.actions import open_draft
from wangge.staffing.queries import actor_of

MAP, ATLAS = "/papers/980101001001/wall-map.pdf", "/papers/980101001001/atlas.pdf"


def test_a_draft_prints_with_the_people_who_would_stay(hill, browser, visitor, read):
    by = actor_of(hill.account["office"], on=NOW.date())
    draft = open_draft(hill.community, name="方案一", by=by, now=NOW)
    assert visitor.get(f"{MAP}?draft={draft.pk}").status_code == 302

    office = browser(hill.account["office"])
    text = read(office.get(f"{MAP}?draft={draft.pk}").content)
    assert f"草案{draft.pk}，未施行" in text
    assert "坡上第11网格" in text
    assert "王格11 19900000011" in text
    assert "号楼" not in text
    assert "101号楼" in read(office.get(f"{ATLAS}?draft={draft.pk}&public=0").content)


def test_a_draft_of_another_community_is_not_printed_here(hill, cast, browser):
    draft = open_draft(cast.community, name="别处", by=cast.zhou, now=NOW)
    assert browser(hill.account["office"]).get(f"{MAP}?draft={draft.pk}").status_code == 422

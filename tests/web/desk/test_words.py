"""Administrators keep the words of forces, roles and work records: added, renamed, retired, as a workbook."""

import io

import pytest
from python_calamine import CalamineWorkbook

from wangge.outreach.models import RecordKind
from wangge.staffing.models import ForceKind, LoopRole, Skill

MODELS = {"kinds": ForceKind, "skills": Skill, "roles": LoopRole, "records": RecordKind}
MORE = {
    "kinds": {},
    "skills": {"matters": ["*"]},
    "roles": {"duty": "find"},
    "records": {"role": "mediate"},
}


@pytest.mark.parametrize("sort", MODELS)
def test_a_word_is_added_renamed_and_retired(enter, cast, sort):
    an, page, words = enter("an"), f"/desk/words?sort={sort}", MODELS[sort].objects
    an.post(page, {"code": "night", "name": "夜间队伍", "name_en": "night watch", **MORE[sort]})
    an.post(f"{page}&change=night", {"name": "夜巡队伍", "name_en": "night watch", **MORE[sort]})
    assert words.get(code="night").name == "夜巡队伍"
    assert "夜巡队伍" in an.get(page).text
    an.post(f"{page}&change=night", {"retire": "1"})
    assert words.get(code="night").retired_on is not None
    book = CalamineWorkbook.from_filelike(io.BytesIO(an.get(f"{page}&excel=1").content))
    lines = book.get_sheet_by_index(0).to_python()[2:]
    assert [line[0] for line in lines] == [word.code for word in words.all()]


def test_a_retired_kind_is_offered_no_more(enter, cast):
    an, zhou = enter("an"), enter("zhou")
    assert "volunteers" in zhou.get("/desk/forces/new").text
    an.post("/desk/words?sort=kinds&change=volunteers", {"retire": "1"})
    assert "volunteers" not in zhou.get("/desk/forces/new").text


def test_codes_are_plain_and_used_once_and_others_keep_no_words(enter, cast):
    an = enter("an")
    odd = {"code": "Night!", "name": "夜间"}
    assert an.post("/desk/words", odd).status_code == 422
    assert an.post("/desk/words", odd | {"code": "volunteers"}).status_code == 422
    assert enter("zhou").get("/desk/words").status_code == 403

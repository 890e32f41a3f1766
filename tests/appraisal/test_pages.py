"""The pages of figures: empty, full, printed, exported, on the big screen."""

import io

import pytest
from python_calamine import CalamineWorkbook

from tests.appraisal.conftest import by_department, live, tell
from tests.cast import Cast
from wangge.cases.numbering import number_of
from wangge.journal.models import Entry

PAGES = (
    "rates",
    "rates/cases",
    "rates/early",
    "rates/reports",
    "rates/grids",
    "rates/weights",
    "rates/exclusions",
)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["zhou", "zhao", "sun", "gao", "an"])
def test_every_page_says_something_where_nothing_is_yet(cast: Cast, enter, page: str, who: str) -> None:
    answer = enter(who).get(f"/desk/{page}", {"period": "2026-Q3"})
    assert answer.status_code == 200
    assert "None" not in answer.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_there_with_cases_in_both_languages(cast: Cast, enter, page: str, settings) -> None:
    live(cast, tell())
    by_department(cast)
    client = enter("zhao")
    assert client.get(f"/desk/{page}", {"period": "2026-11"}).status_code == 200
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hans"
    assert client.get(f"/desk/{page}", {"first": "2026-11-01", "last": "2026-11-20"}).status_code == 200


def test_odd_periods_are_refused_kindly(cast: Cast, enter) -> None:
    for odd in ("2026-13", "now", "2026-11-30~2026-11-01"):
        assert enter("zhao").get("/desk/rates", {"period": odd}).status_code == 422


def test_the_table_and_the_cases_come_as_excel(cast: Cast, enter) -> None:
    case = live(cast, tell())
    zhao = enter("zhao")
    book = zhao.post("/desk/rates/exports", {"unit": "area-990101001", "period": "2026-11"})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book.content)).get_sheet_by_index(0).to_python()
    response = next(row for row in rows if row[1] == "response")
    assert response[:8] == ["柳街", "response", 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]
    assert any(row[1] == "score, adjusted" for row in rows)
    wanted = {"what": "cases", "unit": "area-990101001", "period": "2026-11", "rate": "on_time", "part": "in"}
    book = zhao.post("/desk/rates/exports", wanted)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book.content)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[2:]] == [number_of(case)]
    assert Entry.objects.filter(verb="rates.exported").count() == 2
    assert enter("chen").post("/desk/rates/exports", wanted).status_code == 403


def test_the_big_screen_opens_to_the_pages_with_the_cases(cast: Cast, enter) -> None:
    by_department(cast)
    gao = enter("gao")
    page = gao.get("/command/rates?period=2026-11")
    names = [unit.name for unit, _figure, _url in page.context["panels"][0][1]]
    assert names == ["柳街", "春和社区", "秋实社区", "水务局"]
    assert all(gao.get(url).status_code == 200 for _unit, _figure, url in page.context["panels"][0][1])
    assert enter("sun").get("/command/rates").status_code == 403


def test_small_charts_break_where_nothing_was_asked(cast: Cast, enter) -> None:
    live(cast, tell())
    text = enter("zhao").get("/desk/rates?period=2026-11").content.decode()
    assert text.count('class="spark"') == 6
    assert "2026-11 100%" in text
    assert 'style="' not in text

"""Service levels and the working calendar on the screen: what would move, and only what is ticked."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from wangge.cases.models import ClockRun, ServiceLevel
from wangge.cases.numbering import number_of
from wangge.foundation.calendar import CHINA_TIME, published_range
from wangge.journal import actions as journal
from wangge.staffing.models import CalendarCoverage, CalendarDay

KEY = {"clock": "resolve", "urgency": "normal", "category": ""}
LIMIT = {"amount": "30", "unit": "natural_day", "provenance": "社区约定"}


def clock(case) -> ClockRun:
    return ClockRun.objects.get(case=case, kind="resolve")


def test_the_matrix_shows_whose_number_each_limit_is(enter):
    page = enter("an").get("/desk/levels?clock=verify").content.decode()
    assert "2 working days" in page
    assert "test" in page
    assert enter("zhao").get("/desk/levels").status_code == 200


def test_a_change_is_previewed_and_moves_only_what_is_ticked(enter, rubbish, lift):
    an = enter("an")
    assert an.get("/desk/levels/limit", KEY).context["form"].initial["amount"] == 5
    trial = an.get("/desk/levels/trial", {**KEY, **LIMIT})
    assert {move.number for move in trial.context["moves"]} == {number_of(rubbish), number_of(lift)}
    assert "So the time is up on" in trial.content.decode()
    before = clock(lift).due_at
    an.post("/desk/levels/edition", {**KEY, **LIMIT, "which": "ticked", "run": [clock(rubbish).pk]})
    assert (clock(rubbish).amount, clock(lift).amount, clock(lift).due_at) == (30, 5, before)
    assert "rests on an older rule" in an.get(f"/desk/cases/{number_of(lift)}").content.decode()
    assert "rests on an older rule" not in an.get(f"/desk/cases/{number_of(rubbish)}").content.decode()


def test_all_are_moved_where_that_is_asked(enter, rubbish, lift):
    enter("an").post("/desk/levels/edition", {**KEY, **LIMIT, "which": "all"})
    assert {clock(rubbish).amount, clock(lift).amount} == {30}


def test_a_limit_of_its_own_is_set_and_taken_away(enter, rubbish):
    an, own = enter("an"), {**KEY, "category": "rubbish"}
    an.post("/desk/levels/edition", {**own, **LIMIT, "which": "none"})
    assert ServiceLevel.objects.get(category__code="rubbish").provenance == "社区约定"
    assert an.get("/desk/levels/trial", {**own, "remove": "1"}).status_code == 200
    an.post("/desk/levels/edition", {**own, "remove": "1", "which": "none"})
    assert not ServiceLevel.objects.filter(category__code="rubbish").exists()


@pytest.mark.parametrize("change", [{"amount": ""}, {"amount": "-1"}, {"unit": "moons"}, {"provenance": ""}])
def test_a_wrong_limit_is_said_at_its_form(enter, change):
    answer = enter("an").get("/desk/levels/trial", {**KEY, **LIMIT, **change})
    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert enter("an").post("/desk/levels/edition", {**KEY, **LIMIT, **change}).status_code == 422


def test_a_street_sees_the_limits_and_changes_none(enter):
    assert enter("zhao").post("/desk/levels/edition", {**KEY, **LIMIT}).status_code == 422
    assert ServiceLevel.objects.get(clock="resolve", urgency="normal").amount == 5


def test_the_list_of_deadlines_goes_to_excel(enter, rubbish):
    answer = enter("an").get("/desk/levels/trial", {**KEY, **LIMIT, "sheet": "1"})
    assert answer.headers["Content-Type"].endswith("spreadsheetml.sheet")


def test_a_day_is_entered_and_moves_what_is_ticked(enter, rubbish):
    an = enter("an")
    day = timezone.now().astimezone(CHINA_TIME).date() + timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    asked = {"day": day.isoformat(), "worked": "no", "name": "停办日"}
    before = clock(rubbish).due_at
    trial = an.get("/desk/calendar/trial", asked)
    assert [move.number for move in trial.context["moves"]][:1] == [number_of(rubbish)]
    an.post("/desk/calendar/edition", {**asked, "which": "ticked", "run": [clock(rubbish).pk]})
    assert clock(rubbish).due_at > before
    assert CalendarDay.objects.get(day=day).name == "停办日"
    assert "停办日" in an.get(f"/desk/calendar?year={day.year}").content.decode()
    assert an.get("/desk/calendar/day", {"day": day.isoformat()}).context["form"].initial["worked"] == "no"


def test_published_holidays_are_taken_in(enter):
    an = enter("an")
    trial = an.get("/desk/calendar/trial?published=2026")
    assert any(each.after.name == "国庆节" for each in trial.context["differences"])
    an.post("/desk/calendar/edition", {"published": "2026", "which": "none"})
    assert CalendarDay.objects.filter(day=date(2026, 10, 1), working=False).exists()
    beyond = published_range()[1].year + 1
    assert an.get(f"/desk/calendar/trial?published={beyond}").status_code == 302
    assert an.post("/desk/calendar/edition", {"published": str(beyond)}).status_code == 422


@pytest.mark.parametrize(("days", "said"), [(-1, "which is past"), (30, "as soon as it is published")])
def test_the_end_of_what_is_known_is_told_loudly(enter, days, said):
    until = timezone.now().astimezone(CHINA_TIME).date() + timedelta(days=days)
    CalendarCoverage.objects.update(until=until)
    journal.announce("calendar")
    assert said in enter("an").get("/desk/calendar").content.decode()


def test_a_wrong_day_is_said_at_its_form(enter):
    assert enter("an").get("/desk/calendar/trial", {"day": "soon", "worked": "no"}).status_code == 422
    assert enter("an").post("/desk/calendar/edition", {"day": "soon"}).status_code == 422

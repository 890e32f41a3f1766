"""Today's list, and where each role begins."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import PASSWORD
from wangge.cases import actions
from wangge.cases.numbering import number_of
from wangge.cases.sla import Unit
from wangge.cases.tasking import Planned
from wangge.cases.telling import Telling
from wangge.journal.actor import RESIDENT


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("chen", "/desk/"),
        ("zhou", "/desk/inbox"),
        ("zhao", "/desk/inbox"),
        ("sun", "/desk/inbox"),
        ("gao", "/command/"),
    ],
)
def test_logging_in_leads_to_where_the_role_begins(cast, name, page):
    answer = Client().post("/login", {"username": name, "password": PASSWORD})
    assert answer.headers["Location"] == page


def steps(client: Client) -> list[str]:
    """What today's list asks for, but for patrols, which come with the time of the day."""
    return [row.piece.step for row in client.get("/desk/").context["rows"] if row.piece.step != "patrol"]


def test_the_list_has_what_the_holder_must_do(enter, rubbish):
    page = enter("chen").get("/desk/")
    assert f"/desk/cases/{number_of(rubbish)}/signature" in page.text
    assert steps(enter("chen")) == ["sign"]


def test_after_signing_the_reporter_is_to_be_called_first(enter, cast, rubbish):
    actions.sign(rubbish, by=cast.chen, now=rubbish.reported_at)
    assert steps(enter("chen")) == ["contact"]


def test_what_chen_handled_waits_for_another_pair_of_eyes(enter, handled):
    assert steps(enter("chen")) == []
    assert steps(enter("he")) == ["verify"]
    assert steps(enter("wu")) == []


def test_steps_of_a_case_summons_and_supervision_stand_beside_cases(enter, cast, rubbish):
    now, soon = timezone.now(), timezone.now() + timedelta(hours=2)
    chen = cast.posts["chen"]
    actions.sign(rubbish, by=cast.chen, now=now)
    actions.plan(rubbish, tasks=[Planned("先评估", chen, 4, Unit.NATURAL_HOUR)], by=cast.zhou, now=now)
    actions.supervise(rubbish, opinion="请说明进展", due=soon, by=cast.zhao, now=now)
    actions.whistle(rubbish, posts=[chen], place="北门", meet_at=soon, by=cast.zhao, now=now)
    assert set(steps(enter("chen"))) == {"contact", "perform", "answer", "respond"}
    text = enter("chen").get("/desk/").text
    assert all(word in text for word in ("先评估", "请说明进展", "北门"))


@pytest.mark.parametrize(("matter", "told"), [("", "北门"), ("带上工具", "北门：带上工具")])
def test_a_whistle_says_where_to_and_repeats_no_title(enter, cast, rubbish, matter, told):
    soon = timezone.now() + timedelta(hours=2)
    chen = cast.posts["chen"]
    facts = {"posts": [chen], "place": "北门", "matter": matter, "meet_at": soon}
    actions.whistle(rubbish, **facts, by=cast.zhao, now=timezone.now())
    rows = enter("chen").get("/desk/").context["rows"]
    assert [row.piece.note for row in rows if row.piece.step == "respond"] == [told]


def test_a_patrol_that_has_begun_is_one_of_them(enter, monkeypatch):
    noon = timezone.now().replace(hour=4, minute=0)  # twelve in Peking
    monkeypatch.setattr(timezone, "now", lambda: noon)
    [row] = enter("chen").get("/desk/").context["rows"]
    assert (row.piece.step, row.piece.walk.slot.code) == ("patrol", "morning")
    assert enter("zhou").get("/desk/").context["rows"] == []


def test_an_empty_list_says_what_will_appear(enter, monkeypatch):
    dawn = timezone.now().replace(hour=21, minute=0)  # five in Peking
    monkeypatch.setattr(timezone, "now", lambda: dawn)
    assert "Nothing waits for you" in enter("wu").get("/desk/").text


@pytest.mark.parametrize("number", [1, 12])
def test_today_costs_the_same_however_long_it_is(enter, cast, number, django_assert_num_queries):
    for n in range(number):
        telling = Telling(f"垃圾 {n}", "portal", lon=116.005, lat=39.005)
        actions.report(telling, by=RESIDENT, now=timezone.now())
    chen = enter("chen")
    # editions, session, account, roles, posts; tasks, summons, supervision; cases, their clocks, records;
    # grids, slots, patrols, what departments want from the grid, notices to pass on
    with django_assert_num_queries(16):
        chen.get("/desk/")

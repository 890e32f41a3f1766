"""The rarer steps of the loop through the pages: time, other units, the five persons, what is missing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import Cast
from tests.web.desk.test_case import address, drawers, offered, picture
from wangge.cases import actions
from wangge.cases.catalogue import enter_catalogue
from wangge.cases.models import Alarm, Case, Category, ClockRun, Hold, Summons, Task
from wangge.journal.actions import announce
from wangge.journal.actor import SYSTEM
from wangge.staffing.models import Appointment

LOCAL = "%Y-%m-%dT%H:%M"


def ahead(days: int) -> str:
    return timezone.localtime(timezone.now() + timedelta(days=days)).strftime(LOCAL)


@pytest.fixture
def signed(cast: Cast, rubbish: Case) -> Case:
    actions.sign(rubbish, by=cast.chen, now=timezone.now())
    return rubbish


@pytest.mark.row("JB-10")
def test_a_case_names_its_five_persons_and_a_missing_one_is_an_alert(enter, cast, signed):
    zhou = enter("zhou")
    page = zhou.get(address(signed))
    assert [(p.role, p.name) for p in page.context["five"]] == [
        ("patrols", "何楼长"),
        ("reports", "林女士"),
        ("is responsible", "陈网格"),
        ("solves", "陈网格"),
        ("supervises", "赵街道"),
    ]
    assert "Nobody is named who" not in page.text

    Appointment.objects.filter(account__in=[cast.account["zhao"], cast.account["zhou"]]).delete()
    page = zhou.get(address(signed))
    assert "Nobody is named who supervises. It cannot be closed before somebody is." in page.text
    assert "nobody is named who supervises" in page.context["lacks"]

    chen, gao = cast.account["chen"].pk, cast.account["gao"].pk
    own = zhou.post(address(signed, "persons"), {"role": "supervise", "account": chen})
    assert "Whoever solves a case cannot supervise it. Name somebody else." in own.text
    assert zhou.post(address(signed, "persons"), {"role": "supervise", "account": gao}).status_code == 422
    people = dict(zhou.get(address(signed, "persons")).context["form"].fields["account"].choices)
    assert {chen, cast.account["he"].pk} <= set(people)
    zhou.post(address(signed, "persons"), {"role": "supervise", "account": cast.account["he"].pk})
    assert "Nobody is named who" not in zhou.get(address(signed)).text


@pytest.mark.row("JB-13")
def test_the_lift_is_assessed_and_repaired_on_the_same_day_step_by_step(enter, cast, lift):
    """Two companies in order, each with a clock that ends today."""
    zhou = enter("zhou")
    zhou.post(address(lift, "acceptance"))
    page = zhou.get(address(lift, "plan"))
    assert len(page.context["form"].rows) == 2

    steps = {
        "rows": "2",
        "title-0": "专业公司鉴定",
        "post-0": cast.posts["sun"],
        "amount-0": "0",
        "unit-0": "natural_day",
        "title-1": "",
        "post-1": "",
        "amount-1": "1",
        "unit-1": "natural_day",
    }
    more = zhou.post(address(lift, "plan"), steps | {"do": "add"})
    assert (more.status_code, len(more.context["form"].rows)) == (200, 3)
    assert "专业公司鉴定" in more.text
    asked = zhou.post(address(lift, "plan"), steps | {"title-1": "当天维修"})
    assert (asked.status_code, Task.objects.count()) == (422, 0)
    assert "Choose who does this step." in asked.text
    second = {"title-1": "当天维修", "post-1": cast.posts["chen"], "amount-1": "0"}
    up = zhou.post(address(lift, "plan"), steps | second | {"do": "up-1"})
    assert up.context["form"]["title-0"].value() == "当天维修"

    zhou.post(address(lift, "plan"), steps | second)
    first, last = Task.objects.order_by("order")
    today = timezone.localtime().date()
    assert timezone.localtime(first.clock.due_at - timedelta(seconds=1)).date() == today
    assert (last.title, last.started_at) == ("当天维修", None)

    assert "perform" not in offered(enter("chen"), lift), "not their turn"
    assert offered(enter("sun"), lift)[0] == "perform"
    enter("sun").post(address(lift, "performance"), {"note": "曳引绳磨损", "photos": [picture()]})
    assert "曳引绳磨损" in zhou.get(address(lift)).text
    assert offered(enter("chen"), lift)[0] == "perform"
    enter("chen").post(address(lift, "performance"), {"note": "已更换"})
    assert not Task.objects.filter(ended_at=None).exists()
    assert "steps of the work" in zhou.get(address(lift)).text


@pytest.mark.row("ES-07")
def test_the_street_whistles_and_the_department_takes_it_on_and_may_refuse_with_a_reason(enter, cast, lift):
    """Sorted by the community, whistled by the street, answered by the department; a dispute is ruled on."""
    zhou, zhao, sun = enter("zhou"), enter("zhao"), enter("sun")
    zhou.post(address(lift, "acceptance"))
    assert "whistle" in offered(zhao, lift)
    call = {"posts": [cast.posts["sun"], cast.posts["chen"]], "leads": cast.posts["sun"], "place": "1号楼下"}
    late = zhao.post(address(lift, "whistle"), call | {"meet_at": "2020-01-01T10:00"})
    assert "Choose a time that lies ahead." in late.text
    zhao.post(address(lift, "whistle"), call | {"meet_at": ahead(1)})
    assert offered(sun, lift)[0] == "respond"
    why = sun.post(address(lift, "response"), {"answer": "explained"})
    assert "Whoever cannot come says why." in why.text
    sun.post(address(lift, "response"), {"answer": "coming", "note": "带两人"})
    page = zhao.get(address(lift)).text
    assert "is coming" in page
    assert "has not answered yet" in page
    for who, came in (("sun", "yes"), ("chen", "no")):
        zhao.post(address(lift, "attendance"), {"post": cast.posts[who], "came": came})
    zhao.post(address(lift, "minutes"), {"note": "水务局本周修复"})
    assert dict(Summons.objects.values_list("post__name", "came")) == {"孙水务岗": True, "陈网格岗": False}
    assert "水务局本周修复" in zhao.get(address(lift)).text

    zhou.post(address(lift, "classification"), {"category": "lift", "urgency": ""})
    zhou.post(address(lift, "assignment"), {"post": cast.posts["sun"], "reason": ""})
    sun.post(address(lift, "dispute"), {"reason": "电梯不归水务", "proposed": "陈网格岗"})
    assert Case.objects.get().state == "disputed"
    ruling = zhao.get(address(lift, "ruling"))
    assert "孙水务岗 says: 电梯不归水务" in ruling.text
    assert offered(zhao, lift)[0] == "rule"
    zhao.post(address(lift, "ruling"), {"post": cast.posts["sun"], "reason": "水泵房进水引起"})
    assert "it was wrong, and must take it" in zhao.get(address(lift)).text
    assert "dispute" not in str(drawers(sun, lift)) + str(offered(sun, lift))
    sun.post(address(lift, "appeal"), {"reason": "仍不同意"})
    gao = enter("gao")
    assert offered(gao, lift)[:2] == ["uphold", "dismiss"]
    gao.post(address(lift, "appeal-dismissed"), {"reason": "裁定正确"})
    assert "裁定正确" in sun.get(address(lift)).text


@pytest.mark.row("ES-12")
def test_a_department_is_measured_by_how_soon_and_how_well_it_answers(enter, cast, lift):
    """Its lateness, supervision and ratings stand on the case, not how many cases it has."""
    zhou, zhao, sun = enter("zhou"), enter("zhao"), enter("sun")
    zhou.post(address(lift, "acceptance"))
    zhou.post(address(lift, "classification"), {"category": "lift", "urgency": ""})
    zhou.post(address(lift, "assignment"), {"post": cast.posts["sun"], "reason": ""})
    ClockRun.objects.filter(kind="sign").update(due_at=timezone.now() - timedelta(hours=1))
    enter("gao").post(address(lift, "urging"), {"note": "请尽快签收"})
    assert Alarm.objects.get(kind="urge").post_id == cast.posts["sun"]
    sun.post(address(lift, "signature"))
    page = sun.get(address(lift)).text
    assert "stopped late" in page
    assert "请尽快签收" in page

    zhao.post(address(lift, "supervision"), {"opinion": "三日内说明原因", "due": ahead(3)})
    assert offered(sun, lift)[0] == "answer"
    assert "三日内说明原因" in sun.get(address(lift, "supervision-answer")).text
    sun.post(address(lift, "supervision-answer"), {"note": "配件已到，明日完成"})
    assert "配件已到，明日完成" in zhao.get(address(lift)).text


def test_more_time_shows_the_new_deadline_before_it_is_granted(enter, cast, signed):
    chen, zhou = enter("chen"), enter("zhou")
    assert "extend" not in str(drawers(zhou, signed))
    too_much = chen.post(address(signed, "extension-request"), {"amount": 9, "reason": "等配件"})
    assert "At most 5 more can be asked for" in too_much.text
    chen.post(address(signed, "extension-request"), {"amount": 2, "reason": "等配件"})
    before = ClockRun.objects.get(kind="resolve").due_at
    assert offered(zhou, signed)[0] == "extend"
    page = zhou.get(address(signed, "extension"))
    assert "陈网格 asks for 2 working days more: 等配件" in page.text
    assert "If it is granted, the deadline moves from" in page.text
    assert any("Extended by 2 working days" in line for line in page.context["form"].reckoning)
    assert ClockRun.objects.get(kind="resolve").due_at == before, "looking grants nothing"
    zhou.post(address(signed, "extension"), {"note": ""})
    assert ClockRun.objects.get(kind="resolve").due_at > before
    assert "asks for 2 working days more" in zhou.get(address(signed)).text


def test_waiting_and_shelving_stop_the_clock_and_going_on_starts_it(enter, cast, signed):
    chen, zhou = enter("chen"), enter("zhou")
    chen.post(address(signed, "waiting"), {"reason": "等居民提供照片", "until": ahead(2)})
    assert "stands still" in chen.get(address(signed)).text
    assert [stop.word for stop in chen.get(address(signed)).context["line"] if stop.here] == ["on hold"]
    chen.post(address(signed, "resumption"), {"note": ""})
    chen.post(address(signed, "shelving-request"), {"reason": "等管网改造", "until": ahead(20)})
    assert "等管网改造" in zhou.get(address(signed, "shelving")).text
    zhou.post(address(signed, "shelving-refusal"), {"reason": "可先清理"})
    assert [hold.granted for hold in Hold.objects.order_by("id")] == [True, False]
    page = zhou.get(address(signed)).text
    assert "可先清理" in page


def test_evidence_is_asked_for_where_the_matter_wants_it(enter, cast, signed):
    Category.objects.update(evidence=True)
    announce("rules")
    chen = enter("chen")
    bare = chen.post(address(signed, "handling"), {"note": "已清运"})
    assert "Add a photo of the work, or say why there is none." in bare.text
    told = {"note": "已清运", "unseen": "夜间无灯", "lon": "116.005", "lat": "39.005"}
    chen.post(address(signed, "handling"), told)
    done = Case.objects.get().handlings.get()
    assert (done.unseen, done.lon, done.lat) == ("夜间无灯", 116.005, 39.005)


def test_what_is_missing_before_closing_is_said_in_words_in_both_languages(enter, cast, handled, settings):
    actions.supervise(
        handled, opinion="说明", due=timezone.now() + timedelta(days=1), by=cast.zhao, now=timezone.now()
    )
    actions.verify(handled, note="现场已清", by=cast.he, now=timezone.now())
    zhou = enter("zhou")
    page = zhou.get(address(handled))
    assert page.context["lacks"] == ["a supervision is not answered"]
    assert offered(zhou, handled) == ["answer", "close", "rework"]
    closing = page.context["offers"].beside[0]
    assert closing.why_not == "It cannot be closed yet: a supervision is not answered."
    refused = zhou.post(address(handled, "closure"))
    assert (refused.status_code, Case.objects.get().state) == (422, "verified")
    assert "It cannot be closed yet: a supervision is not answered." in refused.text
    zhou.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hans"
    assert "督办意见尚未答复" in zhou.post(address(handled, "closure")).text


def test_a_visit_is_kept_with_what_came_of_it(enter, signed):
    chen = enter("chen")
    for outcome, note in (("nobody", "无人在家"), ("promised", "答应周末拆除")):
        chen.post(address(signed, "visit"), {"outcome": outcome, "note": note})
    page = chen.get(address(signed)).text
    assert "2 visits" in page
    assert "答应周末拆除" in page


def test_a_bad_rating_is_put_right(enter, cast, handled):
    now = timezone.now()
    actions.verify(handled, note="已清", by=cast.he, now=now)
    actions.close(handled, by=cast.zhou, now=now)
    told = handled.reports.get()
    told.case.refresh_from_db()
    actions.rate(told, score=1, comment="又堆满了", now=now)
    zhou = enter("zhou")
    assert offered(zhou, handled)[0] == "rectify"
    assert "The reporter gave 1 of 5. 又堆满了" in zhou.get(address(handled, "rectification")).text
    zhou.post(address(handled, "rectification"), {"note": "已加密清运"})
    page = zhou.get(address(handled)).text
    assert "put right" in page
    assert "已加密清运" in page


def test_beyond_its_authority_a_level_passes_up_and_the_page_says_why(enter, cast, signed):
    chen = enter("chen")
    assert chen.get(address(signed)).context["ladder"].may
    above = [{"category": "rubbish", "tiers": ["community", "street"]}]
    enter_catalogue({"authorities": above}, by=SYSTEM, now=timezone.now())
    page = chen.get(address(signed))
    assert page.context["offers"].first.why_not.startswith("Matters of this kind are not settled")
    assert "not the level where it is now" in page.text
    assert "community、street" in page.text
    refused = chen.post(address(signed, "handling"), {"note": "已清运"})
    assert "Pass it up, or ask the office for the right one." in refused.text

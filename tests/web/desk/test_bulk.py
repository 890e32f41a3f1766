"""Many cases at once: looked at beforehand, each through its own checks, none twice, all told."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.web.desk.conftest import GRID_1
from wangge.cases import actions, bulk
from wangge.cases.bulk import Batch, advance, outcome
from wangge.cases.filter_errors import KeyOfAnother, NotInBulk, TooManyChosen
from wangge.cases.models import Alarm, Assignment, Case, Contact, Template
from wangge.cases.telling import Telling
from wangge.journal.actor import RESIDENT
from wangge.journal.models import Entry


def told(number: int, text: str = "电梯坏了") -> list[Case]:
    now = timezone.now() - timedelta(minutes=5)
    return [
        actions.report(Telling(f"{text}{n}", "portal", **GRID_1), by=RESIDENT, now=now).case
        for n in range(number)
    ]


def states(cases) -> list[str]:
    return [Case.objects.get(pk=case.pk).state for case in cases]


def look(client, step: str, cases, **more):
    return client.post("/desk/inbox/bulk", {"step": step, "case": [case.pk for case in cases], **more})


def run(client, step: str, cases, key: str, **facts):
    sent = {"step": step, "case": [case.pk for case in cases], "key": key, **facts}
    answer = client.post("/desk/inbox/bulk/run", sent)
    while answer.status_code == 200:
        answer = client.post("/desk/inbox/bulk/run", sent)
    return answer


def test_the_preview_says_how_many_can_and_why_others_cannot(enter, cast):
    cases = told(3)
    actions.accept(cases[0], by=cast.zhou, now=timezone.now())
    before = Entry.objects.count()
    answer = look(enter("zhou"), "accept", cases)
    assert [line.case for line in answer.context["can"]] == cases[1:]
    (cannot,) = answer.context["cannot"]
    assert (cannot.case, "accepted" in cannot.why) == (cases[0], True)
    assert "Accept 2 cases" in answer.content.decode()
    assert (Entry.objects.count(), states(cases)) == (before, ["accepted", "reported", "reported"])


def test_each_is_done_by_its_own_action_and_the_result_tells_of_all(enter, cast):
    cases = told(3)
    actions.refuse(cases[2], reason="不归这里", referral="12345", by=cast.zhou, now=timezone.now())
    zhou, key = enter("zhou"), str(uuid4())
    answer = run(zhou, "accept", cases, key)
    assert answer["Location"].startswith(f"/desk/inbox/bulk/{key}")
    assert states(cases) == ["accepted", "accepted", "refused"]
    page = zhou.get(answer["Location"]).content.decode()
    assert "Accept: 2 done, 1 not" in page
    assert "not possible while the case is" in page
    verbs = Entry.objects.filter(verb="case.accepted").values_list("subject_id", flat=True)
    assert sorted(verbs) == [case.pk for case in cases[:2]]


def test_sent_twice_it_is_done_once(enter, cast):
    cases, zhou, key = told(2), enter("zhou"), str(uuid4())
    for _ in range(2):
        run(zhou, "urge", cases, key, note="请尽快")
    assert Alarm.objects.filter(kind=Alarm.Kind.URGE).count() == 2
    run(zhou, "urge", cases, str(uuid4()), note="请尽快")
    assert Alarm.objects.filter(kind=Alarm.Kind.URGE).count() == 4
    with pytest.raises(KeyOfAnother):
        advance(
            Batch(key, "accept", (cases[0].pk,)), words=lambda _c, r: str(r), by=cast.zhou, now=timezone.now()
        )


def test_long_work_goes_on_in_parts_and_says_how_far_it_is(enter, monkeypatch):
    monkeypatch.setattr(bulk, "CHUNK", 2)
    cases, zhou, key = told(5), enter("zhou"), str(uuid4())
    sent = {"step": "accept", "case": [case.pk for case in cases], "key": key, "query": "view=mine"}
    first = zhou.post("/desk/inbox/bulk/run", sent)
    assert "2 of 5" in first.content.decode()
    assert re.search(r'<progress[^>]+max="5" value="2"', first.content.decode())
    part = zhou.post("/desk/inbox/bulk/run", sent, headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    last = zhou.post("/desk/inbox/bulk/run", sent, headers={"HX-Request": "true"})
    assert last.headers["HX-Redirect"] == f"/desk/inbox/bulk/{key}?query=view%3Dmine"
    assert states(cases) == ["accepted"] * 5
    assert Entry.objects.filter(verb="cases.bulk").count() == 3


def test_one_post_gets_those_whose_place_it_answers_for(enter, cast):
    cases = told(2)
    unsorted = actions.report(
        Telling("想问问老年大学", "portal", **GRID_1), by=RESIDENT, now=timezone.now()
    ).case
    for case in [*cases, unsorted]:
        actions.accept(case, by=cast.zhou, now=timezone.now())
    zhou = enter("zhou")
    page = look(zhou, "dispatch", [*cases, unsorted])
    assert [line.case for line in page.context["cannot"]] == [unsorted]
    assert "Please fill in" in page.context["cannot"][0].why
    key = str(uuid4())
    assert (
        zhou.post("/desk/inbox/bulk/run", {"step": "dispatch", "case": cases[0].pk, "key": key}).status_code
        == 422
    )
    run(zhou, "dispatch", [*cases, unsorted], key, post=cast.posts["chen"], reason="一起看看")
    assert states([*cases, unsorted]) == ["dispatched", "dispatched", "accepted"]
    given = Assignment.objects.filter(post=cast.posts["chen"], ended_at=None, reason="一起看看")
    assert given.count() == 2


def test_a_talk_is_noted_from_a_template_or_in_own_words(enter):
    cases, zhou = told(2), enter("zhou")
    template = Template.objects.create(step="contact", name="已联系", text="已与反映人通话，说明办理时限。")
    assert "已联系" in look(zhou, "contact", cases).content.decode()
    empty = zhou.post("/desk/inbox/bulk/run", {"step": "contact", "case": cases[0].pk, "key": str(uuid4())})
    assert empty.status_code == 422
    run(zhou, "contact", cases, str(uuid4()), template=template.pk)
    assert set(Contact.objects.values_list("note", flat=True)) == {template.text}
    run(zhou, "contact", cases, str(uuid4()), template=template.pk, note="另约时间")
    assert Contact.objects.filter(note="另约时间").count() == 2


def test_closing_many_skips_no_check(enter, cast, handled):
    actions.verify(handled, note="看过了", by=cast.he, now=timezone.now())
    rest = told(1)
    zhou, key = enter("zhou"), str(uuid4())
    page = look(zhou, "close", [handled, *rest])
    assert [line.case for line in page.context["cannot"]][-1] == rest[0]
    ready = not any(line.case == handled for line in page.context["cannot"])
    run(zhou, "close", [handled, *rest], key)
    came = outcome(key, by=cast.zhou)
    assert set(came.seen) == {handled.pk, rest[0].pk}
    assert (handled.pk in came.done) is ready
    assert (states([handled]) == ["closed"]) is ready


def test_all_of_a_list_can_be_meant_and_nobody_reaches_beyond_their_own(enter, cast):
    cases = told(3)
    zhou, qian = enter("zhou"), enter("qian")
    assert len(look(zhou, "accept", [], all="1", query="view=mine").context["can"]) == 3
    assert look(qian, "accept", cases).status_code == 302
    key = str(uuid4())
    assert run(qian, "accept", cases, key).status_code == 302
    assert states(cases) == ["reported"] * 3
    assert look(zhou, "accept", []).status_code == 302
    assert look(zhou, "nonsense", cases).status_code == 302
    assert zhou.get(f"/desk/inbox/bulk/{uuid4()}").status_code == 302


def test_what_is_no_batch_is_refused():
    for batch, why in [
        (Batch("k", "refuse", (1,)), NotInBulk),
        (Batch("k", "accept", tuple(range(bulk.MOST + 1))), TooManyChosen),
    ]:
        with pytest.raises(why):
            batch.check()

"""Nine kinds of party settle a case together: who takes part, the joint meeting, what the reporter reads."""

import html
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.cast import Cast
from tests.web.desk.test_case import address
from wangge.cases.catalogue import enter_catalogue
from wangge.cases.models import Case, Decision, Invited, JointMeeting, Party, PartyKind
from wangge.cases.numbering import number_of, secret_of
from wangge.demo.presets import load
from wangge.journal.actor import SYSTEM
from wangge.journal.models import Entry

LOCAL = "%Y-%m-%dT%H:%M"
COMPANY = {"kind": "property-company", "name": "嘉乐物业", "contact": "13900001234", "part": "joins"}


@pytest.fixture
def nine(cast: Cast) -> Cast:
    """The nine kinds of the preset."""
    PartyKind.objects.all().delete()
    enter_catalogue(
        {"party_kinds": load("jiabei", "party_kinds")["party_kinds"]}, by=SYSTEM, now=timezone.now()
    )
    return cast


def invite(client, case: Case, **party: str):
    return client.post(address(case, "party"), party)


@pytest.mark.row("JB-14")
def test_nine_kinds_of_party_one_leads_and_they_settle_a_case_together(enter, nine, rubbish) -> None:
    """九元共治: 9 kinds, 1 leading and 8; they take part, meet, decide, and the reporter reads what."""
    zhou = enter("zhou")
    form = zhou.get(address(rubbish, "party")).context["form"]
    kinds = [code for code, _word in form.fields["kind"].choices if code]
    assert len(kinds) == 9
    assert list(PartyKind.objects.values_list("leads", flat=True)) == [True] + [False] * 8
    assert "Community party branch" in form.said[0]

    assert invite(zhou, rubbish, kind="party-branch", name="嘉北党支部", part="leads").status_code == 302
    assert invite(zhou, rubbish, **COMPANY).status_code == 302
    assert invite(zhou, rubbish, kind="residents", name="王代表", part="heard").status_code == 302
    page = zhou.get(address(rubbish))
    assert [party.name for party in page.context["more"].parties] == ["嘉北党支部", "嘉乐物业", "王代表"]
    twice = invite(zhou, rubbish, **COMPANY)
    assert (twice.status_code, "takes part in this case already" in twice.text) == (422, True)
    second = invite(zhou, rubbish, kind="police", name="社区民警室", part="leads")
    assert (second.status_code, "嘉北党支部 leads this case" in second.text) == (422, True)
    kept = Entry.objects.filter(verb="case.party_invited").values_list("payload", flat=True)
    assert "王代表" not in str(list(kept)), "the journal keeps kinds, not names"

    gone = Party.objects.get(name="王代表")
    zhou.post(address(rubbish, "party-leaving"), {"party": gone.pk, "reason": "出差"})
    assert invite(zhou, rubbish, kind="residents", name="李代表", part="heard").status_code == 302

    branch, company, li = Party.objects.filter(ended_at=None).order_by("id")
    later = timezone.localtime(timezone.now() + timedelta(days=1)).strftime(LOCAL)
    called = zhou.post(
        address(rubbish, "joint-meeting"),
        {"parties": [branch.pk, company.pk], "place": "议事厅", "meet_at": later, "matter": ""},
    )
    assert called.status_code == 302
    again = zhou.post(
        address(rubbish, "joint-meeting"), {"parties": [branch.pk], "place": "别处", "meet_at": later}
    )
    assert (again.status_code, JointMeeting.objects.count()) == (422, 1)

    said = {
        "came": [branch.pk, li.pk],
        "note": "王主任先发言，物业未到。",
        "rows": "2",
        "text-0": "每天两次清运",
        "party-0": company.pk,
        "due-0": "2026-12-31",
        "text-1": "增设两个桶",
        "party-1": "",
        "due-1": "",
    }
    more = zhou.post(address(rubbish, "joint-minutes"), said | {"do": "add"})
    assert "王主任先发言" in more.text, "adding a row loses nothing"
    assert zhou.post(address(rubbish, "joint-minutes"), said).status_code == 302
    seen = dict(Invited.objects.values_list("party__name", "came"))
    assert seen == {"嘉北党支部": True, "嘉乐物业": False, "李代表": True}
    assert list(Decision.objects.values_list("text", flat=True)) == ["每天两次清运", "增设两个桶"]

    page = zhou.get(address(rubbish))
    assert "王主任先发言" in page.text
    plan = zhou.get(address(rubbish, "plan"))
    assert "每天两次清运" in plan.text, "what was decided stands in the plan of the work already"

    paper = zhou.get(reverse("papers:minutes", args=[number_of(rubbish), JointMeeting.objects.get().pk]))
    assert paper.content[:5] == b"%PDF-"
    assert Entry.objects.filter(verb="print.made", payload__kind="minutes").count() == 1

    report = rubbish.reports.get()
    told = html.unescape(
        zhou.get(reverse("portal:case", args=[number_of(rubbish), secret_of(report)])).content.decode()
    )
    assert "The joint meeting has decided" in told
    assert "每天两次清运" in told
    assert "Property company" in told, "who does it, by kind"
    for inside in ("王主任先发言", "嘉乐物业", "李代表", "1234"):
        assert inside not in told


def test_a_party_is_reached_by_those_who_work_on_the_case_alone(enter, nine, rubbish) -> None:
    zhou = enter("zhou")
    invite(zhou, rubbish, **COMPANY)
    assert "13900001234" in zhou.get(address(rubbish)).text
    masked = enter("he").get(address(rubbish)).text
    assert "13900001234" not in masked
    assert "139****1234" in masked


def test_minutes_of_a_meeting_that_was_not_held_are_not_there(enter, nine, rubbish) -> None:
    zhou = enter("zhou")
    assert zhou.get(reverse("papers:minutes", args=[number_of(rubbish), 1])).status_code == 404
    nothing = zhou.post(address(rubbish, "joint-minutes"), {"note": "没有会议", "rows": "2"})
    assert "No meeting on this case is called." in nothing.text

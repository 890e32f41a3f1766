"""Words kept for replies: offered at their step, chosen, changed and taken away."""

import pytest
from django.utils import timezone

from tests.web.desk.test_case import address
from wangge.cases import actions
from wangge.cases.models import Template
from wangge.journal.models import Entry


@pytest.fixture
def office(enter):
    zhou = enter("zhou")
    words = {"step": "handle", "category": "estate", "name": "已清运", "text": "垃圾已清运，现场已冲洗。"}
    zhou.post("/desk/templates", words)
    return zhou


def test_words_are_offered_at_their_step_for_their_matter(office, enter, cast, rubbish):
    actions.sign(rubbish, by=cast.chen, now=timezone.now())
    kept = Template.objects.get()
    chen = enter("chen")
    assert "垃圾已清运，现场已冲洗。" in chen.get(address(rubbish)).text
    page = chen.get(address(rubbish, "handling"))
    assert [each.name for each in page.context["form"].templates] == ["已清运"]
    filled = chen.get(address(rubbish, "handling"), {"template": kept.pk})
    assert filled.context["form"]["note"].value() == "垃圾已清运，现场已冲洗。"
    assert not chen.get(address(rubbish, "return")).context["form"].templates


def test_the_office_changes_and_takes_away_what_it_kept(office):
    kept = Template.objects.get()
    page = office.get("/desk/templates", {"change": kept.pk})
    assert page.context["form"]["text"].value() == "垃圾已清运，现场已冲洗。"
    told = {"id": kept.pk, "step": "handle", "category": "", "name": "清运", "text": "已清运。"}
    office.post("/desk/templates", told)
    kept.refresh_from_db()
    assert (kept.name, kept.category, kept.text) == ("清运", None, "已清运。")
    office.post("/desk/templates", {"id": kept.pk, "do": "remove"})
    assert not Template.objects.exists()
    verbs = Entry.objects.filter(subject_kind="template").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["template.kept", "template.kept", "template.dropped"]


def test_empty_words_are_not_kept_and_grid_workers_keep_none(office, enter):
    empty = office.post("/desk/templates", {"step": "handle", "name": "", "text": " "})
    assert (empty.status_code, Template.objects.count()) == (422, 1)
    assert enter("chen").get("/desk/templates").status_code == 403

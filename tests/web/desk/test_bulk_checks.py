"""Bulk work skips no check: what it does and refuses is what each action does and refuses by itself."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from tests.web.desk.conftest import GRID_1
from wangge.cases import actions
from wangge.cases.bulk import DEEDS, Batch, advance, chosen
from wangge.cases.models import Case, Category
from wangge.cases.telling import Telling
from wangge.foundation.refusals import Refused
from wangge.journal import actions as journal
from wangge.journal.actor import RESIDENT


def tell(text: str) -> Case:
    now = timezone.now() - timedelta(minutes=5)
    return actions.report(Telling(text, "portal", **GRID_1), by=RESIDENT, now=now).case


def work(case: Case, cast, *, upto: str, unseen: str = "夜间") -> Case:
    """Rubbish of Chen's, so far along the loop."""
    now = timezone.now()
    steps = {
        "signed": lambda: actions.sign(case, by=cast.chen, now=now),
        "handled": lambda: actions.handle(case, note="已清运", unseen=unseen, by=cast.chen, now=now),
        "verified": lambda: actions.verify(case, note="看过了", unseen=unseen, by=cast.he, now=now),
        "closed": lambda: actions.close(case, by=cast.zhou, now=now),
    }
    for state, step in steps.items():
        step()
        if state == upto:
            break
    return case


@pytest.fixture
def crowd(cast) -> list[Case]:
    """A case at every stop of the loop, and verified ones that lack something each."""
    now = timezone.now()
    unsorted, lift, taken, gone = tell("想问问老年大学"), *(tell(f"电梯坏了{n}") for n in range(3))
    actions.accept(taken, by=cast.zhou, now=now)
    actions.refuse(gone, reason="不归这里", referral="12345", by=cast.zhou, now=now)
    ways = [work(tell(f"垃圾没清{state}"), cast, upto=state) for state in ("signed", "handled", "closed")]
    ready, asked = (work(tell(f"垃圾没清{n}"), cast, upto="verified") for n in range(2))
    actions.supervise(asked, opinion="请说明", due=now + timedelta(days=1), by=cast.zhao, now=now)
    bare = work(tell("垃圾没清又没照片"), cast, upto="verified", unseen="")
    Category.objects.filter(code="rubbish").update(evidence=True)
    journal.announce("rules")
    return [unsorted, lift, taken, gone, tell("垃圾没清"), *ways, ready, asked, bare]


FACTS = {"urge": {"note": "请尽快"}, "contact": {"note": "已联系"}}


def alone(case: Case, step: str, facts: dict[str, object], by) -> str:
    """What the action by itself says: nothing where it goes through."""
    sid = transaction.savepoint()
    try:
        DEEDS[step](case, by=by, now=timezone.now(), **facts)
    except Refused as refusal:
        return type(refusal).__name__
    finally:
        transaction.savepoint_rollback(sid)
    return ""


@pytest.mark.parametrize("step", DEEDS)
def test_each_case_of_a_batch_passes_the_very_action_and_the_refused_stay(cast, crowd, step):
    facts = {"dispatch": {"post": cast.posts["chen"], "reason": "一起"}, **FACTS}.get(step, {})
    ids = tuple(case.pk for case in crowd)
    went = set()
    for name in ("zhou", "zhao", "chen", "he", "sun", "qian"):
        by = getattr(cast, name)
        seen = {case.pk: alone(case, step, facts, by) for case in chosen(ids, by=by)}
        expected = {pk: seen.get(pk, "NoSuchCase") for pk in ids}
        before = dict(Case.objects.values_list("pk", "state"))
        sid = transaction.savepoint()
        batch = Batch(str(uuid4()), step, ids, facts)
        came = advance(batch, words=lambda _case, why: type(why).__name__, by=by, now=timezone.now())
        after = dict(Case.objects.values_list("pk", "state"))
        transaction.savepoint_rollback(sid)
        assert dict.fromkeys(came.done, "") | dict(came.refused) == expected, name
        assert all(after[pk] == before[pk] for pk in came.refused)
        went |= set(came.done)
    assert went, "somebody can do it somewhere"
    assert went < set(ids), "and never everywhere"


def test_closing_many_closes_those_that_lack_nothing_and_says_what_the_others_lack(enter, cast, crowd):
    ready, asked, bare = crowd[-3:]
    sent = {"step": "close", "case": [case.pk for case in crowd], "key": str(uuid4())}
    zhou = enter("zhou")
    answer = zhou.post("/desk/inbox/bulk/run", sent)
    page = zhou.get(answer["Location"]).text
    assert "1 done, 10 not" in page
    assert [line.case for line in zhou.get(answer["Location"]).context["done"]] == [ready]
    why = {line.case: line.why for line in zhou.get(answer["Location"]).context["cannot"]}
    assert "supervision" in why[asked]
    assert "photo" in why[bare]
    assert len(why) == len(crowd) - 1
    assert all(why.values())
    states = {case.pk: case.state for case in Case.objects.all()}
    assert [pk for pk, state in states.items() if state == "closed"] == sorted([crowd[7].pk, ready.pk])

"""Many senders at the same moment: the same key is one case, however the requests meet."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from tests.cast import MONDAY, Cast
from tests.crowd import KEPT, execute, standing_town, together
from wangge.cases import actions
from wangge.cases.errors import CaseMoved, NotNow
from wangge.cases.models import Case, Handling, Report
from wangge.cases.telling import Telling
from wangge.journal.actor import RESIDENT
from wangge.journal.models import Entry

RUBBISH = {"text": "楼下垃圾三天没有清运", "lon": 116.005, "lat": 39.005}


@pytest.fixture
def journal_kept_again(django_db_setup, django_db_blocker) -> Iterator[None]:
    """After the test its rows are flushed, which the journal's trigger would forbid; then it stands again."""
    yield
    with django_db_blocker.unblock():
        execute(KEPT)


@pytest.fixture
def town(journal_kept_again, transactional_db) -> Iterator[Cast]:
    with standing_town() as cast:
        yield cast


def send(key: str, **told: Any) -> tuple[int, Any]:
    body = json.dumps(RUBBISH | told)
    headers = {"Idempotency-Key": key, "Accept-Language": "en"}
    answer = Client().post("/api/v1/cases", body, content_type="application/json", headers=headers)
    return answer.status_code, answer.json()


def test_the_same_key_eight_times_at_once_is_one_case(town: Cast) -> None:
    answers = together(8, lambda _: send("k-1"))
    assert sorted(status for status, _ in answers) == [200] * 7 + [201]
    assert len({json.dumps(body, sort_keys=True) for _, body in answers}) == 1
    assert (Case.objects.count(), Report.objects.count()) == (1, 1)
    assert Entry.objects.filter(verb="case.reported").count() == 1


def test_one_key_for_two_reports_at_once_keeps_the_first(town: Cast) -> None:
    answers = together(6, lambda place: send("k-1", text=f"第{place % 2}件事"))
    assert {status for status, _ in answers} == {200, 201, 422}
    assert {body["error"] for status, body in answers if status == 422} == {"key-reused"}
    assert Case.objects.count() == 1


def test_a_step_taken_twice_at_once_is_taken_once(town: Cast) -> None:
    telling = Telling("楼下垃圾", "portal", category="rubbish", lon=116.005, lat=39.005)
    case = actions.report(telling, by=RESIDENT, now=MONDAY).case
    by = town.chen
    actions.sign(case, by=by, now=MONDAY)
    results = together(4, lambda _: actions.handle(Case.objects.get(), note="已清运", by=by, now=MONDAY))
    assert sum(isinstance(each, Handling) for each in results) == 1
    assert all(isinstance(each, Handling | CaseMoved | NotNow) for each in results)
    assert Entry.objects.filter(verb="case.handled").count() == Handling.objects.count() == 1

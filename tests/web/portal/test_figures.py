"""Figures for residents: closed is what offices say, confirmed is what reporters say, counted apart."""

import html
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import MONDAY, Cast
from wangge.cases import actions
from wangge.cases.catalogue import enter_catalogue
from wangge.cases.models import ClockRun, Report
from wangge.cases.public_figures import figures
from wangge.cases.rulebook import rulebook
from wangge.cases.telling import Telling
from wangge.journal.actor import RESIDENT, SYSTEM


@pytest.fixture
def closed(cast: Cast):
    """Reports a case and closes it."""

    def done() -> Report:
        now = timezone.now()
        told = actions.report(
            Telling("楼下垃圾没清运", "portal", lon=116.005, lat=39.005), by=RESIDENT, now=now
        )
        actions.sign(told.case, by=cast.chen, now=now)
        actions.handle(told.case, note="清了", by=cast.chen, now=now)
        actions.verify(told.case, note="看过", by=cast.he, now=now)
        actions.close(told.case, by=cast.zhou, now=now)
        return told

    return done


def test_closed_and_confirmed_are_counted_apart(cast: Cast, closed) -> None:
    good, bad, asked, silent = closed(), closed(), closed(), closed()
    now = timezone.now() + timedelta(minutes=1)
    actions.rate(good, score=5, now=now)
    actions.rate(bad, score=1, now=now)
    actions.call_back(asked.case, outcome="settled", by=cast.zhou, now=now)
    ClockRun.objects.filter(case=silent.case, kind="resolve").update(due_at=now - timedelta(days=9))
    total = figures(now=now, book=rulebook()).total
    assert (total.came, total.closed, total.on_time) == (4, 4, 3)
    assert (total.confirmed, total.denied, total.unsaid) == (2, 1, 1)
    actions.reopen(bad.case, reason="又满了", by=RESIDENT, now=now, report=bad)
    total = figures(now=now, book=rulebook()).total
    assert (total.came, total.closed, total.denied, total.reopened) == (4, 3, 0, 1)


def test_twelve_months_and_only_public_matters_by_name(cast: Cast, closed) -> None:
    closed()
    found = figures(area=cast.community.code, now=timezone.now(), book=rulebook())
    assert len(found.months) == 12
    assert list(found.months.values())[-1].came == 1
    assert [matter.code for matter in found.matters if matter] == ["rubbish"]
    row = {"code": "rubbish", "name": "垃圾", "parent": "estate", "keywords": [], "public": False}
    enter_catalogue({"categories": [row]}, by=SYSTEM, now=MONDAY)
    found = figures(now=timezone.now(), book=rulebook())
    assert list(found.matters) == [None]
    assert figures(area=cast.neighbour.code, now=timezone.now(), book=rulebook()).total.came == 0


def test_the_page_says_what_each_number_means(cast: Cast, closed) -> None:
    visitor = Client(headers={"Accept-Language": "en"})
    assert "No figures yet" in visitor.get("/figures").content.decode()
    closed()
    told = html.unescape(visitor.get("/figures").content.decode())
    assert "closed, nobody has said yet" in told
    assert "The two are counted apart" in told
    assert "100%" in told

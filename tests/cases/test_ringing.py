"""Clocks that run out ring once."""

from datetime import timedelta

from django.db import connection

from tests.cast import MONDAY, Cast
from wangge.cases import actions
from wangge.cases.models import ClockRun
from wangge.cases.ringing import ring
from wangge.cases.telling import Telling
from wangge.journal.actor import RESIDENT
from wangge.journal.models import Entry


def test_a_clock_rings_once_and_the_journal_says_which(cast: Cast) -> None:
    case = actions.report(
        Telling("垃圾没人清运", "portal", lon=116.005, lat=39.005), by=RESIDENT, now=MONDAY
    ).case
    assert ring(now=MONDAY) == 0
    later = MONDAY + timedelta(days=30)
    while ring(now=later, most=2):
        pass
    rang = Entry.objects.filter(verb="case.clock_rang", subject_id=case.pk)
    assert sorted(entry.payload["clock"] for entry in rang) == ["contact", "resolve", "sign"]


def test_a_stopped_clock_never_rings(cast: Cast) -> None:
    case = actions.report(
        Telling("垃圾没人清运", "portal", lon=116.005, lat=39.005), by=RESIDENT, now=MONDAY
    ).case
    actions.sign(case, by=cast.chen, now=MONDAY)
    ring(now=MONDAY + timedelta(days=30))
    assert ClockRun.objects.get(case=case, kind="sign").rang_at is None


def test_looking_for_clocks_uses_their_index(cast: Cast) -> None:
    due = ClockRun.objects.filter(stopped_at=None, paused_at=None, look_at__lt=MONDAY).order_by("look_at")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
    assert "clock_to_ring" in due.explain()

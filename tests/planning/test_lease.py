"""While the ground of a large community is divided the search tells nothing: the job is held nevertheless."""

import threading
from datetime import timedelta

import pytest
from django.db import OperationalError

from tests.cast import MONDAY, Cast
from tests.planning.village import build
from wangge.planning import actions, solving
from wangge.planning.lease import renewed_meanwhile
from wangge.planning.models import Solving
from wangge.planning.solving import LEASE, SILENCE, Beat


@pytest.fixture
def job(cast: Cast) -> Solving:
    build(cast.neighbour)
    draft = actions.open_draft(cast.neighbour, basis="fresh", terms={"k": 6}, by=cast.qian, now=MONDAY)
    actions.ask_solving(draft, seconds=0.3, by=cast.qian, now=MONDAY)
    return solving.claim(now=MONDAY)


def beat_of(job: Solving, *, minutes: float) -> Beat:
    later = MONDAY + timedelta(minutes=minutes)
    return Beat(job, lambda: later, lambda: False, heard=MONDAY)


def test_it_is_renewed_until_the_work_is_done_or_there_is_no_more_to_hold():
    renewed, enough = [], threading.Event()

    def renew() -> bool:
        renewed.append(threading.current_thread().name)
        if len(renewed) == 2:
            raise OperationalError
        if len(renewed) == 3:
            enough.set()
        return len(renewed) < 3

    with renewed_meanwhile(renew, every=0.01):
        assert enough.wait(5)
    assert renewed == ["lease"] * 3, "a database that does not answer once is asked again"
    with renewed_meanwhile(renew, every=60):
        pass
    assert len(renewed) == 3


def test_while_cells_are_drawn_nobody_else_takes_the_job(job, monkeypatch):
    renewed, drawn = threading.Event(), solving.solved

    def slowly(*what: object, **how: object):
        assert renewed.wait(5), "nobody renewed the lease"
        return drawn(*what, **how)

    monkeypatch.setattr(solving, "solved", slowly)
    monkeypatch.setattr(solving, "RENEWED", 0.01)
    monkeypatch.setattr(Beat, "renew", lambda _: renewed.set() is None)
    solving.run(job, clock=lambda: MONDAY)
    job.refresh_from_db()
    assert job.state == "done"


def test_a_renewed_lease_begins_anew(job):
    assert beat_of(job, minutes=0.9).renew()
    after = MONDAY + LEASE + timedelta(seconds=30)
    assert solving.claim(now=after) is None
    assert solving.claim(now=after + LEASE).pk == job.pk


def test_a_job_that_another_took_is_not_held(job):
    other = solving.claim(now=MONDAY + 2 * LEASE)
    beat = beat_of(job, minutes=2)
    assert not beat.renew()
    assert beat.lost
    other.refresh_from_db()
    assert other.lease == MONDAY + 3 * LEASE


def test_what_hangs_is_not_held_for_ever(job):
    assert not beat_of(job, minutes=SILENCE.total_seconds() / 60 + 1).renew()
    assert solving.claim(now=MONDAY + SILENCE).pk == job.pk

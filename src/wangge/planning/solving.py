"""Solving a draft in the background: claimed under a lease, run with progress, its result kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

import structlog
from django.db import models, transaction
from django.db.models import F, Q

from wangge.foundation.calendar import CHINA_TIME
from wangge.foundation.refusals import Refused
from wangge.partition.search import Progress
from wangge.planning.drawing import Result, solved
from wangge.planning.finishing import finish
from wangge.planning.lease import renewed_meanwhile
from wangge.planning.models import Solving
from wangge.planning.reasons import kept_reason

LEASE = timedelta(seconds=60)
RENEWED = 20.0  # seconds: while the ground is divided into cells the search tells nothing yet
SILENCE = timedelta(minutes=15)  # what says nothing for longer hangs, and is another worker's to try
EVERY = timedelta(seconds=1)
TRIES = 3
Clock = Callable[[], datetime]
State = Solving.State
log = structlog.get_logger(__name__)


def run_next(*, clock: Clock, stopping: Callable[[], bool] = lambda: False) -> Solving | None:
    """Claim a solving and run it to its end; None where there was nothing to do.

    Where `stopping` turns true it is left for the next worker.
    """
    job = claim(now=clock())
    if job is None:
        return None
    run(job, clock=clock, stopping=stopping)
    job.refresh_from_db()
    return job


def claim(*, now: datetime) -> Solving | None:
    """Take the oldest solving that waits, or that a worker left when it died; None where there is none.

    One that worker after worker died of is given up.
    """
    left = Q(state=State.RUNNING, lease__lt=now)
    lost = {"state": State.FAILED, "ended_at": now, "error": {"code": "worker-lost"}}
    Solving.objects.filter(left, tries__gte=TRIES).update(**lost)
    to_do = Solving.objects.filter(Q(state=State.WAITING) | left).order_by("id")
    for pk, state, before in to_do.values_list("pk", "state", "claim")[:20]:
        mine = Solving.objects.filter(pk=pk, state=state, claim=before).update(
            state=State.RUNNING, claim=uuid4().hex, lease=now + LEASE, started_at=now, tries=F("tries") + 1
        )
        if mine:
            return Solving.objects.select_related("draft__area", "asked_by").get(pk=pk)
    return None


def run(job: Solving, *, clock: Clock, stopping: Callable[[], bool] = lambda: False) -> None:
    """Run a claimed solving; every failure is written where people can read it."""
    beat = Beat(job, clock, stopping, heard=clock())
    try:
        with renewed_meanwhile(beat.renew, every=RENEWED):
            found = solved(job.draft, job, on=clock().astimezone(CHINA_TIME).date(), progress=beat)
            _end(job, beat, found, now=clock())
    except Refused as reason:
        _fail(job, kept_reason(reason), now=clock())
    except Exception as trouble:
        log.exception("solving failed", solving=job.pk)
        _fail(job, {"code": "trouble", "said": repr(trouble)[:500]}, now=clock())


@dataclass(slots=True)
class Beat:
    """Tells how far a solving is, about once a second, and says whether to go on."""

    job: Solving
    clock: Clock
    stopping: Callable[[], bool]
    heard: datetime
    last: datetime | None = None
    lost: bool = False
    cancelled: bool = False
    stopped: bool = False

    def __call__(self, at: Progress) -> bool:
        """Go on while the job is ours, nobody called it off and the worker is not told to stop."""
        if self.lost or self.cancelled:
            return False
        self.stopped = self.stopping()
        now = self.clock()
        if self.stopped or (self.last and now - self.last < EVERY):
            return not self.stopped
        self.last = self.heard = now
        mine = _mine(self.job)
        self.lost = not mine.update(
            lease=now + LEASE, progress=min(at.done, 1.0), objective=at.objective, outside=at.outside
        )
        self.cancelled = not self.lost and mine.filter(cancel=True).exists()
        return not (self.lost or self.cancelled)

    def renew(self) -> bool:
        """Hold the job while nothing is told yet, for as long as that is no wonder."""
        now = self.clock()
        if self.lost or now - self.heard > SILENCE:
            return False
        self.lost = not _mine(self.job).update(lease=now + LEASE)
        return not self.lost


def _mine(job: Solving) -> models.QuerySet[Solving]:
    return Solving.objects.filter(pk=job.pk, claim=job.claim, state=State.RUNNING)


def _end(job: Solving, beat: Beat, found: Sequence[Result], *, now: datetime) -> None:
    """Keep the result, unless the worker stops (the next one begins again) or the job is another's."""
    if beat.stopped:
        _mine(job).update(state=State.WAITING, progress=0.0, tries=F("tries") - 1)
        return
    with transaction.atomic():
        state = State.CANCELLED if beat.cancelled else State.DONE
        figures = {"objective": found[0].figures["objective"], "outside": found[0].outside}
        if _mine(job).update(state=state, ended_at=now, progress=1.0, **figures):
            made = finish(job, found, now=now)
            Solving.objects.filter(pk=job.pk).exclude(draft=made).update(made=made)


def _fail(job: Solving, error: dict[str, object], *, now: datetime) -> None:
    _mine(job).update(state=State.FAILED, ended_at=now, error=error)

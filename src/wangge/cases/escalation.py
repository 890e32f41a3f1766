"""Who is told about a clock and when: an early warning, the deadline, then rung by rung further up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from wangge.cases.early import rung_at, warn_at
from wangge.cases.pauses import Pause
from wangge.cases.sla import Clock, Limit
from wangge.foundation.calendar import WorkCalendar


@dataclass(frozen=True, slots=True)
class Rung:
    """So long after the deadline somebody `up` levels above the post that has the case is told, as `kind`."""

    after: Limit
    up: int
    kind: str


@dataclass(frozen=True, slots=True)
class Step:
    """A moment at which somebody is told about a clock."""

    at: datetime
    up: int
    kind: str


@dataclass(frozen=True, slots=True)
class Escalation:
    """The rungs above each clock, and the share of its time after which its holder is warned."""

    rungs: Mapping[Clock, Sequence[Rung]]
    warn_share: float

    def steps(
        self,
        kind: Clock,
        limit: Limit | None,
        *,
        started: datetime,
        due: datetime,
        calendar: WorkCalendar,
        pauses: Sequence[Pause] = (),
    ) -> list[Step]:
        """All moments of one clock, in order; the first is the warning, the second the deadline itself.

        A deadline that somebody set (no limit) has no warning of its own.
        """
        warning = due
        if limit is not None:
            warning = min(warn_at(started, due, limit, calendar, share=self.warn_share, pauses=pauses), due)
        above = [
            Step(rung_at(due, rung.after, calendar, pauses=pauses), rung.up, rung.kind)
            for rung in self.rungs.get(kind, ())
        ]
        return [Step(warning, 0, "warning"), Step(due, 0, "ring"), *above]


def ladder(post: int | None, offices: Sequence[int]) -> list[int]:
    """The posts to tell, from whoever has the case upwards: each once, a case without a post from its office.

    `offices` are those over the post's own area, or over the case's where it has no post, lowest first.
    """
    return list(dict.fromkeys([*([post] if post is not None else []), *offices]))

"""How long people take: within their deadline as a rule, by day if it can wait, and sometimes too long."""

from datetime import datetime, time, timedelta
from random import Random

from wangge.cases.models import Case, Urgency
from wangge.cases.sla import Clock
from wangge.foundation.calendar import CHINA_TIME

MORNING, EVENING = time(8), time(21)
# The longest that people usually take, whatever the deadline allows.
USUAL = {
    Clock.SIGN: {Urgency.NORMAL: 240, Urgency.URGENT: 70, Urgency.EMERGENCY: 12},
    Clock.CONTACT: {Urgency.NORMAL: 200, Urgency.URGENT: 60, Urgency.EMERGENCY: 15},
    Clock.RESOLVE: {Urgency.NORMAL: 2600, Urgency.URGENT: 700, Urgency.EMERGENCY: 70},
}
SLOW = ((Clock.RESOLVE, 0.08), (Clock.SIGN, 0.05), (Clock.CONTACT, 0.05))


def slowness(random: Random) -> Clock | None:
    """The clock that a case will miss, mostly none."""
    drawn = random.random()
    for clock, share in SLOW:
        if drawn < share:
            return clock
        drawn -= share
    return None


def until_met(case: Case, clock: Clock, *, slow: bool, now: datetime, random: Random) -> timedelta:
    """How long whoever has the case takes to stop this clock."""
    run = case.clocks.filter(kind=clock.value, stopped_at=None).order_by("id").last()
    usual = timedelta(minutes=USUAL[clock][Urgency(case.urgency)] * random.uniform(0.12, 1))
    if run is None or run.due_at <= now:
        return usual
    left = run.due_at - now
    if slow:
        return left + min(left, timedelta(days=1)) * random.uniform(0.08, 0.6)
    wait = min(usual, left * random.uniform(0.15, 0.85))
    shifted = by_day(now + wait, random=random) - now
    return shifted if case.urgency == Urgency.NORMAL and shifted < left else wait


def some(least: float, most: float, *, now: datetime, random: Random) -> timedelta:
    """Between so many minutes, by day: for what nobody waits for."""
    return by_day(now + timedelta(minutes=random.uniform(least, most)), random=random) - now


def by_day(moment: datetime, *, random: Random) -> datetime:
    """The moment itself, or the next morning if it is at night."""
    local = moment.astimezone(CHINA_TIME)
    if MORNING <= local.time() < EVENING:
        return moment
    day = local.date() + timedelta(days=local.time() >= EVENING)
    return datetime.combine(day, MORNING, CHINA_TIME) + timedelta(minutes=random.uniform(5, 100))

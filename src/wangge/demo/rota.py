"""The telephone of day and night in the demo: the office's numbers, months by turns, a gap, a swap."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from wangge.accounts.models import Role
from wangge.demo.presets import load
from wangge.demo.staff import Member
from wangge.foundation.calendar import CHINA_TIME
from wangge.places.models import Area
from wangge.staffing import duty, rota
from wangge.staffing.queries import actor_of

WATCHES = 6  # grid workers who take turns beside the office


def enter_rota(preset: str, community: Area, staff: Sequence[Member], *, now: datetime) -> None:
    """Enter the numbers and make the rota of this month and the next two by turns."""
    office = load(preset, "office")
    today = now.astimezone(CHINA_TIME).date()
    desk = [member.account for member in staff if member.role == Role.COMMUNITY]
    grids = [member.account for member in staff if member.role == Role.GRID_WORKER][:WATCHES]
    by = actor_of(desk[0], on=today)
    duty.keep_numbers(community, duty.Numbers(**office["numbers"]), by=by, now=now)
    first = today.replace(day=1)
    turns = [account.pk for account in (*desk, *grids)]
    duty.keep_turns(community, starts=office["starts"], turns=turns, since=first, by=by, now=now)
    for _month in range(3):
        duty.fill_month(community, first=first, by=by, now=now)
        first = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    coming = list(rota.shifts(community, now + timedelta(days=9), now + timedelta(days=40)))
    duty.drop_shift(coming[1], by=by, now=now)
    covered, asked = coming[4], coming[7]
    stranger = next(pk for pk in turns if pk != covered.account_id)
    duty.give_shift(covered, account=stranger, by=by, now=now)
    theirs = actor_of(asked.account, on=today)
    colleague = next(account.pk for account in desk if account.pk != asked.account_id)
    duty.ask_colleague(asked, to=colleague, by=theirs, now=now)

"""All that the reporter's own page of a case says."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from wangge.cases.following import STANDS, Following, follow, photos_for
from wangge.cases.models import Hold, Report
from wangge.cases.numbering import number_of
from wangge.cases.steps_told import Told
from wangge.cases.workflow import Standing, State, allowed
from wangge.foundation.calendar import CHINA_TIME
from wangge.staffing.cards import Holder, holders
from wangge.web.reckoning import words

FOLD, LAST = 3, 7  # what is not worth folding away, and how many of very many steps stay
CHECKED = {"handled", "verified"}  # the promise is kept or broken by now: the time of the check counts


def facts(report: Report, *, now: datetime) -> dict[str, Any]:
    """What the page shows of a report and its case."""
    found = follow(report)
    case, hold = found.case, found.behind.hold
    may = {row.name for row in allowed(State(case.state), [Standing.REPORTER])}
    own, after = photos_for(report)
    since = _recent(found.steps)
    people = _people(found, now)
    return {
        "found": found,
        "behind": found.behind,
        "case": case,
        "number": number_of(report.first_case or case),
        "now": now,
        "own": own,
        "after": after,
        "folded": found.steps[:since],
        "steps": found.steps[since:],
        "people": people,
        "holder": case.post.name if case.post and not people else "",
        "asked": hold if hold and hold.kind == Hold.Kind.WAITING else None,
        "shelved": hold if hold and hold.kind == Hold.Kind.SHELVED else None,
        "merged_into": number_of(case) if report.first_case_id else "",
        "parts": _parts(found),
        "reckoning": _reckoning(found),
        "late": _late(found, now),
        "late_check": bool(case.state in CHECKED and found.step_due and found.step_due <= now),
        "promised": found.current and found.due_at and case.state not in CHECKED,
        "may_rate": "rate" in may and found.rating is None,
        "may_reopen": "reopen" in may,
        "may_add": "supplement" in may,
    }


def _recent(steps: Sequence[Told]) -> int:
    """Where the steps of now begin: at the last reopening, and never more than a page of them."""
    opened = max((n for n, step in enumerate(steps) if step.verb == "case.reopened"), default=0)
    since = max(opened, len(steps) - LAST)
    return since if since > FOLD else 0


def _people(found: Following, now: datetime) -> tuple[Holder, ...]:
    """Who has it now, where they stand on the public card; of other posts the name of the post is enough."""
    if not found.person_shown:
        return ()
    return holders(post=found.case.post_id, on=now.astimezone(CHINA_TIME).date())


def _late(found: Following, now: datetime) -> bool:
    due = found.due_at
    return bool(found.current and due and due <= now and not found.stands_still)


def _parts(found: Following) -> list[tuple[str, str | Promise, str, datetime | None, str]]:
    """The parts: title, state in words and as its code, when due, who has it."""
    return [
        (
            part.case.title,
            STANDS[State(part.case.state)],
            part.case.state,
            part.due_at,
            part.case.post.name if part.case.post else "",
        )
        for part in found.behind.parts
    ]


def _reckoning(found: Following) -> list[str]:
    """How the time is reckoned, line by line, without who granted what, nor what was asked of others."""
    if found.clock is None or not found.current:
        return []
    bare: dict[str, object] = {"label": ""} if found.brought else {"label": "", "reason": ""}
    return [words({**line, **{k: v for k, v in bare.items() if k in line}}) for line in found.clock.lines]

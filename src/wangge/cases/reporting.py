"""The pieces of taking a report in: an earlier one under the same key, the case, the rows."""

from collections.abc import Sequence
from datetime import datetime

from wangge.cases import clocks
from wangge.cases.errors import KeyReused
from wangge.cases.models import Assignment, Case, ClockRun, Report, State, Urgency
from wangge.cases.rulebook import Rulebook
from wangge.cases.sending import Route
from wangge.cases.siting import Site
from wangge.cases.sla import Clock
from wangge.cases.telling import Telling
from wangge.journal.actor import Actor
from wangge.journal.prepared import PreparedInsert


def earlier(telling: Telling, book: Rulebook) -> Report | None:
    """The report already made under this key, or None; refuses a key used for something else."""
    channel = book.channel(telling.channel)
    if telling.key is None:
        return None
    found = Report.objects.filter(channel=channel, key=telling.key).select_related("case").first()
    if found and found.digest != telling.digest:
        raise KeyReused
    return found


def new_case(telling: Telling, place: Site, *, now: datetime, book: Rulebook) -> Case:
    """The case (unsaved) that a telling makes: classified where it says so or the classifier is sure."""
    thought = book.guesser.guess(telling.text)
    category = (
        book.category(telling.category) if telling.category else book.categories.get(thought.category or 0)
    )
    return Case(
        reported_at=now,
        title=telling.title,
        text=telling.text.strip(),
        urgency=telling.urgency or (category.urgency if category else Urgency.NORMAL),
        channel=book.channel_in_use(telling.channel),
        category=category,
        area=book.areas[place.area],
        grid_id=place.grid,
        building_id=place.building,
        lon=place.lon,
        lat=place.lat,
        address=telling.address.strip()[:200],
        guess_id=thought.best,
        guess_margin=thought.margin,
        guess_model=thought.model,
    )


OPEN, GIVE, TELL = PreparedInsert(Case), PreparedInsert(Assignment), PreparedInsert(Report)


def write_case(
    telling: Telling, case: Case, way: Route, *, by: Actor, now: datetime, book: Rulebook
) -> Report:
    """Insert the case, its report, its assignment and its clocks: four statements."""
    insert_cases([(case, way)], now=now, book=book)
    told = new_report(telling, case, by=by, now=now, book=book)
    return TELL(told)


def insert_cases(routed: Sequence[tuple[Case, Route]], *, now: datetime, book: Rulebook) -> None:
    """Insert cases, their assignments and their clocks: three statements, however many cases there are."""
    runs: list[ClockRun] = []
    for case, way in routed:
        own = clocks.reckon_all(case, Clock.SIGN, Clock.CONTACT, Clock.RESOLVE, start=now, book=book)
        case.post_id = way.post
        case.state = State.REPORTED if way.triage or way.post is None else State.DISPATCHED
        case.due_at = min((run.due_at for run in own), default=None)
        runs += own
    one = len(routed) == 1  # the request of somebody; many come from a file
    cases = [case for case, _ in routed]
    _ = OPEN.few(cases) if one else Case.objects.bulk_create(cases)
    given = [
        Assignment(case=case, post_id=way.post, at=now, rule_id=way.rule.id if way.rule else None)
        for case, way in routed
        if way.post is not None
    ]
    _ = GIVE.few(given) if one else Assignment.objects.bulk_create(given)
    _ = clocks.START.few(runs) if one else ClockRun.objects.bulk_create(runs)


def new_report(
    telling: Telling, case: Case, *, home: str = "", by: Actor, now: datetime, book: Rulebook
) -> Report:
    """The report (unsaved) that a telling makes of a case."""
    return Report(
        case=case,
        at=telling.told_at or now,
        channel=book.channel_in_use(telling.channel),
        key=telling.key,
        digest=telling.digest,
        text=telling.text.strip(),
        name=telling.name.strip()[:40],
        phone=telling.phone.strip()[:20],
        home=home.strip()[:80],
        account_id=by.account,
    )

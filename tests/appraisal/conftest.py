"""What the stories of figures share: cases led through their lives, and browsers."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from tests.cast import MONDAY, Cast
from wangge.cases import actions
from wangge.cases.models import Case, Report
from wangge.cases.telling import Telling
from wangge.journal.actor import RESIDENT, Actor

GRID_1 = {"lon": 116.005, "lat": 39.005}
GRID_2 = {"lon": 116.015, "lat": 39.005}
HOUR = timedelta(hours=1)


def tell(
    text: str = "楼下垃圾三天没有清运",
    channel: str = "portal",
    *,
    at: datetime = MONDAY,
    place: dict[str, float] = GRID_1,
    by: Actor = RESIDENT,
    phone: str = "13800008000",
    category: str = "rubbish",
) -> Report:
    """A report as anybody makes one."""
    telling = Telling(text, channel, **place, phone=phone, category=category)
    return actions.report(telling, by=by, now=at)


def live(
    cast: Cast,
    report: Report,
    *,
    at: datetime = MONDAY + HOUR,
    talk: bool = True,
    late: timedelta | None = None,
) -> Case:
    """Sign, talk, handle, verify and close a case of grid 1 or 2."""
    case = report.case
    worker, witness = (cast.chen, cast.he) if case.post_id == cast.posts["chen"] else (cast.wu, cast.zhou)
    actions.sign(case, by=worker, now=at)
    if talk:
        actions.contact(case, note="已联系", by=worker, now=at)
    done = at + (late or timedelta())
    actions.handle(case, note="已清运", by=worker, now=done)
    actions.verify(case, note="现场已清", by=witness, now=done)
    actions.close(case, by=cast.zhao if witness is cast.zhou else cast.zhou, now=done)
    return case


def by_department(cast: Cast, *, at: datetime = MONDAY, work: timedelta = HOUR) -> Case:
    """A burst pipe that the water department mends, within so long."""
    report = tell("水管漏水", at=at, category="water")
    case = report.case
    actions.sign(case, by=cast.sun, now=at + timedelta(minutes=10))
    actions.contact(case, note="已联系", by=cast.sun, now=at + timedelta(minutes=20))
    actions.handle(case, note="已修好", by=cast.sun, now=at + work)
    actions.verify(case, note="不漏了", by=cast.he, now=at + work)
    actions.close(case, by=cast.zhou, now=at + work)
    return case


@pytest.fixture
def enter(cast: Cast, settings) -> Callable[[str], Client]:
    """`enter("zhao")` is Zhao's browser, in English."""

    def browser(name: str) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        client.force_login(cast.account[name], backend="wangge.web.known.KnownBackend")
        return client

    return browser

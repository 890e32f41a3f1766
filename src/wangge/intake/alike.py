"""Cases that may be what a caller is telling right now, before it is filed."""

from datetime import datetime

from wangge.cases.lookalikes import Lookalike, lookalikes
from wangge.cases.rulebook import rulebook
from wangge.cases.siting import site
from wangge.cases.sought import Sought
from wangge.cases.telling import Telling
from wangge.foundation.calendar import CHINA_TIME
from wangge.foundation.refusals import Refused
from wangge.journal import editions
from wangge.journal.actor import Actor


def alike(telling: Telling, *, by: Actor, now: datetime, most: int = 3) -> list[Lookalike]:
    """The open or lately closed cases that a telling may repeat; none where it is not told far enough yet."""
    stamps = editions.current()
    book = rulebook(stamps)
    try:
        telling.check(now=now)
        place = site(telling, on=now.astimezone(CHINA_TIME).date(), book=book, editions=stamps)
        sought = Sought.told(telling, place, book=book, now=now)
    except Refused:
        return []
    return lookalikes(sought, by=by, now=now, most=most)

"""May a notice in force be why? Shown before a report is sent; it never stands in the way of one."""

from datetime import datetime

from wangge.cases.rulebook import rulebook
from wangge.cases.siting import site
from wangge.cases.sought import Sought
from wangge.foundation.calendar import CHINA_TIME
from wangge.foundation.refusals import Refused
from wangge.journal import editions
from wangge.notices.board import explaining
from wangge.notices.models import Notice
from wangge.web.portal.drafts import Draft


def explained(draft: Draft, *, now: datetime) -> list[Notice]:
    """Notices that may explain what is being reported; nothing where the place makes no sense."""
    telling, stamps = draft.telling(), editions.current()
    book = rulebook(stamps)
    try:
        place = site(telling, on=now.astimezone(CHINA_TIME).date(), book=book, editions=stamps)
    except Refused:
        return []
    matter = Sought.told(telling, place, book=book, now=now).category
    return explaining(telling.text, place, category=matter, now=now)

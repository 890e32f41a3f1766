"""How a case is told in a word: the tone of its state and the words for what was done with it."""

from datetime import datetime

from django.utils.translation import gettext

from wangge.cases.models import Case
from wangge.web.deeds import DEEDS, LATE
from wangge.web.times import SOON

LATE_VERBS = LATE | {"case.sent_back", "case.reopened"}
DONE_VERBS = {"case.closed", "case.verified"}
FRESH = {"reported": "new", "accepted": "new", "verified": "done", "closed": "done", "refused": "quiet"}


def happened(verb: str) -> str:
    """What somebody did with a case, in words."""
    return gettext(DEEDS[verb][0]) if verb in DEEDS else ""


def tone_of_verb(verb: str) -> str:
    """The tone of what happened."""
    if verb in LATE_VERBS:
        return "late"
    return "done" if verb in DONE_VERBS else "new" if verb == "case.reported" else "doing"


def tone_of(case: Case, now: datetime) -> str:
    """The tone of a case as it stands: its deadline first, else its state."""
    if case.due_at and case.state not in {"closed", "refused"}:
        if case.due_at <= now:
            return "late"
        if case.due_at - now <= SOON:
            return "soon"
    return FRESH.get(case.state, "doing")

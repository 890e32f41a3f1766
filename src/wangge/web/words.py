"""How a case is told in a word: the tone of its state and the words for what happened to it."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from wangge.cases.models import Case
from wangge.web.times import SOON

HAPPENED = {
    "case.reported": _("was reported"),
    "case.accepted": _("was accepted"),
    "case.refused": _("was refused"),
    "case.classified": _("was sorted"),
    "case.located": _("was put on the map"),
    "case.dispatched": _("was dispatched"),
    "case.signed": _("was signed for"),
    "case.returned": _("was returned"),
    "case.passed_up": _("was passed up"),
    "case.contacted": _("was talked over with the reporter"),
    "case.handled": _("was handled"),
    "case.verified": _("was verified"),
    "case.sent_back": _("was sent back to be done again"),
    "case.closed": _("was closed"),
    "case.called_back": _("was called back about"),
    "case.rated": _("was rated"),
    "case.reporter_rated": _("was rated by its handler"),
    "case.reopened": _("was opened again"),
    "case.clock_rang": _("ran out of time"),
    "photo.attached": _("was given a photo"),
}
LATE_VERBS = {"case.clock_rang", "case.sent_back", "case.reopened"}
DONE_VERBS = {"case.closed", "case.verified"}
FRESH = {"reported": "new", "accepted": "new", "verified": "done", "closed": "done", "refused": "quiet"}


def happened(verb: str) -> str:
    """What happened to a case, in words."""
    return str(HAPPENED.get(verb, verb))


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

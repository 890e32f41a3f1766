"""What is missing, in words: refusals of the loop name their facts by codes, people read these."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from wangge.cases.closing import Lack
from wangge.cases.errors import Missing, NotReady
from wangge.cases.models import Five
from wangge.foundation.refusals import Refused
from wangge.web.middleware import told

NEEDS = {
    "reason": gettext_lazy("why"),
    "referral": gettext_lazy("where to go instead"),
    "category": gettext_lazy("what it is about"),
    "point": gettext_lazy("the point on the map"),
    "note": gettext_lazy("what was done or said"),
    "post": gettext_lazy("who takes care of it"),
    "posts": gettext_lazy("which units are called"),
    "place": gettext_lazy("where to meet"),
    "meet_at": gettext_lazy("when to meet"),
    "answer": gettext_lazy("whether you are coming"),
    "tasks": gettext_lazy("the steps of the work"),
    "title": gettext_lazy("what is to be done"),
    "outcome": gettext_lazy("what came of it"),
    "until": gettext_lazy("until when"),
    "amount": gettext_lazy("how much more time"),
    "opinion": gettext_lazy("what has to be done"),
    "due": gettext_lazy("by when"),
    "role": gettext_lazy("which of the five persons"),
    "account": gettext_lazy("a person who works here"),
    "into": gettext_lazy("the other case"),
    "parts": gettext_lazy("the parts"),
    "score": gettext_lazy("a score from 1 to 5"),
    "signers": gettext_lazy("the names of those who sign"),
    "name": gettext_lazy("a name"),
    "text": gettext_lazy("the words"),
    "step": gettext_lazy("which step it is for"),
}
LACKS = {
    "person": gettext_lazy("nobody is named who {role}"),
    "apart": gettext_lazy("whoever supervises must not be the one who solves it"),
    "task": gettext_lazy("the step “{title}” is not done"),
    "part": gettext_lazy("its part {number} is not closed"),
    "appeal": gettext_lazy("a dispute or an appeal is not decided"),
    "supervision": gettext_lazy("a supervision is not answered"),
    "whistle": gettext_lazy("a meeting that was called is not concluded"),
    "photo": gettext_lazy("no photo shows the work, and nobody said why there is none"),
}


def lack_words(lack: Lack) -> str:
    """One thing that is missing before a case may be closed."""
    told = LACKS.get(lack.code)
    if told is None:
        return " ".join([lack.code, *lack.facts.values()])
    facts = {**lack.facts, "role": role_word(lack.facts["role"])} if "role" in lack.facts else lack.facts
    return str(told).format(**facts)


def role_word(role: str) -> str:
    """One of the five persons as part of a sentence."""
    return str(Five(role).label)


def lacks_told(lacks: Iterable[Lack]) -> str:
    """All that is missing, in one sentence part."""
    return pgettext("between things that are missing", "; ").join(map(lack_words, lacks))


def refusal_words(refusal: Refused, lacks: Iterable[Lack] = ()) -> str:
    """A refusal in words; `lacks` are what closing lacks, where it was refused for that."""
    if isinstance(refusal, NotReady) and (missing := lacks_told(lacks)):
        return _("It cannot be closed yet: {what}.").format(what=missing)
    if isinstance(refusal, Missing):
        what = NEEDS.get(str(refusal.facts.get("what")))
        return _("Please fill in: {what}.").format(what=what or refusal.facts.get("what"))
    return told(refusal)

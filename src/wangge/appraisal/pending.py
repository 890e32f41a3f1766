"""What was asked to be left out: of a case, of all that somebody may see, and what waits for them."""

from django.db.models import Prefetch, Q, QuerySet

from wangge.accounts.models import Role
from wangge.appraisal.errors import NoSuchExclusion
from wangge.appraisal.models import Exclusion, Review
from wangge.cases.models import Case
from wangge.journal.actor import Actor


def exclusions_of(case: Case) -> list[Exclusion]:
    """What was asked for about a case, the latest first: one statement, two where there is any."""
    return list(_with_all(Exclusion.objects.filter(case=case)))


def exclusions(by: Actor) -> "QuerySet[Exclusion]":
    """Those of cases that the actor may see."""
    seen = Case.objects.seen_by(by).values("pk")
    return _with_all(Exclusion.objects.filter(case__in=seen))


def _with_all(found: "QuerySet[Exclusion]") -> "QuerySet[Exclusion]":
    reviews = Prefetch("reviews", Review.objects.select_related("by"))
    rows = found.select_related("case__area", "case__category", "ground", "post", "asked_by")
    return rows.defer("case__area__outline").prefetch_related(reviews).order_by("-pk")


def find_exclusion(pk: int, *, by: Actor) -> Exclusion:
    """The exclusion, where the actor may see its case: two statements."""
    found = exclusions(by).filter(pk=pk).first() if pk < 2**62 else None
    if found is None:
        raise NoSuchExclusion
    return found


def waiting(by: Actor) -> "QuerySet[Exclusion]":
    """Those that wait for the actor's level and were not asked for, nor reviewed before, by themselves."""
    where = Q(pk__in=[])
    for role, state in ((Role.STREET, Exclusion.State.ASKED), (Role.COMMAND, Exclusion.State.PASSED)):
        for path in by.paths(role):
            where |= Q(state=state, case__area__path__startswith=path)
    others = Exclusion.objects.filter(where).exclude(asked_by=by.account).exclude(reviews__by=by.account)
    return _with_all(others)

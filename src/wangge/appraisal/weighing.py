"""Setting what rates weigh: a new scheme each time, saved only if its weights add up to 100."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from wangge.accounts.models import Role
from wangge.appraisal.errors import BadWeight, SourceMissing, WeightsOver, WeightsShort
from wangge.appraisal.models import Rate, Scheme, Weight
from wangge.appraisal.scoring import WHOLE, gap
from wangge.cases.errors import NotYours
from wangge.cases.rulebook import Rulebook
from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.places.models import Area

WEIGHERS = (Role.COMMAND, Role.ADMINISTRATOR)


@transaction.atomic
def set_weights(
    area: Area | None,
    *,
    kind: str,
    weights: Mapping[str, int],
    provenance: str,
    since: date,
    by: Actor,
    now: datetime,
) -> Scheme:
    """Say what rates weigh for a kind of unit in an area, from a day on; earlier ones stay as they were."""
    if area is None or not by.holds(*WEIGHERS, path=area.path):
        raise NotYours
    given = {rate: points for rate, points in weights.items() if points}
    if not all(rate in Rate.values and 0 < points <= WHOLE for rate, points in given.items()):
        raise BadWeight
    if (missing := gap(given)) > 0:
        raise WeightsShort(total=WHOLE - missing, missing=missing)
    if missing < 0:
        raise WeightsOver(total=WHOLE - missing, over=-missing)
    if not provenance.strip():
        raise SourceMissing
    scheme = Scheme.objects.create(
        area=area,
        kind=Scheme.Kind(kind),
        since=since,
        provenance=provenance.strip()[:300],
        made_at=now,
        made_by_id=by.account,
    )
    Weight.objects.bulk_create(
        Weight(scheme=scheme, rate=rate, points=points) for rate, points in given.items()
    )
    facts = {"kind": kind, "weights": given, "area": area.code, "since": str(since)}
    journal.append("scheme.set", subject=("scheme", scheme.pk), by=by, now=now, payload=facts)
    return scheme


def schemes(kind: str, *, on: date) -> list[Scheme]:
    """The schemes of a kind that had begun on a day, the latest first: two statements."""
    begun = Scheme.objects.filter(kind=kind, since__lte=on).select_related("area", "made_by")
    return list(begun.defer("area__outline").prefetch_related("weights"))


def scheme_for(path: str, known: list[Scheme]) -> Scheme | None:
    """The scheme that holds at a path: of the nearest area above it, the latest."""
    holding = [each for each in known if path.startswith(each.area.path if each.area else "")]
    return max(
        holding,
        key=lambda each: (len(each.area.path if each.area else ""), each.since, each.pk),
        default=None,
    )


def own_area(by: Actor, *, book: Rulebook) -> Area | None:
    """The widest area for which the actor may set weights."""
    held = by.paths(*WEIGHERS)
    mine = [area for area in book.areas.values() if held and area.path.startswith(held)]
    return min(mine, key=lambda area: (len(area.path), area.code), default=None)

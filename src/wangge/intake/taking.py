"""Taking a report down at the desk: filed or joined, with its petition, and settled at once where one may."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from wangge.cases import actions
from wangge.cases.joining import Signer
from wangge.cases.models import Case, Report
from wangge.cases.photos import Picture, attach
from wangge.cases.rulebook import rulebook
from wangge.cases.telling import Telling
from wangge.foundation.refusals import Refused
from wangge.journal.actor import Actor


@dataclass(frozen=True, slots=True)
class Taken:
    """What a taking down made: the report, those of the signers, and why it could not be settled at once."""

    report: Report
    signers: tuple[Report, ...] = ()
    unsettled: Refused | None = None


@transaction.atomic
def take_down(
    telling: Telling,
    *,
    pictures: Sequence[Picture] = (),
    signers: Sequence[Signer] = (),
    into: Case | None = None,
    settled: str = "",
    by: Actor,
    now: datetime,
) -> Taken:
    """File a report, or join it to a case that is the same matter; the same key again changes nothing.

    `signers` make it a petition; `settled` says what settled it on the spot: where the actor may not settle
    it, it is filed all the same.
    """
    if earlier := taken_before(telling):
        return Taken(earlier, _signed(earlier))
    if into is None:
        told = actions.report(telling, pictures=pictures, by=by, now=now)
    else:
        told = actions.join(into, telling, by=by, now=now)
        for picture in pictures:
            attach(told.case, picture, step="report", by=by, now=now)
    signed = tuple(actions.petition(told, telling, signers, by=by, now=now)) if signers else ()
    return Taken(told, signed, _settle(told.case, settled, by=by, now=now) if settled.strip() else None)


def taken_before(telling: Telling) -> Report | None:
    """What this key made already. A key used for something else is refused by the report itself."""
    if telling.key is None:
        return None
    channel = rulebook().channel(telling.channel)
    same = Report.objects.filter(channel=channel, key=telling.key, digest=telling.digest)
    return same.select_related("case").first()


def _signed(report: Report) -> tuple[Report, ...]:
    return tuple(Report.objects.filter(case=report.case_id, key__startswith=f"{report.key}/").order_by("id"))


def _settle(case: Case, note: str, *, by: Actor, now: datetime) -> Refused | None:
    try:
        with transaction.atomic():
            actions.settle(case, note=note.strip(), by=by, now=now)
    except Refused as reason:
        return reason
    return None

"""Several parties on one case (九元共治): who takes part, joint meetings, and what they decide."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from wangge.cases.errors import (
    LedAlready,
    MeetingCalled,
    Missing,
    NoMeeting,
    NoSuchParty,
    NoSuchPartyKind,
    TakesPartAlready,
)
from wangge.cases.models import Case, Decision, Invited, JointMeeting, Party, PartyKind
from wangge.cases.moves import ahead, begin
from wangge.journal.actor import Actor


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision to be written down: what, which party does it, by which day."""

    text: str
    party: int | None = None
    due: date | None = None


@transaction.atomic
def invite_party(
    case: Case, *, kind: str, name: str, contact: str = "", part: str, by: Actor, now: datetime
) -> Party:
    """Let a unit or a person take part. The journal keeps the kind of party, not who it is."""
    step = begin(case, "invite_party", by=by, kind=kind, part=part)
    called = name.strip()
    if not called:
        raise Missing(what="name")
    if part not in Party.Part.values:
        raise Missing(what="part")
    known = PartyKind.objects.filter(code=kind).first()
    if known is None:
        raise NoSuchPartyKind
    there = Party.objects.filter(case=case, ended_at=None)
    if there.filter(kind=known, name=called).exists():
        raise TakesPartAlready(name=called)
    if part == Party.Part.LEADS and (leader := there.filter(part=part).first()):
        raise LedAlready(name=leader.name)
    step.take(now=now)
    return Party.objects.create(
        case=case, kind=known, name=called[:60], contact=contact.strip()[:40], part=part, at=now,
        by_id=by.person,
    )  # fmt: skip


@transaction.atomic
def drop_party(case: Case, *, party: int, reason: str, by: Actor, now: datetime) -> Party:
    """A party takes part no longer; what it did stays."""
    gone = Party.objects.select_related("kind").filter(case=case, ended_at=None, pk=party).first()
    kind = gone.kind.code if gone else None
    step = begin(case, "drop_party", by=by, party=party, kind=kind, reason=reason)
    if gone is None:
        raise NoSuchParty
    ended = {"ended_at": now, "ended_by": by.person, "ending": reason.strip()[:200]}
    if not Party.objects.filter(pk=gone.pk, ended_at=None).update(**ended):
        raise NoSuchParty
    step.take(now=now)
    return gone


@transaction.atomic
def meet(
    case: Case,
    *,
    parties: Collection[int],
    place: str,
    meet_at: datetime,
    matter: str = "",
    by: Actor,
    now: datetime,
) -> JointMeeting:
    """Call parties of the case to a joint meeting."""
    called, where = sorted(set(parties)), place.strip()
    step = begin(case, "meet", by=by, parties=called, place=where, meet_at=meet_at.isoformat())
    if JointMeeting.objects.filter(case=case, ended_at=None).exists():
        raise MeetingCalled
    _expect(case, called)
    meeting = JointMeeting.objects.create(
        case=case,
        at=now,
        by_id=by.person,
        place=where[:200],
        meet_at=ahead(meet_at, now=now),
        matter=matter.strip() or case.title,
    )
    Invited.objects.bulk_create(Invited(meeting=meeting, party_id=party) for party in called)
    step.take(now=now)
    return meeting


@transaction.atomic
def minute(
    case: Case,
    *,
    came: Collection[int] = (),
    note: str,
    decisions: Sequence[Decided] = (),
    by: Actor,
    now: datetime,
) -> JointMeeting:
    """Write down who came, what was said, and what was decided; whoever came uninvited counts too."""
    told = [each.text.strip() for each in decisions]
    step = begin(case, "minute", by=by, note=note, decisions=told, came=len(set(came)))
    meeting = JointMeeting.objects.filter(case=case, ended_at=None).first()
    if meeting is None:
        raise NoMeeting
    if not all(told):
        raise Missing(what="decision")
    _expect(case, {*came, *(each.party for each in decisions if each.party)})
    invited = Invited.objects.filter(meeting=meeting)
    invited.update(came=False)
    known = set(invited.values_list("party", flat=True))
    invited.filter(party__in=came).update(came=True)
    Invited.objects.bulk_create(
        Invited(meeting=meeting, party_id=party, came=True) for party in sorted(set(came) - known)
    )
    Decision.objects.bulk_create(
        Decision(meeting=meeting, order=n, text=each.text.strip()[:120], party_id=each.party, due=each.due)
        for n, each in enumerate(decisions, start=1)
    )
    meeting.ended_at, meeting.ended_by_id, meeting.minutes = now, by.person, note
    meeting.save(update_fields=["ended_at", "ended_by", "minutes"])
    step.take(now=now)
    return meeting


def _expect(case: Case, parties: Collection[int]) -> None:
    """All of them take part in the case."""
    if parties and Party.objects.filter(case=case, ended_at=None, pk__in=parties).count() < len(parties):
        raise NoSuchParty

"""Many cases at once: each goes through its own action and all its checks; none is skipped, none done twice.

A batch has a key. What came of it stands in the journal, so that the same batch sent again does only what is
left of it.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from wangge.accounts.models import Account
from wangge.cases import actions
from wangge.cases.closing import Lack, lacks
from wangge.cases.errors import Missing, NoSuchCase, NotNow, NotReady, NotYours
from wangge.cases.filter_errors import KeyOfAnother, NothingChosen, NotInBulk, TooManyChosen
from wangge.cases.models import Case, State
from wangge.cases.rulebook import Rulebook
from wangge.cases.standing import standing
from wangge.cases.workflow import BY_NAME
from wangge.foundation.refusals import Refused
from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.journal.models import Entry

MOST = 200
CHUNK = 20
VERB = "cases.bulk"
DEEDS: dict[str, Callable[..., object]] = {
    "accept": actions.accept,
    "dispatch": actions.dispatch,
    "urge": actions.urge,
    "contact": actions.contact,
    "close": actions.close,
}
Words = Callable[[Case | None, Refused], str]


@dataclass(frozen=True, slots=True)
class Batch:
    """A step to be taken with many cases; the key is the sender's own."""

    key: str
    step: str
    cases: tuple[int, ...]
    facts: Mapping[str, object] = field(default_factory=dict)

    def check(self) -> None:
        """Refuse what is no step for many, nothing, or too much."""
        if self.step not in DEEDS:
            raise NotInBulk
        if not self.cases:
            raise NothingChosen
        if len(self.cases) > MOST:
            raise TooManyChosen(most=MOST)


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Why a step cannot be taken with a case; for closing, what it lacks."""

    refusal: Refused
    lacks: Sequence[Lack] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a batch so far: the cases done, and why others were not."""

    step: str = ""
    done: tuple[int, ...] = ()
    refused: Mapping[int, str] = field(default_factory=dict)

    @property
    def seen(self) -> set[int]:
        """Every case that was tried."""
        return {*self.done, *self.refused}


def chosen(ids: Collection[int], *, by: Actor) -> list[Case]:
    """The cases of these ids that the actor may see, by id: one statement."""
    cases = Case.objects.seen_by(by).filter(pk__in=ids).order_by("pk")
    related = cases.select_related("area", "category", "channel", "post", "grid", "building")
    return list(related.defer("area__outline", "grid__outline", "building__footprint"))


def hindrance(case: Case, step: str, *, by: Actor, now: datetime, book: Rulebook) -> Hindrance | None:
    """Why a step could not be taken with a case now, as its action would say; nothing is written."""
    row = BY_NAME[step]
    if case.state not in row.sources:
        return Hindrance(NotNow(state=State(case.state).label))
    if not row.who & standing(case, by, among=row.who):
        return Hindrance(NotYours())
    if "category" in row.needs and case.category_id is None:
        return Hindrance(Missing(what="category"))
    if step == "close" and (missing := lacks(case, book=book, now=now)):
        return Hindrance(NotReady(what=", ".join(lack.code for lack in missing)), missing)
    return None


def outcome(key: str, *, by: Actor) -> Outcome:
    """What came of somebody's own batch so far: one statement."""
    entries = Entry.objects.filter(
        subject_kind="account", subject_id=by.person, verb=VERB, payload__key=key
    ).order_by("id")
    told = list(entries.values_list("payload", flat=True))
    return Outcome(
        step=told[0]["step"] if told else "",
        done=tuple(pk for each in told for pk in each["done"]),
        refused={pk: why for each in told for pk, why in each["refused"]},
    )


@transaction.atomic
def advance(batch: Batch, *, words: Words, by: Actor, now: datetime) -> Outcome:
    """Do the next cases of a batch, at most `CHUNK`: one journal entry says what came of them.

    `words` tells a refusal in the language of whoever asked. Sent twice at once, one waits for the other.
    """
    batch.check()
    Account.objects.select_for_update(no_key=True).get(pk=by.person)
    before = outcome(batch.key, by=by)
    if before.step not in {"", batch.step}:
        raise KeyOfAnother
    todo = sorted(set(batch.cases) - before.seen)[:CHUNK]  # by id, so that two batches never wait in a ring
    if not todo:
        return before
    known = {case.pk: case for case in chosen(todo, by=by)}
    done: list[int] = []
    refused: dict[int, str] = {}
    for pk in todo:
        try:
            _do(known.get(pk), batch, by=by, now=now)
        except Refused as refusal:
            refused[pk] = words(known.get(pk), refusal)
        else:
            done.append(pk)
    facts = {"key": batch.key, "step": batch.step, "done": done, "refused": list(refused.items())}
    journal.append(VERB, subject=("account", by.person), by=by, now=now, payload=facts)
    return Outcome(batch.step, (*before.done, *done), {**before.refused, **refused})


def _do(case: Case | None, batch: Batch, *, by: Actor, now: datetime) -> None:
    if case is None:
        raise NoSuchCase
    DEEDS[batch.step](case, by=by, now=now, **batch.facts)

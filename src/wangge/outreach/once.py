"""Doing once what may be sent many times: the key and what it did are kept in one transaction."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from wangge.cases.errors import KeyReused
from wangge.cases.models import Case
from wangge.journal.actor import Actor
from wangge.journal.models import Entry
from wangge.outreach.models import Deed

KINDS = 20


@dataclass(frozen=True, slots=True)
class Sent:
    """What a phone sends: its key, what kind of deed, what it says, and the phone's clock at the time."""

    key: str
    kind: str
    facts: Mapping[str, object]
    done_at: datetime | None = None

    @property
    def digest(self) -> str:
        """A fingerprint by which a repeat is told from another deed under the same key."""
        content = json.dumps([self.kind, self.facts], sort_keys=True, default=str)
        return hashlib.sha256(content.encode()).hexdigest()


def once(sent: Sent, act: Callable[[], Case | None], *, by: Actor, now: datetime) -> Deed:
    """Do it, unless this person has sent it before under this key; what is refused leaves nothing behind.

    The key is claimed first: of two that arrive together the second waits for the first, then finds it done.
    """
    try:
        with transaction.atomic():
            deed = Deed.objects.create(
                account_id=by.person,
                key=sent.key,
                kind=sent.kind[:KINDS],
                digest=sent.digest,
                done_at=sent.done_at,
                at=now,
            )
            deed.case = act()
            deed.save(update_fields=["case"])
            return deed
    except IntegrityError:
        if found := done_before(sent, by=by):
            return found
        raise


def done_before(sent: Sent, *, by: Actor) -> Deed | None:
    """What this key did, or None; refuses a key used for something else. One statement."""
    found = Deed.objects.filter(account=by.person, key=sent.key).select_related("case").first()
    if found and found.digest != sent.digest:
        raise KeyReused
    return found


def moved_since(case: Case, seen: int, *, by: Actor) -> bool:
    """Whether somebody else moved the case on after the journal's entry `seen`: one statement.

    One's own steps do not count, so that what was done in a row without network goes through in a row.
    """
    later = Entry.objects.filter(subject_kind="case", subject_id=case.pk, pk__gt=seen)
    told = later.exclude(actor_id=by.account).values_list("verb", "payload")
    return any(verb == "case.transferred" or _moves(payload) for verb, payload in told)


def _moves(payload: Mapping[str, object]) -> bool:
    return bool(payload.get("to")) and payload.get("from") != payload["to"]

"""A draft held to be changed at a revision, and saved as the next one."""

from collections.abc import Mapping
from datetime import datetime

from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.journal.models import Entry
from wangge.planning.errors import DraftAdopted, DraftMoved, NoSuchDraft
from wangge.planning.models import Draft

MAKING = tuple(
    f"draft.{verb}" for verb in ("opened", "drawn", "imported", "copied", "rearranged", "terms_set", "solved")
)


def held(draft: Draft) -> Draft:
    """The draft as it stands, held against others until the transaction ends."""
    rows = Draft.objects.select_for_update(of=("self",)).select_related("area", "adopted", "basis")
    found = rows.filter(pk=draft.pk).first()
    if found is None:
        raise NoSuchDraft
    return found


def expect_open(draft: Draft) -> None:
    """Refuse a draft that is in force: it is history."""
    if draft.adopted:
        raise DraftAdopted(version=draft.adopted.version, since=draft.adopted.since)


def expect_revision(draft: Draft, revision: int) -> None:
    """Refuse a draft in force, or one that is at another revision."""
    expect_open(draft)
    if draft.revision != revision:
        raise DraftMoved(revision=draft.revision)


def renewed(
    draft: Draft, verb: str, *, key: str = "", facts: Mapping[str, object], by: Actor, now: datetime
) -> Draft:
    """Save a change as the next revision, with its entry."""
    draft.revision += 1
    draft.key, draft.changed_at, draft.changed_by_id = key[:40], now, by.account
    draft.save()
    payload = {"revision": draft.revision, **facts}
    journal.append(verb, subject=("draft", draft.pk), by=by, now=now, payload=payload)
    return draft


def makers(draft: Draft) -> set[int]:
    """The accounts that had a hand in a draft at any revision, or in those it was copied from until then.

    One statement, and two for each draft further up.
    """
    found = {draft.made_by_id, draft.changed_by_id}
    entries = Entry.objects.filter(subject_kind="draft", verb__in=MAKING)
    found |= set(entries.filter(subject_id=draft.pk).values_list("actor_id", flat=True))
    above, until = draft.parent_id, draft.made_at
    while above:
        entries = entries.filter(at__lte=until)
        found |= set(entries.filter(subject_id=above).values_list("actor_id", flat=True))
        above, until = Draft.objects.values_list("parent_id", "made_at").get(pk=above)
    return {account for account in found if account is not None}

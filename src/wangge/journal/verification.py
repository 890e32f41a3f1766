"""Checking the chain: the first bad row, and how much is not yet sealed."""

from collections.abc import Callable
from dataclasses import dataclass

from wangge.journal.chain import digest
from wangge.journal.models import Entry, Head
from wangge.journal.sealing import fact_of


@dataclass(frozen=True, slots=True)
class Verdict:
    """What `verify` found: `fault` is None when the chain holds."""

    sealed: int
    unsealed: int
    fault: str | None = None
    entry: int | None = None


def verify(progress: Callable[[int], None] | None = None) -> Verdict:
    """Walk the whole chain; stop at the first entry altered, removed, inserted or cut off.

    The worker may go on sealing: the chain must reach the head as it was before, and not go beyond it after.
    """
    before = _head()
    unsealed = Entry.objects.filter(sequence=None).count()
    previous, sequence = "", 0
    for entry in Entry.objects.exclude(sequence=None).order_by("sequence").iterator(chunk_size=2000):
        fault = _fault(entry, sequence + 1, previous)
        if fault:
            return Verdict(sequence, unsealed, fault, entry.pk)
        sequence, previous = sequence + 1, entry.hash
        if sequence == before.sequence and previous != before.hash:
            return Verdict(
                sequence - 1, unsealed, f"the head has another hash for entry {sequence}", entry.pk
            )
        if progress and sequence % 1000 == 0:
            progress(sequence)
    if sequence < before.sequence:
        missing = f"entries after {sequence} are missing; the head is at {before.sequence}"
        return Verdict(sequence, unsealed, missing)
    if sequence > _head().sequence:
        return Verdict(
            sequence, unsealed, f"entries after {before.sequence} were added behind the head's back"
        )
    return Verdict(sequence, unsealed)


def _head() -> Head:
    return Head.objects.filter(pk=1).first() or Head()


def _fault(entry: Entry, expected: int, previous: str) -> str | None:
    if entry.sequence != expected:
        return f"entry {expected} is missing; found {entry.sequence} in its place"
    if entry.previous != previous:
        return f"entry {expected} does not follow the one before it"
    if entry.hash != digest(previous, expected, fact_of(entry)):
        return f"entry {expected} was altered after it was sealed"
    return None

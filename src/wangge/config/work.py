"""What the worker does again and again: seal the journal, deliver reactions, ring clocks that ran out."""

from dataclasses import dataclass
from datetime import datetime

from wangge.cases.ringing import ring
from wangge.config.reactions import BY_NAME, OWED
from wangge.journal.delivery import claim, deliver
from wangge.journal.sealing import seal


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did."""

    sealed: int
    delivered: int
    failed: int
    rang: int

    @property
    def idle(self) -> bool:
        """Whether there was nothing to do."""
        return not (self.sealed or self.delivered or self.failed or self.rang)


def work(*, now: datetime) -> Round:
    """One round of the worker; any number of workers may run at once."""
    sealed = seal(owed=OWED, now=now)
    done = [deliver(owed, reactions=BY_NAME, now=now) for owed in claim(now=now)]
    return Round(sealed, sum(done), len(done) - sum(done), ring(now=now))

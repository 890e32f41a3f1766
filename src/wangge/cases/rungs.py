"""The rungs of the escalation as a whole: so long after a deadline somebody is told."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from wangge.cases.errors import Missing, NothingChanged, OutOfRange, UnknownChoice
from wangge.cases.models import Alarm, ClockKind, Rung
from wangge.cases.rulebook import rulebook
from wangge.cases.sla import Unit
from wangge.cases.steering import CATALOGUE, expect_keeper
from wangge.journal import actions as journal
from wangge.journal.actor import Actor

HOURS = {  # of the calendar, roughly: only to put rungs in order
    Unit.NATURAL_HOUR: 1.0,
    Unit.EMERGENCY_HOUR: 1.0,
    Unit.WORKING_HOUR: 24 / 7 * 7 / 5,
    Unit.NATURAL_DAY: 24.0,
    Unit.WORKING_DAY: 24 * 7 / 5,
    Unit.MONTH: 24 * 30.4,
}


@dataclass(frozen=True, slots=True)
class RungRow:
    """A rung as a screen writes it: so long after a clock's deadline, told so many levels up, as what."""

    clock: str
    amount: int
    unit: str
    up: int
    kind: str
    provenance: str = ""

    def check(self) -> None:
        """Refuse what no rung can be."""
        kinds = {Alarm.Kind.URGE.value, Alarm.Kind.ESCALATION.value, Alarm.Kind.CIRCULAR.value}
        choices: dict[str, Collection[str]] = {"clock": ClockKind.values, "unit": list(Unit), "kind": kinds}
        for what, known in choices.items():
            if getattr(self, what) not in known:
                raise UnknownChoice(value=getattr(self, what), what=what)
        for what, most in {"amount": 366, "up": 5}.items():
            if not (what == "amount") <= getattr(self, what) <= most:
                raise OutOfRange(what=what, least=int(what == "amount"), most=most)
        if not self.provenance.strip():
            raise Missing(what="provenance")

    @property
    def length(self) -> float:
        """Roughly how many hours, for their order."""
        return self.amount * HOURS[Unit(self.unit)]


def rung_rows() -> list[RungRow]:
    """The rungs as they stand."""
    rows = Rung.objects.values("clock", "amount", "unit", "up", "kind", "provenance")
    return [RungRow(**row) for row in rows.order_by("clock", "order")]


@transaction.atomic
def set_rungs(rows: Iterable[RungRow], *, by: Actor, now: datetime) -> None:
    """Replace the rungs of all clocks, the shorter first; the deadlines themselves stay as they are."""
    expect_keeper(by, rulebook())
    before, wanted = rung_rows(), list(rows)
    for row in wanted:
        if row not in before:
            row.check()
    wanted.sort(key=lambda row: (row.clock, row.length))
    if before == wanted:
        raise NothingChanged
    Rung.objects.all().delete()
    Rung.objects.bulk_create(Rung(order=n, **asdict(row)) for n, row in enumerate(wanted, start=1))
    facts = {"before": [asdict(row) for row in before], "after": [asdict(row) for row in wanted]}
    journal.append("rungs.set", subject=CATALOGUE, by=by, now=now, payload=facts)
    journal.announce("rules")

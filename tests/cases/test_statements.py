"""What each action asks of the database, pinned."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cases.deeds import Life
from tests.cases.loop import STEPS, TELLING, Loop
from tests.cast import MONDAY, Cast
from wangge.cases import actions
from wangge.journal.actor import RESIDENT

WORST = 15
OF_THE_TEST = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")


class Counting(CaptureQueriesContext):
    """Statements of a deed: the test's own transaction turns what begins and ends one into savepoints."""

    @property
    def number(self) -> int:
        return sum(not query["sql"].startswith(OF_THE_TEST) for query in self.captured_queries)


@pytest.mark.django_db
def test_no_action_takes_more_than_a_few_statements(cast: Cast, golden) -> None:
    """With the case read before, as the screens read it, and the rulebook in memory."""
    counted: dict[str, int] = {}
    loop, waiting = Loop(cast), Life(cast)
    case, zhou = waiting.case, cast.zhou
    with Counting(connection) as counting:
        actions.report(TELLING, by=RESIDENT, now=MONDAY)
    counted["report"] = counting.number
    with Counting(connection) as counting:
        actions.refuse(case, reason="不归这里", referral="12345", by=zhou, now=MONDAY)
    counted["refuse"] = counting.number
    for step in STEPS:
        deed = loop.ready(*step)
        with Counting(connection) as counting:
            deed()
        counted[step[0]] = max(counting.number, counted.get(step[0], 0))
    assert max(counted.values()) <= WORST, counted
    golden("statements.txt", "".join(f"{name} {number}\n" for name, number in sorted(counted.items())))

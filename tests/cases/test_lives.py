"""Random lives of cases keep the rules whatever happens, and always come to their end.

In the suite a few lives each, always the same. `WANGGE_LIVES=500 pytest tests/cases/test_lives.py` tries as
many others of each kind, and shortens a life that fails.
"""

import os
from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.cases.deeds import ASIDE, BEFORE, lead
from tests.cases.keeping import expect_ended, expect_told
from tests.cases.leading_home import next_step
from tests.cases.lives import Lives
from tests.cast import MONDAY, Cast
from wangge.cases.workflow import BY_NAME, OPEN, State

MANY = int(os.environ.get("WANGGE_LIVES", "0"))
LIVES, ROUNDS = 2, 8  # of each kind in the suite; as many again until every step came up
SETTINGS = settings(
    max_examples=MANY or LIVES,
    stateful_step_count=8,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
    phases=[Phase.generate, Phase.shrink] if MANY else [Phase.generate],
)
# What people are bent on in a life, and where the first case stands then: together all steps that there are.
KINDS = {
    "from the first word": (State.REPORTED, "accept refuse reopen classify locate settle supplement split"),
    "together": (State.ACCEPTED, "whistle respond attend conclude plan perform drop visit"),
    "around one table": (State.ACCEPTED, "invite_party drop_party meet minute merge part"),
    "here and there": (State.DISPATCHED, "dispatch sign transfer return pass_up dispute"),
    "nobody's": (State.DISPUTED, "rule appeal uphold dismiss"),
    "later": (
        State.SIGNED,
        "wait ask_shelving shelve decline_shelving resume ask_extension extend decline_extension",
    ),
    "watched": (State.SIGNED, "urge supervise answer charge contact handle verify rework close"),
    "and after": (State.CLOSED, "call_back rate rate_reporter rectify"),
}


def test_every_step_is_wished_for_in_one_kind_of_life() -> None:
    wished = Counter(name for _, names in KINDS.values() for name in names.split())
    assert wished == Counter(BY_NAME.keys())


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_lives_keep_the_rules_and_come_to_their_end(cast: Cast, kind: str) -> None:
    start, names = KINDS[kind]
    missing = wishes = frozenset(names.split())
    taken: Counter[str] = Counter()
    for round_ in range(ROUNDS):
        first = (
            missing | {BEFORE[name][1][-1][0] for name in missing & set(BEFORE)} if round_ else frozenset()
        )
        facts = {"cast": cast, "start": start, "wishes": wishes, "first": first, "taken": taken}
        lives = type("TheseLives", (Lives,), facts)
        run_state_machine_as_test(lives if MANY else seed(round_)(lives), settings=SETTINGS)
        missing = wishes - set(taken)
        if not missing:
            break
    assert not missing


@pytest.mark.parametrize("state", sorted(OPEN))
def test_from_every_state_the_way_home_is_short(cast: Cast, state: State) -> None:
    life = lead(cast, state)
    steps = []
    while life.case.state in OPEN:
        name, who, more = next_step(cast, life.case, now=MONDAY)
        life.take(name, who, **more)
        steps.append(name)
    assert life.case.state == State.CLOSED
    assert len(steps) <= 6 + (state in ASIDE), steps
    expect_told()
    expect_ended()

"""The table of transitions, walked in full."""

import os
from itertools import product
from pathlib import Path

import pytest

from wangge.cases.moves import PAST
from wangge.cases.workflow import BY_NAME, OPEN, TABLE, Standing, State, allowed, diagram


def test_every_state_can_be_reached_and_left() -> None:
    reached, frontier = {State.REPORTED}, [State.REPORTED]
    while frontier:
        state = frontier.pop()
        for row in TABLE:
            if state in row.sources and row.target and row.target not in reached:
                reached.add(row.target)
                frontier.append(row.target)
    assert reached == set(State)
    for state in State:
        assert any(state in row.sources and row.target not in (None, state) for row in TABLE), state


@pytest.mark.parametrize(("state", "who"), list(product(State, Standing)))
def test_a_standing_allows_exactly_what_its_rows_say(state: State, who: Standing) -> None:
    offered = allowed(state, [who])
    for row in TABLE:
        assert (row in offered) == (state in row.sources and who in row.who)


def test_no_way_leads_to_closing_but_through_verification() -> None:
    assert BY_NAME["close"].sources == {State.VERIFIED}
    assert [row.name for row in TABLE if row.target is State.CLOSED] == ["close"]
    assert BY_NAME["verify"].who == {Standing.WITNESS}


def test_every_step_has_a_verb_for_the_journal_and_names_are_unique() -> None:
    assert set(PAST) == {row.name for row in TABLE}
    assert len(BY_NAME) == len(TABLE)
    assert State.CLOSED not in OPEN


def test_the_diagram_shows_the_table(golden) -> None:
    golden("workflow.mmd", diagram())


def test_the_guide_shows_every_move(golden) -> None:
    """`make golden` draws the diagram in the guide anew."""
    guide = Path(__file__).parents[2] / "docs/life-of-a-request.md"
    text = guide.read_text(encoding="utf-8")
    before, rest = text.split("```mermaid\n")
    shown, after = rest.split("```", 1)
    drawn = diagram(moves_only=True)
    if os.environ.get("WANGGE_GOLDEN") == "write":
        guide.write_text(f"{before}```mermaid\n{drawn}```{after}", encoding="utf-8")
        shown = drawn
    assert shown == drawn

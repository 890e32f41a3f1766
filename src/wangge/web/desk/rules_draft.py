"""Changes to the routing rules before they are saved: kept in the session of whoever makes them."""

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest

from wangge.cases.errors import NoSuchRule, NotYourRules
from wangge.cases.rulebook import Rulebook
from wangge.cases.rulekeeping import may_change
from wangge.cases.rulesets import RuleRow, RuleSet, rules_now
from wangge.journal.actor import Actor

KEPT = "rules"
STEP = {"up": -1, "down": 1}


@dataclass(frozen=True, slots=True)
class Draft:
    """The rules as they would be, and the digest of those in force when it was begun."""

    wanted: RuleSet
    base: str

    @property
    def begun(self) -> bool:
        """Whether anything is different yet."""
        return self.wanted.digest != self.base


def draft_of(request: HttpRequest) -> Draft:
    """What this session has, or the rules in force."""
    kept: dict[str, Any] | None = request.session.get(KEPT)
    if kept:
        return Draft(RuleSet.from_json(kept), str(kept["base"]))
    current = rules_now()
    return Draft(current, current.digest)


def keep(request: HttpRequest, draft: Draft) -> None:
    """Keep a draft; one that is back where it began is forgotten."""
    if draft.begun:
        request.session[KEPT] = {**draft.wanted.as_json(), "base": draft.base}
    else:
        forget(request)


def forget(request: HttpRequest) -> None:
    """Let the changes go."""
    request.session.pop(KEPT, None)


def row_at(draft: Draft, place: int) -> RuleRow:
    """The rule at a place of the list, from 0."""
    if not 0 <= place < len(draft.wanted.rows):
        raise NoSuchRule
    return draft.wanted.rows[place]


def put(draft: Draft, row: RuleRow, *, at: int, instead: int | None, by: Actor, book: Rulebook) -> Draft:
    """A rule put at a place, new or instead of the one at another place."""
    rows = list(draft.wanted.rows)
    if instead is not None:
        _expect_own(row_at(draft, instead), by, book)
        rows.pop(instead)
    _expect_own(row, by, book)
    rows.insert(max(0, min(at, len(rows))), row)
    return with_rows(draft, rows)


def moved(draft: Draft, place: int, step: str, *, by: Actor, book: Rulebook) -> Draft:
    """A rule moved one place up or down; at the end of the list it stays."""
    row = row_at(draft, place)
    return put(draft, row, at=place + STEP[step], instead=place, by=by, book=book)


def without(draft: Draft, place: int, *, by: Actor, book: Rulebook) -> Draft:
    """The rules without one of them."""
    _expect_own(row_at(draft, place), by, book)
    return with_rows(draft, [row for n, row in enumerate(draft.wanted.rows) if n != place])


def by_method(draft: Draft, method: str) -> Draft:
    """The same rules used in the other way."""
    return replace(draft, wanted=replace(draft.wanted, method=method))


def with_rows(draft: Draft, rows: list[RuleRow]) -> Draft:
    """The draft with other rows."""
    return replace(draft, wanted=replace(draft.wanted, rows=tuple(rows)))


def _expect_own(row: RuleRow, by: Actor, book: Rulebook) -> None:
    if not may_change(row, by=by, book=book):
        raise NotYourRules

"""Approving a draft: somebody who had no hand in it answers the checklist for one revision."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.planning.errors import DraftMoved, NoteMissing, OwnDraft, Unanswered
from wangge.planning.models import Approval, Draft, Principle
from wangge.planning.principles import asked
from wangge.planning.revising import expect_open, held, makers

Answers = Mapping[str, bool | Mapping[str, Any]]


@transaction.atomic
def approve(
    draft: Draft,
    *,
    revision: int,
    answers: Answers,
    decision: str = Approval.Decision.APPROVED,
    note: str = "",
    by: Actor,
    now: datetime,
) -> Approval:
    """Decide about a revision; refuses whoever drew or changed the draft at any time (`OwnDraft`).

    `answers` say of each principle (by code) whether it is held to: yes or no, or {held, note}. One that is
    not held to may be approved with a reason.
    """
    found = held(draft)
    expect_open(found)
    if found.revision != revision:
        raise DraftMoved(revision=found.revision)
    if by.account in makers(found):
        raise OwnDraft
    rows = _answered(answers)
    refused = decision == Approval.Decision.REFUSED
    if (refused or not all(row["held"] or row["note"] for row in rows)) and not note.strip():
        raise NoteMissing
    made = Approval.objects.create(
        draft=found,
        revision=revision,
        decision=Approval.Decision(decision),
        answers=rows,
        note=note.strip()[:200],
        by_id=by.account,
        by_label=by.label,
        at=now,
    )
    held_to = {row["code"]: row["held"] for row in rows}
    facts = {"revision": revision, "answers": held_to}
    verb = "draft.refused" if refused else "draft.approved"
    journal.append(verb, subject=("draft", found.pk), by=by, now=now, payload=facts)
    return made


def vouch(draft: Draft, *, by: Actor, now: datetime) -> Approval:
    """Approve a draft as it stands and answer for every principle: for operators at a console."""
    yes = {principle.code: True for principle in asked()}
    return approve(draft, revision=draft.revision, answers=yes, by=by, now=now)


def _answered(answers: Answers) -> list[dict[str, Any]]:
    """Every question with its answer, in the words of the day."""
    questions = asked()
    missing = [each.name for each in questions if each.code not in answers]
    if missing:
        raise Unanswered(missing="、".join(missing))
    told = {code: {"held": each} if isinstance(each, bool) else each for code, each in answers.items()}
    return [_answer(each, told[each.code]) for each in questions]


def _answer(principle: Principle, facts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "code": principle.code,
        "name": principle.name,
        "name_en": principle.name_en,
        "held": bool(facts.get("held")),
        "note": str(facts.get("note", "")).strip()[:200],
    }


@transaction.atomic
def set_principles(rows: Sequence[Mapping[str, Any]], *, by: Actor, now: datetime) -> int:
    """Replace the principles of the checklist: rows {code, name, name_en, question, question_en, asked}."""
    Principle.objects.all().delete()
    Principle.objects.bulk_create(
        Principle(position=position, **row) for position, row in enumerate(rows, start=1)
    )
    facts = {"principles": [row["code"] for row in rows]}
    journal.append("principles.set", subject=("principles", 1), by=by, now=now, payload=facts)
    return len(rows)

"""Moving an application on: who may, by conditional update, with one entry in the journal."""

from collections.abc import Mapping
from datetime import datetime

from wangge.counter import journalling
from wangge.counter.errors import ApplicationMoved, NotNowHere, NotYourStepHere
from wangge.counter.models import LEVEL_WORDS, Application, Stage, State
from wangge.counter.standing import at_step, standing
from wangge.counter.workflow import BY_NAME, Row, Standing
from wangge.journal.actor import Actor

PAST = {
    "accept": "accepted", "tell": "told", "receive": "received", "pass_on": "passed_on", "grant": "granted",
    "refuse": "refused", "hand_over": "handed_over", "correct": "corrected", "withdraw": "withdrawn",
}  # fmt: skip


def expect(application: Application, name: str, *, by: Actor, applicant: bool = False) -> Stage | None:
    """The step that the application is at, if this may be done now by whoever asks."""
    row = BY_NAME[name]
    if application.state not in row.sources:
        raise NotNowHere(state=State(application.state).label)
    stage = at_step(application.stages.all())
    mine = frozenset({Standing.APPLICANT}) if applicant else standing(application, stage, by)
    if not row.who & mine:
        raise NotYourStepHere(who=_whose(row, stage))
    return stage


def _whose(row: Row, stage: Stage | None) -> object:
    if Standing.STEP in row.who and stage:
        return LEVEL_WORDS[stage.who]
    return LEVEL_WORDS["community"]


def move(
    application: Application,
    name: str,
    facts: Mapping[str, object],
    /,
    *,
    by: Actor,
    now: datetime,
    **changes: object,
) -> None:
    """Change the application, unless it has moved meanwhile."""
    row, source = BY_NAME[name], application.state
    target = {"state": row.target or source, **changes}
    if not Application.objects.filter(pk=application.pk, state=source).update(**target):
        raise ApplicationMoved
    for column, value in target.items():
        setattr(application, column, value)
    journalling.noted(
        PAST[name], application, {"from": source, "to": application.state, **facts}, by=by, now=now
    )


def end_stage(stage: Stage, note: str, *, by: Actor, now: datetime) -> None:
    """End the step, unless somebody else did."""
    ended = {"ended_at": now, "by_id": by.account, "note": note.strip()[:500]}
    if not Stage.objects.filter(pk=stage.pk, ended_at=None).update(**ended):
        raise ApplicationMoved

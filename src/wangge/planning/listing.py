"""Drafts in a list, their solvings and approvals, the checklist: what is read without the ground."""

from django.utils.translation import get_language, gettext_lazy

from wangge.places.models import Area
from wangge.planning.gridrows import rows_of
from wangge.planning.models import Approval, Draft, Solving
from wangge.planning.principles import asked
from wangge.planning.reasons import told_reason
from wangge.planning.sheets import ApprovalSheet, DraftLine, Question, SolvingSheet

ENDED = {
    "worker-lost": gettext_lazy("The worker was lost several times while solving this. Ask for less."),
    "trouble": gettext_lazy("Something went wrong while solving. It is in the worker's log."),
}
OPEN = (Solving.State.WAITING, Solving.State.RUNNING)


def drafts(area: Area) -> list[DraftLine]:
    """The drafts of a community, newest first: three statements."""
    rows = list(
        Draft.objects.filter(area=area, discarded=False).select_related("made_by").order_by("-pk")[:200]
    )
    approved = {
        (each.draft_id, each.revision): each.decision
        for each in Approval.objects.filter(draft__in=rows).order_by("pk")
    }
    state = {each.draft_id: each.state for each in Solving.objects.filter(draft__in=rows).order_by("pk")}
    return [
        _line(row, approved=approved.get((row.pk, row.revision)) == "approved", solving=state.get(row.pk, ""))
        for row in rows
    ]


def line_of(draft: Draft, *, approval: ApprovalSheet | None, job: SolvingSheet | None) -> DraftLine:
    """The line of one draft whose approval and solving are known."""
    held = bool(approval and approval["current"] and approval["decision"] == Approval.Decision.APPROVED)
    return _line(draft, approved=held, solving=job["state"] if job else "")


def _line(draft: Draft, *, approved: bool, solving: str) -> DraftLine:
    in_range = draft.figures.get("in_range")
    grids = len(rows_of(draft))
    return DraftLine(
        id=draft.pk,
        name=draft.name,
        note=draft.note,
        parent=draft.parent_id,
        basis=draft.basis_id,
        revision=draft.revision,
        made_by=draft.made_by.name if draft.made_by else "",
        made_at=draft.made_at.isoformat(),
        changed_at=(draft.changed_at or draft.made_at).isoformat(),
        grids=grids,
        within=round(in_range * grids) if in_range is not None else 0,
        objective=draft.figures.get("objective"),
        approved=approved,
        adopted=draft.adopted_id,
        solving=solving,
    )


def job_sheet(draft: Draft) -> SolvingSheet | None:
    """The last solving of a draft: one statement."""
    job = Solving.objects.filter(draft=draft).select_related("asked_by").order_by("-pk").first()
    if job is None:
        return None
    return SolvingSheet(
        id=job.pk,
        mode=job.mode,
        state=job.state,
        progress=round(job.progress, 4),
        objective=job.objective,
        outside=job.outside,
        asked_at=job.asked_at.isoformat(),
        asked_by=job.asked_by.name if job.asked_by else "",
        seconds=job.seconds,
        cancel=job.cancel,
        error=said(job),
        made=job.made_id,
    )


def said(job: Solving) -> str:
    """Why a solving failed, in the reader's language; empty unless it did."""
    if job.state != Solving.State.FAILED:
        return ""
    if words := told_reason(job.error):
        return words
    return str(ENDED.get(str(job.error.get("code")), ENDED["trouble"]))


def approval_sheet(draft: Draft) -> ApprovalSheet | None:
    """The last decision about a draft: one statement."""
    last = Approval.objects.filter(draft=draft).order_by("-pk").first()
    if last is None:
        return None
    return ApprovalSheet(
        revision=last.revision,
        decision=last.decision,
        current=last.revision == draft.revision,
        answers=last.answers,
        note=last.note,
        by=last.by_label,
        at=last.at.isoformat(),
    )


def checklist() -> list[Question]:
    """The questions that whoever approves has to answer: one statement."""
    english = (get_language() or "").startswith("en")
    return [
        Question(
            code=each.code,
            name=(english and each.name_en) or each.name,
            question=(english and each.question_en) or each.question,
        )
        for each in asked()
    ]

"""Words to begin with: templates for the replies of a step, by category or for all."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from wangge.cases.errors import Missing
from wangge.cases.models import Case, Category, Template
from wangge.cases.rulebook import rulebook
from wangge.cases.workflow import BY_NAME
from wangge.journal import actions as journal
from wangge.journal.actor import Actor

MOST_WORDS = 500


def templates_for(case: Case, steps: Iterable[str]) -> dict[str, list[Template]]:
    """The templates of these steps that fit the matter of a case, the nearest branch first: one statement."""
    path = case.category.path if case.category else ""
    branches = [path[: at + 1] for at, sign in enumerate(path) if sign == "/"]
    fitting = Template.objects.filter(Q(category=None) | Q(category__path__in=branches), step__in=list(steps))
    found: dict[str, list[Template]] = {}
    for row in sorted(fitting.select_related("category"), key=_nearness):
        found.setdefault(row.step, []).append(row)
    return found


def _nearness(row: Template) -> tuple[int, str]:
    return -len(row.category.path) if row.category else 0, row.name


@transaction.atomic
def keep_template(
    known: Template | None,
    *,
    step: str,
    name: str,
    text: str,
    category: str = "",
    by: Actor,
    now: datetime,
) -> Template:
    """Add a template, or change one that is known."""
    if step not in BY_NAME:
        raise Missing(what="step")
    for what, value in (("name", name), ("text", text)):
        if not value.strip():
            raise Missing(what=what)
    chosen: Category | None = rulebook().category(category) if category else None
    kept = known or Template()
    kept.step, kept.category = step, chosen
    kept.name, kept.text = name.strip()[:60], text.strip()[:MOST_WORDS]
    kept.save()
    _noted("template.kept", kept, by=by, now=now)
    return kept


@transaction.atomic
def drop_template(known: Template, *, by: Actor, now: datetime) -> None:
    """Take a template away."""
    _noted("template.dropped", known, by=by, now=now)
    known.delete()


def _noted(verb: str, template: Template, *, by: Actor, now: datetime) -> None:
    facts = {"step": template.step, "name": template.name, "text": template.text}
    journal.append(verb, subject=("template", template.pk), by=by, now=now, payload=facts)

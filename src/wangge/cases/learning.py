"""Training the place's classifier from its own closed cases, and putting a model to use."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from wangge.cases.models import Case
from wangge.classification import storage
from wangge.classification.model import Model
from wangge.journal import actions as journal
from wangge.journal.actor import Actor


def model_file() -> Path:
    """Where the model in use lies."""
    return Path(settings.DATA) / "classifier.model"


def closed_examples() -> tuple[list[str], list[str]]:
    """Texts and category codes of the closed cases, oldest first."""
    rows = Case.objects.filter(state="closed", category__isnull=False).order_by("pk")
    pairs = list(rows.values_list("text", "category__code"))
    return [text for text, _ in pairs], [code for _, code in pairs]


@transaction.atomic
def adopt_model(model: Model, *, by: Actor, now: datetime) -> None:
    """Put a trained model to use in every process."""
    file = model_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    storage.save(model, to=file)
    facts = {"version": model.version, "rows": model.card.rows, "macro_f1": round(model.card.macro_f1, 4)}
    journal.append("classifier.adopted", subject=("classifier", 1), by=by, now=now, payload=facts)
    journal.announce("classifier")

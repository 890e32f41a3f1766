"""`wangge train`: the classifier learns from a labelled file, or from the place's own closed cases."""

from pathlib import Path

import click
from django.utils import timezone
from rich.console import Console
from rich.progress import Progress, TaskID
from rich.table import Table

from wangge.cases.learning import adopt_model, closed_examples
from wangge.classification import labelled, storage
from wangge.classification.calibration import Aim
from wangge.classification.model import Card, Model
from wangge.classification.training import train as learn
from wangge.foundation.calendar import local
from wangge.journal.actor import SYSTEM

console = Console(stderr=True)


@click.command()
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--text-column", default="text", show_default=True, help="The heading over the texts.")
@click.option("--label-column", default="label", show_default=True, help="The heading over the labels.")
@click.option("--from-cases", is_flag=True, help="Learn from the closed cases instead of a file.")
@click.option(
    "--coverage", type=click.FloatRange(0.05, 1), default=0.8, show_default=True, help="The share to answer."
)
@click.option("--seed", default=0, show_default=True)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the model here and do not use it."
)
def train(
    *,
    file: Path | None,
    text_column: str,
    label_column: str,
    from_cases: bool,
    coverage: float,
    seed: int,
    out: Path | None,
) -> None:
    """Train the classifier from FILE (.csv, .csv.gz, .xlsx) or --from-cases, and put it to use.

    It abstains below a margin set so that about --coverage of texts are answered; a person does the rest.
    """
    if (file is None) == (not from_cases):
        raise click.UsageError("Name a labelled FILE, or say --from-cases.")
    if file:
        examples = labelled.read(file, text_column=text_column, label_column=label_column)
        texts, labels = list(examples.texts), list(examples.labels)
    else:
        texts, labels = closed_examples()
    model = _learn(texts, labels, coverage=coverage, seed=seed)
    if out:
        storage.save(model, to=out)
    else:
        adopt_model(model, by=SYSTEM, now=timezone.now())
    console.print(_card(model.card, model.version))
    click.echo(model.version)


def _learn(texts: list[str], labels: list[str], *, coverage: float, seed: int) -> Model:
    tasks: dict[str, TaskID] = {}
    with Progress(console=console) as bars:

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
            bars.update(tasks[stage], completed=done, total=total)

        today = local(timezone.now()).date().isoformat()
        aim = Aim("coverage", coverage)
        return learn(texts, labels, trained_on=today, aim=aim, seed=seed, progress=show)


def _card(card: Card, version: str) -> Table:
    table = Table(title=f"model {version}", show_header=False)
    table.add_row("rows", f"{card.rows:,}")
    table.add_row("labels", str(len(card.labels)))
    table.add_row("macro F1 on unseen texts", f"{card.macro_f1:.4f}")
    table.add_row("accuracy on unseen texts", f"{card.accuracy:.4f}")
    table.add_row("answered", f"{card.coverage:.1%}, of these right {card.answered_accuracy:.1%}")
    for label, rows in card.left_out.items():
        table.add_row("left out, too few", f"{label} ({rows})")
    return table

"""How every bench shows what it found: a table, then one line that says whether the bars are met."""

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table


def print_table(rows: Sequence[Mapping[str, object]], *, title: str = "") -> None:
    """Print rows that share their keys: the keys are the heading, the first column is named to the left."""
    table = Table(title=title or None)
    for place, heading in enumerate(rows[0]):
        table.add_column(heading, justify="right" if place else "left")
    for row in rows:
        table.add_row(*(str(cell) for cell in row.values()))
    console = Console()
    console = console if console.is_terminal else Console(width=200)
    console.print(table)


def verdict(name: str, shortfalls: Sequence[str]) -> int:
    """Print the last line of a bench and give its exit code: 0 where nothing falls short."""
    print(f"bench {name}: short: {'; '.join(shortfalls)}" if shortfalls else f"bench {name}: ok", flush=True)
    return 1 if shortfalls else 0

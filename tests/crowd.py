"""Several people at the same moment: threads with connections of their own, on rows that are really there."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from django.db import connection, connections

from tests.cast import Cast, assemble

append_only = import_module("wangge.journal.migrations.0002_append_only")
KEPT = next(statement for statement in append_only.SQLITE if "journal_entry_kept" in statement)


def execute(statement: str) -> None:
    """On SQLite alone."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(statement)


@contextmanager
def standing_town() -> Iterator[Cast]:
    """The cast, for rows that are flushed afterwards: the journal's trigger would forbid that."""
    yield assemble()
    execute("DROP TRIGGER journal_entry_kept")


def together(count: int, deed: Callable[[int], Any]) -> list[Any]:
    """What each of these threads got, or the exception that it ended with; all begin at once."""
    return again_and_again(count, 1, lambda place, _round: deed(place))[0]


def again_and_again(
    count: int,
    rounds: int,
    deed: Callable[[int, int], Any],
    *,
    before: Callable[[int], None] | None = None,
    patience: float = 60,
) -> list[list[Any]]:
    """The same in rounds: before each, `before` is called once while all wait; then all begin at once.

    One list of results a round; a thread keeps its connection.
    """
    results: list[list[Any]] = [[None] * count for _ in range(rounds)]
    serial = iter(range(rounds))
    gate = threading.Barrier(count, action=lambda: before(next(serial)) if before else None)

    def run(place: int) -> None:
        try:
            for number in range(rounds):
                gate.wait(patience)
                try:
                    results[number][place] = deed(place, number)
                except Exception as trouble:  # noqa: BLE001 - the test looks at it
                    results[number][place] = trouble
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[n]) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(patience)
    return results

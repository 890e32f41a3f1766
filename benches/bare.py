"""The bare database: the very inserts that taking in one request makes, in one transaction, nothing else.

`python -m benches.bare SECONDS CLIENTS`, in the environment of the house it is measured beside, prints the
transactions per second of so many processes, each with a connection of its own.
"""

import multiprocessing
import re
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any
from uuid import uuid4

import psycopg
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

import benches.ready  # noqa: F401 - before the house
from benches.ground import SIDE, SOUTH, WEST
from wangge.cases import actions
from wangge.cases.telling import Telling
from wangge.journal.actor import RESIDENT

Statement = tuple[str, list[str], tuple[Any, ...]]
Run = Callable[[str, list[Any]], Any]
COLUMNS = re.compile(r'INSERT INTO "\w+" \(([^)]*)\)')


class _Undo(Exception):
    pass


def inserts() -> list[Statement]:
    """The inserts of one request as the house sends them, with their columns; the first is the case's."""
    kept: list[Statement] = []

    def keep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
        if found := COLUMNS.match(sql):
            kept.append((sql, re.findall(r'"(\w+)"', found[1]), tuple(params)))
        return execute(sql, params, many, context)

    telling = Telling("楼下垃圾三天没有清运", "portal", lon=WEST + SIDE / 3, lat=SOUTH + SIDE / 3, key="bare")
    with connection.execute_wrapper(keep), transaction.atomic():
        actions.report(telling, by=RESIDENT, now=timezone.now())
        transaction.set_rollback(True)
    connection.close()
    return kept


def repeat(statements: list[Statement], run: Run) -> None:
    """Write the rows once more, as a new case under a new key."""
    case, key = 0, uuid4().hex
    for sql, columns, params in statements:
        values = list(params)
        for place, value in enumerate(values):
            column = columns[place % len(columns)]
            if column in {"case_id", "subject_id"}:
                values[place] = [case] * len(value) if isinstance(value, list) else case
            elif column == "key":
                values[place] = key
        case = run(sql, values) or case


def client(statements: list[Statement], seconds: float, tell: Any) -> None:
    """Commit as often as possible for so long, then tell how often."""
    done = 0
    end = time.perf_counter() + seconds
    for commit in _sqlite(statements) if connection.vendor == "sqlite" else _postgres(statements):
        commit()
        done += 1
        if time.perf_counter() > end:
            break
    tell.put(done)


def _sqlite(statements: list[Statement]) -> Iterator[Callable[[], None]]:
    database = settings.DATABASES["default"]
    base = sqlite3.connect(database["NAME"], isolation_level=None, timeout=20)
    base.executescript(database["OPTIONS"]["init_command"])
    ready = [(sql.replace("%s", "?"), columns, params) for sql, columns, params in statements]

    def run(sql: str, values: list[Any]) -> Any:
        row = (
            base.execute(sql, values).fetchone() if "cases_case" in sql else base.execute(sql, values).close()
        )
        return row and row[0]

    def commit() -> None:
        base.execute("BEGIN IMMEDIATE")
        repeat(ready, run)
        base.execute("COMMIT")

    for _ in count():
        yield commit


def _postgres(statements: list[Statement]) -> Iterator[Callable[[], None]]:
    params = connection.get_connection_params()
    wanted = {name: params[name] for name in ("host", "user", "dbname", "port") if params.get(name)}
    with psycopg.connect(**wanted) as base:

        def run(sql: str, values: list[Any]) -> Any:
            row = base.execute(sql, values)
            found = row.fetchone() if 'INTO "cases_case"' in sql else None
            return found and found[0]

        def commit() -> None:
            repeat(statements, run)
            base.commit()

        for _ in count():
            yield commit


def main(seconds: float, clients: int) -> None:
    """Print the transactions per second of all clients together."""
    statements = inserts()
    tell: Any = multiprocessing.Queue()
    crowd = [multiprocessing.Process(target=client, args=(statements, seconds, tell)) for _ in range(clients)]
    for one in crowd:
        one.start()
    total = sum(tell.get() for _ in crowd)
    for one in crowd:
        one.join()
    print(total / seconds)


if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]))

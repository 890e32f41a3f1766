"""Times the pages of one house from inside it: `python -m benches.reading CASES` prints figures as JSON."""

import json
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

import benches.ready  # noqa: F401 - before the house
from benches.crowd import fill
from benches.town import found
from wangge.accounts.models import Account

TIMES = 15
PAGES = {
    "open": "/desk/inbox",
    "late": "/desk/inbox?view=late",
    "due today": "/desk/inbox?view=today",
    "all": "/desk/inbox?view=all",
    "all, page 20": "/desk/inbox?view=all&page=20",
    "finished": "/desk/inbox?view=done",
    "one state": "/desk/inbox?state=signed",
    "one matter": "/desk/inbox?category=environment",
    "one level": "/desk/inbox?level=grid",
    "words": "/desk/inbox?view=all&q=电梯",
    "command": "/command/",
}
Statement = tuple[str, Any]


def median(deed: Callable[[], object]) -> float:
    """Milliseconds, the median of some repetitions after one that warms up."""
    deed()
    took = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        deed()
        took.append(1000 * (time.perf_counter() - begun))
    return statistics.median(took)


def measure(client: Client, address: str) -> dict[str, float]:
    """The page as it is served, and the bare statements of it that read cases."""
    kept: list[Statement] = []

    def keep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
        kept.append((sql, params))
        return execute(sql, params, many, context)

    def page() -> None:
        answer = client.get(address, headers={"Host": "127.0.0.1"})
        if answer.status_code != 200:
            raise SystemExit(f"{address} answered {answer.status_code}")

    def bare() -> None:
        with connection.cursor() as cursor:
            for sql, params in reading:
                cursor.execute(sql, params)
                cursor.fetchall()

    page()
    with connection.execute_wrapper(keep):
        page()
    reading = [(sql, params) for sql, params in kept if "cases_case" in sql]
    return {"bare": median(bare), "served": median(page), "statements": len(kept)}


def main(cases: int) -> None:
    """Build the house, fill it, open each page as the street office does, the command's as command."""
    call_command("migrate", interactive=False, verbosity=0)
    found(20)
    fill(cases, now=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    clients = {name: Client() for name in ("office", "command")}
    for name, client in clients.items():
        client.force_login(Account.objects.get(username=name), "django.contrib.auth.backends.ModelBackend")
    told = {}
    for name, address in PAGES.items():
        told[name] = measure(clients["command" if address.startswith("/command") else "office"], address)
    print(json.dumps(told))


if __name__ == "__main__":
    main(int(sys.argv[1]))

"""How many requests a second the house takes in over HTTP, beside the bare database doing the same inserts.

For each database: a town of 2,000 grids, a server started as `wangge serve` starts it, and eight clients;
rounds of the server and of the bare database take turns, so that a busy machine slows both.
`python -m benches.intake [--rounds N] [--seconds S] [--only sqlite|postgres]`
"""

import argparse
import contextlib
import json
import os
import random
import statistics
import sys
import tempfile
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from benches.ground import ROW, SIDE, SOUTH, WEST, WORDS
from benches.house import run, served
from benches.load import Message, Round, drive
from benches.table import print_table, verdict
from tools.postgres import running

CLIENTS = 8
COMMUNITIES = 20  # of a hundred grids
SHARE = {"sqlite": 1 / 8, "postgres": 1 / 6}
LEAST = 150
BARE_CLIENTS = {"sqlite": 1, "postgres": CLIENTS}  # a second writer makes SQLite slower, not faster


@dataclass
class Found:
    """The rounds of one database."""

    served: list[Round] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Requests per second, the median of the rounds."""
        return statistics.median(one.rate for one in self.served)

    @property
    def share(self) -> float:
        """The median of each round's rate by that of the bare database beside it."""
        return statistics.median(one.rate / bare for one, bare in zip(self.served, self.bare, strict=True))


def measure(name: str, environment: dict[str, str], *, rounds: int, seconds: float) -> Found:
    """Take turns between the server and the bare database."""
    run("benches.prepare", str(COMMUNITIES), env=environment)
    found = Found()
    with served(environment) as port:
        message = messages(port)
        drive("127.0.0.1", port, clients=CLIENTS, seconds=1, message=message)
        for _ in range(rounds):
            bare = run("benches.bare", str(seconds), str(BARE_CLIENTS[name]), env=environment)
            found.bare.append(float(bare))
            found.served.append(drive("127.0.0.1", port, clients=CLIENTS, seconds=seconds, message=message))
    return found


def messages(port: int) -> Message:
    """Requests from anywhere in the town, each under a key of its own."""
    dice, serial = random.Random(7), count()  # noqa: S311 - nothing secret is drawn
    wide, high = SIDE * ROW, SIDE * ROW * COMMUNITIES

    def message() -> bytes:
        told = {
            "text": dice.choice(WORDS),
            "lon": WEST + dice.random() * wide,
            "lat": SOUTH + dice.random() * high,
        }
        body = json.dumps(told, ensure_ascii=False).encode()
        head = (
            f"POST /api/v1/cases HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
            f"Accept-Language: zh-Hans\r\nIdempotency-Key: bench-{next(serial)}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    return message


def _row(name: str, found: Found) -> dict[str, object]:
    failed = sum(number for one in found.served for status, number in one.statuses.items() if status != 201)
    return {
        "database": name,
        "bare, transactions/s": f"{statistics.median(found.bare):,.0f}",
        "served, requests/s": f"{found.rate:,.0f}",
        "share": f"1/{1 / found.share:.1f}",
        "bar": f"1/{1 / SHARE[name]:.0f}, {LEAST}/s",
        "median, ms": f"{statistics.median(one.percentile(50) for one in found.served):.1f}",
        "p99, ms": f"{statistics.median(one.percentile(99) for one in found.served):.1f}",
        "not 201": failed,
    }


def shortfalls(name: str, found: Found) -> list[str]:
    """What misses its bar."""
    short = []
    if found.share < SHARE[name]:
        short.append(f"{name} serves 1/{1 / found.share:.1f} of the bare database")
    if found.rate < LEAST:
        short.append(f"{name} takes {found.rate:.0f} requests/s")
    refused = next((one.refused for one in found.served if one.refused), b"")
    return [*short, f"{name} refused: {refused[-200:].decode(errors='replace')}"] if refused else short


def main() -> int:
    """Measure both databases."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--only", choices=sorted(SHARE))
    options = parser.parse_args()
    results = {}
    for name in [options.only] if options.only else list(SHARE):
        with contextlib.ExitStack() as kept:
            folder = Path(kept.enter_context(tempfile.TemporaryDirectory(prefix="wangge-bench-")))
            environment = os.environ | {"WANGGE_DATA": str(folder), "WANGGE_INTAKE_PER_MINUTE": "0"}
            if name == "postgres":
                environment["WANGGE_DATABASE"] = kept.enter_context(running(durable=True))
            results[name] = measure(name, environment, rounds=options.rounds, seconds=options.seconds)
    print_table(
        [_row(name, found) for name, found in results.items()],
        title=f"Taking in a request over HTTP, {CLIENTS} clients, {COMMUNITIES * 100:,} grids",
    )
    return verdict("intake", [one for name, found in results.items() for one in shortfalls(name, found)])


if __name__ == "__main__":
    sys.exit(main())

"""The full life of a case over HTTP: report, sign, handle, verify, close, rate; cases a second.

A town of 2,000 grids, a server started as `wangge serve` starts it, eight clients; each life is six requests.
The baseline is taking reports in alone, in the same run, so that a busy machine slows both.
`python -m benches.loop [--rounds N] [--seconds S] [--only sqlite|postgres]`
"""

import argparse
import contextlib
import json
import os
import random
import statistics
import sys
import tempfile
from collections.abc import Generator
from itertools import count
from pathlib import Path

from benches.ground import ROW, SIDE, SOUTH, WEST
from benches.house import run, served
from benches.intake import CLIENTS, COMMUNITIES, messages
from benches.load import Round, Talk, Talks, converse, drive
from benches.table import print_table, verdict
from tools.postgres import running

DATABASES = ("sqlite", "postgres")
LEAST = {"postgres": 60.0}  # full lives a second on two shared cores
STEPS = ("report", "sign", "handle", "verify", "close", "rate")
OFFICE = 12  # digits of a community's code
CSRF = "b" * 32


def life(port: int, sessions: dict[str, str]) -> Talk:
    """A conversation that leads one case through the loop."""
    dice, serial = random.Random(11), count()  # noqa: S311 - nothing secret is drawn
    town = sorted(code for code in sessions if len(code) == OFFICE)
    wide, high = SIDE * ROW, SIDE * ROW * COMMUNITIES

    def post(path: str, told: dict[str, object], *, who: str = "", key: str = "") -> bytes:
        body = json.dumps(told, ensure_ascii=False).encode()
        head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
        if who:
            head += f"Cookie: sessionid={sessions[who]}; csrftoken={CSRF}\r\nX-CSRFToken: {CSRF}\r\n"
        if key:
            head += f"Idempotency-Key: {key}\r\n"
        return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body

    def talk() -> Generator[tuple[str, bytes], bytes, None]:
        east, north = dice.random() * wide, dice.random() * high
        office = town[int(north / (SIDE * ROW))]
        worker = f"{office}{int(north / SIDE) % ROW * ROW + int(east / SIDE) + 1:03d}"
        told: dict[str, object] = {
            "text": "楼下垃圾三天没有清运，麻烦派人来看看。",
            "category": "rubbish",
            "lon": WEST + east,
            "lat": SOUTH + north,
        }
        answer = yield "report", post("/api/v1/cases", told, key=f"life-{next(serial)}")
        receipt = json.loads(answer.split(b"\r\n\r\n", 1)[1])
        at = f"/api/v1/cases/{receipt['number']}"
        yield "sign", post(f"{at}/steps/sign", {}, who=worker)
        yield "handle", post(f"{at}/steps/handle", {"note": "已清运", "unseen": "夜间作业"}, who=worker)
        yield "verify", post(f"{at}/steps/verify", {"note": "现场已清"}, who=office)
        yield "close", post(f"{at}/steps/close", {}, who=office)
        yield "rate", post(f"{at}/rating?secret={receipt['secret']}", {"score": 5})

    return talk


def measure(environment: dict[str, str], *, rounds: int, seconds: float) -> tuple[list[Talks], list[Round]]:
    """Take turns between full lives and reports alone."""
    run("benches.prepare", str(COMMUNITIES), env=environment)
    sessions = json.loads(run("benches.crew", env=environment).splitlines()[-1])
    lives: list[Talks] = []
    reports: list[Round] = []
    with served(environment) as port:
        talk, message = life(port, sessions), messages(port)
        converse("127.0.0.1", port, clients=CLIENTS, seconds=1, talk=talk)
        for _ in range(rounds):
            reports.append(drive("127.0.0.1", port, clients=CLIENTS, seconds=seconds, message=message))
            lives.append(converse("127.0.0.1", port, clients=CLIENTS, seconds=seconds, talk=talk))
    return lives, reports


def _row(name: str, lives: list[Talks], reports: list[Round]) -> dict[str, object]:
    middles = {
        step: statistics.median(late for one in lives for late in one.latencies.get(step, [0.0]))
        for step in STEPS
    }
    alone = statistics.median(one.rate for one in reports)
    return {
        "database": name,
        "reports alone/s": f"{alone:,.0f}",
        "full lives/s": f"{rate(lives):,.1f}",
        "requests/s": f"{len(STEPS) * rate(lives):,.0f}",
        "bar, lives/s": f"{LEAST[name]:g}" if name in LEAST else "–",
        **{f"{step}, ms": f"{1000 * middle:.0f}" for step, middle in middles.items()},
    }


def rate(lives: list[Talks]) -> float:
    """Full lives a second, the median of the rounds."""
    return statistics.median(one.rate for one in lives)


def shortfalls(name: str, lives: list[Talks]) -> list[str]:
    """What misses its bar."""
    refused = next((one.refused for one in lives if one.refused), b"")
    if refused:
        return [f"{name} refused: {refused[-300:].decode(errors='replace')}"]
    return [f"{name} leads {rate(lives):.1f} full lives/s"] if rate(lives) < LEAST.get(name, 0.0) else []


def main() -> int:
    """Measure the databases asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--only", choices=DATABASES)
    options = parser.parse_args()
    rows, short = [], []
    for name in [options.only] if options.only else DATABASES:
        with contextlib.ExitStack() as kept:
            folder = Path(kept.enter_context(tempfile.TemporaryDirectory(prefix="wangge-bench-")))
            environment = os.environ | {"WANGGE_DATA": str(folder), "WANGGE_INTAKE_PER_MINUTE": "0"}
            if name == "postgres":
                environment["WANGGE_DATABASE"] = kept.enter_context(running(durable=True))
            lives, reports = measure(environment, rounds=options.rounds, seconds=options.seconds)
        rows.append(_row(name, lives, reports))
        short += shortfalls(name, lives)
    print_table(
        rows, title=f"The full life of a case over HTTP, {CLIENTS} clients, {COMMUNITIES * 100:,} grids"
    )
    return verdict("loop", short)


if __name__ == "__main__":
    sys.exit(main())

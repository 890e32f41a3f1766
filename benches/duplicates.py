"""Whether a request is recognised as one already told, in a city that marked its duplicates, and how fast.

`python -m benches.duplicates [--cases N] [--only sqlite|postgres]`

Requests come in as they came in. For each marked as a duplicate that has an earlier one at its address
within 60 days, is such a one among the first three suggestions? What was not marked is asked about too, one
in five, for what suggestions cost. The rows have no text: they tell nothing of how well words are compared.
"""

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benches.table import print_table, verdict
from tools.postgres import running

DATA = Path(os.environ.get("WANGGE_SHARED", Path(__file__).parents[2] / "shared" / "data"))
ROWS = DATA / "chicago_311_to_2012.csv.gz"
CUT, EVERY = (
    0.6,
    5,
)  # the cut in use, as `likeness.USUAL` has it; the share asked about, as in `benches.twins`
CUTS = (0.3, 0.4, 0.5, 0.55, CUT, 0.65, 0.7, 0.75, 0.8, 0.9)
BASELINES = ((150, 60), (20, 60), (20, 14), (20, 7))  # metres and days of the plain rule
RECALL, MOST, STATEMENTS = 0.9, 20.0, 2
Answer = dict[str, Any]


def measure(name: str, cases: int) -> dict[str, Any]:
    """The answers and times of one house."""
    with contextlib.ExitStack() as kept:
        folder = kept.enter_context(tempfile.TemporaryDirectory(prefix="wangge-bench-"))
        environment = os.environ | {"WANGGE_DATA": folder, "PYTHONWARNINGS": "ignore:No directory at"}
        environment.pop("WANGGE_DATABASE", None)
        if name == "postgres":
            environment["WANGGE_DATABASE"] = kept.enter_context(running())
        command = [sys.executable, "-m", "benches.twins", str(ROWS), str(cases)]
        done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def suggested(answer: Answer, cut: float) -> list[int]:
    """The cases suggested at a cut, best first."""
    return [pk for pk, worth in answer["found"] if worth >= cut]


def plain(answer: Answer, metres: float, days: float) -> list[int]:
    """What the baseline suggests: the first three so near and so late."""
    return [pk for pk, apart, ago in answer["plain"] if apart <= metres and ago <= days][:3]


def recall(answers: list[Answer], found: list[list[int]], first: int) -> float:
    """The share of the marked with an earlier one at the address that have such a one among the first."""
    asked = [(a["here"], f[:first]) for a, f in zip(answers, found, strict=True) if a["marked"] and a["here"]]
    return sum(bool(set(here) & set(given)) for here, given in asked) / len(asked)


def line(what: str, answers: list[Answer], found: list[list[int]]) -> dict[str, str]:
    """One line of the table: what is found, and at what cost."""
    pairs = list(zip(answers, found, strict=True))
    shown = sum(1 if a["marked"] else EVERY for a, f in pairs if f)
    right = sum(a["marked"] and bool(f) and f[0] in a["here"] for a, f in pairs)
    others = [bool(f) for a, f in pairs if not a["marked"]]
    return {
        "": what,
        "recall@1": f"{recall(answers, found, 1):.1%}",
        "recall@3": f"{recall(answers, found, 3):.1%}",
        "shown for others": f"{sum(others) / len(others):.1%}",
        "precision of the first": f"{right / shown:.1%}" if shown else "–",
    }


def tell(answers: list[Answer]) -> float:
    """Print the tables; gives the recall at three."""
    marked = [a for a in answers if a["marked"]]
    alone = [a for a in marked if len(a["here"]) == 1]
    print(f"{len(marked):,} requests marked as duplicates, {sum(bool(a['here']) for a in marked):,} of them")
    print(f"with an earlier one at the address within 60 days, {len(alone):,} with just one;")
    print(f"{len(answers) - len(marked):,} others asked about")
    rows = [line(f"wangge, cut {cut}", answers, [suggested(a, cut) for a in answers]) for cut in CUTS]
    for metres, days in BASELINES:
        what = f"nearest, then latest, of {metres} m and {days} days"
        rows.append(line(what, answers, [plain(a, metres, days) for a in answers]))
    print_table(rows, title="All years, by cut")
    groups = {str(year): [a for a in answers if a["year"] == year] for year in (2011, 2012)}
    rows = [
        line(f"{name}: {whose}", group, found)
        for name, group in groups.items()
        for whose, found in {
            "wangge": [suggested(a, CUT) for a in group],
            "nearest": [plain(a, *BASELINES[0]) for a in group],
        }.items()
    ]
    print_table(rows, title=f"At the cut in use, {CUT}")
    single = recall(alone, [suggested(a, CUT) for a in alone], 3)
    print(f"Where just one earlier is at the address, it is among the first three for {single:.1%}.")
    print(
        "Precision counts as wrong whatever the city did not mark, though some of it may be the same matter."
    )
    return recall(answers, [suggested(a, CUT) for a in answers], 3)


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--only", choices=["sqlite", "postgres"])
    options = parser.parse_args()
    if not ROWS.exists():
        print(f"no {ROWS.name}, nothing to measure; name its folder in WANGGE_SHARED")
        return 0
    short, times = [], []
    for name in [options.only] if options.only else ["sqlite", "postgres"]:
        told = measure(name, options.cases)
        if not times:
            found = tell(told["answers"])
            short += [f"recall@3 {found:.1%}"] if found < RECALL else []
        crowd = told["crowd"]
        times.append({
            "database": name,
            "open cases": f"{crowd['open']:,.0f}",
            "staff: median, p95, ms": f"{crowd['median']:.1f}, {crowd['p95']:.1f}",
            "residents: median, p95, ms": f"{crowd['hint median']:.1f}, {crowd['hint p95']:.1f}",
            "statements": f"{crowd['statements']:.0f}",
        })  # fmt: skip
        short += [f"{name}: median {crowd['median']:.1f} ms"] if crowd["median"] > MOST else []
        short += [f"{name}: {crowd['statements']:.0f} statements"] if crowd["statements"] > STATEMENTS else []
    print_table(times, title=f"One suggestion; median at most {MOST:.0f} ms")
    print("The texts are invented for the times alone; no row of the city has one.")
    return verdict("duplicates", short)


if __name__ == "__main__":
    sys.exit(main())

"""How fast the inbox answers over 100,000 cases, server side, beside its bare statements, on both databases.

`python -m benches.inbox [--cases N] [--only sqlite|postgres]`
"""

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile

from benches.table import print_table, verdict
from tools.postgres import running

MOST = 150  # milliseconds, the median of each page
STATEMENTS = 10
SEARCHES = {"words"}  # reads every text; shown, but not held to the bar of a list


def measure(name: str, cases: int) -> dict[str, dict[str, float]]:
    """Every page of one house."""
    with contextlib.ExitStack() as kept:
        folder = kept.enter_context(tempfile.TemporaryDirectory(prefix="wangge-bench-"))
        environment = os.environ | {"WANGGE_DATA": folder, "PYTHONWARNINGS": "ignore:No directory at"}
        environment.pop("WANGGE_DATABASE", None)
        if name == "postgres":
            environment["WANGGE_DATABASE"] = kept.enter_context(running())
        command = [sys.executable, "-m", "benches.reading", str(cases)]
        done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    told: dict[str, dict[str, float]] = json.loads(done.stdout)
    return told


def main() -> int:
    """Measure both databases."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--only", choices=["sqlite", "postgres"])
    options = parser.parse_args()
    rows, short = [], []
    for name in [options.only] if options.only else ["sqlite", "postgres"]:
        for page, figures in measure(name, options.cases).items():
            rows.append({
                "database": name,
                "page": page,
                "bare statements, ms": f"{figures['bare']:.1f}",
                "served, ms": f"{figures['served']:.1f}",
                "ratio": f"{figures['served'] / figures['bare']:.1f}",
                "statements": f"{figures['statements']:.0f}",
            })  # fmt: skip
            if figures["served"] > MOST and page not in SEARCHES:
                short.append(f"{name}: {page} takes {figures['served']:.0f} ms")
            if figures["statements"] > STATEMENTS:
                short.append(f"{name}: {page} asks {figures['statements']:.0f} statements")
    print_table(rows, title=f"The inbox over {options.cases:,} cases; at most {MOST} ms")
    return verdict("inbox", short)


if __name__ == "__main__":
    sys.exit(main())

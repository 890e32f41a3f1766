"""Runs of commands, each a process of its own, with its time, its memory and what it said."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benches.planning.instances import ROOT, Case, tries

PEERS = ROOT / ".venv-bench" / "bin" / "python"
WANGGE = Path(sys.executable).parent / "wangge"
PATIENCE = 60.0  # seconds that another planner may take


@dataclass(frozen=True)
class Run:
    """How a command went: wall and CPU seconds, peak memory in MB, exit code, what it said."""

    seconds: float
    cpu: float
    megabytes: float
    code: int
    said: str


@dataclass(frozen=True, eq=False)
class Made:
    """Grids that some method made, in one try or several, or none with the reason; the seconds of one try."""

    method: str
    tries: list[dict[int, str]]
    seconds: float
    said: str = ""
    version: str = ""
    megabytes: float = 0.0


def run(command: Sequence[object], *, patience: float | None = None) -> Run:
    """Run a command to its end, or for so long."""
    with tempfile.TemporaryFile("w+") as said:
        start = time.perf_counter()
        environment = os.environ | {"COLUMNS": "200"}
        process = subprocess.Popen(
            [str(part) for part in command], stdout=said, stderr=subprocess.STDOUT, cwd=ROOT, env=environment
        )
        ended, status, usage = 0, 0, None
        while not ended:
            ended, status, usage = os.wait4(process.pid, os.WNOHANG if patience else 0)
            if patience and not ended:
                if time.perf_counter() - start > patience:
                    process.kill()
                    patience = None
                time.sleep(0.005)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - start
        said.seek(0)
        return Run(
            seconds,
            usage.ru_utime + usage.ru_stime,
            usage.ru_maxrss / 1024,
            process.returncode,
            said.read().strip(),
        )


def wangge(case: Case, *, seconds: float | None, seed: int = 1, more: Sequence[object] = ()) -> Made:
    """`wangge plan graph` on an instance; its seconds are those of the whole command."""
    name = "wangge" if seconds is None else f"wangge {seconds:g} s"
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "labels.csv"
        asked = ["--min", case.min, "--max", case.max, "--seed", seed, "--out", out, *more]
        asked += [] if case.k is None else ["--k", case.k]
        asked += [] if seconds is None else ["--seconds", seconds]
        went = run([WANGGE, "plan", "graph", case.nodes, case.edges, *asked])
        found = tries(out) if went.code == 0 and out.exists() else []
    return Made(name, found, went.seconds, went.said, megabytes=went.megabytes)


def peer(method: str, case: Case, *, patience: float = PATIENCE) -> Made:
    """Another planner on an instance; its seconds are those of the method alone."""
    if not PEERS.exists():
        return Made(method, [], 0.0, "not installed: run `make .venv-bench/.ready`")
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "labels.csv"
        asked = [method, case.nodes, case.edges, case.k, case.min, case.max, out]
        went = run([PEERS, "-m", "benches.planning.peers", *asked], patience=patience)
        if went.code == -9 and went.seconds >= patience:
            return Made(method, [], went.seconds, f"not done after {patience:.0f} s")
        if went.code:
            return Made(method, [], went.seconds, f"failed: {went.said.splitlines()[-1]}")
        told = json.loads(went.said.splitlines()[-1])
        return Made(method, tries(out), told["seconds"], version=told["version"], megabytes=went.megabytes)

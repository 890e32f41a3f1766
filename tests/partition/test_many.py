import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from distributed import Client
from joblib import parallel_config

from tests.partition.clusters import two_workers
from tests.partition.towns import town
from wangge.foundation.refusals import Refused
from wangge.partition.errors import BuildingTooLarge, NothingToDivide
from wangge.partition.inputs import Rule
from wangge.partition.many import Instance, solve_many
from wangge.partition.solve import Plan, solve

RULE = Rule(0, 900, 4)
TOWNS = [Instance(f"town {seed}", town(30, seed), RULE) for seed in range(4)]
HARD = Instance("hard", town(30, 9), Rule(0, 20))


def labels(found: Iterator[tuple[str, Plan | Refused]]) -> dict[str, list[int]]:
    return {name: plan.labels.tolist() for name, plan in found if isinstance(plan, Plan)}


def test_every_plan_is_what_it_would_be_alone_whatever_the_order() -> None:
    alone = {each.name: solve(each.graph, RULE, seed=5, iterations=3_000).labels.tolist() for each in TOWNS}
    assert labels(solve_many(TOWNS, jobs=2, seed=5, iterations=3_000)) == alone
    assert labels(solve_many(reversed(TOWNS), jobs=1, seed=5, iterations=3_000)) == alone


def test_a_refusal_is_told_and_stops_nobody() -> None:
    nobody = Instance("nobody", town(30, 1).part(np.empty(0, dtype=np.int64)), RULE)
    found = dict(solve_many([HARD, nobody, *TOWNS[:2]], jobs=2, iterations=500))
    assert isinstance(found["hard"], BuildingTooLarge)
    assert isinstance(found["nobody"], NothingToDivide)
    assert isinstance(found["town 0"], Plan)
    assert isinstance(found["town 1"], Plan)


def test_a_lenient_plan_brings_its_reason_along() -> None:
    ((_, plan),) = solve_many([HARD], jobs=2, iterations=500, lenient=True)
    assert isinstance(plan, Plan)
    assert isinstance(plan.reason, BuildingTooLarge)


def test_progress_counts_what_is_done_and_can_stop_it() -> None:
    told: list[int] = []

    def twice(done: int, name: str) -> bool:
        assert name.startswith("town")
        told.append(done)
        return done < 2

    found = list(solve_many(TOWNS, jobs=1, iterations=500, progress=twice))
    assert (len(found), told) == (2, [1, 2])


def test_another_backend_is_taken_where_one_is_set() -> None:
    with parallel_config(backend="threading", n_jobs=2):
        assert len(labels(solve_many(TOWNS, iterations=500))) == 4


@pytest.mark.slow
def test_a_cluster_draws_the_same_plans_and_tells_how_far_it_is() -> None:
    here = labels(solve_many(TOWNS, jobs=1, seed=5, iterations=3_000))
    told: list[int] = []

    def tell(done: int, _name: str) -> bool:
        told.append(done)
        return True

    with two_workers() as address, Client(address), parallel_config(backend="dask"):
        there = labels(solve_many(TOWNS, seed=5, iterations=3_000, progress=tell))
        refused = dict(solve_many([HARD], iterations=500))
    assert there == here
    assert told == [1, 2, 3, 4]
    assert isinstance(refused["hard"], BuildingTooLarge)


LONG = """
import sys
from tests.partition.towns import town
from wangge.partition.inputs import Rule
from wangge.partition.many import Instance, solve_many
if __name__ == "__main__":
    many = (Instance(str(i), town(60, i), Rule(0, 900, 8)) for i in range(50))
    for name, plan in solve_many(many, jobs=2, seconds=0.5):
        print(name, flush=True)
"""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc").exists(), reason="processes are counted in /proc")
def test_an_interrupt_leaves_no_processes(tmp_path: Path) -> None:
    script = tmp_path / "long.py"
    script.write_text(LONG)
    root = Path(__file__).parents[2]
    where = os.environ | {"PYTHONPATH": f"{root}{os.pathsep}{root / 'src'}", "WANGGE_MARK": str(tmp_path)}
    with subprocess.Popen(
        [sys.executable, script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=where
    ) as run:
        assert run.stdout is not None
        run.stdout.readline()
        assert len(_marked(tmp_path)) > 2
        run.send_signal(signal.SIGINT)
        assert run.wait(timeout=20) != 0
    for _ in range(50):
        if not _marked(tmp_path):
            break
        time.sleep(0.1)
    assert _marked(tmp_path) == []


def _marked(mark: Path) -> list[str]:
    """The processes begun with this mark."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if str(mark).encode() in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_text())
        except OSError:
            continue
    return found

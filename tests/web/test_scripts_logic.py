"""The logic of the scripts, in Node: what a plan becomes when buildings move, without a browser."""

import shutil
import subprocess
from pathlib import Path

import pytest

FRONTEND = Path(__file__).resolve().parents[2] / "frontend"


def test_the_scripts_pass_their_own_tests() -> None:
    node = shutil.which("node")
    if node is None or not (FRONTEND / "node_modules/rolldown").is_dir():
        pytest.skip("the front end is not installed here")
    run = subprocess.run([node, "test.mjs"], cwd=FRONTEND, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[-4000:] + run.stderr[-2000:]

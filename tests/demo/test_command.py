"""`wangge demo`: checked headless in a folder of its own, kept, and served from there."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from wangge.demo.estate import generate

pytestmark = pytest.mark.slow
DEMO = [sys.executable, "-m", "wangge", "demo"]


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    """An environment that names a house in earnest, which the demo must not touch."""
    house = tmp_path_factory.mktemp("earnest")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("WANGGE_", "DJANGO_", "LANG", "LC_"))}
    return house, {**kept, "WANGGE_DATA": str(house), "WANGGE_DATABASE": "sqlite:///no/such/folder/db"}


def buildings(file: Path) -> Path:
    estate = generate("jiabei")
    rows = [(house.name, *estate.ground.degrees(house.centre), house.households) for house in estate.houses]
    lines = [",".join(map(str, row)) for row in (("name", "lon", "lat", "households"), *rows)]
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def city(elsewhere, tmp_path_factory):
    """A demo that was checked and kept: its folder and what it said."""
    folder = tmp_path_factory.mktemp("demo")
    file = buildings(folder / "real.csv")
    command = [*DEMO, "--check", "--days", "3", "--buildings", file, "--keep", folder / "city"]
    done = subprocess.run(command, env=elsewhere[1], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "city", done.stdout


def test_a_demo_is_checked_without_a_screen(city, elsewhere):
    _, said = city
    assert said.rstrip().endswith("demo: ok")
    assert "in 15 grids of" in said
    assert "(100.0 %)" in said
    assert "real: 54 buildings, 5250 households in" in said
    assert list(elsewhere[0].iterdir()) == [], "the house in earnest was left alone"


def test_a_kept_demo_is_not_checked_again(city, elsewhere):
    again = subprocess.run(
        [*DEMO, "--check", "--keep", city[0]], env=elsewhere[1], capture_output=True, text=True, check=False
    )
    assert again.returncode == 1
    assert "Nothing was changed" in again.stderr


def test_a_kept_demo_is_served_with_its_log_ins_until_interrupted(city, elsewhere):
    process = subprocess.Popen(
        [*DEMO, "--keep", city[0]],
        env=elsewhere[1],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        said = ""
        while not (address := re.search(r"http://[\d.:]+/", said)):
            line = process.stdout.readline()
            assert line, said + process.stderr.read()
            said += line
        assert all(name in said for name in ("grid01", "chief", "lantern-in-the-lane"))
        with httpx.Client(trust_env=False, timeout=30) as visitor:
            assert visitor.get(address[0] + "login").status_code == 200
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=40) == 0

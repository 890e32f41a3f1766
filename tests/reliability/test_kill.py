"""Killed under load: what was promised is kept, once; nothing is half done; the worker goes on.

Six times over both databases; `WANGGE_KILLS=4,3,3 pytest tests/reliability` kills each of them as often.
"""

import json
import os
import random
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import migrated
from tests.reliability.house import House
from tests.reliability.load import Photographer, Reporter
from tools.postgres import running

# Of the server in the life of one worker, which is then killed too.
KILLS = tuple(map(int, os.environ.get("WANGGE_KILLS", "2,1").split(",")))
pytestmark = pytest.mark.slow


@pytest.fixture(params=["sqlite", "postgres"])
def house(request, tmp_path: Path, empty_house) -> Iterator[House]:
    if request.param == "sqlite":
        empty_house(tmp_path / "house")
        yield House(tmp_path)
        return
    with running() as database:
        migrated.fill(database)
        yield House(tmp_path, database)


def promised(reporters: list[Reporter]) -> int:
    return sum(len(one.acknowledged) for one in reporters)


def until_more(reporters: list[Reporter], number: int, *, patience: float = 30) -> None:
    """Wait until so many more requests are acknowledged."""
    wanted, end = promised(reporters) + number, time.monotonic() + patience
    while promised(reporters) < wanted:
        assert time.monotonic() < end, [one.odd[-1:] for one in reporters]
        time.sleep(0.01)


def besiege(house: House) -> list[Reporter]:
    """Kill server and worker again and again while people report; at the end all is up until all is said."""
    stop, dice = threading.Event(), random.Random(7)  # noqa: S311 - nothing secret is drawn
    reporters = [Reporter(f"r{n}", house.address, stop) for n in range(4)]
    reporters += [Photographer(f"p{n}", house.address, stop) for n in range(2)]
    for one in reporters:
        one.start()
    for kills in KILLS:
        with house.running("worker"):
            for _ in range(kills):
                with house.serving():
                    until_more(reporters, 8)
                    time.sleep(dice.uniform(0, 0.3))
    with house.running("worker"), house.serving():
        until_more(reporters, 10)
        stop.set()
        for one in reporters:
            one.join(timeout=60)
            assert not one.is_alive()
    return reporters


def test_what_was_acknowledged_is_there_once_and_whole(house: House) -> None:
    house.ask("tests.reliability.founding")
    reporters = besiege(house)
    found = json.loads(house.ask("tests.reliability.audit"))
    acknowledged = {key: number for one in reporters for key, number in one.acknowledged.items()}
    by_key = {key: number for key, number in acknowledged.items() if key.startswith("r")}
    assert [one.odd for one in reporters] == [[]] * len(reporters)
    assert sum(one.cuts for one in reporters) >= sum(KILLS), "nobody noticed that the server was killed"
    assert {key: found["keys"].get(key) for key in by_key} == by_key
    assert set(acknowledged.values()) == set(found["keys"].values()), "somebody sent what they did not mean"
    assert len(set(found["keys"].values())) == found["reports"] == len(found["keys"])
    assert found["half"] == []
    assert (found["fault"], found["unsealed"]) == (None, 0)
    assert found["sealed"] >= found["reports"]
    assert found["deliveries"] == {"done": found["photos"]}
    assert 0 < found["photos"] == found["small"]
    assert "verified" in house.ask("wangge", "journal", "verify")
    sys.stdout.write(
        f"{len(acknowledged)} acknowledged, {found['reports']} found, {found['photos']} photos\n"
    )

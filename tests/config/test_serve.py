"""The server that `wangge serve` starts answers at the address it prints, and ends when told to."""

import os
import re
import signal
import subprocess
import sys

import httpx
import pytest

pytestmark = pytest.mark.slow


@pytest.fixture
def server(tmp_path):
    """The command as a person starts it: its process, the address it prints, what it complains of."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("WANGGE_", "DJANGO_"))}
    command = [sys.executable, "-m", "wangge", "--data", tmp_path / "house", "serve"]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(command, env=kept, stdout=subprocess.PIPE, stderr=log, text=True)
    with process:
        line = process.stdout.readline()
        yield process, re.search(r"http://[\d.:]+/|$", line)[0], tmp_path / "log"
        process.send_signal(signal.SIGTERM)


def test_it_answers_quietly_and_ends_when_told(server):
    process, address, log = server
    assert address, log.read_text()
    transport = httpx.HTTPTransport(retries=20)  # it listens a moment after it has said where
    with httpx.Client(transport=transport, trust_env=False, timeout=30) as visitor:
        assert visitor.get(address + "login").status_code == 200
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=30) == 0
    assert log.read_text() == ""

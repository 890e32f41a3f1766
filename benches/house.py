"""A house for a bench: its database made and its server started in an environment of their own."""

import contextlib
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator


def run(module: str, *arguments: str, env: dict[str, str]) -> str:
    """What a module of the benches prints."""
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE, text=True).stdout


@contextlib.contextmanager
def served(environment: dict[str, str]) -> Iterator[int]:
    """The port of a server that serves this house as `wangge serve` does."""
    command = [sys.executable, "-m", "wangge", "serve", "--no-migrate"]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        port = int(server.stdout.readline().split("127.0.0.1:")[1].split("/")[0])  # type: ignore[union-attr]
        _wait(port)
        yield port
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=20)


def _wait(port: int) -> None:
    end = time.monotonic() + 30
    while True:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/api/openapi.json").close()
            return
        if time.monotonic() > end:
            sys.exit("the server did not start")
        time.sleep(0.2)

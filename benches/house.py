"""A house for a bench: its database made and its server started in an environment of their own."""

import contextlib
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from typing import TextIO


def run(module: str, *arguments: str, env: dict[str, str]) -> str:
    """What a module of the benches prints."""
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE, text=True).stdout


@contextlib.contextmanager
def served(environment: dict[str, str]) -> Iterator[int]:
    """The port of a server that serves this house as `wangge serve` does."""
    command = [sys.executable, "-m", "wangge", "serve", "--no-migrate"]
    with tempfile.TemporaryFile("w+") as log:  # a pipe nobody reads would hold it up
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT, text=True)
        try:
            yield _listening(log)
        except BaseException:
            log.seek(0)
            sys.stderr.write(log.read()[-2_000:])
            raise
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=20)


def _listening(log: TextIO) -> int:
    """The port, once the server answers there."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        log.seek(0)
        said = re.search(r"127\.0\.0\.1:(\d+)/", log.read())
        with contextlib.suppress(OSError):
            if said:
                urllib.request.urlopen(f"http://127.0.0.1:{said[1]}/api/openapi.json", timeout=10).close()
                return int(said[1])
        time.sleep(0.2)
    sys.exit("the server did not start")

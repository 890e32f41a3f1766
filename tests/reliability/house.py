"""A house for one test: server and worker as people start them, ended as power cuts end them."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30  # seconds until a server must listen, or be gone


class House:
    """A data folder, a database, and the processes that this test started on them."""

    def __init__(self, folder: Path, database: str = "") -> None:
        self.log = folder / "log"
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("WANGGE_", "DJANGO_"))}
        own = {"WANGGE_DATA": str(folder / "house"), "WANGGE_INTAKE_PER_MINUTE": "0", "PYTHONPATH": "src:."}
        self.environment = kept | own | ({"WANGGE_DATABASE": database} if database else {})
        self.port = _free_port()
        self.address = f"http://127.0.0.1:{self.port}"

    def ask(self, *module: str) -> str:
        """What a program of this house prints; it must end well."""
        command = [sys.executable, "-m", *module]
        done = subprocess.run(
            command, env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    @contextlib.contextmanager
    def running(self, *command: str) -> Iterator[None]:
        """`wangge COMMAND` runs inside the block; at its end its whole process group is killed."""
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "wangge", *command],
                env=self.environment,
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            yield
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=10)

    @contextlib.contextmanager
    def serving(self) -> Iterator[None]:
        """The server answers inside the block."""
        with self.running("serve", "--no-migrate", "--port", str(self.port)):
            self._wait(listening=True)
            yield
        self._wait(listening=False)  # its children end a moment after it

    def _wait(self, *, listening: bool) -> None:
        end = time.monotonic() + PATIENCE
        while self._listens() is not listening:
            assert time.monotonic() < end, self.log.read_text()
            time.sleep(0.02)

    def _listens(self) -> bool:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
            return True
        return False


def _free_port() -> int:
    """One below those given to clients, who would else meet themselves while nobody listens."""
    for port in range(20_000 + os.getpid() % 9_000, 32_000):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("no port is free")

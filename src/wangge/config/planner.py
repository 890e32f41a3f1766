"""Solving plans beside the rounds of the worker: a thread, since the compiled search lets others run."""

import threading

import structlog
from django.db import DatabaseError, connection
from django.utils import timezone

from wangge.planning.solving import run_next

TROUBLED = 5.0  # seconds to wait where the database does not answer
log = structlog.get_logger(__name__)


class Planner(threading.Thread):
    """Solves one plan after the other until told to stop; what it has not ended, the next one takes up."""

    def __init__(self, stop: threading.Event, *, pause: float) -> None:
        super().__init__(name="planner")
        self._stop_asked = stop
        self._pause = pause

    def run(self) -> None:
        """Look for plans to solve; the thread has a connection of its own."""
        try:
            while not self._stop_asked.is_set():
                if not self._next():
                    self._stop_asked.wait(self._pause)
        finally:
            connection.close()

    def _next(self) -> bool:
        """Whether there was a plan to solve."""
        try:
            return run_next(clock=timezone.now, stopping=self._stop_asked.is_set) is not None
        except DatabaseError:
            log.exception("planner: the database does not answer")
            connection.close()
            self._stop_asked.wait(TROUBLED)
            return True

"""A lease renewed in a thread while somebody works, whatever they are at."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog
from django.db import DatabaseError, connection

log = structlog.get_logger(__name__)


@contextmanager
def renewed_meanwhile(renew: Callable[[], bool], *, every: float) -> Iterator[None]:
    """Call `renew` every so many seconds while the block runs, until it says that there is no more to hold.

    The thread has a connection of its own; where the database does not answer it tries again.
    """
    over = threading.Event()

    def beat() -> None:
        goes_on = True
        while goes_on and not over.wait(every):
            try:
                goes_on = renew()
            except DatabaseError:
                log.exception("lease: the database does not answer")
                connection.close()
        connection.close()

    thread = threading.Thread(target=beat, name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()

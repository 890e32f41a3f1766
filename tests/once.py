"""A world built once for the many tests that ask for it: it stands in a transaction around theirs."""

import copy
from collections.abc import Callable
from typing import Any, Generic, TypeVar
from uuid import uuid4

from django.db import connection, transaction

from wangge.journal.models import Edition

World = TypeVar("World")


class Standing(Generic[World]):
    """What one builds, kept in this process's database until a test comes that must not see it.

    Each test is undone in a savepoint of its own, so the next one finds the world as it was built.
    """

    def __init__(self, build: Callable[[], World]) -> None:
        self._build = build
        self._built: World | None = None
        self._around: transaction.Atomic | None = None
        self._blocker: Any = None

    def begin(self, blocker: Any) -> None:
        """Build it, where it does not stand already: before the test begins its own transaction."""
        if self._around is not None and connection.in_atomic_block and connection.connection is not None:
            return
        self.end()
        self._blocker = blocker
        with blocker.unblock():
            self._around = transaction.atomic()
            self._around._from_testcase = True  # as of TestCase: what must be outermost may begin inside
            self._around.__enter__()
            self._built = self._build()

    def copy(self) -> World:
        """The world for one test, which may change it as it likes.

        Its editions are its own too: what another test left in the memory of the process counts no more.
        """
        Edition.objects.update(stamp=uuid4().hex)
        return copy.deepcopy(self._built)

    def end(self) -> None:
        """Nothing of it is left."""
        around, self._around, self._built = self._around, None, None
        if around is None or not connection.in_atomic_block:
            return
        with self._blocker.unblock():
            transaction.set_rollback(True)
            around.__exit__(None, None, None)

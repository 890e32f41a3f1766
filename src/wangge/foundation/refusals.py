"""Refusals: what the house says when something asked of it cannot be done."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Refused(Exception):
    """This cannot be done."""

    def __init__(self, **facts: object) -> None:
        """Keep the facts that the message names; `str()` gives the English message."""
        self.facts = facts
        super().__init__(self.template.format(**facts))

    def __reduce__(self) -> tuple[Callable[..., Refused], tuple[type[Refused], dict[str, object]]]:
        """Refusals can be sent from one process to another."""
        return _again, (type(self), self.facts)

    @property
    def template(self) -> str:
        """The message before its facts are put in: the first paragraph of the class's docstring."""
        text = inspect.cleandoc(type(self).__doc__ or "")
        return " ".join(text.partition("\n\n")[0].split())

    @property
    def code(self) -> str:
        """A stable name for programs, such as `case-moved`."""
        name = type(self).__name__
        return "".join(f"-{c.lower()}" if c.isupper() else c for c in name).lstrip("-")


def _again(refused: type[Refused], facts: dict[str, object]) -> Refused:
    return refused(**facts)

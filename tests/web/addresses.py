"""Every address of the house, from the resolver, with sensible arguments: what the access tests walk."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True, slots=True)
class Address:
    """One pattern: its route, its name and its view."""

    route: str
    name: str
    view: Callable[..., object]

    @property
    def roles(self) -> frozenset[str] | None:
        """Who may open it, as its view says; empty is everybody, None that it does not say."""
        return getattr(self.view, "roles", None)

    @property
    def parameters(self) -> frozenset[str]:
        """The names of its path arguments."""
        return frozenset(PARAMETER.findall(self.route))

    def path(self, arguments: Mapping[str, object]) -> str:
        """The path with these arguments; an unknown one fails, so that a test learns of it."""
        return "/" + PARAMETER.sub(lambda found: str(arguments[found[1]]), self.route)


def addresses(
    patterns: Iterable[URLPattern | URLResolver] | None = None, above: str = ""
) -> Iterator[Address]:
    """All patterns below, depth first, in the order in which they are tried."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = above + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, route)
        else:
            yield Address(route, pattern.name or "", pattern.callback)

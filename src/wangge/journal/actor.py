"""Who acts: the value that every action takes as `by`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody (or the system) at the moment of acting, with what they may reach.

    `account` is None for residents without an account and for the system. `grants` pair a role with
    the path of the area whose subtree it covers; `grids` and `posts` are ids held on the day.
    """

    label: str
    account: int | None = None
    grants: tuple[tuple[str, str], ...] = ()
    grids: frozenset[int] = frozenset()
    posts: frozenset[int] = frozenset()

    @property
    def person(self) -> int:
        """The account's id, for deeds that only somebody with an account can do."""
        if self.account is None:
            raise TypeError(f"{self.label} has no account")
        return self.account

    @property
    def roles(self) -> frozenset[str]:
        """The roles held anywhere."""
        return frozenset(role for role, _ in self.grants)

    def paths(self, *roles: str) -> tuple[str, ...]:
        """The areas over which the actor holds one of these roles."""
        return tuple(path for role, path in self.grants if role in roles)

    def holds(self, *roles: str, path: str) -> bool:
        """Whether one of these roles covers the area of this path."""
        return any(path.startswith(own) for own in self.paths(*roles))


SYSTEM = Actor(label="system")
RESIDENT = Actor(label="resident")

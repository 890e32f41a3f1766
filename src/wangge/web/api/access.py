"""Who may call an operation: said on each as its `auth`, with the roles that the pages also carry."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError
from ninja.security import APIKeyCookie
from ninja.utils import check_csrf

from wangge.accounts.models import Role
from wangge.web.access import EVERYBODY, actor


class Session(APIKeyCookie):
    """Somebody logged in who holds one of these roles; whatever writes must carry the CSRF token."""

    param_name = "sessionid"

    def __init__(self, *roles: Role) -> None:
        super().__init__()
        self.roles: frozenset[str] = frozenset(roles)

    def authenticate(self, request: HttpRequest, key: str | None) -> bool:  # noqa: ARG002 - ninja's signature
        """Whether the session's account holds one of the roles anywhere."""
        if not request.user.is_authenticated:
            raise AuthenticationError
        if actor(request).roles.isdisjoint(self.roles):
            raise HttpError(403, "forbidden")
        return True


class Everybody:
    """Anybody; where a session comes along, a write must carry its CSRF token all the same."""

    roles = EVERYBODY

    def __call__(self, request: HttpRequest) -> bool:
        """Let everybody in."""
        if request.method == "POST" and request.user.is_authenticated and check_csrf(request):
            raise HttpError(403, "csrf")
        return True


everybody = Everybody()
staff = Session(*Role)


def marked(api: NinjaAPI) -> tuple[list[URLPattern | URLResolver], str, str]:
    """The addresses of an interface, each view carrying `roles` as every page does.

    All operations under one address must be for the same roles.
    """
    patterns, app, namespace = api.urls
    roles: dict[str | None, frozenset[str]] = {}
    for router in api._get_bound_routers():  # noqa: SLF001 - ninja tells its operations nowhere else
        for path, view in router.path_operations.items():
            held = {_roles(operation.auth_callbacks) for operation in view.operations}
            if len(held) != 1:
                raise TypeError(f"{path}: operations for different roles under one address")
            roles |= {operation.url_name: next(iter(held)) for operation in view.operations}
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            pattern.callback.roles = roles.get(pattern.name, EVERYBODY)  # type: ignore[attr-defined]
    return patterns, app, namespace


def _roles(gates: Iterable[object]) -> frozenset[str]:
    for gate in gates:
        found: frozenset[str] = gate.roles  # type: ignore[attr-defined]
        return found
    raise TypeError("an operation does not say who may call it")

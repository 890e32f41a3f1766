"""Who may open which page: said on each view, refused by default, and the actor behind a request."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from wangge.accounts.models import Account, Role
from wangge.journal.actor import RESIDENT, Actor
from wangge.web.known import faces

View = Callable[..., HttpResponseBase]
STAFF = frozenset(Role)
ACTING = (Role.GRID_WORKER, Role.COMMUNITY, Role.STREET, Role.DEPARTMENT)  # who takes cases in and on
READING = (Role.COMMUNITY, Role.STREET, Role.DEPARTMENT, Role.COMMAND, Role.ADMINISTRATOR)  # of figures
EVERYBODY: frozenset[str] = frozenset()


def public(view: View) -> View:
    """A page that anybody may open."""
    view.roles = EVERYBODY  # type: ignore[attr-defined]
    return view


def allow(*roles: Role) -> Callable[[View], View]:
    """A page for these roles; anybody else is asked to log in, or told that it is not theirs."""

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _to_log_in(request)
            if actor(request).roles.isdisjoint(roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.roles = frozenset(roles)  # type: ignore[attr-defined]
        return guarded

    return mark


staff = allow(*Role)


def _to_log_in(request: HttpRequest) -> HttpResponseBase:
    """To the log-in page, then back: after a form to the page where it stood, not to its own address."""
    if request.method in {"GET", "HEAD"}:
        return redirect_to_login(request.get_full_path())
    page = request.headers.get("Referer", "")
    known = url_has_allowed_host_and_scheme(page, {request.get_host()})
    if "text/html" in request.headers.get("Accept", ""):
        messages.error(
            request, _("You were logged out. Log in again; what you had written has not been sent.")
        )
    return redirect_to_login(urlsplit(page)._replace(scheme="", netloc="").geturl() if known else "/desk/")


def actor(request: HttpRequest) -> Actor:
    """Who is asking: read once for each request."""
    known: Actor | None = getattr(request, "_actor", None)
    if known is None:
        user = request.user
        face = faces.of(user.pk, now=timezone.now()) if isinstance(user, Account) else None
        known = face.actor if face else RESIDENT
        request._actor = known  # type: ignore[attr-defined] # noqa: SLF001 - kept with its request
    return known


def landing(by: Actor) -> str:
    """Where somebody begins: grid workers with today's list, command at its screen, offices in the inbox."""
    if Role.GRID_WORKER in by.roles:
        return "/desk/"
    return "/command/" if by.roles == {Role.COMMAND} else "/desk/inbox"
